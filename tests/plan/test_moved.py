"""What stood elsewhere in the last release is moved in the state, and not made anew."""

from __future__ import annotations

import re

import pytest

from tests.support.project import PROJECT

MOVED = re.findall(
    r"^moved {\n  from = (\S+)\n  to   = (\S+)\n}$",
    (PROJECT / "moved.tf").read_text(),
    re.MULTILINE,
)


# An instance is where its call or its resource is declared.
INSTANCE = re.compile(r"\[.*?\]")


def declared(address: str) -> bool:
    """Whether the module of an address declares its resource, or makes its call."""
    *path, kind, name = INSTANCE.sub("", address).split(".")
    folder = PROJECT / "modules" / path[-1] if path else PROJECT
    words = f'module "{name}" {{' if kind == "module" else f'resource "{kind}" "{name}" {{'
    return any(words in file.read_text() for file in folder.glob("*.tf"))


def test_every_block_is_read() -> None:
    assert len(MOVED) == (PROJECT / "moved.tf").read_text().count("moved {") > 0


@pytest.mark.parametrize(("before", "after"), MOVED)
def test_it_stands_where_it_is_moved_to_and_there_only(before: str, after: str) -> None:
    """Or it is moved on from there, or gets a number."""
    assert declared(after) or after in {INSTANCE.sub("", before) for before, _ in MOVED}
    assert not declared(before) or INSTANCE.sub("", after) == before

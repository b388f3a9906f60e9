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


def declared(address: str) -> bool:
    """Whether the module of an address declares its resource, or makes its call."""
    _, module, *parts = address.split(".")
    kind = (
        f'module "{parts[1]}" {{'
        if parts[0] == "module"
        else 'resource "{}" "{}" {{'.format(*parts)
    )
    files = (PROJECT / "modules" / module).glob("*.tf")
    return any(kind in file.read_text() for file in files)


def test_every_block_is_read() -> None:
    assert len(MOVED) == (PROJECT / "moved.tf").read_text().count("moved {") > 0


@pytest.mark.parametrize(("before", "after"), MOVED)
def test_it_stands_where_it_is_moved_to_and_there_only(before: str, after: str) -> None:
    assert declared(after)
    assert not declared(before)

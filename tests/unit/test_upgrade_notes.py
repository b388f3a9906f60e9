"""The upgrade notes keep their form, and speak of the variables and outputs that there are."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.support.project import PROJECT

PARTS = [
    "Incompatible changes",
    "Additional changes",
    "Variables and outputs",
    "Before and after",
    "State changes",
]
TEXT = (PROJECT / "docs" / "upgrade-notes.md").read_text()
HEADING = r"^## From [^\n]* to (\d+\.\d+\.\d+|the next release)\n"
RELEASES = dict(re.findall(rf"{HEADING}(.*?)(?=^## )", TEXT, re.M | re.S))


def named(kind: str) -> set[str]:
    """The names of the root module's variables or outputs."""
    return set(re.findall(rf'^{kind} "(\w+)"', (PROJECT / f"{kind}s.tf").read_text(), re.M))


def row(release: str, first: str) -> list[str]:
    """The two cells of a row of the table of variables and outputs."""
    found = re.search(rf"^\| {first} \| (.*) \| (.*) \|$", RELEASES[release], re.M)
    assert found is not None
    return [found[1], found[2]]


def test_the_release_of_this_checkout_has_its_section() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert project["version"] in RELEASES


@pytest.mark.parametrize("release", RELEASES)
def test_every_section_has_the_same_parts(release: str) -> None:
    assert re.findall(r"^### (.+)$", RELEASES[release], re.M) == PARTS


def test_names_of_the_newest_release_are_those_there_are() -> None:
    newest = next(iter(RELEASES))
    for column, kind in enumerate(("variable", "output")):
        there = named(kind)
        added = set(re.findall(r"`(\w+)`", row(newest, "Added")[column]))
        renamed = re.findall(r"`(\w+)` → `(\w+)`", row(newest, "Renamed")[column])
        removed = set(re.findall(r"`(\w+)`", row(newest, "Removed")[column]))
        assert added | {after for _, after in renamed} <= there
        assert not (removed | {before for before, _ in renamed}) & there

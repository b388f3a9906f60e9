"""How set-up gets Debian's programs without installing them: whose mirror, what is kept, what it
says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.tools_ground import add_program, ground
from tools.setup import guests, servers, unpacked
from tools.setup.places import Places, checkout_root
from tools.setup.report import MissingError, Report
from tools.setup.unpacked import PROGRAMS, Tree

Prepare = Callable[[Places, Report], None]

SOURCES = """\
Debian bookworm-security http://mirror.test/debian-security/
Other stable http://mirror.test/other/
Debian bookworm-updates http://mirror.test/debian/"""


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A machine with the programs it takes, none of which does anything."""
    for program in PROGRAMS:
        add_program(tmp_path / "path", program, SOURCES)
    monkeypatch.setenv("PATH", f"{tmp_path / 'path'}:/usr/bin:/bin")
    return ground(tmp_path)


@pytest.mark.usefixtures("where")
def test_the_mirror_is_the_machines_own_source_of_debian(tmp_path: Path) -> None:
    assert unpacked.mirror(tmp_path / "lists") == "http://mirror.test/debian/"


@pytest.mark.usefixtures("where")
def test_a_machine_without_lists_gets_some_that_are_not_its_own(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    answers = f'case "$*" in *{lists}*) echo "{SOURCES}";; *) echo "? ? ?";; esac'
    (tmp_path / "path/apt-get").write_text(f"#!/bin/sh\n{answers}\n")
    assert unpacked.mirror(lists) == "http://mirror.test/debian/"
    assert (lists / "partial").is_dir()


def test_a_machine_without_debians_packages_says_so(where: Places, tmp_path: Path) -> None:
    add_program(tmp_path / "path", "apt-get", "Other stable http://mirror.test/other/")
    with pytest.raises(MissingError, match="no source of Debian's packages"):
        guests.prepare(where, Report(lambda _: None))
    assert not list(where.cache.rglob("bookworm*"))


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_machine_without_one_of_the_programs_says_which(
    where: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    (tmp_path / "path" / program).unlink()
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    with pytest.raises(MissingError, match=f"{program} is not on PATH"):
        guests.prepare(where, Report(lambda _: None))


@pytest.mark.parametrize(
    ("prepare", "trees", "folder"),
    [
        (guests.prepare, [release.tree for release in guests.RELEASES], "guests"),
        (servers.prepare, servers.TREES, "servers"),
    ],
)
def test_what_was_got_once_is_linked(
    where: Places, lines: list[str], prepare: Prepare, trees: list[Tree], folder: str
) -> None:
    for tree in trees:
        (where.cache / folder / f"{tree.codename}-{tree.key}").mkdir(parents=True)
    prepare(where, Report(lines.append))
    assert ["found" in line for line in lines] == [True] * len(trees)
    assert all((where.prepared / folder / tree.codename).is_dir() for tree in trees)


def test_another_pin_is_another_tree() -> None:
    [first, *_] = guests.RELEASES
    assert first.tree.key != replace(first, net_utils="9.9.9-1").tree.key


def test_the_page_says_which_releases_ran() -> None:
    page = (checkout_root() / "docs/appliances.md").read_text()
    releases = guests.RELEASES
    missing = [each for each in releases if each.net_utils.partition("-")[0] not in page]
    assert missing == []

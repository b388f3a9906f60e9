"""Programs from Debian's packages: got only if missing, told in a sentence if they cannot be."""

import os
import stat
from pathlib import Path

import pytest

from tests.unit.tools_ground import add_program
from tools.setup import debian
from tools.setup.debian import YANGLINT
from tools.setup.places import Places
from tools.setup.report import MissingError, Report

HOW = r"apt-get install libyang3-tools.*on older ones libyang2-tools or libyang-tools\); elsewhere"


@pytest.fixture
def folder(where: Places) -> Path:
    """The only folder on PATH."""
    folder = where.home / "bin"
    folder.mkdir()
    return folder


def add_apt(folder: Path, script: str) -> None:
    """An apt-get that writes down how it is called, and then does what the script says."""
    apt = add_program(folder, "apt-get", "")
    apt.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/calls"\n{script}\n')
    apt.chmod(apt.stat().st_mode | stat.S_IXUSR)


def test_the_persons_own_is_used(where: Places, folder: Path, report: Report) -> None:
    path = add_program(folder, "yanglint", "yanglint 3.12.2")
    debian.prepare(where, YANGLINT, {"PATH": str(folder)}, report)
    assert (where.bin / "yanglint").readlink() == path


def test_its_own_link_is_not_taken_for_the_persons(where: Places, report: Report) -> None:
    add_program(where.bin, "yanglint", "yanglint 2.1.30")
    with pytest.raises(MissingError, match=HOW):
        debian.prepare(where, YANGLINT, {"PATH": str(where.bin)}, report)


def test_one_that_is_too_old_is_not_used(where: Places, folder: Path, report: Report) -> None:
    add_program(folder, "yanglint", "yanglint 1.0.225")
    with pytest.raises(MissingError, match=f"not 2.0 or later.*{HOW}"):
        debian.prepare(where, YANGLINT, {"PATH": str(folder)}, report)
    assert not (where.bin / "yanglint").exists()


def test_without_apt_it_says_what_to_install(where: Places, folder: Path, report: Report) -> None:
    with pytest.raises(MissingError, match=f"yanglint is not on PATH.*{HOW}"):
        debian.prepare(where, YANGLINT, {"PATH": str(folder)}, report)


def test_without_rights_it_says_so(
    where: Places, folder: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_apt(folder, "exit 0")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(folder))  # without sudo
    with pytest.raises(MissingError, match=f"needs root or sudo without a password.*{HOW}"):
        debian.prepare(where, YANGLINT, os.environ, report)
    assert not (folder / "calls").exists()


def test_it_is_installed_after_an_update_of_the_lists(
    where: Places, folder: Path, report: Report, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a fresh container, whose lists are empty."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program = folder / "yanglint"
    make = f"printf '#!/bin/sh\\necho yanglint 2.1.30\\n' > {program}; chmod +x {program}"
    add_apt(
        folder,
        f'case "$*" in *update*) touch {folder}/updated ;; '
        f"*libyang2-tools) test -e {folder}/updated || exit 100; {make} ;; *) exit 100 ;; esac",
    )
    debian.prepare(where, YANGLINT, {"PATH": str(folder)}, report)
    assert (where.bin / "yanglint").readlink() == program
    said = (folder / "calls").read_text().replace("--yes --quiet ", "").splitlines()
    names = [line.removeprefix("install --no-install-recommends ") for line in said]
    assert names == [*YANGLINT.packages, "update", *YANGLINT.packages[:2]]
    assert "by apt-get" in lines[0]


def test_what_apt_says_is_told(
    where: Places, folder: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    add_apt(folder, "echo E: Unable to locate package; exit 100")
    with pytest.raises(MissingError, match=f"(?s)Unable to locate package.*{HOW}"):
        debian.prepare(where, YANGLINT, {"PATH": str(folder)}, report)

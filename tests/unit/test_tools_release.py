"""A tag becomes a release only of the version and the changelog that it carries."""

import tomllib
from pathlib import Path

import pytest

from tools import release
from tools.setup.places import checkout_root

CHANGELOG = """# Changelog

## Unreleased

## [0.3.0] - 2027-01-31

## [0.2.0] - 2026-11-25

### Added

- A page ([docs](docs/cost.md), [AWS](https://example.test/b)).

## [0.1.0]

- No date.
"""


def tree(tmp_path: Path, version: str) -> Path:
    (tmp_path / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    return tmp_path


def test_the_notes_are_the_section_of_the_tag(tmp_path: Path) -> None:
    there = tree(tmp_path, "0.2.0")
    said = "### Added\n\n- A page ([docs](docs/cost.md), [AWS](https://example.test/b))."
    assert release.notes("v0.2.0", there) == said


def test_the_projects_own_links_lead_into_the_tag(tmp_path: Path) -> None:
    said = release.notes("v0.2.0", tree(tmp_path, "0.2.0"), "https://code.test/x/blob/v0.2.0")
    assert "[docs](https://code.test/x/blob/v0.2.0/docs/cost.md)" in said
    assert "[AWS](https://example.test/b)" in said


@pytest.mark.parametrize(
    ("tag", "version", "why"),
    [
        ("0.2.0", "0.2.0", "TAG='0.2.0' is no release. Name one as v0.2.0"),
        ("v0.2", "0.2.0", "TAG='v0.2' is no release"),
        ("", "0.2.0", "TAG='' is no release"),
        ("v0.2.0", "0.3.0", "The tag v0.2.0 and version 0.3.0 in pyproject.toml differ"),
        ("v0.4.0", "0.4.0", r"has 0 headings of the form '## \[0.4.0\] - YYYY-MM-DD'"),
        ("v0.1.0", "0.1.0", r"has 0 headings of the form '## \[0.1.0\] - YYYY-MM-DD'"),
        ("v0.3.0", "0.3.0", "CHANGELOG.md says nothing of 0.3.0"),
    ],
)
def test_what_is_no_release_is_told(tmp_path: Path, tag: str, version: str, why: str) -> None:
    with pytest.raises(release.NoReleaseError, match=why):
        release.notes(tag, tree(tmp_path, version))


def test_a_version_has_one_section(tmp_path: Path) -> None:
    there = tree(tmp_path, "0.2.0")
    twice = CHANGELOG + "\n## [0.2.0] - 2026-11-26\n\n- Again.\n"
    (there / "CHANGELOG.md").write_text(twice)
    with pytest.raises(release.NoReleaseError, match="has 2 headings"):
        release.notes("v0.2.0", there)


def test_the_command_prints_the_notes_of_this_checkout_or_why_there_are_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    version = tomllib.loads((checkout_root() / "pyproject.toml").read_text())["project"]["version"]
    assert release.main([f"v{version}"]) == 0
    assert capsys.readouterr().out.startswith("### ")
    assert release.main(["v99.0.0"]) == 1
    assert "v99.0.0" in capsys.readouterr().err

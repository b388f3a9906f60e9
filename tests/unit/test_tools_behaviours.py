"""What is said of AWS: a section for each citation, a source for each section."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import behaviours
from tools.setup.places import checkout_root

SWITCHES = "class Switches:\n    detach_seconds: float = 2.0\n"
LINK = "[page](https://docs.aws.amazon.com/page.html)"
# Cut in two, so that the check of this repository takes none of them for a citation.
CITE = "aws-behaviour" + ".md#"
MARK = "pytest.mark." + "behaviour"

GOOD = f"""\
# How AWS behaves

- documented: no section, so of no concern

## Interfaces

### Detaching

Returns at once.

- documented: {LINK}
- observed: {LINK}: took long
- unknown → switch `detach_seconds`: how long

### Route table of a subnet

It has one.

- documented: {LINK}

## Other
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A page with two sections, one switch, and a test and a module that cite them."""
    for folder in ("docs", "lab", "tests/lab", "modules/vip"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / behaviours.PAGE).write_text(GOOD)
    (tmp_path / "lab/switches.py").write_text(SWITCHES)
    (tmp_path / "tests/lab/test_a.py").write_text(f'@{MARK}("detaching")\ndef test_a(): ...\n')
    (tmp_path / "modules/vip/main.tf").write_text(f"# docs/{CITE}route-table-of-a-subnet\n")
    return tmp_path


def complaints_of(tree: Path, page: str) -> list[str]:
    (tree / behaviours.PAGE).write_text(page)
    return behaviours.complaints(tree)


def test_a_page_whose_sections_are_cited_and_sourced_is_right(tree: Path) -> None:
    assert behaviours.complaints(tree) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("lambda_src/plan.py", f"# (docs/{CITE}nowhere)"),
        ("modules/vip/main.tf", f"# docs/{CITE}nowhere\n# docs/{CITE}route-table-of-a-subnet"),
        ("docs/security.md", f"[it]({CITE}nowhere)"),
        ("tests/lab/test_b.py", f'@{MARK}("nowhere")\ndef test_b(): ...'),
    ],
)
def test_a_citation_without_a_section(tree: Path, file: str, text: str) -> None:
    (tree / file).parent.mkdir(exist_ok=True)
    (tree / file).write_text(text)
    assert behaviours.complaints(tree) == [f"{file}: docs/aws-behaviour.md has no section nowhere"]


def test_a_section_that_nothing_cites(tree: Path) -> None:
    (tree / "modules/vip/main.tf").unlink()
    assert behaviours.complaints(tree) == [
        "docs/aws-behaviour.md#route-table-of-a-subnet: nothing cites it, and it names no switch"
    ]


def test_the_page_itself_cites_nothing(tree: Path) -> None:
    (tree / "modules/vip/main.tf").unlink()
    page = GOOD.replace("It has one.", f"It has [one]({CITE}route-table-of-a-subnet).")
    assert len(complaints_of(tree, page)) == 1


def test_a_section_with_a_switch_need_not_be_cited(tree: Path) -> None:
    (tree / "tests/lab/test_a.py").unlink()
    assert behaviours.complaints(tree) == []


@pytest.mark.parametrize(
    ("states", "fault"),
    [
        ("", "neither a source nor a switch"),
        ("It is [so](https://docs.aws.amazon.com/a.html).", "neither a source nor a switch"),
        ("- documented: by AWS", "documented, but by no page"),
        ("- observed: by somebody", "observed, but by no page"),
        ("- documented: [here](../README.md)", "documented, but by no page"),
        ("- unknown: who knows", "unknown, but no switch decides"),
        ("- unknown → switch `no_such`", "the lab has no switch no_such"),
        (f"- assumed: {LINK}", "no such state: assumed"),
    ],
)
def test_a_section_without_what_it_stands_on(tree: Path, states: str, fault: str) -> None:
    page = GOOD.replace(f"It has one.\n\n- documented: {LINK}\n", f"It has one.\n\n{states}\n")
    assert page != GOOD
    expected = [f"docs/aws-behaviour.md#route-table-of-a-subnet: {fault}"]
    assert complaints_of(tree, page) == expected


def test_a_switch_of_which_nothing_is_said(tree: Path) -> None:
    page = GOOD.replace("- unknown → switch `detach_seconds`: how long\n", "")
    assert complaints_of(tree, page) == [
        "docs/aws-behaviour.md: no section names the switch detach_seconds"
    ]


def test_every_switch_of_a_list_counts(tree: Path) -> None:
    page = GOOD.replace("`detach_seconds`", "`detach_seconds`, `a`, `b`")
    assert complaints_of(tree, page) == [
        "docs/aws-behaviour.md#detaching: the lab has no switch a",
        "docs/aws-behaviour.md#detaching: the lab has no switch b",
    ]


def test_two_sections_of_one_name(tree: Path) -> None:
    page = GOOD.replace("## Other", f"### Detaching\n\n- documented: {LINK}\n")
    assert "docs/aws-behaviour.md#detaching: more than one section" in complaints_of(tree, page)


def test_this_repository() -> None:
    assert behaviours.complaints(checkout_root()) == []

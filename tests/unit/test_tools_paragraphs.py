"""A paragraph of a page is one line; what is not a paragraph is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import paragraphs

BROKEN = "One line\nand the next one.\n"


@pytest.mark.parametrize(
    ("page", "joined"),
    [
        (BROKEN, "One line and the next one.\n"),
        ("- an item\n  that goes on\n- another\n", "- an item that goes on\n- another\n"),
        ("1. a step\n   that goes on\n", "1. a step that goes on\n"),
        ("| a |\n|---|\n| b |\nText\nafter it.\n", "| a |\n|---|\n| b |\nText after it.\n"),
    ],
)
def test_what_is_broken_by_hand_is_joined(page: str, joined: str) -> None:
    assert paragraphs.joined(page) == joined
    assert paragraphs.joined(joined) == joined


@pytest.mark.parametrize(
    "page",
    [
        "# Heading\nText.\n",
        "Text.\n\nMore text.\n",
        "Text:\n- an item\n",
        "Text:\n```sh\na\nb\n```\nText.\n",
        "1. A step\n\n   ```sh\n   a\n   b\n   ```\n",
        "| a |\n|---|\n| b |\n",
        "> said\n> so\n",
        "A forced  \nbreak.\n",
        f"<!-- BEGIN_X -->\n{BROKEN}<!-- END_X -->\n",
        f"<!-- BEGIN X Y -->\n{BROKEN}<!-- END X Y -->\n",
    ],
)
def test_what_is_no_broken_paragraph_stays(page: str) -> None:
    assert paragraphs.joined(page) == page


def test_a_page_with_a_broken_paragraph_is_named(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("One line.\n")
    (tmp_path / "docs" / "README.md").write_text(BROKEN)
    said = ["docs/README.md: a paragraph of more than one line"]
    assert paragraphs.complaints(tmp_path) == said

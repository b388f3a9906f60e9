"""``python -m tools.paragraphs [--check]``: one line for each paragraph and list item of the pages.

A line that is broken by hand is broken again at every change, and a review shows the whole
paragraph. Code, tables, headings and the blocks between two markers stay as they are.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.setup.places import checkout_root

PAGES = ("README.md", "docs/**/*.md")

FENCE = re.compile(r" *```")
BEGIN, END = re.compile(r"<!-- BEGIN[_ ]"), re.compile(r"<!-- END[_ ]")
# What begins something of its own, and cannot go on with the line before it.
BEGINS = re.compile(r" *(?:[-*+] |\d+\. |#|\||>|<|```|---)|\s*$")
# What nothing can be added to: an empty line, a heading, a row of a table, HTML, a forced break.
ENDS = re.compile(r"\s*$| *(?:#|\||>|<|```|---)|.*(?:  |\\)$")


def joined(page: str) -> str:
    """The page with each paragraph on one line."""
    lines: list[str] = []
    for line, ours in _marked(page):
        if ours and lines and not BEGINS.match(line) and not ENDS.match(lines[-1]):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _marked(page: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is text: outside of code and of generated blocks."""
    code = generated = False
    for line in page.split("\n"):
        code ^= bool(FENCE.match(line))
        generated = (generated or bool(BEGIN.match(line))) and not END.match(line)
        yield line, not code and not generated


def pages(root: Path) -> list[Path]:
    """The pages that are held to this."""
    return sorted(page for pattern in PAGES for page in root.glob(pattern))


def complaints(root: Path) -> list[str]:
    """The pages with a paragraph of more than one line."""
    broken = [page for page in pages(root) if joined(page.read_text()) != page.read_text()]
    return [f"{page.relative_to(root)}: a paragraph of more than one line" for page in broken]


def main(check: bool) -> int:
    """Joins the lines, or says which pages have some to join: the exit status then is 1."""
    root = checkout_root()
    if check:
        print("\n".join(said := complaints(root)) or "every paragraph is one line")
        return 1 if said else 0
    for page in pages(root):
        page.write_text(joined(page.read_text()))
    return 0


if __name__ == "__main__":
    sys.exit(main(check=sys.argv[1:] == ["--check"]))

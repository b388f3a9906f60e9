"""The blocks of docs/reliability.md that runs write."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"


def write(name: str, text: str) -> None:
    """Put `text` into the block of that name; LookupError when the page has no such block."""
    page = PAGE.read_text()
    begin, end = f"<!-- BEGIN {name} -->", f"<!-- END {name} -->"
    block = re.compile(f"{begin}.*?{end}", re.S)
    if not block.search(page):
        raise LookupError(f"{PAGE.name} has no block {name}")
    PAGE.write_text(block.sub(lambda _: f"{begin}\n\n{text.strip()}\n\n{end}", page))

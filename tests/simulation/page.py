"""The blocks of docs/reliability.md that runs write."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.project import PROJECT

PAGE = PROJECT / "docs" / "reliability.md"


def write(name: str, text: str, commit: str, page: Path = PAGE) -> None:
    """Put `text` and the commit into the block of that name; LookupError when there is none."""
    before = page.read_text()
    begin, end = f"<!-- BEGIN {name} -->", f"<!-- END {name} -->"
    block = re.compile(f"{begin}.*?{end}", re.S)
    if not block.search(before):
        raise LookupError(f"{page.name} has no block {name}")
    written = f"{begin}\n\n{text.strip()}\n\nRun on commit {commit}.\n\n{end}"
    page.write_text(block.sub(lambda _: written, before))

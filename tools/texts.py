"""The text files of the tree, for checks that look for words in all of them."""

from collections.abc import Iterator
from pathlib import Path

from tools.scratch import sources

# Data, golden files and licences are not ours to word.
SUFFIXES = {".py", ".md", ".tf", ".tftpl", ".hcl", ".toml", ".yml", ".yaml", ".in", ".html", ".css"}
NAMES = {"Makefile"}


def texts(root: Path) -> Iterator[tuple[Path, str]]:
    """Each text file, as its path below the root, and what is in it."""
    for file in sources(root):
        if file.suffix in SUFFIXES or file.name in NAMES:
            yield file.relative_to(root), file.read_text()

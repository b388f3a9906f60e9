"""References to what is not in the repository: a reader has nothing but the tree, and the web.

Sources outside of it are linked by URL. Papers on somebody's disk, numbers of their sections and
marks of their authors are not.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tools.texts import texts

# Written so that none of these finds itself.
MARKS = {
    "a number in a paper that is not here": re.compile(r"\b[Cc]ontract,? (?:sections? )?\d"),
    "a remark on a paper that is not here": re.compile(r"[(](?:design\b|contract,)"),
    "a mark that nobody can look up": re.compile(
        r"[(][KDO](?:/[KDO])?[):,;]|\bmarks? [KDO]\b|\bis K\b"
    ),
}
PAPER = re.compile(r"(?<![\w./<>{}:$-])(?:\.\./)*[\w][\w./-]*\.md\b")
UPWARDS = re.compile(r"(?<![\w./])(?:\.\./)+")
NUMBERED_TEST = re.compile(r"^ *def (test_\d\w*)", re.MULTILINE)


def complaints(root: Path) -> list[str]:
    """Each such reference, with its place."""
    files = list(texts(root))
    pages = {path.name for path, _ in files}
    return [each for path, text in files for each in _of_file(path, text, pages)]


def _of_file(path: Path, text: str, pages: set[str]) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        for what, pattern in MARKS.items():
            yield from (f"{path}:{number}: {what}: {each}" for each in pattern.findall(line))
        for page in PAPER.findall(line):
            if Path(page).name not in pages:
                yield f"{path}:{number}: a page that is not here: {page}"
        if path.suffix != ".py":  # in code, where a path begins is not said by the file's place
            for steps in UPWARDS.findall(line):
                if steps.count("/") > len(path.parent.parts):
                    yield f"{path}:{number}: a path that leaves the repository: {steps}"
    if path.suffix == ".py":
        for name in NUMBERED_TEST.findall(text):
            yield f"{path}: a test is named by what it shows, not by a number: {name}"

"""The table of what is changed by hand in ``docs/failure-modes.md``, written from the tests' cases.

Each case of ``tests/by_hand`` is a row, and each cell says what the tests assert of that case.
"""

import importlib
from pathlib import Path
from typing import Any

DOCUMENT = "docs/failure-modes.md"
BEGIN, END = "<!-- BEGIN_BY_HAND -->", "<!-- END_BY_HAND -->"
HEADING = """\
| What | By hand | Noticed by | Mended by | Destroyed at once |
|---|---|---|---|---|
"""


def write(root: Path) -> None:
    """Brings the table up to date."""
    (root / DOCUMENT).write_text(document(root))


def stale(root: Path) -> list[str]:
    """What is wrong with the table if it is not what the cases say now."""
    if (root / DOCUMENT).read_text() == document(root):
        return []
    return [f"{DOCUMENT}: the table of changes by hand is not what the tests say"]


def document(root: Path) -> str:
    """The page, with the table as the cases say it."""
    before, _, rest = (root / DOCUMENT).read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    # The tests are no part of what mypy checks strictly.
    cases = importlib.import_module("tests.by_hand.table").CASES
    return f"{before}{BEGIN}\n{HEADING}{''.join(row(case) for case in cases)}{END}{after}"


def row(case: Any) -> str:
    """One line of the table."""
    cells = (_thing(case.thing), case.did, case.noticed, case.mended, case.destroyed)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _thing(thing: str) -> str:
    """An address without the modules that lead to it; what is in words stays as it is."""
    if not thing.startswith("module."):
        return thing
    first = thing.split(".")[1].partition("[")[0]
    kind = thing[thing.index("aws_") :]
    return f"`{first}` `{kind}`"

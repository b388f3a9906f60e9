"""The table of AWS behaviours in ``tests/lab/README.md``, read from the lab's tests.

Each test of a file that has the marker ``behaviour`` is a row: its name says what happens, the
first sentence of its docstring how, the marker which section of docs/aws-behaviour.md says so. A
switch that the test sets is shown; the marker ``moto`` says that moto itself gets it right.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = "tests/lab"
SWITCHES = "lab/switches.py"
DOCUMENT = "tests/lab/README.md"
BEGIN, END = "<!-- BEGIN_BEHAVIOURS -->", "<!-- END_BEHAVIOURS -->"
HEADING = "| Section | Fact | By |\n|---|---|---|\n"
PAGE = "../../docs/aws-behaviour.md"

MARKER = re.compile(r"pytest\.mark\.behaviour\('([\w-]+)'\)")
ACRONYMS = ("acl", "api", "arn", "aws", "az", "cidr", "eip", "iam", "sdk", "vpc")


@dataclass(frozen=True)
class Behaviour:
    """One row: the section it stands on, the fact, who sees to it."""

    section: str
    fact: str
    by: str


def write(root: Path) -> None:
    """Brings the table up to date."""
    (root / DOCUMENT).write_text(document(root))


def stale(root: Path) -> list[str]:
    """What is wrong with the table if it is not what the tests say now."""
    if (root / DOCUMENT).read_text() == document(root):
        return []
    return [f"{DOCUMENT}: the table is not what the tests say"]


def document(root: Path) -> str:
    """The page, with the table as the tests say it."""
    before, _, rest = (root / DOCUMENT).read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{''.join(_sections(root))}\n{END}{after}"


def _sections(root: Path) -> Iterator[str]:
    """A table for each file of tests that shows what a section says."""
    switches = switch_names(root)
    for file in sorted((root / TESTS).glob("test_*.py")):
        module = ast.parse(file.read_text())
        rows = behaviours(module, switches)
        if not any(row.section for row in rows):
            continue
        title = (ast.get_docstring(module) or "").splitlines()[0].rstrip(".")
        yield f"\n**{title}**: [`{file.name}`]({file.name})\n\n{HEADING}"
        for row in rows:
            link = f"[{row.section}]({PAGE}#{row.section})" if row.section else ""
            yield f"| {link} | {row.fact} | {row.by} |\n"


def behaviours(module: ast.Module, switches: set[str]) -> list[Behaviour]:
    """The rows of one file, in its order."""
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    return [_row(test, switches) for test in functions if test.name.startswith("test_")]


def switch_names(root: Path) -> set[str]:
    """The names of the lab's switches."""
    fields = ast.walk(ast.parse((root / SWITCHES).read_text()))
    return {
        field.target.id
        for field in fields
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
    }


def _row(test: ast.FunctionDef, switches: set[str]) -> Behaviour:
    words = test.name.removeprefix("test_").split("_")
    fact = " ".join(word.upper() if word in ACRONYMS else word for word in words)
    how = " ".join((ast.get_docstring(test) or "").split("\n\n")[0].split())
    return Behaviour(_section(test), _cell(f"{fact}: {how}" if how else fact), _by(test, switches))


def _section(test: ast.FunctionDef) -> str:
    """The section that its marker names, or nothing."""
    marks = [MARKER.fullmatch(ast.unparse(mark)) for mark in test.decorator_list]
    return next((mark[1] for mark in marks if mark), "")


def _by(test: ast.FunctionDef, switches: set[str]) -> str:
    """moto, or the lab, and then by which switches."""
    if any(ast.unparse(mark) == "pytest.mark.moto" for mark in test.decorator_list):
        return "moto"
    nodes = list(ast.walk(test))
    named = {node.arg for node in nodes if isinstance(node, ast.keyword)}
    named |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    used = [f"`{name}`" for name in sorted(switches & {name for name in named if name})]
    return f"switch {', '.join(used)}" if used else "lab"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").rstrip(".")

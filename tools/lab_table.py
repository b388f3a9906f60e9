"""The table of AWS behaviours in ``tests/lab/README.md``, read from the lab's tests.

Each test of a file that cites the contract is a row: its name says what happens, the first sentence
of its docstring how. ``Contract 3.4: …`` in the docstring, or ``test_3_4_…`` as its name, cites a
line. A switch that the test sets is shown; the marker ``moto`` says that moto itself gets it right.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = "tests/lab"
SWITCHES = "tests/lab/switches.py"
DOCUMENT = "tests/lab/README.md"
BEGIN, END = "<!-- BEGIN_BEHAVIOURS -->", "<!-- END_BEHAVIOURS -->"
HEADING = "| Line | Fact | By |\n|---|---|---|\n"

CITES = re.compile(r"\bcontract \d", re.IGNORECASE)
CITATION = re.compile(r"Contract ([\d., ]+\d)(?: \(K\))?: (.*)", re.DOTALL)
NUMBERED = re.compile(r"test_(?:(\d+(?:_\d+)?)_)?(?:k_)?(\w+)")
ACRONYMS = ("acl", "api", "arn", "aws", "az", "cidr", "eip", "iam", "sdk", "vpc")


@dataclass(frozen=True)
class Behaviour:
    """One row: the lines it stands on, the fact, who sees to it."""

    lines: str
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
    """A table for each file of tests that cites the contract."""
    switches = switch_names(root)
    for file in sorted((root / TESTS).glob("test_*.py")):
        text = file.read_text()
        if CITES.search(text) is None:
            continue
        module = ast.parse(text)
        title = (ast.get_docstring(module) or "").splitlines()[0].rstrip(".")
        yield f"\n**{title}**: [`{file.name}`]({file.name})\n\n{HEADING}"
        for row in behaviours(module, switches):
            yield f"| {row.lines} | {row.fact} | {row.by} |\n"


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
    matched = NUMBERED.fullmatch(test.name)
    number, words = matched.groups() if matched else (None, test.name)
    sentence = " ".join((ast.get_docstring(test) or "").split("\n\n")[0].split())
    cited = CITATION.fullmatch(sentence)
    lines, how = cited.groups() if cited else ((number or "").replace("_", "."), sentence)
    fact = " ".join(word.upper() if word in ACRONYMS else word for word in words.split("_"))
    return Behaviour(lines, _cell(f"{fact}: {how}" if how else fact), _by(test, switches))


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

"""The rules of the module and their tests, read from the files as `terraform fmt` writes them.

A rule is what refuses a value: a `validation`, a `precondition`, a `postcondition`, a check's
`assert`, or one of the complaints that preconditions are made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.module import SUBMODULES
from tests.support.project import PROJECT

MODULES = ["root", *SUBMODULES]

# The blocks that hold a rule, and how `expect_failures` and assertions name them.
HOLDERS = {
    "variable": "var.",
    "data": "data.",
    "check": "check.",
    "resource": "",
    "output": "output.",
}
HOLDER = re.compile(rf'^({"|".join(HOLDERS)}) "(\w+)"(?: "(\w+)")? {{$')
# The complaints are gathered for preconditions, so they stand outside of them.
COMPLAINTS = {
    "rules": "output.peers",
    "appliance": "output.volumes",
    "service_checks": "output.this",
}
SENTENCE = re.compile(r'^\s+(error_message|text) += "(.*)$')

RUN = re.compile(r'^run "(\w+)" {\n(.*?)^}$', re.MULTILINE | re.DOTALL)
EXPECTED = re.compile(r"expect_failures = \[(.*?)\]$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Rule:
    """`holder`: where it stands, as in `expect_failures`; `sentence`: what it says, a template."""

    module: str
    holder: str
    sentence: str

    def says(self, text: str) -> bool:
        """True if the text is this rule's sentence, whatever values it was made with."""
        parts = _literals(self.sentence.replace('\\"', '"'))
        return re.search(".*".join(re.escape(part) for part in parts), text) is not None

    def __str__(self) -> str:
        return f"{self.module} {self.holder}: {self.sentence[:60]}"


@dataclass(frozen=True)
class Run:
    """One `run` block of a `.tftest.hcl`: its text, and what it expects to fail.

    header: what precedes the first block in its file: mocked providers and common variables.
    applied: the blocks before it that leave it a state, as their file runs them.
    """

    module: str
    name: str
    header: str
    text: str
    expected: tuple[str, ...]
    applied: str = ""

    @property
    def passes(self) -> bool:
        """True if no value is refused in it; a check only warns, and stops nothing."""
        return all(holder.startswith("check.") for holder in self.expected)

    def concerns(self, holder: str) -> bool:
        """True if it gives the variable a value, or speaks of the resource, data or check."""
        kind, _, name = holder.partition(".")
        wanted = rf"^    {name} +=" if kind == "var" else re.escape(holder.removeprefix("check."))
        return re.search(wanted, self.text, re.MULTILINE) is not None


def rules(module: str) -> list[Rule]:
    return [
        Rule(module, holder, sentence)
        for file in sorted(_folder(module).glob("*.tf"))
        for holder, sentence in _rules_in(module, file.read_text())
    ]


def rules_counted(module: str) -> int:
    """How many rules there are, reckoned in another way: by their conditions."""
    text = "\n".join(file.read_text() for file in _folder(module).glob("*.tf"))
    return len(
        re.findall(r"^\s+(?:condition|unless) +=(?!.*local\.complaints)", text, re.MULTILINE)
    )


def runs(module: str) -> list[Run]:
    folder = PROJECT / "tests" / "plan" if module == "root" else _folder(module) / "tests"
    found = []
    for file in sorted(folder.glob("*.tftest.hcl")):
        header, applied = file.read_text().partition('\nrun "')[0], ""
        for name, text in RUN.findall(file.read_text()):
            expected = EXPECTED.findall(text)
            names = re.findall(r"[\w.]+", re.sub(r"\[.*?\]", "", expected[0])) if expected else []
            found.append(Run(module, name, header, text, tuple(names), applied))
            if "command = plan" not in text:
                applied += f'run "{name}" {{\n{text}}}\n'
    return found


def _literals(template: str) -> list[str]:
    """What stands between a template's interpolations, which may have others in them."""
    literals, depth = [""], 0
    for piece in re.split(r"(\$\{|[{}])", template):
        if piece == "${" or (depth and piece == "{"):
            depth += 1
        elif depth and piece == "}":
            depth -= 1
            if not depth:
                literals.append("")
        elif not depth:
            literals[-1] += piece
    return literals


def _rules_in(module: str, text: str) -> Iterator[tuple[str, str]]:
    holder = ""
    for line in text.splitlines():
        if begun := HOLDER.match(line):
            kind, *names = begun.groups()
            holder = HOLDERS[kind] + ".".join(name for name in names if name)
        elif said := SENTENCE.match(line):
            attribute, sentence = said.groups()
            stands = COMPLAINTS[module] if attribute == "text" else holder
            yield stands, sentence.removesuffix('"')


def _folder(module: str) -> Path:
    return PROJECT if module == "root" else PROJECT / "modules" / module

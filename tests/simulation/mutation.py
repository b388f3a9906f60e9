"""`python -m tests.simulation.mutation`: exit status 0 only if every mutant is killed."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.simulation import page, revision
from tests.simulation.figures import shortened
from tests.simulation.mutants import MUTANTS, Mutant
from tests.support.project import PROJECT

SURVIVES = "survives"
_KILLED = re.compile(r"\| `(\w+)` (.+?) \| `(\{.+?\})` \|")


@dataclass(frozen=True)
class Result:
    """What became of a mutant."""

    mutant: Mutant
    killed_by: str  # the case's line; empty when it survived
    failure: str
    seconds: float

    def row(self) -> str:
        """As a row of a Markdown table."""
        replays = "--replay" in self.killed_by
        killer = shlex.split(self.killed_by)[-1] if replays else self.killed_by or SURVIVES
        name, says = _named(self.mutant)
        return f"| `{name}` {says} | `{killer}` | {shortened(self.failure)} |"


def main() -> int:
    options = _options()
    commit = revision.commit() if options.write else ""
    chosen = [each for each in MUTANTS if options.only in each.says]
    killers = last_killers(page.PAGE.read_text())
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        results = []
        for result in threads.map(lambda each: tried(each, killers.get(_named(each))), chosen):
            results.append(result)
            print(f"{result.mutant.file}: {result.mutant.says}: {result.killed_by or SURVIVES}")
            print(f"    {result.failure.strip()[:300]} ({result.seconds:.0f} s)", flush=True)
    print(_summary(results))
    if commit:
        page.write("MUTANTS", block_text(results), commit)
    return 0 if all(each.killed_by for each in results) else 1


def last_killers(text: str) -> dict[tuple[str, str], str]:
    """The case that killed each mutant the last time, as the page has it."""
    return {(name, says): case for name, says, case in _KILLED.findall(text)}


def tried(mutant: Mutant, first: str | None = None) -> Result:
    """Try to kill the mutant in a process of its own, on a copy of the handler.

    first: a case to try before all others.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutant-") as work:
        source = Path(work) / "lambda_src"
        shutil.copytree(PROJECT / "lambda_src", source)
        mutate(source, mutant)
        done = subprocess.run(
            [sys.executable, "-m", "tests.simulation.kill_mutant", *([first] if first else [])],
            cwd=PROJECT,
            env=os.environ | {"PYTHONPATH": f"{source}{os.pathsep}{PROJECT}"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"the attempt itself failed: {mutant.says}\n{done.stderr}")
    found = json.loads(done.stdout.splitlines()[-1])
    seconds = time.monotonic() - began
    return Result(mutant, found.get("by", ""), found.get("failure", ""), seconds)


def mutate(source: Path, mutant: Mutant) -> None:
    """Change the copy; LookupError when the mutant's text is not there exactly once."""
    file = source / mutant.file
    text = file.read_text()
    if text.count(mutant.old) != 1:
        raise LookupError(f"{mutant.file}: {text.count(mutant.old)} times {mutant.old!r}")
    file.write_text(text.replace(mutant.old, mutant.new))


def _named(mutant: Mutant) -> tuple[str, str]:
    """File and words, as the page tells them."""
    return Path(mutant.file).stem, mutant.says


def _summary(results: list[Result]) -> str:
    killed = [each for each in results if each.killed_by]
    return f"{len(killed)} of {len(results)} killed"


def block_text(results: list[Result]) -> str:
    head = ["| Mutant | Killed by | What did not hold |", "|---|---|---|"]
    return "\n".join([f"{_summary(results)}:", "", *head, *(each.row() for each in results)])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulation.mutation", description=__doc__
    )
    parser.add_argument("--only", default="", metavar="WORDS", help="mutants that say this")
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    options = parser.parse_args()
    if options.only and options.write:
        parser.error("the page lists all mutants: --only does not go with --write")
    return options


if __name__ == "__main__":
    sys.exit(main())

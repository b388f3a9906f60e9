"""`python -m tests.prove.mutation`: every mutant has to be caught. Exit status 0 only if it is."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.prove import page
from tests.prove.mutants import MUTANTS, Mutant

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_WRONG = 110  # characters of the page's last column


@dataclass(frozen=True)
class Caught:
    """What became of a mutant."""

    mutant: Mutant
    by: str  # the case's line; empty when it survived
    wrong: str
    seconds: float

    def row(self) -> str:
        """As a row of a Markdown table."""
        case = self.by.partition("--replay ")[2].strip("'") or self.by
        first = " ".join(self.wrong.split())[:LONGEST_WRONG].replace("|", "/")
        name = Path(self.mutant.file).stem
        return f"| `{name}` {self.mutant.says} | `{case}` | {first} |"


def main() -> int:
    options = _options()
    chosen = [each for each in MUTANTS if options.only in each.says]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        found = []
        for caught in threads.map(hunted, chosen):
            found.append(caught)
            by = caught.by or "SURVIVES"
            print(f"{caught.mutant.file}: {caught.mutant.says}: {by}", flush=True)
            print(f"    {caught.wrong.strip()[:300]} ({caught.seconds:.0f} s)", flush=True)
    alive = [each for each in found if not each.by]
    print(f"{len(found) - len(alive)} of {len(found)} mutants caught")
    if options.write and not alive:
        page.write("MUTANTS", _text(found))
    return 1 if alive else 0


def hunted(mutant: Mutant) -> Caught:
    """Hunt the mutant in a process of its own, on a copy of the handler."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutant-") as work:
        source = Path(work) / "lambda_src"
        shutil.copytree(PROJECT / "lambda_src", source)
        mutate(source, mutant)
        done = subprocess.run(
            [sys.executable, "-m", "tests.prove.hunt"],
            cwd=PROJECT,
            env=os.environ | {"PYTHONPATH": f"{source}{os.pathsep}{PROJECT}"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"the hunt itself failed: {mutant.says}\n{done.stderr}")
    told = json.loads(done.stdout.splitlines()[-1])
    return Caught(mutant, told.get("by", ""), told.get("wrong", ""), time.monotonic() - began)


def mutate(source: Path, mutant: Mutant) -> None:
    """Change the copy; LookupError when the mutant's text is not there exactly once."""
    file = source / mutant.file
    text = file.read_text()
    if text.count(mutant.old) != 1:
        raise LookupError(f"{mutant.file}: {text.count(mutant.old)} times {mutant.old!r}")
    file.write_text(text.replace(mutant.old, mutant.new))


def _text(found: list[Caught]) -> str:
    head = ["| Mutant | Caught by | What did not hold |", "|---|---|---|"]
    return "\n".join(
        [f"{len(found)} of {len(found)} caught:", "", *head, *(c.row() for c in found)]
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.prove.mutation", description=__doc__)
    parser.add_argument("--only", default="", metavar="WORDS", help="mutants that say this")
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

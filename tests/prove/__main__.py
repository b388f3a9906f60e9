"""`python -m tests.prove`: the proof. Exit status 0 only if nothing was lost."""

from __future__ import annotations

import argparse
import os
import platform
import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.prove import figures, page, planner, pool, storm
from tests.prove.case import from_json
from tests.prove.figures import Figures
from tests.prove.parts import SEEDS, Part, deep, whole
from tests.prove.replay import tell

SHOWN = 20  # lost cases that are printed


def main() -> int:
    options = _options()
    if options.replay:
        return 0 if tell(from_json(options.replay)) else 1
    parts = deep() if options.deep else whole(options.seeds)
    chosen = [part for part in parts if options.part in (None, part.name)]
    if options.deep or options.part:
        lost = [_played(part, write=options.write and options.deep).lost for part in chosen]
        return 1 if any(lost) else 0
    return _whole(chosen, write=options.write)


def _whole(parts: Sequence[Part], *, write: bool) -> int:
    began = time.monotonic()
    rows = [_played(part, write=False) for part in parts]
    lines, wrong = _besides()
    print(*lines, sep="\n")
    if wrong or any(row.lost for row in rows):
        return 1
    if write:
        page.write("PROOF", _text(rows, lines, time.monotonic() - began))
    return 0


def _played(part: Part, *, write: bool) -> Figures:
    """Play all of the part and tell what came of it; if so wished, on the page too."""
    row, began = Figures(part.name, part.says), time.monotonic()
    for outcome in pool.run(part.cases()):
        row.add(outcome)
    took = time.monotonic() - began
    told = (
        f"{part.name}: {row.cases:,} cases in {took:.0f} s, {row.cases / took:.0f} a second; "
        f"{row.first:,} healed first time, {row.by_audit:,} by the audit, "
        f"{row.by_another:,} by another launch, {len(row.lost):,} lost"
    )
    print(told, flush=True)
    for outcome in row.lost[:SHOWN]:
        print(f"  {outcome.wrong}\n    {outcome.case.line}", flush=True)
    if write and not row.lost:
        page.write(f"DEEP {part.name}", f"- {told}.")
    return row


def _besides() -> tuple[list[str], str]:
    """What is no case, the planner's worlds and the storm: what came of it, and what is wrong."""
    with ProcessPoolExecutor(2, mp_context=pool.FORK) as both:
        checked, played = both.submit(_planner), both.submit(storm.play, storm.WHOLE)
        tempest = played.result()
        wrong = f" But {tempest.wrong}." if tempest.wrong else ""
        return [checked.result(), tempest.text + wrong], wrong


def _planner() -> str:
    found = planner.check(every=True)
    return (
        f"Planner: {found.worlds:,} worlds x trigger, {found.steps:,} steps, no circle; the goal "
        f"is at most {found.longest} steps away."
    )


def _text(rows: Sequence[Figures], lines: Sequence[str], seconds: float) -> str:
    table = [figures.HEAD, *(row.row() for row in (*rows, figures.total(rows)))]
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(each.ru_utime + each.ru_stime for each in usage)
    hook = max(figures.total(rows).hooks)
    return "\n".join(
        [
            *table,
            "",
            *(f"- {line}" for line in lines),
            f"- The longest time a terminate hook waited: {hook:.0f} s.",
            f"- The run took {seconds / 60:.0f} minutes of {cpu / 60:.0f} minutes of CPU time, on "
            f"{os.cpu_count()} cores, with Python {platform.python_version()}.",
        ]
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    parser.add_argument("--replay", metavar="CASE", help="play one case again, and tell its story")
    parser.add_argument("--part", help="play one part only")
    parser.add_argument("--deep", action="store_true", help="play the products in full instead")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="histories at random")
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    options = parser.parse_args()
    names = [part.name for part in (deep() if options.deep else whole())]
    if options.part and options.part not in names:
        parser.error(f"there is no part {options.part}: choose one of {', '.join(names)}")
    return options


if __name__ == "__main__":
    sys.exit(main())

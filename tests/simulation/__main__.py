"""`python -m tests.simulation`: run the simulation. Exit status 0 only if nothing failed."""

from __future__ import annotations

import argparse
import os
import platform
import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.simulation import figures, model_checking, page, pool, revision, storm
from tests.simulation.case import from_json
from tests.simulation.figures import Figures
from tests.simulation.parts import SEEDS, Part, deep, whole
from tests.simulation.replay import replay

SHOWN = 20  # failed cases that are printed


def main() -> int:
    options = _options()
    if options.replay:
        return 0 if replay(from_json(options.replay)) else 1
    commit = revision.commit() if options.write else ""
    parts = deep() if options.deep else whole(options.seeds)
    chosen = [part for part in parts if options.part in (None, part.name)]
    if options.deep or options.part:
        failed = [_run(part, commit if options.deep else "").failed for part in chosen]
        return 1 if any(failed) else 0
    return _whole(chosen, commit)


def _whole(parts: Sequence[Part], commit: str) -> int:
    began = time.monotonic()
    rows = [_run(part) for part in parts]
    planner, found = _besides()
    print(planner, found.text, sep="\n")
    if commit:
        text = block_text(rows, planner, time.monotonic() - began)
        page.write("SIMULATION", text, commit)
        page.write("STORM", found.text, commit)
    return 1 if found.failure or any(row.failed for row in rows) else 0


def _run(part: Part, commit: str = "") -> Figures:
    """Run all cases of the part and print what came of it; given a commit, on the page too."""
    row, began = Figures(part.name, part.says), time.monotonic()
    for outcome in pool.run(part.cases()):
        row.add(outcome)
    took = time.monotonic() - began
    summary = (
        f"{part.name}: {row.cases:,} cases in {took:.0f} s, {row.cases / took:.0f} a second; "
        f"{row.first:,} healed first time, {row.by_audit:,} by the audit, "
        f"{row.by_another:,} by another launch, {len(row.failed):,} failed"
    )
    print(summary, flush=True)
    for outcome in row.failed[:SHOWN]:
        print(f"  {outcome.failure}\n    {outcome.case.line}", flush=True)
    if commit:
        page.write(f"DEEP {part.name}", "\n".join([f"- {summary}.", *row.failures]), commit)
    return row


def _besides() -> tuple[str, storm.Storm]:
    """What is no case: what came of the planner's worlds, and the storm."""
    with ProcessPoolExecutor(2, mp_context=pool.FORK) as both:
        checked, ran = both.submit(_planner), both.submit(storm.run, storm.WHOLE)
        return checked.result(), ran.result()


def _planner() -> str:
    found = model_checking.check(every=True)
    return (
        f"Planner: {found.worlds:,} worlds x trigger, {found.steps:,} steps, no circle; the goal "
        f"is at most {found.longest} steps away."
    )


def block_text(rows: Sequence[Figures], planner: str, seconds: float) -> str:
    table = [figures.HEAD, *(row.row() for row in (*rows, figures.total(rows)))]
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(each.ru_utime + each.ru_stime for each in usage)
    hook = max(figures.total(rows).hooks)
    return "\n".join(
        [
            *table,
            "",
            *(line for row in rows for line in row.failures),
            f"- {planner}",
            f"- The longest time a terminate hook waited: {hook:.0f} s.",
            f"- The run took {seconds / 60:.0f} minutes of {cpu / 60:.0f} minutes of CPU time, on "
            f"{os.cpu_count()} cores, with Python {platform.python_version()}.",
        ]
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--replay", metavar="CASE", help="run one case again, and print its trace")
    parser.add_argument("--part", help="run one part only")
    parser.add_argument("--deep", action="store_true", help="run the products in full instead")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="number of random cases")
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    options = parser.parse_args()
    names = [part.name for part in (deep() if options.deep else whole())]
    if options.part and options.part not in names:
        parser.error(f"there is no part {options.part}: choose one of {', '.join(names)}")
    if options.write and options.part and not options.deep:
        parser.error("the page lists all parts: --part goes with --write only where --deep does")
    return options


if __name__ == "__main__":
    sys.exit(main())

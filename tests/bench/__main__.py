"""``make bench``: what each heal and take-over had to take, what it took, and what it asked for.

Seconds are the lab's: how long AWS takes is drawn from the ranges in lab/switches.py, by seed, the
same for every row. So only what is divided by the critical path says something about the module;
tests/bench/critical_path.py says what the path is.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TypeVar

from tests.bench import table
from tests.bench.causes import CAUSES, away
from tests.bench.cost import Cost
from tests.bench.detection import CHECKS, Check, Detected, detect
from tests.bench.heal import heal
from tests.bench.sample import Tried, sample, try_order
from tests.bench.situations import LAUNCH_FIRST, SITUATIONS
from tests.bench.takeover import take_over
from tests.support.deployment import ZONES

SEEDS = 80
T = TypeVar("T")
Costs = dict[str, list[Cost]]
Outages = dict[str, tuple[list[float], list[float]]]
Orders = dict[str, tuple[list[Tried], list[Tried]]]


class Runs:
    """One run for each seed, on all of the machine's cores."""

    def __init__(self, pool: ProcessPoolExecutor, seeds: range) -> None:
        self._pool = pool
        self._seeds = seeds

    def of(self, measure: Callable[[int], T]) -> list[T]:
        """The results in the order of the seeds."""
        return list(self._pool.map(measure, self._seeds, chunksize=5))


def heals(runs: Runs) -> Costs:
    """Whole heals, by situation."""
    return {each.name: runs.of(partial(heal, each)) for each in SITUATIONS}


def takeovers(runs: Runs) -> Costs:
    """Take-overs alone."""
    zones = {"same zone": ZONES[0], "other zone": ZONES[1]}
    return {name: runs.of(partial(take_over, zone)) for name, zone in zones.items()}


def by_cause(runs: Runs) -> Outages:
    """Seconds without the VIP, without a standby and with one."""
    return {
        each.name: (runs.of(partial(away, each, "none")), runs.of(partial(away, each, "hot")))
        for each in CAUSES
    }


def detections(runs: Runs) -> dict[Check, list[Detected]]:
    """From a service's silence on, by how it is asked."""
    return {each: runs.of(partial(detect, each)) for each in CHECKS}


def orders(healed: Costs, runs: Runs) -> Orders:
    """The module's own order of calls, as in `healed`, and the sample's."""
    ours = {
        name: [Tried(each.seconds, each.calls + each.polls) for each in costs]
        for name, costs in healed.items()
    }
    ours[LAUNCH_FIRST.name] = runs.of(partial(try_order, LAUNCH_FIRST))
    return {
        each.name: (ours[each.name], runs.of(partial(try_order, each, handler=sample)))
        for each in (*SITUATIONS, LAUNCH_FIRST)
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="runs of each row")
    seeds = range(1, parser.parse_args().seeds + 1)
    print(
        f"Seeds {seeds.start} to {seeds.stop - 1}: each draws how long AWS takes with everything."
    )
    print("Medians, and the 95th percentile (p95) where it is said; time in the lab's seconds.")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        runs = Runs(pool, seeds)
        healed = heals(runs)
        print(
            "\nHeals, from the mark on the old instance to the new one in service with the VIP:\n"
        )
        print(table.of_costs("Heal", healed))
        print("\nTake-overs alone, from the handler's first call to its answer:\n")
        print(table.of_costs("Take-over", takeovers(runs)))
        print("\nSeconds without the VIP, by cause, median and longest:\n")
        print(table.of_causes(by_cause(runs)))
        print("\nFrom a service's silence on, by how it is asked, median and longest:\n")
        print(table.of_detections(detections(runs)))
        print("\nThe same heals by the order of calls and sleeps of AWS's original sample:\n")
        print(table.of_orders(orders(healed, runs)))


if __name__ == "__main__":
    main()

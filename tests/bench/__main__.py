"""``make bench``: every situation with the same seeds, compared with the first one.

Seconds are the lab's: how long AWS takes is drawn from the ranges in lab/switches.py, which
are the same for every situation. Only the ratios say something about the module.
"""

from __future__ import annotations

import argparse
from contextlib import redirect_stdout
from dataclasses import astuple
from statistics import median

from lab.in_process import simulated
from tests.bench.situations import SITUATIONS, Cost, Situation, heal
from tests.support.deployment import ZONES, Deployment

SEEDS = 25


def costs(situation: Situation, seeds: range) -> list[Cost]:
    return [_cost(situation, seed) for seed in seeds]


def _cost(situation: Situation, seed: int) -> Cost:
    with simulated(seed=seed) as lab:
        reboot = str(situation.reboot).lower()
        deployment = Deployment(lab, REBOOT_AFTER_ATTACH=reboot)
        lab.groups.force_az = ZONES[0]
        deployment.warm_up()
        lab.clock.advance(200)  # audits pass, the first launch is history
        return heal(deployment, situation)


def table(measured: dict[str, list[Cost]]) -> str:
    """Medians as Markdown, with the ratio of each to the first situation."""
    lines = ["| Heal | Lab seconds | API calls | of these changing |", "|---|---|---|---|"]
    base = _medians(next(iter(measured.values())))
    for name, values in measured.items():
        cells = zip(_medians(values), base, strict=True)
        shown = " | ".join(f"{middle:.0f} ({middle / first:.2f})" for middle, first in cells)
        lines.append(f"| {name} | {shown} |")
    return "\n".join(lines)


def _medians(values: list[Cost]) -> tuple[float, ...]:
    return tuple(median(column) for column in zip(*map(astuple, values), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="runs of each situation")
    seeds = range(1, parser.parse_args().seeds + 1)
    print(f"seeds {seeds.start} to {seeds.stop - 1}, medians, ratios to the first row")
    with redirect_stdout(None):  # the functions' metrics
        measured = {situation.name: costs(situation, seeds) for situation in SITUATIONS}
    print(table(measured))


if __name__ == "__main__":
    main()

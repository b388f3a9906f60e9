"""Faults of the environment: each alone at many moments, changes by hand in pairs too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from tests.simulation.case import Case
from tests.simulation.environment_faults import ENVIRONMENT_FAULTS, MANUAL_CHANGES, STALE_EVENTS
from tests.simulation.scenarios import MATRIX

# Seconds from the trigger; a heal of these worlds takes 20 to 60.
MOMENTS = (0.5, 3.0, 5.0, 7.0, 9.0, 11.0, 14.0, 18.0, 25.0, 40.0)
SCENARIOS = ("other zone", "replaced", "reboot", "launch before terminate")
BEFORE_AND_DURING = (-15.0, 0.0, 100.0)  # seconds from the beginning of maintenance
THREE_ENDS = (8.0, 30.0, 60.0)
OUTAGE = (("zone down", 0.0), ("zone up", 400.0))


def cases() -> Iterator[Case]:
    """All of it."""
    yield from alone()
    yield from by_hand()
    yield from combined()
    yield from in_maintenance()


def alone() -> Iterator[Case]:
    """Every fault at every moment of every scenario."""
    names = [name for name in ENVIRONMENT_FAULTS if name not in STALE_EVENTS and name != "zone up"]
    for scenario, name, at in product(SCENARIOS, names, MOMENTS):
        rest = (("zone up", 400.0),) if name == "zone down" else ()
        yield Case(scenario, environment_faults=((name, at), *rest))


def by_hand() -> Iterator[Case]:
    """A VIP at rest: every change by hand, alone and in pairs, at once and one after the other."""
    for name in MANUAL_CHANGES:
        yield Case("at rest", environment_faults=((name, 1.0),))
    for one, other in combinations(MANUAL_CHANGES, 2):
        for pause in (0.0, 20.0):
            yield Case("at rest", environment_faults=((one, 1.0), (other, 1.0 + pause)))
    for name in ("to the warm pool", "root volume"):
        yield Case("at rest", environment_faults=((name, 1.0),))


def in_maintenance() -> Iterator[Case]:
    """Every scenario, and every change by hand, while somebody works on the instance."""
    for scenario, at in product(MATRIX, (0.0, *MOMENTS)):
        yield Case(scenario, environment_faults=(("maintenance", at),))
    for name, pause in product(MANUAL_CHANGES, BEFORE_AND_DURING):
        yield Case("at rest", environment_faults=(("maintenance", 20.0), (name, 20.0 + pause)))


def combined() -> Iterator[Case]:
    """One fault on top of another."""
    ends = tuple(("newcomer dies", at) for at in THREE_ENDS)
    for scenario, seed in product(SCENARIOS, range(1, 6)):
        for faults in (
            ends,
            (*OUTAGE, ("newcomer dies", 20.0)),
            (("forced detach hangs", 0.0), ("foreign interface", 3.0)),
            (("next in the third zone", 2.0), ("newcomer dies", 12.0)),
        ):
            yield Case(scenario, seed, environment_faults=faults)

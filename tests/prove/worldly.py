"""What happens to the world meanwhile: each alone at many moments, changes by hand in pairs too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from tests.prove.case import Case
from tests.prove.hands import HAPPENINGS, MEDDLING, STALE

# Seconds from the trigger; a heal of these worlds takes 20 to 60.
MOMENTS = (0.5, 3.0, 5.0, 7.0, 9.0, 11.0, 14.0, 18.0, 25.0, 40.0)
HISTORIES = ("other zone", "replaced", "reboot", "launch before terminate")
THREE_DEATHS = (8.0, 30.0, 60.0)
OUTAGE = (("zone down", 0.0), ("zone up", 400.0))


def cases() -> Iterator[Case]:
    """All of it."""
    yield from alone()
    yield from by_hand()
    yield from deep()


def alone() -> Iterator[Case]:
    """Every happening at every moment of every history."""
    names = [name for name in HAPPENINGS if name not in STALE and name != "zone up"]
    for path, name, at in product(HISTORIES, names, MOMENTS):
        rest = (("zone up", 400.0),) if name == "zone down" else ()
        yield Case(path, world=((name, at), *rest))


def by_hand() -> Iterator[Case]:
    """A VIP at rest: every change by hand, alone and in pairs, at once and one after the other."""
    for name in MEDDLING:
        yield Case("at rest", world=((name, 1.0),))
    for one, other in combinations(MEDDLING, 2):
        for pause in (0.0, 20.0):
            yield Case("at rest", world=((one, 1.0), (other, 1.0 + pause)))
    for name in ("to the warm pool", "root volume"):
        yield Case("at rest", world=((name, 1.0),))


def deep() -> Iterator[Case]:
    """One misfortune upon another."""
    for path, seed in product(HISTORIES, range(1, 6)):
        deaths = tuple(("newcomer dies", at) for at in THREE_DEATHS)
        yield Case(path, seed, world=deaths)
        yield Case(path, seed, world=(*OUTAGE, ("newcomer dies", 20.0)))
        yield Case(path, seed, world=(("deaf to force", 0.0), ("foreign interface", 3.0)))
        yield Case(path, seed, world=(("next in the third zone", 2.0), ("newcomer dies", 12.0)))

"""Histories at random, each from a seed: three handlers, faults, fates, switches, misfortunes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from tests.prove.case import Case
from tests.prove.hands import HAPPENINGS
from tests.prove.matrix import SWITCHES, flipped
from tests.prove.orders import FATES
from tests.prove.stage import MATRIX
from tests.prove.strikes import KINDS

FLIP, STRIKE, FATE, HAPPEN = 0.2, 0.6, 0.35, 0.3  # chances
LAST_CALL, LAST_MOMENT = 120, 60.0
ROLES = ("launch", "terminate", "audit")


def cases(seeds: Sequence[int]) -> Iterator[Case]:
    """One case for each seed."""
    for seed in seeds:
        yield case(seed)


def case(seed: int) -> Case:
    """The history of that seed; half of them have three handlers that share a baton."""
    chance = random.Random(seed)
    together = chance.random() < 0.5
    return Case(
        path=chance.choice(MATRIX),
        seed=seed,
        brisk=chance.random() < 0.7,
        switches=_switches(chance),
        strikes=_strikes(chance),
        events=_events(chance),
        baton=tuple(chance.choices(ROLES, k=3)) if together else (),
        turns=tuple(chance.randint(1, 25) for _ in range(12)) if together else (),
        world=_world(chance),
        stutter=0.1 if chance.random() < 0.3 else 0.0,
    )


def _switches(chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in SWITCHES:
        if chance.random() < FLIP:
            found |= flipped(name)
    return found


def _strikes(chance: random.Random) -> tuple[tuple[str, int], ...]:
    found = []
    while len(found) < 3 and chance.random() < STRIKE:
        found.append((chance.choice(list(KINDS)), chance.randint(1, LAST_CALL)))
    return tuple(found)


def _events(chance: random.Random) -> dict[str, str]:
    kinds = [kind for kind in ROLES if chance.random() < FATE]
    fates = {kind: chance.choice([fate for fate in FATES if fate]) for kind in kinds}
    # Nobody hears of anything: that is no history of the handler.
    return fates if fates.get("audit") != "missing" else fates | {"audit": "twice"}


def _world(chance: random.Random) -> tuple[tuple[str, float], ...]:
    if chance.random() > HAPPEN:
        return ()
    name = chance.choice([each for each in HAPPENINGS if each != "zone up"])
    at = round(chance.uniform(0, LAST_MOMENT), 1)
    return ((name, at), ("zone up", at + 400)) if name == "zone down" else ((name, at),)

"""Random cases, each from its seed: three handlers, faults of all kinds, flipped switches.

One instance or two, of which one is a hot standby.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from tests.simulation.call_faults import CALL_FAULTS
from tests.simulation.case import Case
from tests.simulation.environment_faults import ENVIRONMENT_FAULTS
from tests.simulation.event_cases import EVENT_FAULTS
from tests.simulation.matrix import FLIPS
from tests.simulation.scenarios import MATRIX, PAIRED

# Probabilities.
FLIP, CALL_FAULT, EVENT_FAULT, ENVIRONMENT_FAULT = 0.2, 0.6, 0.35, 0.3
LAST_CALL, LAST_MOMENT = 120, 60.0
FAULTS = tuple(each for each in ENVIRONMENT_FAULTS if each != "zone up")
ROLES = ("launch", "terminate", "audit")


def cases(seeds: Sequence[int]) -> Iterator[Case]:
    """One case for each seed."""
    for seed in seeds:
        yield case(seed)


def case(
    seed: int,
    scenarios: Sequence[str] = MATRIX + PAIRED,
    faults: Sequence[str] = FAULTS,
) -> Case:
    """The case of that seed; half of them have three handlers that the scheduler interleaves.

    faults: of the environment.
    """
    rng = random.Random(seed)
    together = rng.random() < 0.5
    return Case(
        scenario=rng.choice(scenarios),
        seed=seed,
        fast=rng.random() < 0.7,
        switches=_switches(rng),
        call_faults=_call_faults(rng),
        event_faults=_event_faults(rng),
        handlers=tuple(rng.choices(ROLES, k=3)) if together else (),
        turns=tuple(rng.randint(1, 25) for _ in range(12)) if together else (),
        environment_faults=_environment_faults(rng, faults),
        pause_probability=0.1 if rng.random() < 0.3 else 0.0,
    )


def _switches(rng: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for flip in FLIPS:
        if rng.random() < FLIP:
            found |= flip
    return found


def _call_faults(rng: random.Random) -> tuple[tuple[str, int], ...]:
    found = []
    while len(found) < 3 and rng.random() < CALL_FAULT:
        found.append((rng.choice(list(CALL_FAULTS)), rng.randint(1, LAST_CALL)))
    return tuple(found)


def _event_faults(rng: random.Random) -> dict[str, str]:
    kinds = [kind for kind in ROLES if rng.random() < EVENT_FAULT]
    faults = {kind: rng.choice([fault for fault in EVENT_FAULTS if fault]) for kind in kinds}
    # Where nobody hears of anything there is no handler to test.
    return faults if faults.get("audit") != "missing" else faults | {"audit": "twice"}


def _environment_faults(rng: random.Random, faults: Sequence[str]) -> tuple[tuple[str, float], ...]:
    if rng.random() > ENVIRONMENT_FAULT:
        return ()
    name = rng.choice(faults)
    at = round(rng.uniform(0, LAST_MOMENT), 1)
    return ((name, at), ("zone up", at + 400)) if name == "zone down" else ((name, at),)

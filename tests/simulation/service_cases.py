"""A service that falls silent, or whose check misleads: what else may happen meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from tests.simulation import random_cases
from tests.simulation.case import Case
from tests.simulation.environment_faults import STALE_EVENTS
from tests.simulation.event_cases import AUDIT_FAULTS, EVENT_FAULTS
from tests.simulation.matrix import FLIPS
from tests.simulation.scenarios import CHECKED, SILENT
from tests.simulation.silence import SERVICE_FAULTS

# Where somebody is replaced at once, or would be if the handler were less careful.
AT_ONCE = (
    "service hangs",
    "service hangs, the checks fail",
    "service hangs on every one",
    "holder's service hangs",
    "both services hang",
    "service flaps",
    "check goes wrong",
)
# One that hangs, or will, where nobody is replaced at once.
HELD_BACK = ("service hangs in its grace", "standby's service hangs")
# One that hangs, of which one alarm tells.
HANGS = ("service hangs", "holder's service hangs")
# Seconds from the trigger, in each phase of prober, alarm and audit, and of a heal; until the check
# is known to pass on whoever got the VIP, and later.
MOMENTS = (0.5, 4.0, 8.0, 13.0, 19.0, 26.0, 34.0, 43.0, 53.0, 70.0, 110.0, 150.0, 200.0, 260.0)
# From a silence that is too short to count, to one that is over when somebody has been marked.
PAUSES = (5.0, 15.0, 25.0, 35.0, 45.0, 60.0)
LATE_ALARMS: tuple[dict[str, Any], ...] = (
    {"short_alarm_lag_seconds": 0.0},
    {"short_alarm_lag_seconds": 35.0},
    {"alarm_extra_periods": 0},
)


def alone() -> list[Case]:
    """Each scenario without a fault."""
    return [Case(scenario) for scenario in SILENT]


def flipped() -> Iterator[Case]:
    """Each at AWS's own pace, with every switch flipped, and with alarms sooner or later."""
    for scenario in SILENT:
        yield Case(scenario, fast=False)
        for flip in (*FLIPS, *LATE_ALARMS):
            yield Case(scenario, switches=flip)


def at_any_moment() -> Iterator[Case]:
    """What may befall a service and its check, alone at many moments, and one after the other."""
    for scenario, name, at in product((*CHECKED, *HELD_BACK), SERVICE_FAULTS, MOMENTS):
        yield Case(scenario, environment_faults=((name, at),))
    for scenario, one, other, pause in product(CHECKED, SERVICE_FAULTS, SERVICE_FAULTS, PAUSES):
        yield Case(scenario, environment_faults=((one, 10.0), (other, 10.0 + pause)))


def meanwhile() -> Iterator[Case]:
    """The environment fails while the service is silent, and while it is replaced for it."""
    others = [each for each in random_cases.FAULTS if each not in STALE_EVENTS]
    for scenario, name, at in product(HANGS, others, MOMENTS):
        rest = (("zone up", at + 400.0),) if name == "zone down" else ()
        yield Case(scenario, environment_faults=((name, at), *rest))


def told() -> Iterator[Case]:
    """The alarm calls on time, twice, late or never, and so do the events that follow."""
    for scenario, kind in zip(HANGS, ("terminate", "launch"), strict=True):
        for alarm, audit, event in product(EVENT_FAULTS, AUDIT_FAULTS, EVENT_FAULTS):
            faults = {"alarm": alarm, "audit": audit, kind: event}
            given = {each: fault for each, fault in faults.items() if fault}
            yield Case(scenario, event_faults=given)


def at_random(seeds: Sequence[int]) -> Iterator[Case]:
    """All of it at once."""
    for seed in seeds:
        yield random_cases.case(seed, (*SILENT, *CHECKED), (*random_cases.FAULTS, *SERVICE_FAULTS))

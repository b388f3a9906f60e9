"""Faults of events: each on time, twice, late or missing, and stale ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from tests.simulation.case import Case
from tests.simulation.environment_faults import STALE_EVENTS

# How a kind of event arrives. "late N": N seconds after its time, up to the hook's heartbeat.
EVENT_FAULTS = ("", "twice", "twice, late", "late 15", "late 70", "late 300", "late 560", "missing")
AUDIT_FAULTS = ("", "twice", "missing")
SCENARIOS = ("same zone", "other zone", "replaced", "launch before terminate", "terminate")
# What ends or stops the instance, of which EC2 tells.
TOLD = ("same zone", "other zone", "stopped", "several VIPs")
# Seconds from the trigger at which an event of another time arrives once more.
MOMENTS = (0.0, 2.0, 5.0, 10.0, 20.0, 40.0, 90.0)


def arrivals() -> Iterator[Case]:
    """Launch, terminate and audit events, each fault of one with each of every other."""
    for scenario, launch, terminate, audit in product(
        SCENARIOS, EVENT_FAULTS, EVENT_FAULTS, AUDIT_FAULTS
    ):
        faults = {"launch": launch, "terminate": terminate, "audit": audit}
        yield Case(scenario, event_faults={kind: fault for kind, fault in faults.items() if fault})


def stale() -> Iterator[Case]:
    """Events of the old instance's launch and end, and false ones of the newcomer's end, again."""
    for scenario, name, at in product(SCENARIOS, STALE_EVENTS, MOMENTS):
        yield Case(scenario, environment_faults=((name, at),))
    for scenario, early, late in product(SCENARIOS, STALE_EVENTS, STALE_EVENTS):
        yield Case(scenario, environment_faults=((early, 5.0), (late, 12.0)))


def told() -> Iterator[Case]:
    """EC2's word of the instance, and of a newcomer that stops or ends as well.

    At AWS's own pace: at the fast one Auto Scaling notices as soon.
    """
    for scenario, word, launch in product(TOLD, EVENT_FAULTS, ("", "missing")):
        faults = {"state change": word, "launch": launch}
        given = {kind: fault for kind, fault in faults.items() if fault}
        yield Case(scenario, fast=False, event_faults=given)
    for scenario, name, at, word in product(
        TOLD, ("newcomer dies", "newcomer stops"), MOMENTS, ("", "twice, late", "late 70")
    ):
        faults = {"state change": word} if word else {}
        yield Case(scenario, fast=False, event_faults=faults, environment_faults=((name, at),))

"""How soon a service that falls silent is noticed, and the VIP is elsewhere, by how it is asked."""

from __future__ import annotations

import random
from dataclasses import dataclass

from lab.cloudwatch.evaluation import ALARM
from tests.bench.ground import at_rest
from tests.support.actions import MINUTE, holder, marks, settle
from tests.support.service import Service


@dataclass(frozen=True)
class Check:
    """Asked every so many seconds; so many of so many periods without an answer are silence."""

    every: int
    to_alarm: int
    periods: int


@dataclass(frozen=True)
class Detected:
    """The lab's seconds from the silence until the alarm rang, the instance was marked, and another
    one was in service with the VIP."""

    rang: float
    marked: float
    healed: float


CHECKS = tuple(
    Check(every, to_alarm, periods)
    for every in (5, 10, 30)
    for to_alarm, periods in ((2, 3), (3, 5), (5, 5))
)


def detect(check: Check, seed: int) -> Detected:
    """The seed chooses the phases of prober, alarm and silence, too."""
    rng = random.Random(seed)
    with at_rest(seed) as deployment:
        settle(deployment, rng.uniform(0, MINUTE))
        service = Service(
            deployment, every=check.every, periods=check.periods, to_alarm=check.to_alarm
        )
        settle(deployment, service.known_after)  # it has booted when its alarm is put
        service.watch()
        settle(deployment, service.known_after + rng.uniform(1, 2) * MINUTE)
        assert service.state == "OK"
        old, clock = holder(deployment), deployment.lab.clock
        service.hung.add(old)
        began = clock.now()
        new = deployment.in_service(other_than=old)
        healed = clock.now()
        deployment.assert_wholly_on(new)
        (mark,) = marks(deployment)
        assert mark.finished_at is not None
        rang = next(
            each.at
            for each in deployment.lab.alarms.changes
            if each.at > began and each.now.value == ALARM
        )
        return Detected(rang - began, mark.finished_at - began, healed - began)

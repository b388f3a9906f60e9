"""Many VNFs of one account lose their zone in the same second; EC2's buckets bound what follows.

To scale: a tenth of the VNFs with buckets of a tenth (of tokens, and of tokens a second). What is
bounded by the buckets then takes as long as it does in full size, and moto can bear it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any
from unittest.mock import patch

from tests.lab import deployment, throttle
from tests.lab.deployment import ZONES, Deployment
from tests.lab.express import express
from tests.lab.lab import Lab
from tests.lab.record import Call
from tests.lab.simulation import client, simulated
from tests.lab.timeline import Entry
from tests.prove.baton import role_of
from tests.prove.pool import nothing_printed
from tests.prove.truth import Truth

SCALE = 10
WHOLE, FEW, CALM = 500, 200, 20  # VNFs, in full size
LIMIT = 3600.0
QUIET = 200.0
OPERATOR = "operator"
_IN_SERVICE = re.compile(r"(i-[0-9a-f]+) is InService")


@dataclass(frozen=True)
class Storm:
    """What came of it."""

    vnfs: int
    healed: int
    abandoned: int
    seconds: tuple[float, ...]
    calls_each: float  # in the storm
    calm_calls: float  # of each when only a few lose it
    refused: int  # calls that an empty bucket refused

    @property
    def text(self) -> str:
        return (
            f"Storm: {self.vnfs * SCALE} VNFs of one account lose their zone in the same second "
            f"(to scale: {self.vnfs}, with EC2's buckets {SCALE} times smaller); {self.healed} "
            f"healed, {self.abandoned} by another launch, after "
            f"{median(self.seconds):.0f} s (median) and {max(self.seconds):.0f} s (last); "
            f"{self.calls_each:.0f} calls each, of which EC2's buckets refused "
            f"{self.refused / self.vnfs:.0f}; {self.calm_calls:.0f} calls when only {CALM} do."
        )


def play(vnfs: int) -> Storm:
    """The storm of so many, compared with that of a few."""
    calm, storm = _lost_zone(CALM // SCALE), _lost_zone(vnfs // SCALE)
    return Storm(**storm | {"calm_calls": calm["calls_each"]})


@contextmanager
def _small_buckets(lab: Lab) -> Iterator[None]:
    """EC2's and Auto Scaling's, SCALE times smaller."""
    small = {name: _tenth(size) for name, size in throttle.EC2_BUCKETS.items()}
    lab.switches.auto_scaling_burst /= SCALE
    lab.switches.auto_scaling_refill_per_second /= SCALE
    with patch.multiple(
        throttle,
        EC2_BUCKETS=small,
        EC2_READ=_tenth(throttle.EC2_READ),
        EC2_WRITE=_tenth(throttle.EC2_WRITE),
    ):
        yield


def _tenth(size: tuple[float, float]) -> tuple[float, float]:
    burst, refill = size
    return burst / SCALE, refill / SCALE


def _lost_zone(vnfs: int) -> dict[str, Any]:
    logging.disable()
    with simulated(seed=1) as lab, _without_http(), nothing_printed():
        lab.iam.authorize = lambda *_: None  # type: ignore[method-assign]  # all is allowed
        lab.groups.force_az = ZONES[0]
        lab.switches.throttling = False  # that all are warmed up at once is no part of the storm
        each = [Deployment(lab, name=f"vnf-{number}") for number in range(vnfs)]
        warm = _Entered(lab)
        for one in each:
            one.scale(1)
        assert lab.clock.run_until(lambda: len(warm.at) == vnfs, LIMIT), "no warm-up"
        lab.clock.advance(95)
        lab.groups.force_az, lab.switches.throttling = None, True
        lab.ec2.az_down.add(ZONES[0])
        with _small_buckets(lab):
            return _heal(lab, each, set(warm.at))


def _heal(lab: Lab, each: list[Deployment], old: set[str]) -> dict[str, Any]:
    entered, calls = _Entered(lab), _Calls(lab)
    began = lab.clock.now()
    each[0].ec2.terminate_instances(InstanceIds=sorted(old))
    lab.clock.run_until(lambda: len(entered.at) >= len(each), LIMIT)
    lab.clock.advance(QUIET)
    members = {one.name: Truth(one).serving() for one in each}
    whole = [one for one in each if members[one.name] and not _missing(one, members[one.name])]
    return {
        "vnfs": len(each),
        "healed": len(whole),
        "abandoned": entered.launched - len(each),
        "seconds": tuple(at - began for at in entered.at.values()),
        "calls_each": calls.made / len(each),
        "refused": calls.refused,
    }


def _missing(one: Deployment, serving: list[str]) -> str:
    return Truth(one).wholly_on(serving[0])


class _Entered:
    """When instances came into service since, and how many were launched."""

    def __init__(self, lab: Lab) -> None:
        self.at: dict[str, float] = {}
        self.launched = 0
        lab.timeline.listeners.append(self._told)

    def _told(self, entry: Entry) -> None:
        if found := _IN_SERVICE.fullmatch(entry.what):
            self.at[found[1]] = entry.at
        self.launched += entry.what.startswith("launches i-")


class _Calls:
    """The calls of the handlers of events. The audit's are the same in a storm and in the calm."""

    def __init__(self, lab: Lab) -> None:
        self.made = self.refused = 0
        self._audits: set[str] = set()
        lab.timeline.listeners.append(self._told)
        lab.record.listeners.append(self._called)

    def _told(self, entry: Entry) -> None:
        if entry.what == "runs" and role_of(entry.detail.get("event")) == "audit":
            self._audits.add(str(entry.detail.get("request_id")))

    def _called(self, call: Call) -> None:
        if call.caller.kind == "lambda" and call.caller.request_id not in self._audits:
            self.made += 1
            self.refused += call.error in ("RequestLimitExceeded", "Throttling")


def _without_http() -> AbstractContextManager[object]:
    """The deployments' own calls go the short way; what has no short way goes by HTTP."""

    def short(service: str) -> Any:
        if service not in ("ec2", "autoscaling"):
            return client(service)
        return express(client(service, OPERATOR), lambda: OPERATOR, attempts=1)

    return patch.object(deployment, "client", short)

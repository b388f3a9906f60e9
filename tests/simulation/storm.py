"""Many VNFs of one account lose their zone in the same second; AWS's buckets bound what follows."""

from __future__ import annotations

import logging
import re
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median
from typing import Any
from unittest.mock import patch

from lab.context import Lab
from lab.in_process import client, simulated
from lab.in_process_client import without_http
from lab.pipeline.call_log import Call
from lab.pipeline.faults import THROTTLED
from lab.pipeline.throttle import AUTO_SCALING, bucket_of
from lab.timeline import Entry
from tests.simulation.pool import nothing_printed
from tests.simulation.scheduler import role_of
from tests.support import deployment
from tests.support.deployment import ZONES, Deployment

WHOLE, HALF, FEW, BASELINE = 500, 250, 150, 20  # VNFs; few are enough to empty the buckets
# Calls of a heal in the storm, in those of a heal in the baseline: more is a storm of retries.
CALLS_AT_MOST = 2.0
# The last one heals within the time of the longest bucket and so many heals of the baseline.
BASELINE_HEALS = 2.0
LIMIT = 3600.0
UNLIMITED = 1e9  # tokens: nobody publishes Auto Scaling's bucket, and EC2's alone are told apart
QUIET = 200.0
OPERATOR = "operator"
REFUSED = {each.code for each in THROTTLED.values()}
_IN_SERVICE = re.compile(r"(i-[0-9a-f]+) is InService")


@dataclass(frozen=True)
class Heals:
    """What came of a zone that so many VNFs lost."""

    vnfs: int
    healed: int
    abandoned: int
    seconds: tuple[float, ...]
    granted: int  # calls of the handlers of events
    refused: int  # calls of theirs that an empty bucket refused
    bucket: str  # of EC2's the one that was asked most for what it holds
    floor: float  # seconds that it takes to give so many tokens
    auto_scaling_floor: float  # seconds that Auto Scaling's takes

    @property
    def calls_each(self) -> float:
        """Calls for each VNF, the refused ones too."""
        return (self.granted + self.refused) / self.vnfs

    @property
    def last(self) -> float:
        """Seconds until the last one was in service."""
        return max(self.seconds, default=LIMIT)

    def row(self, name: str) -> str:
        """As a row of a Markdown table."""
        cells = (
            name,
            f"{self.healed} of {self.vnfs}",
            f"{median(self.seconds):.0f}",
            f"{self.last:.0f}",
            f"{self.floor:.0f} (`{self.bucket}`)",
            f"{self.auto_scaling_floor:.0f}",
            f"{self.granted / self.vnfs:.0f}",
            f"{self.refused / self.vnfs:.0f}",
        )
        return "| " + " | ".join(cells) + " |"


HEAD = """\
| Buckets | Healed | Median s | Last s | Floor by EC2's, s | Floor by Auto Scaling's, s | \
Calls each, granted | refused |
|---|---|---|---|---|---|---|---|"""


@dataclass(frozen=True)
class Storm:
    """The storm with EC2's buckets alone and with Auto Scaling's too, beside a few that heal."""

    baseline: Heals
    ec2_alone: Heals
    both: Heals

    @property
    def failure(self) -> str:
        """What did not hold; empty when all did."""
        found = (self._failure_of(each) for each in (self.ec2_alone, self.both))
        return next(filter(None, found), "")

    @property
    def text(self) -> str:
        """The table of it."""
        rows = (
            self.baseline.row(f"{self.baseline.vnfs} VNFs only"),
            self.ec2_alone.row("EC2's alone"),
            self.both.row("EC2's and Auto Scaling's"),
        )
        failed = [f"- Failed: {self.failure}"] if self.failure else []
        return "\n".join([HEAD, *rows, *failed])

    def _failure_of(self, storm: Heals) -> str:
        if storm.healed < storm.vnfs:
            return f"{storm.vnfs - storm.healed} did not heal"
        if storm.abandoned:
            return f"{storm.abandoned} needed another launch"
        calls = storm.calls_each, self.baseline.calls_each
        if calls[0] > CALLS_AT_MOST * calls[1]:
            return f"{calls[0]:.0f} calls each, and {calls[1]:.0f} in the baseline"
        floor = max(storm.floor, storm.auto_scaling_floor)
        if storm.last > floor + BASELINE_HEALS * self.baseline.last:
            return f"the last heals after {storm.last:.0f} s: more than the buckets explain"
        return ""


def run(vnfs: int) -> Storm:
    """The storm of so many, compared with that of a few."""
    return Storm(
        _lost_zone(BASELINE), _lost_zone(vnfs, auto_scaling_burst=UNLIMITED), _lost_zone(vnfs)
    )


def _lost_zone(vnfs: int, **switches: float) -> Heals:
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
        for name, value in switches.items():
            setattr(lab.switches, name, value)
        lab.throttle.buckets.clear()
        lab.ec2.az_down.add(ZONES[0])
        return _heal(lab, each, set(warm.at))


def _heal(lab: Lab, each: list[Deployment], old: set[str]) -> Heals:
    entered, calls = _Entered(lab), _Calls(lab)
    began = lab.clock.now()
    each[0].ec2.terminate_instances(InstanceIds=sorted(old))
    lab.clock.run_until(lambda: len(entered.at) >= len(each), LIMIT)
    floors = calls.floors()
    lab.clock.advance(QUIET)
    auto_scaling_floor = floors.pop(AUTO_SCALING)
    bucket = max(floors, key=lambda name: floors[name])
    return Heals(
        vnfs=len(each),
        healed=sum(_is_whole(one) for one in each),
        abandoned=entered.launched - len(each),
        seconds=tuple(at - began for at in entered.at.values()),
        granted=calls.granted,
        refused=calls.refused,
        bucket=bucket,
        floor=floors[bucket],
        auto_scaling_floor=auto_scaling_floor,
    )


def _is_whole(one: Deployment) -> bool:
    oracle = one.oracle
    serving = oracle.serving()
    return len(serving) == 1 and not oracle.why_not_serving(serving[0])


class _Entered:
    """When instances came into service since, and how many were launched."""

    def __init__(self, lab: Lab) -> None:
        self.at: dict[str, float] = {}
        self.launched = 0
        lab.timeline.listeners.append(self._entry_added)

    def _entry_added(self, entry: Entry) -> None:
        if found := _IN_SERVICE.fullmatch(entry.what):
            self.at[found[1]] = entry.at
        self.launched += entry.what.startswith("launches i-")


class _Calls:
    """The calls of the handlers of events. The audit's are the same with and without a storm:
    they only count where a bucket gave them a token."""

    def __init__(self, lab: Lab) -> None:
        self.granted = self.refused = 0
        self._lab = lab
        self._taken: Counter[str] = Counter()  # tokens, by bucket
        self._sizes: dict[str, tuple[float, float]] = {}
        self._audits: set[str] = set()
        lab.timeline.listeners.append(self._entry_added)
        lab.call_log.listeners.append(self._called)

    def floors(self) -> dict[str, float]:
        """Seconds that each bucket takes to give what was taken from it."""
        return {
            bucket: max(0.0, taken - self._sizes[bucket][0]) / self._sizes[bucket][1]
            for bucket, taken in self._taken.items()
        }

    def _entry_added(self, entry: Entry) -> None:
        if entry.what == "runs" and role_of(entry.detail.get("event")) == "audit":
            self._audits.add(str(entry.detail.get("request_id")))

    def _called(self, call: Call) -> None:
        if call.caller.kind != "lambda":
            return
        refused = call.error in REFUSED
        if not refused and (sized := bucket_of(call, self._lab.switches)):
            bucket, size = sized
            self._sizes[bucket] = size
            self._taken[bucket] += 1
        if call.caller.request_id not in self._audits:
            self.granted += not refused
            self.refused += refused


def _without_http() -> AbstractContextManager[object]:
    """The deployments' own calls go the short way; what has no short way goes by HTTP."""

    def short(service: str) -> Any:
        if service not in ("ec2", "autoscaling"):
            return client(service)
        return without_http(client(service, OPERATOR), lambda: OPERATOR, attempts=1)

    return patch.object(deployment, "client", short)

"""Many VNFs of one account lose their zone in the same second; EC2's buckets bound what follows."""

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
from lab.pipeline.throttle import bucket_of
from lab.timeline import Entry
from tests.simulation.pool import nothing_printed
from tests.simulation.scheduler import role_of
from tests.support import deployment
from tests.support.deployment import ZONES, Deployment

WHOLE, FEW, BASELINE = 500, 250, 20  # VNFs
# Calls of a heal in the storm, in those of a heal in the baseline: more is a storm of retries.
CALLS_AT_MOST = 2.0
# The last one heals within the time of the longest bucket and so many heals of the baseline.
BASELINE_HEALS = 2.0
LIMIT = 3600.0
QUIET = 200.0
OPERATOR = "operator"
REFUSED = {each.code for each in THROTTLED.values()}
_IN_SERVICE = re.compile(r"(i-[0-9a-f]+) is InService")


@dataclass(frozen=True)
class Storm:
    """What came of it."""

    vnfs: int
    healed: int
    abandoned: int
    seconds: tuple[float, ...]
    calls_each: float  # in the storm
    baseline_calls: float  # of each when only a few lose it
    baseline_seconds: float  # of the slowest of those
    refused: int  # calls that an empty bucket refused
    bucket: str  # the one that was asked most for what it holds
    bucket_seconds: float  # that it takes to give so many tokens

    @property
    def last(self) -> float:
        """Seconds until the last one was in service."""
        return max(self.seconds, default=LIMIT)

    @property
    def failure(self) -> str:
        """What did not hold; empty when all did."""
        if self.healed < self.vnfs:
            return f"{self.vnfs - self.healed} did not heal"
        if self.abandoned:
            return f"{self.abandoned} needed another launch"
        if self.calls_each > CALLS_AT_MOST * self.baseline_calls:
            return (
                f"{self.calls_each:.0f} calls each, and {self.baseline_calls:.0f} in the baseline"
            )
        if self.last > self.bucket_seconds + BASELINE_HEALS * self.baseline_seconds:
            return f"the last heals after {self.last:.0f} s: more than the buckets explain"
        return ""

    @property
    def text(self) -> str:
        return (
            f"Storm: {self.vnfs} VNFs of one account lose their zone in the same second; "
            f"{self.healed} healed, {self.abandoned} by another launch, after "
            f"{median(self.seconds):.0f} s (median) and {self.last:.0f} s (last). The "
            f"bucket of {self.bucket} alone needs {self.bucket_seconds:.0f} s for what was asked "
            f"of it. {self.calls_each:.0f} calls each, {self.refused / self.vnfs:.0f} of them "
            f"refused by an empty bucket; {self.baseline_calls:.0f} calls when only {BASELINE} do."
        )


def run(vnfs: int) -> Storm:
    """The storm of so many, compared with that of a few."""
    baseline, storm = _lost_zone(BASELINE), _lost_zone(vnfs)
    compared = {
        "baseline_calls": baseline["calls_each"],
        "baseline_seconds": max(baseline["seconds"], default=0.0),
    }
    return Storm(**storm | compared)


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
        lab.throttle.buckets.clear()
        lab.ec2.az_down.add(ZONES[0])
        return _heal(lab, each, set(warm.at))


def _heal(lab: Lab, each: list[Deployment], old: set[str]) -> dict[str, Any]:
    entered, calls = _Entered(lab), _Calls(lab)
    began = lab.clock.now()
    each[0].ec2.terminate_instances(InstanceIds=sorted(old))
    lab.clock.run_until(lambda: len(entered.at) >= len(each), LIMIT)
    bucket, seconds = calls.longest()
    lab.clock.advance(QUIET)
    whole = [one for one in each if _is_whole(one)]
    return {
        "vnfs": len(each),
        "healed": len(whole),
        "abandoned": entered.launched - len(each),
        "seconds": tuple(at - began for at in entered.at.values()),
        "calls_each": calls.made / len(each),
        "refused": calls.refused,
        "bucket": bucket,
        "bucket_seconds": seconds,
    }


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
        self.made = self.refused = 0
        self._lab = lab
        self._granted: Counter[str] = Counter()  # by bucket
        self._sizes: dict[str, tuple[float, float]] = {}
        self._audits: set[str] = set()
        lab.timeline.listeners.append(self._entry_added)
        lab.call_log.listeners.append(self._called)

    def longest(self) -> tuple[str, float]:
        """The bucket that takes longest to give what was taken from it, and how many seconds."""
        took = []
        for bucket, taken in self._granted.items():
            burst, a_second = self._sizes[bucket]
            took.append((max(0.0, taken - burst) / a_second, bucket))
        seconds, bucket = max(took)
        return bucket, seconds

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
            self._granted[bucket] += 1
        if call.caller.request_id not in self._audits:
            self.made += 1
            self.refused += refused


def _without_http() -> AbstractContextManager[object]:
    """The deployments' own calls go the short way; what has no short way goes by HTTP."""

    def short(service: str) -> Any:
        if service not in ("ec2", "autoscaling"):
            return client(service)
        return without_http(client(service, OPERATOR), lambda: OPERATOR, attempts=1)

    return patch.object(deployment, "client", short)

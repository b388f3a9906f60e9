"""A take-over alone: one instance leaves, another one is in service already, one handler moves it.

That is launch-before-terminate. No instance boots meanwhile, so what is measured is the handler's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from unittest.mock import patch

from common.runtime import outcome_of
from lab.clock import SimulatedClock
from lab.in_process import simulated
from lab.lambdas.inline import in_tasks
from lab.pipeline.call_log import Call
from tests.bench.critical_path import critical_path, watched
from tests.support import deployment
from tests.support.actions import mark_unhealthy
from tests.support.deployment import ZONES, Deployment

LIMIT = 600.0  # lab seconds


@dataclass(frozen=True)
class Takeover:
    """What one take-over took, and what it had to take. Lab seconds."""

    seconds: float
    path: float
    calls: int
    polls: int  # of these, asked by id what became of one thing


def take_over(zone: str, seed: int) -> Takeover:
    """The VIP moves to an instance in that zone, from one in the first."""
    with simulated(seed=seed) as lab, _side_by_side(cast(SimulatedClock, lab.clock)):
        lab.groups.force_az = ZONES[0]
        deployed = Deployment(lab, LAUNCH_BEFORE_TERMINATE="true")
        deployed.warm_up()
        lab.clock.run_until(lambda: False, 200)  # audits pass, the first launch is history
        lab.groups.force_az = zone
        waits, first = watched(lab), len(lab.call_log.calls)
        old = mark_unhealthy(deployed)
        new = deployed.in_service(other_than=old)
        assert lab.clock.run_until(lambda: not deployed.oracle.why_not_serving(new), LIMIT)
        lab.clock.run_until(lambda: False, 20)  # the hook is answered
        calls = _of_the_mover(lab.call_log.of(kind="lambda", after=first))
        answer = next(call for call in calls if call.action == "CompleteLifecycleAction")
        made = [call for call in calls if call.number <= answer.number]
        took = cast(float, answer.finished_at) - made[0].at
        polls = sum(_is_poll(call) for call in made)
        return Takeover(took, critical_path(made, waits), len(made) - polls, polls)


def _side_by_side(clock: SimulatedClock) -> Any:
    """Calls side by side, as the function's threads make them; a simulation makes one by one."""

    def at_once(calls: Sequence[Callable[[], object]]) -> list[object]:
        return in_tasks(clock, [partial(outcome_of, call) for call in calls])

    return patch.object(deployment, "one_after_another", at_once)


def _of_the_mover(calls: list[Call]) -> list[Call]:
    """The calls of the invocation that took the interface off."""
    mover = next(call for call in calls if call.action == "DetachNetworkInterface")
    return [call for call in calls if call.caller.request_id == mover.caller.request_id]


def _is_poll(call: Call) -> bool:
    names = {each["Name"] for each in call.params.get("Filters", ())}
    return bool(names & {"subnet-id", "network-interface-id"}) or names == {"instance-id"}

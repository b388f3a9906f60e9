"""A take-over alone: one instance leaves, another one is in service already, one handler moves it.

That is launch-before-terminate. No instance boots meanwhile, so what is measured is the handler's:
from its first call to its answer to the hook.
"""

from __future__ import annotations

from lab.pipeline.call_log import Call
from tests.bench.calls import ended
from tests.bench.cost import Cost, cost
from tests.bench.ground import at_rest
from tests.bench.happened import Happened
from tests.support.actions import mark_unhealthy, settle

LIMIT = 600.0  # lab seconds


def take_over(zone: str, seed: int) -> Cost:
    """The VIP moves to an instance in that zone, from one in the first."""
    with at_rest(seed, LAUNCH_BEFORE_TERMINATE="true") as deployment:
        deployment.lab.groups.force_az = zone
        happened = Happened(deployment)
        old = mark_unhealthy(deployment)
        new = deployment.in_service(other_than=old)
        why_not = deployment.oracle.why_not_serving
        assert deployment.lab.clock.run_until(lambda: not why_not(new), LIMIT), why_not(new)
        settle(deployment, 20)  # the hook is answered
        calls = _of_the_mover(happened)
        answer = next(call for call in calls if call.action == "CompleteLifecycleAction")
        made = [call for call in calls if call.number <= answer.number]
        return cost(happened, made, answer, began=made[0].at, ended=ended(answer))


def _of_the_mover(happened: Happened) -> list[Call]:
    """The calls of the invocation that took the interface off."""
    mover = happened.accepted("DetachNetworkInterface")[0].caller.request_id
    return [call for call in happened.calls if call.caller.request_id == mover]

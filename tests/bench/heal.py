"""A whole heal: from the mark on the serving instance to another one in service with the VIP."""

from __future__ import annotations

from tests.bench.cost import Cost, cost
from tests.bench.ground import at_rest
from tests.bench.happened import Happened
from tests.bench.situations import Situation
from tests.support.actions import mark_unhealthy, settle


def heal(situation: Situation, seed: int) -> Cost:
    """Raises AssertionError when the VIP is not wholly on the newcomer as it enters service."""
    with at_rest(seed, **situation.environment) as deployment:
        situation.prepare(deployment)
        happened = Happened(deployment)
        old = mark_unhealthy(deployment)
        new = deployment.in_service(other_than=old)
        ended = deployment.lab.clock.now()
        deployment.assert_wholly_on(new)
        settle(deployment, 10)  # the handlers finish
        hook = f"{deployment.name}-launch"
        answer = happened.accepted("CompleteLifecycleAction", LifecycleHookName=hook)[0]
        return cost(happened, happened.calls, answer, began=happened.began, ended=ended)

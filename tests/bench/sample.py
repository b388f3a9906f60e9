"""What the original sample's order of calls and sleeps makes of a situation, and what ours does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from lab.context import current
from lab.lambdas.inline import Handler, InlineContext, key_of_task
from tests.bench import sample_order
from tests.bench.ground import at_rest
from tests.bench.happened import NEVER, Happened
from tests.bench.situations import Situation
from tests.support.actions import mark_unhealthy, settle

LIMIT = 1800.0  # lab seconds after which it never will
LASTS = 300.0  # lab seconds after which the late half of a heal is over, too


@dataclass(frozen=True)
class Tried:
    """`seconds`: the lab's, until the VIP is on another instance in service, for good; or NEVER."""

    seconds: float
    calls: int


def try_order(situation: Situation, seed: int, handler: Handler | None = None) -> Tried:
    """By the module's own handler, unless another one is given.

    Raises AssertionError when the lab was asked for what it does not imitate.
    """
    timeout = str(sample_order.FUNCTION_TIMEOUT_SECONDS)
    own = {} if handler is None else {"FUNCTION_TIMEOUT_SECONDS": timeout}
    with at_rest(seed, handler, **own, **situation.environment) as deployment:
        situation.prepare(deployment)
        happened = Happened(deployment)
        old = mark_unhealthy(deployment)
        clock, oracle = deployment.lab.clock, deployment.oracle

        def served() -> bool:
            others = [each for each in oracle.serving() if each != old]
            return any(not oracle.why_not_serving(each) for each in others)

        end = happened.began + LIMIT
        while clock.run_until(served, end - clock.now()):
            tried = Tried(clock.now() - happened.began, len(happened.calls))
            settle(deployment, LASTS)
            if served():
                return tried
        return Tried(NEVER, len(happened.calls))


def sample(event: Any, context: InlineContext) -> None:
    """The sample's function with every right: the lab's IAM knows only what the module's call."""
    key, callers = key_of_task(), current().callers
    callers.register(key, replace(callers.identify(key), role_arn=None))
    sample_order.handle(event, context)

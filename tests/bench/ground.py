"""Where every measurement begins: a deployment that has served in the first zone for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from typing import cast

from common.runtime import outcome_of
from lab.clock import SimulatedClock
from lab.in_process import simulated
from lab.lambdas.inline import Handler, in_tasks
from tests.support.actions import settle
from tests.support.calls import Calls
from tests.support.deployment import ZONES, Deployment


@contextmanager
def at_rest(seed: int, handler: Handler | None = None, **environment: str) -> Iterator[Deployment]:
    """A deployment on latencies drawn by `seed`. `handler` runs in the place of the module's.

    Raises AssertionError when the lab was asked for what it does not imitate.
    """
    with redirect_stdout(None), simulated(seed=seed) as lab:  # nobody reads the metrics' lines
        clock = cast(SimulatedClock, lab.clock)

        def in_threads(calls: Calls) -> list[object]:
            return in_tasks(clock, [partial(outcome_of, call) for call in calls])

        lab.groups.force_az = ZONES[0]
        deployment = Deployment(lab, side_by_side=in_threads, **environment)
        if handler is not None:
            lab.lambdas.local[deployment.function] = handler
        deployment.warm_up()
        settle(deployment)  # audits pass, the first launch is history
        yield deployment
        lab.gaps.check()

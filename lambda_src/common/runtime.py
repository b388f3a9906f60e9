"""Time, chance and threads of one invocation: the seam at which a simulation takes over."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from common.failures import AwsFailure


class LambdaContext(Protocol):
    """The part of Lambda's context object that the functions use."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends this invocation."""
        ...


@dataclass(frozen=True)
class Runtime:
    """What one invocation may use besides AWS itself. Times are in seconds."""

    now: Callable[[], float]
    sleep: Callable[[float], None]
    jitter: Callable[[], float]  # in [0, 1)
    remaining: Callable[[], float]
    side_by_side: Callable[[Sequence[Callable[[], object]]], list[object]]


def of_lambda(context: LambdaContext) -> Runtime:
    """The real thing: the machine's clock and threads, and Lambda's own deadline."""
    return Runtime(
        now=time.time,
        sleep=time.sleep,
        jitter=random.random,
        remaining=lambda: context.get_remaining_time_in_millis() / 1000,
        side_by_side=in_threads,
    )


def in_threads(calls: Sequence[Callable[[], object]]) -> list[object]:
    """Run `calls` side by side; each AWS error takes the place of its call's result."""
    if len(calls) == 1:
        return [outcome_of(calls[0])]
    with ThreadPoolExecutor(max_workers=len(calls)) as threads:
        return list(threads.map(outcome_of, calls))


def outcome_of(call: Callable[[], object]) -> object:
    """The result of `call`, or the AWS error that it met. Other errors are raised."""
    try:
        return call()
    except AwsFailure as error:
        return error

"""Lambda's queue of asynchronous events.

docs/aws-behaviour.md#asynchronous-invocation
docs/aws-behaviour.md#concurrency-of-functions
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.models import LambdaFunction

from lab.context import Lab
from lab.lambdas import destinations
from lab.lambdas.attempts import Attempts
from lab.lambdas.destinations import Spent
from lab.lambdas.invocation import InvocationResult
from lab.moto_fixes.invoke_config import LATEST, invoke_config

RETRY_DELAYS_SECONDS = (60.0, 120.0)
DEFAULT_MAX_AGE_SECONDS = 21600
# A throttled event goes back to the queue: 1 s, doubled up to 5 min, without using an attempt.
FIRST_BACKOFF_SECONDS = 1.0
LONGEST_BACKOFF_SECONDS = 300.0


@dataclass
class QueuedEvent:
    function_name: str  # or ARN, possibly with a qualifier
    request_id: str
    event: Any
    queued_at: float  # lab time
    attempts: int = 0
    throttles: int = 0
    last: InvocationResult | None = None


class AsyncQueue:
    """Hands events to the function, again and again within its event-invoke config."""

    def __init__(self, lab: Lab, attempts: Attempts) -> None:
        self._lab = lab
        self._attempts = attempts
        self._waiting: dict[str, QueuedEvent] = {}

    @property
    def waiting(self) -> int:
        """Events that wait for their first or next attempt."""
        return len(self._waiting)

    def put(self, function_name: str, event: Any, request_id: str) -> None:
        queued = QueuedEvent(function_name, request_id, copy.deepcopy(event), self._lab.clock.now())
        self._attempt_in(0.0, queued)

    def _attempt_in(self, delay_seconds: float, queued: QueuedEvent) -> None:
        self._waiting[queued.request_id] = queued

        def attempt() -> None:
            del self._waiting[queued.request_id]
            self._attempt(queued)

        self._lab.clock.call_later(delay_seconds, attempt, f"Lambda event {queued.request_id}")

    def _attempt(self, queued: QueuedEvent) -> None:
        try:
            function = self._attempts.function(queued.function_name)
        except UnknownFunctionException:
            self._lab.timeline.add("Lambda", f"drops an event: no {queued.function_name}")
            return
        config = self._config(queued, function)
        age = self._lab.clock.now() - queued.queued_at
        if function.reserved_concurrency == 0:
            self._leave(queued, function, destinations.NO_CONCURRENCY)
        elif age > config.get("MaximumEventAgeInSeconds", DEFAULT_MAX_AGE_SECONDS):
            self._leave(queued, function, destinations.AGE_EXCEEDED)
        elif self._attempts.is_throttled(function):
            self._back_off(queued, function)
        else:
            queued.attempts += 1
            self._attempts.start(
                function,
                queued.event,
                queued.request_id,
                queued.attempts,
                lambda result: self._settle(queued, function, result),
            )

    def _back_off(self, queued: QueuedEvent, function: LambdaFunction) -> None:
        delay = min(FIRST_BACKOFF_SECONDS * 2**queued.throttles, LONGEST_BACKOFF_SECONDS)
        queued.throttles += 1
        self._attempts.count_throttle(function)
        self._lab.timeline.add(
            "Lambda",
            f"throttles {function.function_name}, tries again in {delay:.0f} s",
            request_id=queued.request_id,
        )
        self._attempt_in(delay, queued)

    def _settle(
        self, queued: QueuedEvent, function: LambdaFunction, result: InvocationResult
    ) -> None:
        queued.last = result
        config = self._config(queued, function)
        retries = config.get("MaximumRetryAttempts", len(RETRY_DELAYS_SECONDS))
        if result.function_error is None:
            self._leave(queued, function, destinations.SUCCESS)
        elif queued.attempts > retries:
            self._leave(queued, function, destinations.RETRIES_EXHAUSTED)
        else:
            delay = RETRY_DELAYS_SECONDS[queued.attempts - 1]
            self._lab.timeline.add(
                "Lambda",
                f"runs {function.function_name} again in {delay:.0f} s",
                request_id=queued.request_id,
            )
            self._attempt_in(delay, queued)

    def _config(self, queued: QueuedEvent, function: LambdaFunction) -> dict[str, Any]:
        """The event-invoke config of the qualifier the event was sent to.

        It goes with its function, which may be deleted during the run.
        """
        try:
            unpublished = self._attempts.function(function.function_name)
        except UnknownFunctionException:
            return {}
        return invoke_config(unpublished, _qualifier(queued.function_name))

    def _leave(self, queued: QueuedEvent, function: LambdaFunction, condition: str) -> None:
        caller = self._attempts.caller(function, queued.request_id).by_service
        destinations.deliver(
            self._lab,
            Spent(
                caller=caller,
                function=function,
                config=self._config(queued, function),
                request_id=queued.request_id,
                event=queued.event,
                condition=condition,
                attempts=queued.attempts,
                last=queued.last,
            ),
        )


def _qualifier(name_or_arn: str) -> str:
    """``name``, ``name:qualifier``, or an ARN with or without one."""
    after_name = name_or_arn.split(":function:")[-1].split(":")[1:]
    return after_name[0] if after_name else LATEST

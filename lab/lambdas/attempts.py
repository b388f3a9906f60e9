"""Attempts of functions at their events: what they need to begin, their limits and their end."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.kms.models import kms_backends

from lab.clock import ServedClock, Timer
from lab.context import Lab
from lab.lambdas import logs
from lab.lambdas.inline import Handler, InlineRunner
from lab.lambdas.invocation import (
    Invocation,
    InvocationResult,
    Outcome,
    error,
    exited,
    timed_out,
)
from lab.lambdas.process import ProcessRunner
from lab.lambdas.runner import Runner
from lab.pipeline.principals import Caller

# Lambda gives the start of an environment 10 s of its own, outside the function's time-out. They
# are real seconds here: the CPU time of a start does not follow the lab's clock.
START_LIMIT_SECONDS = 10.0

# Which of Lambda's errors a key in that state makes, and what they say.
# https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
KEY_STATES = {
    "Disabled": "KMSDisabledException",
    "PendingDeletion": "KMSInvalidStateException",
}
REFUSALS = {
    "KMSAccessDeniedException": "KMS access was denied",
    "KMSDisabledException": "the KMS key used is disabled",
    "KMSInvalidStateException": "the state of the KMS key used is not valid for Decrypt",
}

_KEY_LETTERS = string.ascii_uppercase + "234567"


@dataclass
class _Running:
    invocation: Invocation
    then: Callable[[InvocationResult], None]
    timer: Timer


class Attempts:
    """Runs functions: served ones from their zip, simulated ones from `local`.

    The function itself (role, time-out, environment, event-invoke config) is the one in moto.
    """

    def __init__(self, lab: Lab, local: dict[str, Handler]) -> None:
        self._lab = lab
        self._runner: Runner = (
            ProcessRunner(lab, lab.clock)
            if isinstance(lab.clock, ServedClock)
            else InlineRunner(lab, local)
        )
        self._running: dict[str, _Running] = {}  # by request id
        self._start_limit_seconds = START_LIMIT_SECONDS * max(1.0, lab.clock.rate)

    @property
    def running(self) -> int:
        """How many run now."""
        return len(self._running)

    def function(self, name_or_arn: str) -> LambdaFunction:
        return lambda_backends[self._lab.account][self._lab.region].get_function(name_or_arn)

    def is_throttled(self, function: LambdaFunction) -> bool:
        """Whether the function's reserved concurrency is used up, or without one the account's."""
        limit = function.reserved_concurrency
        if limit is None:
            return len(self._running) >= self._lab.switches.lambda_concurrency
        name = function.function_name
        running = [each for each in self._running.values() if each.invocation.name == name]
        return len(running) >= int(limit)

    def count_throttle(self, function: LambdaFunction) -> None:
        """An attempt found no room; it is no invocation."""
        self._lab.metrics.count("AWS/Lambda", "Throttles", FunctionName=function.function_name)

    def caller(self, function: LambdaFunction, request_id: str) -> Caller:
        return Caller("lambda", function.function_name, request_id, function.role)

    def limit_seconds(self, function: LambdaFunction) -> float:
        """How long one attempt lasts at most, in lab time, its start included."""
        return self._start_limit_seconds + float(function.timeout)

    def start(
        self,
        function: LambdaFunction,
        event: Any,
        request_id: str,
        attempt: int,
        then: Callable[[InvocationResult], None],
    ) -> None:
        """Begin one attempt; `then` gets its result. Callers hold the lab's lock."""
        invocation = self._prepare(function, event, request_id, attempt)
        timer = self._time_out_in(self.limit_seconds(function), invocation)
        self._running[request_id] = _Running(invocation, then, timer)
        self._lab.callers.register(invocation.access_key_id, invocation.caller)
        self._lab.timeline.add(
            function.function_name, "runs", request_id=request_id, attempt=attempt, event=event
        )
        if self._may_read_environment(invocation):
            self._runner.start(
                invocation,
                ready=lambda: self._begin(invocation),
                wrote=lambda: logs.count_metrics(self._lab, invocation),
                done=lambda outcome: self._finish(invocation, outcome),
            )

    def kill(self, request_id: str) -> None:
        """SIGKILL of the process that handles this request; nothing if it has ended."""
        running = self._running.get(request_id)
        if running is not None:
            reason = "Runtime exited with error: signal: killed"
            self._runner.kill(running.invocation, exited(running.invocation, reason))

    def stop(self) -> None:
        """End all of them and leave no process and no file behind."""
        self._runner.stop()

    # --- one attempt -----------------------------------------------------------------------
    def _prepare(
        self, function: LambdaFunction, event: Any, request_id: str, attempt: int
    ) -> Invocation:
        now = self._lab.clock.now()
        day = datetime.fromtimestamp(now, UTC).strftime("%Y/%m/%d")
        stream = f"{day}/[{function.version}]{self._lab.rng.getrandbits(128):032x}"
        return Invocation(
            request_id=request_id,
            attempt=attempt,
            function=function,
            event=event,
            access_key_id="ASIA" + "".join(self._lab.rng.choices(_KEY_LETTERS, k=16)),
            caller=self.caller(function, request_id),
            log_stream=stream,
            started_at=now,
        )

    def _may_read_environment(self, invocation: Invocation) -> bool:
        """Variables under a customer-managed key need kms:Decrypt for the role."""
        key = invocation.function.kms_key_arn
        if not key:
            return True
        reason = _out_of_use(self._lab, key)
        if not reason:
            if self._lab.iam.permits(
                invocation.caller.by_service, "kms", "Decrypt", {"KeyId": key}
            ):
                return True
            reason = "KMSAccessDeniedException"
        message = f"Lambda was unable to decrypt the environment variables: {REFUSALS[reason]}."
        self._finish(invocation, error({"errorType": reason, "errorMessage": message}))
        return False

    def _begin(self, invocation: Invocation) -> None:
        """The handler begins: from here its time-out counts."""
        running = self._running.get(invocation.request_id)
        if running is not None and running.invocation is invocation:
            running.timer.cancel()
            running.timer = self._time_out_in(invocation.function.timeout, invocation)

    def _time_out_in(self, seconds: float, invocation: Invocation) -> Timer:
        return self._lab.clock.call_later(
            seconds,
            lambda: self._runner.kill(invocation, timed_out(invocation)),
            f"time-out of {invocation.label}",
        )

    def _finish(self, invocation: Invocation, outcome: Outcome) -> None:
        running = self._running.pop(invocation.request_id)
        running.timer.cancel()
        self._retire(invocation)
        now = self._lab.clock.now()
        self._count(invocation, outcome)
        lines = logs.complete(self._lab, invocation, outcome, now)
        logs.write(self._lab, invocation, lines)
        self._lab.timeline.add(
            invocation.name,
            _ending(outcome),
            request_id=invocation.request_id,
            seconds=round(now - invocation.started_at, 3),
        )
        running.then(
            InvocationResult(
                request_id=invocation.request_id,
                payload=outcome.payload,
                function_error="Unhandled" if outcome.failed else None,
                started_at=invocation.started_at,
                finished_at=now,
                log="\n".join(line.text for line in lines),
                executed_version=str(invocation.function.version),
            )
        )

    def _count(self, invocation: Invocation, outcome: Outcome) -> None:
        """Both belong to the minute in which the invocation began.
        https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"""
        dimensions, at = {"FunctionName": invocation.name}, invocation.started_at
        metrics = self._lab.metrics
        metrics.record("AWS/Lambda", "Invocations", 1, dimensions, at=at)
        metrics.record("AWS/Lambda", "Errors", int(outcome.failed), dimensions, at=at)

    def _retire(self, invocation: Invocation) -> None:
        """Calls still under way with this key go nowhere; the next attempt has another key.

        A retry keeps the request id, so the dead attempt gets a name of its own.
        """
        gone = Caller("lambda", invocation.name, invocation.label, invocation.caller.role_arn)
        self._lab.callers.register(invocation.access_key_id, gone)
        self._lab.callers.dead.add(invocation.label)
        self._lab.callers.dead.discard(invocation.request_id)


def _out_of_use(lab: Lab, key_arn: str) -> str:
    """What Lambda says of a key that decrypts nothing at present; empty if it does."""
    key = kms_backends[lab.account][lab.region].keys.get(key_arn.rsplit("/", 1)[-1])
    return KEY_STATES.get(key.key_state, "") if key else ""


def _ending(outcome: Outcome) -> str:
    """In words for the timeline."""
    if not outcome.failed:
        return "ends"
    return f"fails: {outcome.payload['errorType']}: {outcome.payload['errorMessage']}"

"""Simulated mode: the handler is a callable of this process and runs as a task of the clock."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any

import boto3
import botocore.session
from botocore.credentials import Credentials, ReadOnlyCredentials

from lab.clock import Clock, Gate, SimulatedClock
from lab.context import Lab
from lab.errors import NotModelled
from lab.lambdas import output
from lab.lambdas.invocation import Done, Invocation, Outcome, error, success

LONGEST_CALL = 900.0  # lab seconds: no invocation lasts longer

Handler = Callable[[Any, "InlineContext"], Any]

# Of the invocation that runs in this task; the operator's outside of any.
_access_key_id = ContextVar("access_key_id", default="test")


@dataclass(frozen=True)
class InlineContext:
    """The context object of Lambda, and the function's environment, which a process would have."""

    aws_request_id: str
    function_name: str
    function_version: str
    invoked_function_arn: str
    memory_limit_in_mb: str
    environment: dict[str, str]
    deadline: float  # lab time
    clock: Clock

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self.deadline - self.clock.now()) * 1000))


class InlineRunner:
    """Runs the callables of `local`, by function name.

    A killed or timed-out handler ends at its next API call, which raises `Killed`; between the
    two it can do nothing the lab would see.
    """

    def __init__(self, lab: Lab, local: dict[str, Handler]) -> None:
        self._lab = lab
        self._local = local
        self._done: dict[str, Done] = {}  # by label of the invocation

    def start(
        self,
        invocation: Invocation,
        ready: Callable[[], None],
        wrote: Callable[[], None],  # noqa: ARG002 (no handler here runs for long)
        done: Done,
    ) -> None:
        if invocation.name not in self._local:
            raise NotModelled(f"no handler for {invocation.name} in lab.lambdas.local")
        self._done[invocation.label] = done
        start_seconds = self._lab.rng.uniform(*self._lab.switches.lambda_start_seconds)
        self._lab.clock.spawn(lambda: self._run(invocation, start_seconds, ready), invocation.label)

    def kill(self, invocation: Invocation, outcome: Outcome) -> None:
        self._end(invocation, outcome)

    def stop(self) -> None:
        """The clock ends its tasks itself."""

    def _run(self, invocation: Invocation, start_seconds: float, ready: Callable[[], None]) -> None:
        self._lab.clock.sleep(start_seconds)
        if invocation.label not in self._done:
            return  # killed while it started
        with self._lab.lock:
            ready()
        _access_key_id.set(invocation.access_key_id)
        output.belongs_to(output.Output(self._lab.clock.now, invocation.lines))
        outcome = self._handle(invocation)
        with self._lab.lock:
            self._end(invocation, outcome)

    def _handle(self, invocation: Invocation) -> Outcome:
        """Event and result pass through JSON, as between processes."""
        handler = self._local[invocation.name]
        event = json.loads(json.dumps(invocation.event))
        try:
            return success(json.loads(json.dumps(handler(event, self._context(invocation)))))
        except Exception as failure:
            return error(
                {
                    "errorMessage": str(failure),
                    "errorType": type(failure).__name__,
                    "requestId": invocation.request_id,
                    "stackTrace": traceback.format_tb(failure.__traceback__),
                }
            )

    def _end(self, invocation: Invocation, outcome: Outcome) -> None:
        done = self._done.pop(invocation.label, None)
        if done is not None:
            done(outcome)

    def _context(self, invocation: Invocation) -> InlineContext:
        function = invocation.function
        return InlineContext(
            aws_request_id=invocation.request_id,
            function_name=function.function_name,
            function_version=str(function.version),
            invoked_function_arn=function.function_arn,
            memory_limit_in_mb=str(function.memory_size),
            environment=dict(function.environment_vars),
            deadline=self._lab.clock.now() + function.timeout,
            clock=self._lab.clock,
        )


class _TaskCredentials(Credentials):
    """The key of whichever invocation asks; the operator's outside of any."""

    def __init__(self) -> None:
        super().__init__("test", "test")

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        return ReadOnlyCredentials(key_of_task(), "secret", None)


def key_of_task() -> str:
    """The key that the task's calls are signed with."""
    return _access_key_id.get()


def in_tasks(clock: SimulatedClock, calls: Sequence[Callable[[], object]]) -> list[object]:
    """The results of `calls`, each made in a task of its own: side by side, as threads make them.

    For measuring only: where the invocation is killed meanwhile, its calls go on.
    """
    key, gate = key_of_task(), Gate()
    results: dict[int, object] = {}

    def make(number: int, call: Callable[[], object]) -> None:
        _access_key_id.set(key)
        results[number] = call()
        if len(results) == len(calls):
            gate.open()

    for number, call in enumerate(calls):
        clock.spawn(partial(make, number, call), f"{key} {number}")
    clock.wait_at(gate, LONGEST_CALL)
    return [results[number] for number in range(len(calls))]


def session(region: str = "eu-west-1") -> boto3.Session:
    """A session whose clients all invocations share: each call is signed with its caller's key.

    Making clients costs more than most scenarios, so make them once per process.
    """
    core = botocore.session.get_session()
    core._credentials = _TaskCredentials()  # type: ignore[attr-defined]
    return boto3.Session(botocore_session=core, region_name=region)

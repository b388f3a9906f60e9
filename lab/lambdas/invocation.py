"""One run of one function, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.awslambda.models import LambdaFunction

from lab.pipeline.principals import Caller


@dataclass(frozen=True)
class Line:
    """One line of output."""

    at: float  # lab time
    text: str


@dataclass
class Invocation:
    """One attempt: retries of one event share the request id, as in Lambda, but not the key."""

    request_id: str
    attempt: int
    function: LambdaFunction
    event: Any
    access_key_id: str
    caller: Caller
    log_stream: str
    started_at: float  # lab time
    lines: list[Line] = field(default_factory=list)
    counted: int = 0  # how many of the lines were looked at for metrics
    log_is_open: bool | None = None  # whether its role may write them; None: not asked yet

    @property
    def name(self) -> str:
        return str(self.function.function_name)

    @property
    def logging(self) -> dict[str, str]:
        """The function's LoggingConfig, with Lambda's defaults."""
        config: dict[str, str] = self.function.get_configuration()["LoggingConfig"]
        return config

    @property
    def log_group(self) -> str:
        return self.logging["LogGroup"]

    @property
    def label(self) -> str:
        return f"{self.name} {self.request_id} #{self.attempt}"


@dataclass(frozen=True)
class InvocationResult:
    """What came of it.

    ``payload`` is the handler's result, or Lambda's error object (errorType, errorMessage, …);
    ``function_error`` is "Unhandled" for every error of the function, None for success.
    """

    request_id: str
    payload: Any
    function_error: str | None
    started_at: float  # lab time
    finished_at: float
    log: str
    executed_version: str


@dataclass(frozen=True)
class Outcome:
    """How a runner says that an invocation ended."""

    payload: Any
    failed: bool = False
    status: str = "success"  # of the platform report: success, error, timeout


Done = Callable[[Outcome], None]


def success(payload: Any) -> Outcome:
    return Outcome(payload)


def error(described: dict[str, Any]) -> Outcome:
    """An exception of the handler, in the runtime's words."""
    return Outcome(described, failed=True, status="error")


def exited(invocation: Invocation, reason: str) -> Outcome:
    """The process ended before its handler did."""
    return error(
        {
            "errorType": "Runtime.ExitError",
            "errorMessage": f"RequestId: {invocation.request_id} Error: {reason}",
        }
    )


def timed_out(invocation: Invocation) -> Outcome:
    """A time-out kills the process."""
    message = f"Task timed out after {float(invocation.function.timeout):.2f} seconds"
    return Outcome(
        {
            "errorType": "Sandbox.Timedout",
            "errorMessage": f"RequestId: {invocation.request_id} Error: {message}",
        },
        failed=True,
        status="timeout",
    )


def timestamp(at: float) -> str:
    """Lab time as Lambda writes it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

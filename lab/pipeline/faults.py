"""Faults put in the way of chosen calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lab.errors import AwsError
from lab.pipeline.call_log import Call

When = Literal["before", "after"]


@dataclass
class Fault:
    """One fault; it strikes `count` matching calls, beginning with the `nth`.

    error     `error` instead of the answer ("after": the effect has happened all the same)
    throttle  RequestLimitExceeded
    lost      the effect happens, the connection closes before the answer
    delay     `seconds` of lab time before or after the effect
    hang      no answer in `seconds`, which the caller does not survive: its time-out comes first
    kill      SIGKILL of the process that made the call, before or after the effect
    """

    service: str  # "ec2"
    action: str  # "CreateSubnet", or "*"
    kind: Literal["error", "throttle", "lost", "delay", "hang", "kill"]
    nth: int = 1
    count: int = 1
    when: When = "before"
    error: AwsError | None = None
    seconds: float = 0.0
    caller: str | None = None  # kind of caller it applies to; None: anybody
    seen: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.kind == "lost":
            self.when = "after"
        if self.kind == "error" and self.error is None:
            raise ValueError("a fault of kind 'error' needs the error")

    def matches(self, call: Call) -> bool:
        return (
            self.service in ("*", call.service)
            and self.action in ("*", call.action)
            and self.caller in (None, call.caller.kind)
        )

    def strikes(self, call: Call) -> bool:
        """Count the call if it matches; True when it is one of those to be hit."""
        if not self.matches(call):
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.count


THROTTLED = {
    "ec2": AwsError("RequestLimitExceeded", "Request limit exceeded.", status=503),
    "autoscaling": AwsError("Throttling", "Rate exceeded", status=400),
}
THROTTLED_ELSEWHERE = AwsError("ThrottlingException", "Rate exceeded", status=400)


def throttled(service: str) -> AwsError:
    """The service's way to say that its bucket is empty."""
    return THROTTLED.get(service, THROTTLED_ELSEWHERE)


@dataclass
class Faults:
    """The faults in force. Callers hold the lab's lock."""

    all: list[Fault] = field(default_factory=list)

    def inject(self, fault: Fault) -> Fault:
        self.all.append(fault)
        return fault

    def clear(self) -> None:
        self.all.clear()

    def striking(self, call: Call) -> list[Fault]:
        """All faults that hit this call; ask once per call, it counts."""
        return [fault for fault in self.all if fault.strikes(call)]

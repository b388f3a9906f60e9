"""Every API call with its caller, in order of arrival."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from lab.pipeline.principals import Caller


@dataclass
class Call:
    number: int
    at: float  # lab time
    caller: Caller
    service: str  # "ec2"
    action: str  # "CreateSubnet"
    params: dict[str, Any]  # as boto3 would take them
    region: str = ""
    error: str | None = None  # error code, None when it succeeded
    finished_at: float | None = None

    @property
    def name(self) -> str:
        return f"{self.service}:{self.action}"


@dataclass
class CallLog:
    calls: list[Call] = field(default_factory=list)
    listeners: list[Callable[[Call], None]] = field(default_factory=list)  # told when finished

    def begin(
        self,
        at: float,
        caller: Caller,
        service: str,
        action: str,
        params: dict[str, Any],
        region: str,
    ) -> Call:
        """Callers hold the lab's lock."""
        call = Call(len(self.calls) + 1, at, caller, service, action, params, region)
        self.calls.append(call)
        return call

    def finish(self, call: Call, at: float, error: str | None) -> None:
        call.finished_at, call.error = at, error
        for listener in self.listeners:
            listener(call)

    def of(
        self,
        service: str | None = None,
        action: str | None = None,
        *,
        kind: str | None = None,
        after: int = 0,
    ) -> list[Call]:
        """Calls that match all that is given; `after` is a call number."""
        return [
            call
            for call in self.calls
            if call.number > after
            and service in (None, call.service)
            and action in (None, call.action)
            and kind in (None, call.caller.kind)
        ]

    def as_json(self, after: int = 0) -> list[dict[str, Any]]:
        return [asdict(call) for call in self.of(after=after)]

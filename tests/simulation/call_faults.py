"""The faults of the matrix: each hits one call of the handlers, counted since the trigger."""

from __future__ import annotations

from dataclasses import dataclass

from lab.errors import AwsError
from lab.pipeline.call_log import Call
from lab.pipeline.faults import Fault

INTERNAL = AwsError("InternalError", "An internal error has occurred", status=500)
# Seconds of an answer that is slow but comes before the SDK's read time-out of 10 s.
SLOW = 9.0
# The SDK's attempts at one call (common.aws).
ATTEMPTS = 4
LONGER_THAN_ANY_FUNCTION = 1000.0

CALL_FAULTS: dict[str, dict[str, object]] = {
    "throttled past the SDK's retries": {"kind": "throttle", "count": ATTEMPTS},
    "internal error": {"kind": "error", "count": ATTEMPTS, "error": INTERNAL},
    "answer lost": {"kind": "lost"},
    "answer lost each time": {"kind": "lost", "count": ATTEMPTS},
    "killed before": {"kind": "kill", "when": "before"},
    "killed after": {"kind": "kill", "when": "after"},
    "function's time-out": {"kind": "hang", "seconds": LONGER_THAN_ANY_FUNCTION},
    "very slow": {"kind": "delay", "seconds": SLOW},
    "very slow to answer": {"kind": "delay", "seconds": SLOW, "when": "after"},
}


@dataclass
class CallFault(Fault):
    """Hits the `nth` call that any handler makes, and the SDK's retries of that very call.

    Not those to EventBridge: they come last and move nothing. tests/heal/test_told_early.py has the
    faults of these.
    """

    hit: tuple[str | None, str] | None = None

    def strikes(self, call: Call) -> bool:
        if call.caller.kind != "lambda" or call.service == "events":
            return False
        same = (call.caller.request_id, call.name)
        if self.hit is None:
            self.seen += 1
            if self.seen < self.nth:
                return False
            self.hit, self.count = same, self.count - 1
            return True
        if same != self.hit or self.count <= 0:
            return False
        self.count -= 1
        return True


def call_fault(kind: str, nth: int) -> CallFault:
    """The fault of that name at the `nth` call from now on."""
    return CallFault("*", "*", nth=nth, **CALL_FAULTS[kind])  # type: ignore[arg-type]

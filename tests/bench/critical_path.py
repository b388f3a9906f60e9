"""How long a take-over has to take: its own calls and AWS's own times, one after another.

Read from what happened: the same latencies, without anything that the handler waits or asks for
besides. A look at the beginning and one at the end belong to it, and whatever each step depends on;
what runs beside a longer one does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from lab.clock import Action, SimulatedClock, Timer
from lab.context import Lab
from lab.pipeline.call_log import Call
from lab.pipeline.throttle import READS
from lab.timeline import Entry

# Each depends on the one before it; the state after it is what the next one waits for.
CHAIN = (
    "DetachNetworkInterface",
    "DeleteNetworkInterface",
    "DeleteSubnet",
    "CreateSubnet",
    "CreateNetworkInterface",
    "AttachNetworkInterface",
)
STATES = {
    "CreateSubnet": "available",
    "CreateNetworkInterface": "available",
    "AttachNetworkInterface": "attached",
}


@dataclass
class Waits:
    """What AWS took for each state that it draws: (when it began, "available", …, seconds).

    A guest's release may be forced meanwhile: of that, when it was off.
    """

    drawn: list[tuple[float, str, float]] = field(default_factory=list)
    detached: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)  # between a detachment and its being deletable

    def after(self, call: Call) -> float:
        """Seconds until the state that follows the call, from the call's beginning."""
        if call.action == "DetachNetworkInterface":
            return self.detached[0] - call.at
        state = STATES.get(call.action)
        found = [seconds for at, name, seconds in self.drawn if (at, name) == (call.at, state)]
        return sum(found[:1])


def watched(lab: Lab) -> Waits:
    """Notes AWS's own times from now on."""
    waits, clock = Waits(), cast(SimulatedClock, lab.clock)
    later = clock.call_later

    def call_later(delay_seconds: float, action: Action, label: str) -> Timer:
        waits.drawn.append((clock.now(), label.split()[-1], delay_seconds))
        return later(delay_seconds, action, label)

    def told(entry: Entry) -> None:
        interface_id, *what = entry.what.split()
        if entry.who == "EC2" and what[:1] == ["detached"]:
            waits.detached.append(entry.at)
            later(0.0, lambda: _lag(lab, interface_id, waits), "delete lag")

    clock.call_later = call_later  # type: ignore[method-assign]
    lab.timeline.listeners.append(told)
    return waits


def _lag(lab: Lab, interface_id: str, waits: Waits) -> None:
    interface: Any = lab.ec2.backend.enis.get(interface_id)
    if interface:
        waits.lags.append(max(0.0, interface.in_use_until - lab.clock.now()))


def critical_path(calls: list[Call], waits: Waits) -> float:
    """Seconds that the take-over of these calls has to take, all of one invocation."""
    changes = [call for call in calls if not call.action.startswith(READS) and not call.error]
    chain = [next(filter(_is(name), changes)) for name in CHAIN if any(map(_is(name), changes))]
    answer = next(call for call in changes if call.action == "CompleteLifecycleAction")
    steps = sum(max(_seconds(call), waits.after(call)) for call in chain)
    deleted = any(call.action == "DeleteNetworkInterface" for call in chain)
    lag = sum(waits.lags[:1]) if deleted else 0.0
    first_look = changes[0].at - calls[0].at
    return first_look + steps + lag + _last_look(calls, answer) + _seconds(answer)


def _is(name: str) -> Callable[[Call], bool]:
    return lambda call: call.action == name


def _last_look(calls: list[Call], answer: Call) -> float:
    begins = [call.at for call in calls if call.action == "DescribeSubnets" and call.at < answer.at]
    return answer.at - max(begins)


def _seconds(call: Call) -> float:
    assert call.finished_at is not None
    return call.finished_at - call.at

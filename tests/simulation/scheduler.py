"""Which handler may call next: they take turns, and each turn lasts a number of calls.

A handler whose turn it is not waits at its next AWS call. So every interleaving of their calls can
be asked for, instead of hoping that latencies bring it about.
"""

from __future__ import annotations

from lab.clock import Gate, SimulatedClock
from lab.context import Lab
from lab.pipeline.call_log import Call
from lab.timeline import Entry
from tests.support.event_shapes import STATE_CHANGE

# Lab seconds that a handler waits for the other one: it may never come, or wait for this one.
TURN_TIMEOUT = 40.0
TO_THE_END = 10**6


def role_of(event: object) -> str:
    """What kind of trigger an event is."""
    kind = event.get("detail-type", "") if isinstance(event, dict) else ""
    if kind == STATE_CHANGE:
        return "state change"
    return "launch" if "launch" in kind else "terminate" if "terminate" in kind else "audit"


class Scheduler:
    """`roles` name the handlers in the order of their turns; two may have the same role."""

    def __init__(self, lab: Lab, roles: tuple[str, ...], turns: tuple[int, ...]) -> None:
        assert isinstance(lab.clock, SimulatedClock)
        self.clock = lab.clock
        self.roles = roles
        self.turns = [*turns, *(TO_THE_END for _ in roles)]
        self.left = self.turns[0]
        self.turn = 0
        self.places: dict[str, int] = {}  # request id -> place among `roles`
        self.kinds: dict[str, str] = {}
        self.gates = [Gate() for _ in roles]
        self.actions: list[list[str]] = [[] for _ in roles]  # what each has called
        self.ended: set[int] = set()
        self.released = False  # somebody waited for nothing: all go on as they like
        lab.timeline.listeners.append(self._entry_added)

    @property
    def calls(self) -> tuple[tuple[str, ...], ...]:
        """What each handler has called so far."""
        return tuple(tuple(each) for each in self.actions)

    def before_call(self, call: Call) -> None:
        """Make the caller wait until it is its turn."""
        place = self._place(call)
        if place is None:
            return
        self.actions[place].append(call.action)
        if self.released:
            return
        if self._whose() != place:
            self.clock.wait_at(self.gates[place], TURN_TIMEOUT)
            if self._whose() != place:
                self._release()
                return
        self.left -= 1
        if self.left <= 0:
            self._next()

    def _place(self, call: Call) -> int | None:
        request = call.caller.request_id or ""
        if request not in self.kinds:
            return None
        if request not in self.places:
            taken = set(self.places.values())
            free = (
                place
                for place, role in enumerate(self.roles)
                if role == self.kinds[request] and place not in taken
            )
            self.places[request] = next(free, -1)
        place = self.places[request]
        return None if place < 0 or place in self.ended else place

    def _whose(self) -> int:
        return self.turn % len(self.roles)

    def _next(self) -> None:
        self.turn += 1
        if self.turn >= len(self.turns):
            self._release()
            return
        self.left = self.turns[self.turn]
        if self._whose() in self.ended:
            self._next()
            return
        self.gates[self._whose()].open()

    def _release(self) -> None:
        self.released = True
        for gate in self.gates:
            gate.open()

    def _entry_added(self, entry: Entry) -> None:
        request = str(entry.detail.get("request_id"))
        if entry.what == "runs":
            self.kinds[request] = role_of(entry.detail.get("event"))
        elif entry.what.startswith(("ends", "fails")) and request in self.places:
            place = self.places[request]
            self.ended.add(place)
            if not self.released and place == self._whose():
                self._next()

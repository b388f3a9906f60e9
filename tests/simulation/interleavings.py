"""Interleavings of two handlers, by the call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from lab.pipeline.throttle import READS
from tests.simulation.case import Case, Outcome
from tests.simulation.scheduler import TO_THE_END

Pair = tuple[str, tuple[str, str]]

# Handlers that meet, in which scenario; each of them in turn is the first.
PAIRS: tuple[Pair, ...] = (
    ("other zone", ("launch", "terminate")),
    ("other zone", ("launch", "launch")),
    ("same zone", ("launch", "terminate")),
    ("replaced", ("launch", "terminate")),
    ("replaced", ("terminate", "terminate")),
    ("replaced", ("terminate", "audit")),
    ("take-over", ("launch", "audit")),
    ("launch before terminate", ("terminate", "audit")),
)
# Those that meet where a hot standby takes over: whoever is poked moves the VIP.
STANDBY_PAIRS: tuple[Pair, ...] = (
    ("holder fails", ("state change", "terminate")),
    ("holder fails", ("state change", "launch")),
    ("holder stops", ("terminate", "launch")),
    ("hand-over", ("audit", "audit")),
)
# Auto Scaling finds it late, as it does: so EC2's word is first, and its handler makes the move.
NOTICED_LATE: dict[str, Any] = {"health_notice_seconds": [45.0, 60.0]}


def alone() -> list[Case]:
    """Each pair without a preemption, both ways: it shows which calls the first one makes."""
    return _alone(PAIRS, {})


def alone_with_a_standby() -> list[Case]:
    return _alone(STANDBY_PAIRS, NOTICED_LATE)


def _alone(pairs: Sequence[Pair], switches: dict[str, Any]) -> list[Case]:
    return [
        Case(
            scenario,
            switches=switches,
            handlers=roles,
            turns=(TO_THE_END,),
            event_faults=_doubled(roles),
        )
        for scenario, pair in pairs
        for roles in dict.fromkeys((pair, pair[::-1]))
    ]


def cases(alone: Sequence[Outcome], *, reads: bool) -> Iterator[Case]:
    """Two handlers with up to two preemptions, at each call.

    The first makes `a` calls, then the other `b`, then the first goes on to its end. Without
    `reads`: only before and after a call that changes something.
    """
    places = {
        (one.case.scenario, one.case.handlers[0]): _places(one.handler_calls[0], reads=reads)
        for one in alone
    }
    for case in (one.case for one in alone):
        first, second = (places[case.scenario, role] for role in case.handlers)
        for a, b in product(first, second):
            yield replace(case, turns=(a, b))


def _doubled(roles: tuple[str, ...]) -> dict[str, str]:
    return {roles[0]: "twice"} if roles[0] == roles[1] else {}


def _places(actions: Sequence[str], *, reads: bool) -> list[int]:
    """How many calls a handler may have made when it is interrupted."""
    changes = [not action.startswith(READS) for action in actions]
    numbers = range(1, len(actions))
    return [number for number in numbers if reads or any(changes[number - 1 : number + 1])]

"""Orders of arrival, and interleavings of two handlers by the call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from tests.prove.baton import TO_THE_END
from tests.prove.case import Case, Outcome
from tests.prove.hands import STALE

# How a kind of event arrives. "late N": N seconds after its time, up to the hook's heartbeat.
FATES = ("", "twice", "twice, late", "late 15", "late 70", "late 300", "late 560", "missing")
AUDITS = ("", "twice", "missing")
ARRIVALS = ("same zone", "other zone", "replaced", "launch before terminate", "terminate")
# Seconds from the trigger at which an event of another time arrives once more.
MOMENTS = (0.0, 2.0, 5.0, 10.0, 20.0, 40.0, 90.0)
# Handlers that meet, in which history; each of them in turn is the first.
PAIRS = (
    ("other zone", ("launch", "terminate")),
    ("other zone", ("launch", "launch")),
    ("same zone", ("launch", "terminate")),
    ("replaced", ("launch", "terminate")),
    ("replaced", ("terminate", "terminate")),
    ("replaced", ("terminate", "audit")),
    ("take-over", ("launch", "audit")),
    ("launch before terminate", ("terminate", "audit")),
)
READ = "Describe"


def arrivals() -> Iterator[Case]:
    """Launch, terminate and audit events, each with every fate of every other."""
    for path, launch, terminate, audit in product(ARRIVALS, FATES, FATES, AUDITS):
        fates = {"launch": launch, "terminate": terminate, "audit": audit}
        yield Case(path, events={kind: fate for kind, fate in fates.items() if fate})


def stale() -> Iterator[Case]:
    """Events of the old instance's launch and end, and false ones of the newcomer's end, again."""
    for path, name, at in product(ARRIVALS, STALE, MOMENTS):
        yield Case(path, world=((name, at),))
    for path, early, late in product(ARRIVALS, STALE, STALE):
        yield Case(path, world=((early, 5.0), (late, 12.0)))


def alone() -> list[Case]:
    """Each pair without a preemption, both ways: it shows which calls the first one makes."""
    return [
        Case(path, baton=roles, turns=(TO_THE_END,), events=_doubled(roles))
        for path, pair in PAIRS
        for roles in dict.fromkeys((pair, pair[::-1]))
    ]


def interleavings(alone: Sequence[Outcome], *, reads: bool) -> Iterator[Case]:
    """Two handlers with up to two preemptions, at each call.

    The first makes `a` calls, then the other `b`, then the first goes on to its end. Without
    `reads`: only before and after a call that changes something.
    """
    places = {
        (one.case.path, one.case.baton[0]): _places(one.handlers[0], reads=reads) for one in alone
    }
    for case in (one.case for one in alone):
        first, second = (places[case.path, role] for role in case.baton)
        for a, b in product(first, second):
            yield Case(case.path, baton=case.baton, turns=(a, b), events=case.events)


def _doubled(roles: tuple[str, ...]) -> dict[str, str]:
    return {roles[0]: "twice"} if roles[0] == roles[1] else {}


def _places(actions: Sequence[str], *, reads: bool) -> list[int]:
    """How many calls a handler may have made when it is interrupted."""
    changes = [not action.startswith(READ) for action in actions]
    numbers = range(1, len(actions))
    return [number for number in numbers if reads or any(changes[number - 1 : number + 1])]

"""What folding rests on: that the world may go another way between two looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from tests.simulation.case import Case, Outcome
from tests.simulation.scheduler import TO_THE_END

# The elected one begins to leave: so many seconds after the trigger, each quarter of a second. By
# then the other one's detach is over (`scenarios.FAST`).
LEAVES = "newcomer leaves"
QUARTERS = range(1, 4 * 30)
# In "other zone" the old one is gone, in the other two it is alive.
MOVES = ("other zone", "replaced", "launch before terminate")

# Seconds that Describe is behind, and a new id unknown: about a poll, a look, and longer than
# the group's reading stays young.
LATE = ([0.2, 1.0], [1.0, 4.0], [4.0, 8.0])
LATE_SCENARIOS = (*MOVES, "first launch", "same zone", "take-over", "reboot", "audit", "terminate")
LATE_SEEDS = range(1, 6)

# Whose answer alone tells the id: what was made is found again by its tag.
TELL_AN_ID = ("CreateSubnet", "AttachNetworkInterface")


def leavers() -> Iterator[Case]:
    """The elected one begins to leave, at every moment of the other one's detach."""
    for scenario, quarter in product(MOVES, QUARTERS):
        yield Case(scenario, environment_faults=((LEAVES, quarter / 4),))


def interrupted(alone: Sequence[Outcome]) -> Iterator[Case]:
    """Another handler runs to its end at every call of one that folds."""
    for one in alone:
        for place in range(1, len(one.handler_calls[0])):
            yield replace(one.case, turns=(place, TO_THE_END))


def late() -> Iterator[Case]:
    """What AWS accepted shows late, or its id is not known yet; both, and events twice."""
    for scenario, span, seed in product(LATE_SCENARIOS, LATE, LATE_SEEDS):
        for switches in (
            {"stale_describe_seconds": span},
            {"unknown_after_create_seconds": span},
            {"stale_describe_seconds": span, "unknown_after_create_seconds": span},
        ):
            yield Case(scenario, seed, switches=switches)
            twice = {"launch": "twice", "terminate": "twice"}
            yield Case(scenario, seed, switches=switches, event_faults=twice)


def lost_answers(outcomes: Sequence[Outcome]) -> Iterator[Case]:
    """AWS takes the call and its answer is lost, once or each time: the SDK asks again, and meets
    its own work."""
    for outcome in outcomes:
        places = [nth for nth, action in enumerate(outcome.actions, 1) if action in TELL_AN_ID]
        for nth, kind in product(places, ("answer lost", "answer lost each time")):
            for span in (None, *LATE):
                switches = {"stale_describe_seconds": span} if span else {}
                yield replace(outcome.case, switches=switches, call_faults=((kind, nth),))

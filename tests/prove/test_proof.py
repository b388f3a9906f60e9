"""A stratified part of the proof: every call, fault, switch and fate at least once.

`make prove` plays all of it. A case that fails prints the line that plays it again.
"""

from __future__ import annotations

import random
import shlex
from dataclasses import replace

import pytest

from tests.prove import chance, planner, pool, storm
from tests.prove.baton import TO_THE_END
from tests.prove.case import Case, from_json
from tests.prove.matrix import SWITCHES, flipped
from tests.prove.parts import Part, few
from tests.prove.strikes import KINDS

PARTS = few()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_all_holds(part: Part) -> None:
    outcomes = list(pool.run(part.cases()))
    assert outcomes
    wrong = [f"{each.wrong}\n{each.case.line}" for each in outcomes if not each.ok]
    assert not wrong, "\n".join(wrong)


def test_every_fault_strikes_in_the_stratified_matrix() -> None:
    matrix = next(part for part in PARTS if part.name == "Fault matrix")
    assert {case.strikes[0][0] for case in matrix.cases()} == set(KINDS)


def test_a_switch_that_is_not_asked_changes_nothing() -> None:
    """So that `make prove-deep` need not play those cases."""
    matrix = next(part for part in PARTS if part.name == "Fault matrix")
    some = random.Random(2).sample(list(matrix.cases()), 12)
    asked = 0
    for outcome in pool.run(some):
        silent = [name for name in SWITCHES if name.strip() not in outcome.asked]
        asked += len(SWITCHES) - len(silent)
        flips = [replace(outcome.case, switches=flipped(name)) for name in silent[::5]]
        for other in pool.run(flips):
            assert replace(other, case=outcome.case) == outcome, other.case.line
    assert asked > len(some)


def test_the_planner_leads_to_the_goal_from_everywhere() -> None:
    found = planner.check(every=False)
    assert found.worlds > 10_000


def test_all_heal_when_many_lose_their_zone_at_once() -> None:
    found = storm.play(storm.FEW)
    assert not found.wrong, found.text
    assert found.refused > found.vnfs, "the buckets were never empty: no storm"


def test_a_case_survives_being_written_down() -> None:
    for seed in range(200):
        case = chance.case(seed)
        assert from_json(_text(case)) == case


def test_the_same_case_plays_the_same_way() -> None:
    case = Case("take-over", seed=7, strikes=(("killed after", 30),), events={"launch": "twice"})
    one, other = pool.run([case, case], workers=1)
    assert one == other
    assert one.calls > 50


class TestTheBaton:
    """Two handlers make their calls in the turns that were asked for."""

    def test_a_handler_is_interrupted_after_so_many_calls(self) -> None:
        whole = pool.run([Case("replaced", baton=("launch", "terminate"), turns=(TO_THE_END,))])
        (alone,) = whole
        turns = (7, 9)
        (outcome,) = pool.run([Case("replaced", baton=("launch", "terminate"), turns=turns)])
        assert outcome.ok, outcome.wrong
        assert outcome.handlers != alone.handlers
        assert min(map(len, outcome.handlers)) >= min(turns)


def _text(case: Case) -> str:
    """The JSON of the case's line, as a shell would give it."""
    return shlex.split(case.line)[-1]

"""A stratified part of the simulation: every call, fault and switch at least once.

`make simulate` runs all of it. A case that fails prints the line that replays it.
"""

from __future__ import annotations

import os
import random
import shlex
import subprocess
import sys
from dataclasses import fields, replace

import pytest

from lab.switches import Switches
from tests.simulation import model_checking, pool, random_cases, storm
from tests.simulation.call_faults import CALL_FAULTS
from tests.simulation.case import Case, from_json
from tests.simulation.matrix import FLIPS
from tests.simulation.parts import Part, few
from tests.simulation.scheduler import TO_THE_END
from tests.support.project import PROJECT
from tests.support.switch_positions import POSITIONS

PARTS = few()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_all_holds(part: Part) -> None:
    outcomes = list(pool.run(part.cases()))
    assert outcomes
    failed = [f"{each.failure}\n{each.case.line}" for each in outcomes if not each.ok]
    assert not failed, "\n".join(failed)


def test_every_call_fault_is_in_the_stratified_matrix() -> None:
    matrix = next(part for part in PARTS if part.name == "Fault matrix")
    assert {case.call_faults[0][0] for case in matrix.cases()} == set(CALL_FAULTS)


def test_every_switch_flipped_is_one_of_the_lab() -> None:
    assert POSITIONS.keys() <= {each.name for each in fields(Switches)}


def test_a_switch_that_is_not_read_changes_nothing() -> None:
    """So that `make simulate-deep` need not run those cases."""
    matrix = next(part for part in PARTS if part.name == "Fault matrix")
    some = random.Random(2).sample(list(matrix.cases()), 12)
    used = 0
    for outcome in pool.run(some):
        unused = [flip for flip in FLIPS if not flip.keys() <= set(outcome.switches_used)]
        used += len(FLIPS) - len(unused)
        flips = [replace(outcome.case, switches=flip) for flip in unused[::5]]
        for other in pool.run(flips):
            assert replace(other, case=outcome.case) == outcome, other.case.line
    assert used > len(some)


def test_the_planner_leads_to_the_goal_from_everywhere() -> None:
    found = model_checking.check(every=False)
    assert found.worlds > 10_000


def test_all_heal_when_many_lose_their_zone_at_once() -> None:
    found = storm.run(storm.FEW)
    assert not found.failure, found.text
    for storms in (found.ec2_alone, found.both):
        assert storms.refused > storms.vnfs, "the buckets were never empty: no storm"


def test_a_case_survives_being_written_down() -> None:
    for seed in range(200):
        case = random_cases.case(seed)
        assert from_json(_text(case)) == case


def test_the_same_case_runs_the_same_way() -> None:
    case = Case(
        "take-over", seed=7, call_faults=(("killed after", 30),), event_faults={"launch": "twice"}
    )
    one, other = pool.run([case, case], workers=1)
    assert one == other
    assert one.calls > 50


@pytest.mark.parametrize("hash_seed", ["0", "2"])
def test_a_replay_depends_on_nothing_but_its_line(hash_seed: str) -> None:
    """Not on the order of a set, which Python chooses anew in each process."""
    case = Case("first launch", switches={"stale_describe_seconds": [1.0, 4.0]})
    done = subprocess.run(
        [sys.executable, *shlex.split(case.line)[1:]],
        cwd=PROJECT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    (outcome,) = pool.run([case])
    assert f"{outcome.seconds:.0f} virtual seconds, {outcome.calls} calls" in done.stdout


class TestTheScheduler:
    """Two handlers make their calls in the turns that were asked for."""

    def test_a_handler_is_interrupted_after_so_many_calls(self) -> None:
        whole = pool.run([Case("replaced", handlers=("launch", "terminate"), turns=(TO_THE_END,))])
        (alone,) = whole
        turns = (7, 9)
        (outcome,) = pool.run([Case("replaced", handlers=("launch", "terminate"), turns=turns)])
        assert outcome.ok, outcome.failure
        assert outcome.handler_calls != alone.handler_calls
        assert min(map(len, outcome.handler_calls)) >= min(turns)


def _text(case: Case) -> str:
    """The JSON of the case's line, as a shell would give it."""
    return shlex.split(case.line)[-1]

"""The simulation is able to fail: it kills handlers broken on purpose (all of them in
`make mutation-test`, three of them here)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation import kill_mutant
from tests.simulation.case import Case, Outcome, from_json
from tests.simulation.mutants import MUTANTS
from tests.simulation.mutation import Result, last_killers, tried
from tests.simulation.pool import BROKEN
from tests.support.project import PROJECT

SOURCE = PROJECT / "lambda_src"
SOME = (
    "lets a newcomer in before it holds the VIP wholly",
    "forgets every VIP but the first",
    "leaves another route table",
)


@pytest.mark.parametrize("says", SOME)
def test_a_broken_handler_is_killed(says: str) -> None:
    (mutant,) = [each for each in MUTANTS if each.says == says]
    result = tried(mutant)
    assert result.killed_by
    assert result.failure


def test_every_mutant_changes_one_place_and_there_are_enough() -> None:
    assert len(MUTANTS) >= 25
    for mutant in MUTANTS:
        text = Path(SOURCE, mutant.file).read_text()
        assert text.count(mutant.old) == 1, mutant
        assert mutant.old != mutant.new


def test_a_case_that_breaks_off_kills_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says only that the world was not what the case begins with."""
    case = Case("first launch")
    outcomes = [Outcome(case, failure=f"{BROKEN}: {ValueError()}"), Outcome(case, failure="late")]
    monkeypatch.setattr(kill_mutant.model_checking, "check", lambda **_: None)
    monkeypatch.setattr(kill_mutant, "_outcomes", lambda: iter(outcomes))
    assert kill_mutant.kill() == {"by": case.line, "failure": "late"}


def test_the_case_that_killed_it_last_time_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's rows are the memory of that."""
    case = Case("first launch", seed=7, call_faults=(("answer lost", 3),))
    row = Result(MUTANTS[0], case.line, "it | failed", 1.0).row()
    ((_, remembered),) = last_killers(row).items()
    assert from_json(remembered) == case
    monkeypatch.setattr(kill_mutant.pool, "run", lambda cases, **_: [Outcome(*cases, failure="x")])
    assert kill_mutant.kill(from_json(remembered)) == {"by": case.line, "failure": "x"}


def test_a_mutant_that_breaks_the_warm_up_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the case of the last time is tried first."""

    def broken(*_: object, **__: object) -> None:
        raise AssertionError("no instance in service")

    monkeypatch.setattr(kill_mutant.pool, "run", broken)
    assert kill_mutant.kill(Case("reboot")) == {
        "by": Case("first launch").line,
        "failure": "the warm-up fails: no instance in service",
    }


def test_a_row_without_a_case_remembers_none() -> None:
    survivor = Result(MUTANTS[0], "", "", 1.0)
    checked = Result(MUTANTS[1], "model checking of the planner", "no goal", 1.0)
    assert last_killers(f"{survivor.row()}\n{checked.row()}") == {}

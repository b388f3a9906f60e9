"""The simulation is able to fail: it kills handlers broken on purpose (all of them in
`make mutation-test`, three of them here)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.mutants import MUTANTS
from tests.simulation.mutation import tried
from tests.support.project import PROJECT

SOURCE = PROJECT / "lambda_src"
SOME = (
    "lets a newcomer in before it holds the VIP wholly",
    "forgets the second device index",
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

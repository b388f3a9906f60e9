"""The proof is able to fail: handlers broken on purpose are caught (all of them by
`make prove-mutants`, three of them here)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.prove.mutants import MUTANTS
from tests.prove.mutation import PROJECT, hunted

SOURCE = PROJECT / "lambda_src"
SOME = (
    "lets a newcomer in before it holds the VIP wholly",
    "forgets the second device index",
    "leaves another route table",
)


@pytest.mark.parametrize("says", SOME)
def test_a_broken_handler_is_caught(says: str) -> None:
    (mutant,) = [each for each in MUTANTS if each.says == says]
    caught = hunted(mutant)
    assert caught.by
    assert caught.wrong


def test_every_mutant_changes_one_place_and_there_are_enough() -> None:
    assert len(MUTANTS) >= 25
    for mutant in MUTANTS:
        text = Path(SOURCE, mutant.file).read_text()
        assert text.count(mutant.old) == 1, mutant
        assert mutant.old != mutant.new

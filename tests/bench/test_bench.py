"""The benchmark's situations are what they say, and its table shows them."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import costs, table
from tests.bench.situations import SITUATIONS, Cost, Situation


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.name)
def test_the_same_seed_costs_the_same(situation: Situation) -> None:
    first, again = costs(situation, range(3, 4)), costs(situation, range(3, 4))
    assert first == again
    assert first[0].calls > first[0].changes > 0


def test_the_table_shows_medians_and_their_ratio_to_the_first_row() -> None:
    measured = {
        "a": [Cost(10.0, 40, 4)],
        "b": [Cost(20.0, 60, 4), Cost(30.0, 20, 8), Cost(30.0, 20, 8)],
    }
    assert table(measured).splitlines()[2:] == [
        "| a | 10 (1.00) | 40 (1.00) | 4 (1.00) |",
        "| b | 30 (3.00) | 20 (0.50) | 8 (2.00) |",
    ]

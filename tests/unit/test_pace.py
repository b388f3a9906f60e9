"""How fast AWS is asked what has become of a thing."""

from __future__ import annotations

import pytest

from hook_handler.pace import FIRST, LONGEST, Pace

MIDDLE = 0.5  # a jitter that neither lengthens nor shortens


def test_half_a_second_grows_to_one() -> None:
    pace = Pace()
    pauses = [pace.next(MIDDLE) for _ in range(20)]
    assert pauses[0] == FIRST == 0.5
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST == 1.0


@pytest.mark.parametrize(("jitter", "share"), [(0.0, 0.75), (MIDDLE, 1.0), (1.0, 1.25)])
def test_jitter_keeps_many_out_of_step(jitter: float, share: float) -> None:
    assert Pace().next(jitter) == FIRST * share


def test_a_new_thing_is_asked_for_quickly_again() -> None:
    pace = Pace()
    for _ in range(9):
        pace.next(MIDDLE)
    pace.reset()
    assert pace.next(MIDDLE) == FIRST


def test_each_throttle_doubles_the_pause_for_the_rest_of_the_run() -> None:
    pace = Pace()
    pace.slow_down()
    assert pace.next(MIDDLE) == 2 * FIRST
    pace.slow_down()
    pace.reset()
    assert pace.next(MIDDLE) == 4 * FIRST

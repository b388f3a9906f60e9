from __future__ import annotations

from lab.leftovers import leftovers


def test_what_was_there_before_is_not_left_over() -> None:
    assert leftovers({"role": ["admin"]}, {"role": ["admin"]}) == []


def test_what_came_since_is_named_with_its_kind() -> None:
    before = {"role": ["admin"]}
    after = {"subnet": ["subnet-1"], "role": ["admin", "handler"]}
    assert leftovers(before, after) == ["role handler", "subnet subnet-1"]


def test_what_is_gone_is_no_leftover() -> None:
    assert leftovers({"queue": ["dead-letters"]}, {}) == []

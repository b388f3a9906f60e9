"""Both ways of every switch are tried: the default by most tests, the other by one of its own."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from lab.switches import Switches

TWO_WAYS = [field.name for field in fields(Switches) if isinstance(field.default, (bool, str))]
TESTS = [file.read_text() for file in Path(__file__).parent.glob("test_*.py")]


@pytest.mark.parametrize("name", TWO_WAYS)
def test_a_switch_between_two_ways_is_set_by_a_test(name: str) -> None:
    assert any(name in text for text in TESTS)

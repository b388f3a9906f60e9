"""`allocation_id = aws_eip.this.id` in the same configuration.

The commonest configuration there is, and so of every input that only passes through.
"""

from __future__ import annotations

import re

import pytest

from tests.cases import unknown
from tests.support.project import PROJECT

PAGE = PROJECT / "docs" / "operations.md"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return unknown.errors(tmp_path_factory.mktemp("unknown") / "copy", unknown.calls())


@pytest.mark.parametrize("case", unknown.calls())
def test_it_is_planned(told: dict[str, list[str]], case: str) -> None:
    assert told.get(case, []) == []


def test_nothing_else_went_wrong(told: dict[str, list[str]]) -> None:
    assert told.keys() <= unknown.calls().keys()


def test_what_decides_cannot_be_unknown(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The check itself: a count that hangs on an unknown word is noticed."""
    calls = {"vips_0": {"vips": {"vip": unknown.VIP | {"elastic_ip": {"from": unknown.LATER}}}}}
    told = unknown.errors(tmp_path_factory.mktemp("decides") / "copy", calls)
    assert any("Invalid for_each argument" in text for texts in told.values() for text in texts)


def test_every_variable_either_passes_through_or_is_said_to_decide() -> None:
    declared = re.findall(r'^variable "(\w+)"', (PROJECT / "variables.tf").read_text(), re.M)
    section = PAGE.read_text().partition("\n## What must be known when planning\n")[2]
    decides = set(re.findall(r"`(\w+)`", section.partition("\n| Passes through")[0]))
    assert decides == set(declared) - unknown.PASSES_THROUGH.keys()

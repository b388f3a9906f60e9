"""The table of the lab's behaviours says what the tests say."""

from __future__ import annotations

import ast

import pytest

from tools.lab_table import Behaviour, behaviours

SWITCHES = {"detach_seconds", "throttling"}


@pytest.mark.parametrize(
    ("source", "row"),
    [
        (
            '@pytest.mark.behaviour("choice-of-the-zone")\ndef test_an_az_is_left(): ...',
            Behaviour("choice-of-the-zone", "an AZ is left", "lab"),
        ),
        ("def test_the_vpc_goes(): ...", Behaviour("", "the VPC goes", "lab")),
        (
            'def test_detach():\n    """A guest | hangs.\n\n    More."""',
            Behaviour("", "detach: A guest \\| hangs", "lab"),
        ),
        (
            "def test_detach():\n    lab.switches.throttling = False\n    world(detach_seconds=2)",
            Behaviour("", "detach", "switch `detach_seconds`, `throttling`"),
        ),
        (
            '@pytest.mark.moto\n@pytest.mark.behaviour("detaching")\n'
            'def test_gone():\n    """NotFound."""',
            Behaviour("detaching", "gone: NotFound", "moto"),
        ),
    ],
)
def test_a_test_is_a_row(source: str, row: Behaviour) -> None:
    module = ast.parse(f"def helper(): ...\n{source}")
    assert behaviours(module, SWITCHES) == [row]

"""The table of the lab's behaviours says what the tests say."""

from __future__ import annotations

import ast

import pytest

from tools.lab_table import Behaviour, behaviours

SWITCHES = {"detach_seconds", "throttling"}


@pytest.mark.parametrize(
    ("source", "row"),
    [
        ("def test_2_5_k_an_az_is_left(): ...", Behaviour("2.5", "an AZ is left", "lab")),
        ("def test_8_a_key(): ...", Behaviour("8", "a key", "lab")),
        ("def test_the_vpc_goes(): ...", Behaviour("", "the VPC goes", "lab")),
        (
            'def test_detach():\n    """Contract 3.4, 11.1 (K): | hangs.\n\n    More."""',
            Behaviour("3.4, 11.1", "detach: \\| hangs", "lab"),
        ),
        (
            "def test_detach():\n    lab.switches.throttling = False\n    world(detach_seconds=2)",
            Behaviour("", "detach", "switch `detach_seconds`, `throttling`"),
        ),
        (
            '@pytest.mark.moto\ndef test_gone():\n    """Contract 3.1: NotFound."""',
            Behaviour("3.1", "gone: NotFound", "moto"),
        ),
    ],
)
def test_a_test_is_a_row(source: str, row: Behaviour) -> None:
    module = ast.parse(f"def helper(): ...\n{source}")
    assert behaviours(module, SWITCHES) == [row]

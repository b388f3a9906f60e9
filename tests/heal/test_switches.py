"""Where AWS leaves it open, an ordinary heal goes well both ways."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from lab.switches import Switches
from tests.heal.conftest import Deploy
from tests.support.actions import fail, mark_unhealthy, settle
from tests.support.deployment import ZONES
from tests.support.switch_positions import POSITIONS

WAYS = [(name, value) for name, values in POSITIONS.items() for value in values]
CAUSES = {"ended in EC2": fail, "marked unhealthy": mark_unhealthy}


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize(("switch", "way"), WAYS)
def test_a_heal_into_another_zone(deploy: Deploy, switch: str, way: Any, cause: str) -> None:
    deployment = deploy(switches={switch: way})
    deployment.lab.groups.force_az = ZONES[0]
    deployment.warm_up()
    before = deployment.address()["PublicIp"]
    settle(deployment, 65)
    deployment.lab.groups.force_az = ZONES[1]
    old = CAUSES[cause](deployment)
    new = deployment.in_service(other_than=old)
    settle(deployment, 300)
    deployment.assert_wholly_on(new)
    assert deployment.address()["PublicIp"] == before


def test_every_choice_between_two_ways_is_among_them() -> None:
    choices = {field.name for field in fields(Switches) if field.type in ("bool", "str")}
    assert choices <= {name for name, _ in WAYS}

"""Where AWS leaves it open, an ordinary heal goes well both ways."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from lab.switches import Switches
from tests.heal.conftest import Deploy
from tests.support.actions import fail, mark_unhealthy, settle
from tests.support.deployment import ZONES

# Of switches that are no yes or no: what is not the default, or the far end of a range.
OTHER_WAYS: dict[str, list[Any]] = {
    "detach_while_shutting_down": ["refused", "hangs"],
    "exit_standby_at_max_size": ["ends one"],
    "unknown_after_create_seconds": [(0.0, 4.0)],
    "stale_describe_seconds": [(0.0, 4.0)],
    "describe_page_size": [5],
    "event_loss_probability": [0.5],
    "event_duplicate_probability": [1.0],
    "delete_lag_after_detach_seconds": [(8.0, 8.0)],
    "detach_seconds": [(0.0, 0.0), (25.0, 30.0)],
    "attach_seconds": [(0.0, 0.0), (10.0, 10.0)],
    "interface_available_seconds": [(0.0, 0.0), (5.0, 5.0)],
    "subnet_available_seconds": [(0.0, 0.0), (10.0, 10.0)],
    "instance_pending_seconds": [(0.0, 0.0), (120.0, 120.0)],
    "shutting_down_seconds": [(1.0, 1.0), (600.0, 600.0)],
    "launch_delay_seconds": [(0.0, 0.0), (60.0, 60.0)],
    "health_notice_seconds": [(0.0, 0.0), (60.0, 60.0)],
    "event_delivery_seconds": [(0.0, 0.0), (30.0, 30.0)],
    "write_latency_seconds": [(0.0, 0.0), (3.0, 3.0)],
    "lambda_start_seconds": [(0.0, 0.0), (5.0, 5.0)],
}
FLIPPED = [(field.name, not field.default) for field in fields(Switches) if field.type == "bool"]
WAYS = FLIPPED + [(name, value) for name, values in OTHER_WAYS.items() for value in values]
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

"""A guest takes its time to shut down, and the VIP's interface is on its instance meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from lab.pipeline.call_log import Call
from lab.pipeline.faults import Fault
from tests.heal.conftest import REFUSED, Deploy
from tests.support.actions import MINUTE, fail, serving, settle
from tests.support.deployment import Deployment

AFTER = 30
GUEST = 900.0  # seconds that it takes to shut down
KEPT = [{"detach_while_shutting_down": how} for how in ("refused", "hangs")]


def slow(deploy: Deploy, switches: dict[str, Any], **settings: str) -> Deployment:
    """In service, on an instance whose guest is slow to shut down."""
    deployment = deploy(
        switches=switches, **({"END_SLOW_SHUTDOWN_AFTER_SECONDS": str(AFTER)} | settings)
    )
    deployment.warm_up()
    deployment.lab.ec2.shutdowns.guest_seconds[serving(deployment)] = GUEST
    return deployment


def ends(deployed: Deployment) -> list[Call]:
    """The handler's TerminateInstances, refused ones too."""
    return deployed.lab.call_log.of("ec2", "TerminateInstances", kind="lambda")


@pytest.mark.parametrize("switches", KEPT)
def test_it_is_ended_once_it_was_watched_for_so_long(
    deploy: Deploy, switches: dict[str, Any]
) -> None:
    deployed = slow(deploy, switches)
    old, began = fail(deployed), deployed.lab.clock.now()
    new = deployed.in_service(other_than=old, limit_seconds=300)
    deployed.assert_wholly_on(new)
    (end,) = ends(deployed)
    assert end.params == {"InstanceIds": [old], "Force": True, "SkipOsShutdown": True}
    assert end.at - began >= AFTER


@pytest.mark.parametrize("switches", KEPT)
def test_its_guest_has_all_its_time_unless_somebody_asks(
    deploy: Deploy, switches: dict[str, Any]
) -> None:
    deployed = slow(deploy, switches, END_SLOW_SHUTDOWN_AFTER_SECONDS="0")
    old = fail(deployed)
    settle(deployed, GUEST - MINUTE)
    assert deployed.lab.ec2.state(old) == "shutting-down"
    assert ends(deployed) == []


def test_it_is_left_alone_once_it_has_let_go(deploy: Deploy) -> None:
    deployed = slow(deploy, {"detach_while_shutting_down": "works"})
    old = fail(deployed)
    deployed.assert_wholly_on(deployed.in_service(other_than=old, limit_seconds=300))
    settle(deployed, 5 * MINUTE)
    assert deployed.lab.ec2.state(old) == "shutting-down"
    assert ends(deployed) == []


def test_a_right_that_is_missing_is_told_and_the_end_waited_for(deploy: Deploy) -> None:
    deployed = slow(deploy, KEPT[0])
    deployed.lab.ec2.shutdowns.guest_seconds[serving(deployed)] = 2.0 * MINUTE
    deployed.lab.faults.inject(
        Fault(
            "ec2", "TerminateInstances", "error", error=REFUSED["ec2"], count=100, caller="lambda"
        )
    )
    old = fail(deployed)
    deployed.assert_wholly_on(deployed.in_service(other_than=old, limit_seconds=500))
    settle(deployed, 30)
    assert any("EndShutdown was refused" in body for _, body in deployed.mailed())

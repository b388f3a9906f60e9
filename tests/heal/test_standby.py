"""An operator takes the serving instance out of rotation: with a successor, or without."""

from __future__ import annotations

import pytest

from tests.heal.actions import messages, serving, settle
from tests.lab.deployment import ZONES, Deployment


def enter_standby(deployed: Deployment, *, decrement: bool) -> str:
    instance_id = serving(deployed)
    deployed.autoscaling.enter_standby(
        AutoScalingGroupName=deployed.name,
        InstanceIds=[instance_id],
        ShouldDecrementDesiredCapacity=decrement,
    )
    return instance_id


def test_decremented_the_vip_stays_and_comes_back_into_service(deployed: Deployment) -> None:
    resting = enter_standby(deployed, decrement=True)
    settle(deployed)
    deployed.assert_wholly_on(resting)
    deployed.autoscaling.exit_standby(AutoScalingGroupName=deployed.name, InstanceIds=[resting])
    assert deployed.in_service() == resting
    deployed.assert_wholly_on(resting)


@pytest.mark.parametrize("zone", ZONES[:2])
def test_not_decremented_the_vip_moves_to_the_successor_once_it_serves(
    deployed: Deployment, zone: str
) -> None:
    deployed.lab.groups.force_az = zone
    resting = enter_standby(deployed, decrement=False)
    successor = deployed.in_service(other_than=resting, limit_seconds=120)
    settle(deployed, 120)
    deployed.assert_wholly_on(successor)
    assert [each["LifecycleState"] for each in deployed.instances()] == ["Standby", "InService"]
    assert messages(deployed)[-1].startswith("VIP 10.16.10.20")
    assert successor in messages(deployed)[-1]


def test_while_the_group_is_deleted_nobody_else_ends_it(deployed: Deployment) -> None:
    """Terraform's provider sets every size to 0, and waits for ever on what is in Standby."""
    resting = enter_standby(deployed, decrement=True)
    deployed.autoscaling.update_auto_scaling_group(
        AutoScalingGroupName=deployed.name, MinSize=0, MaxSize=0, DesiredCapacity=0
    )
    assert deployed.lab.clock.run_until(lambda: not deployed.instances(), 300)
    assert deployed.lab.ec2.state(resting) == "terminated"
    deployed.assert_nothing_left()


def test_at_rest_what_is_in_standby_stays(deployed: Deployment) -> None:
    """Desired capacity 0 is an operator's wish; only the greatest size 0 is Terraform's."""
    resting = enter_standby(deployed, decrement=True)
    settle(deployed, 300)
    assert deployed.lab.ec2.state(resting) == "running"
    deployed.assert_wholly_on(resting)

"""An operator takes the serving instance out of rotation: with a successor, or without."""

from __future__ import annotations

import pytest

from tests.heal.conftest import Deploy
from tests.support.actions import messages, serving, settle
from tests.support.deployment import ZONES, Deployment
from tests.support.event_shapes import LAUNCH


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
    subject, body = deployed.mailed()[-1]
    assert subject == f"VIP 10.16.10.20 moved to {successor} in {zone}"
    assert f"Before on {resting}." in body
    assert f"Why: {resting} is in Standby, and an instance is in service." in body
    assert "changed" not in body
    assert not [each for each in messages(deployed) if "repaired" in each]


def test_the_successor_is_let_in_although_its_launch_event_is_lost(deployed: Deployment) -> None:
    """Its hook would else time out, and the group would launch without end."""
    settle(deployed, 70)
    deployed.lab.events.drop(LAUNCH, count=1)
    resting = enter_standby(deployed, decrement=False)
    successor = deployed.in_service(other_than=resting, limit_seconds=300)
    settle(deployed, 130)
    deployed.assert_wholly_on(successor)


def test_a_switch_back_says_which_one_is_in_standby(deployed: Deployment) -> None:
    old = enter_standby(deployed, decrement=False)
    new = deployed.in_service(other_than=old, limit_seconds=120)
    settle(deployed, 120)
    enter_standby(deployed, decrement=True)
    deployed.autoscaling.exit_standby(AutoScalingGroupName=deployed.name, InstanceIds=[old])
    settle(deployed, 120)
    deployed.assert_wholly_on(old)
    subject, body = deployed.mailed()[-1]
    assert subject.startswith(f"VIP 10.16.10.20 moved to {old} in ")
    assert f"Why: {new} is in Standby" in body


def test_what_is_asked_for_is_told_in_auto_scalings_words(deployed: Deployment) -> None:
    """The cause that Auto Scaling gives: a user's request, a refresh."""
    old = serving(deployed)
    deployed.autoscaling.terminate_instance_in_auto_scaling_group(
        InstanceId=old, ShouldDecrementDesiredCapacity=False
    )
    second = deployed.in_service(other_than=old)
    settle(deployed)
    subject, body = deployed.mailed()[-1]
    assert subject.startswith(f"VIP 10.16.10.20 is on {second} in ")
    assert f"instance {old} was taken out of service in response to a user request." in body
    deployed.autoscaling.start_instance_refresh(AutoScalingGroupName=deployed.name)
    third = deployed.in_service(other_than=second)
    settle(deployed)
    subject, body = deployed.mailed()[-1]
    assert subject.startswith(f"VIP 10.16.10.20 is on {third} in ")
    assert "taken out of service in response to an instance refresh." in body
    assert not [each for each in messages(deployed) if "repaired" in each]


def test_a_detached_instance_is_named_as_the_one_that_left(deployed: Deployment) -> None:
    old = serving(deployed)
    deployed.autoscaling.detach_instances(
        AutoScalingGroupName=deployed.name,
        InstanceIds=[old],
        ShouldDecrementDesiredCapacity=False,
    )
    new = deployed.in_service(other_than=old)
    settle(deployed)
    deployed.assert_wholly_on(new)
    assert f"Before on {old} in" in deployed.mailed()[-1][1]


def test_a_rest_is_no_heal(deploy: Deploy) -> None:
    """The hours at rest are not the seconds of a heal, neither in the message nor in the metric."""
    deployment = deploy()
    old = deployment.warm_up()
    settle(deployment, 70)
    before = deployment.lab.metrics.values("PersistentVnf", "HealSeconds", Name="sbc")
    deployment.scale(0)
    settle(deployment, 3600)
    deployment.scale(1)
    deployment.in_service()
    settle(deployment, 70)
    body = deployment.mailed()[-1][1]
    assert f"The group had been lowered; {old} served before." in body
    assert "seconds went by" not in body
    after = deployment.lab.metrics.values("PersistentVnf", "HealSeconds", Name="sbc")
    assert after == before == []


def test_while_the_group_is_deleted_nobody_else_ends_it(deployed: Deployment) -> None:
    """Terraform's provider sets every size to 0, and waits without end on what is in Standby."""
    resting = enter_standby(deployed, decrement=True)
    deployed.autoscaling.update_auto_scaling_group(
        AutoScalingGroupName=deployed.name, MinSize=0, MaxSize=0, DesiredCapacity=0
    )
    assert deployed.lab.clock.run_until(lambda: not deployed.instances(), 300)
    assert deployed.lab.ec2.state(resting) == "terminated"
    deployed.assert_nothing_left()


def test_at_rest_what_is_in_standby_stays(deployed: Deployment) -> None:
    """Desired capacity 0 is an operator's wish; only the maximum size 0 is Terraform's."""
    resting = enter_standby(deployed, decrement=True)
    settle(deployed, 300)
    assert deployed.lab.ec2.state(resting) == "running"
    deployed.assert_wholly_on(resting)

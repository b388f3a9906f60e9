"""Groups of two: scaling out and in, who goes first, protection of single instances."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.autoscaling.states import Member
from lab.context import Lab
from lab.in_process import client, simulated
from lab.switches import Switches
from tests.support.worlds.auto_scaling import AZ_A, AZ_B, GROUP, GroupWorld, build, launch_hook

ALL_PROTECTED = (
    "Could not scale to desired capacity because all remaining instances are protected from "
    "scale-in."
)


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=7) as active:
        yield active
        active.gaps.check()


@pytest.fixture
def world(lab: Lab) -> GroupWorld:
    return build(lab, MaxSize=2, LifecycleHookSpecificationList=[])


def serve(world: GroupWorld, *zones: str) -> list[Member]:
    """One instance after the other, the oldest first."""
    for number, zone in enumerate(zones, 1):
        world.groups.force_az = zone
        world.scale(number)
        world.reach(*["InService"] * number)
    world.groups.force_az = None
    return list(world.members)


def protect(world: GroupWorld, *members: Member, protected: bool = True) -> None:
    world.api.set_instance_protection(
        AutoScalingGroupName=GROUP,
        InstanceIds=[member.instance_id for member in members],
        ProtectedFromScaleIn=protected,
    )


def refused(error: pytest.ExceptionInfo[ClientError]) -> tuple[str, str]:
    said = error.value.response["Error"]
    return said["Code"], said["Message"]


def newer_version(world: GroupWorld) -> None:
    client("ec2").create_launch_template_version(
        LaunchTemplateId=world.template_id,
        LaunchTemplateData={"ImageId": "ami-12345678", "InstanceType": "t3.small"},
    )


def left_of(world: GroupWorld, desired: int = 1) -> list[Member]:
    """Who serves after scaling in."""
    world.scale(desired)
    return world.reach(*["InService"] * desired)


@pytest.mark.behaviour("choice-of-the-zone")
def test_two_instances_land_in_two_zones(world: GroupWorld) -> None:
    world.scale(2)
    members = world.reach("InService", "InService")
    assert {member.availability_zone for member in members} == {AZ_A, AZ_B}


@pytest.mark.behaviour("sizes-and-scaling-in")
def test_the_oldest_version_of_the_template_goes_first(world: GroupWorld) -> None:
    """Before age: the older instance stays, as it is of the newer version."""
    newer_version(world)
    world.api.update_auto_scaling_group(
        AutoScalingGroupName=GROUP,
        LaunchTemplate={"LaunchTemplateId": world.template_id, "Version": "2"},
    )
    [older] = serve(world, AZ_A)
    world.api.update_auto_scaling_group(
        AutoScalingGroupName=GROUP,
        LaunchTemplate={"LaunchTemplateId": world.template_id, "Version": "1"},
    )
    world.groups.force_az = AZ_B
    world.scale(2)
    world.reach("InService", "InService")
    assert left_of(world) == [older]


@pytest.mark.behaviour("sizes-and-scaling-in")
def test_another_template_than_the_groups_goes_before_an_old_version(world: GroupWorld) -> None:
    """Whatever its own version is."""
    newer_version(world)
    serve(world, AZ_A)
    other = client("ec2").create_launch_template(
        LaunchTemplateName="other",
        LaunchTemplateData={"ImageId": "ami-12345678", "InstanceType": "t3.small"},
    )["LaunchTemplate"]["LaunchTemplateId"]
    world.api.update_auto_scaling_group(
        AutoScalingGroupName=GROUP, LaunchTemplate={"LaunchTemplateId": other, "Version": "1"}
    )
    world.groups.force_az = AZ_B
    world.scale(2)
    world.reach("InService", "InService")
    [of_template] = [m for m in world.members if m.availability_zone == AZ_B]
    assert left_of(world) == [of_template]


@pytest.mark.behaviour("sizes-and-scaling-in")
def test_the_fuller_zone_loses_one_before_templates_count(lab: Lab) -> None:
    world = build(lab, MaxSize=3, LifecycleHookSpecificationList=[])
    alone, *both = serve(world, AZ_A, AZ_B, AZ_B)
    left = left_of(world, 2)
    assert alone in left
    assert left[1] in both


@pytest.mark.behaviour("sizes-and-scaling-in")
def test_of_equals_the_one_whose_next_hour_begins_first_goes(world: GroupWorld) -> None:
    """That is the older one in the first hour, and no more when it has just begun another."""
    older, younger = serve(world, AZ_A, AZ_B)
    second_hour = older.launched_at + 3600 - world.lab.clock.now()
    world.lab.clock.sleep(second_hour + 1)
    assert left_of(world) == [older]
    assert younger.leaving


@pytest.mark.behaviour("sizes-and-scaling-in")
def test_an_unhealthy_instance_goes_before_a_healthy_one(world: GroupWorld) -> None:
    older, younger = serve(world, AZ_A, AZ_B)
    world.api.suspend_processes(AutoScalingGroupName=GROUP, ScalingProcesses=["ReplaceUnhealthy"])
    world.api.set_instance_health(InstanceId=younger.instance_id, HealthStatus="Unhealthy")
    assert left_of(world) == [older]


@pytest.mark.behaviour("protection-from-scaling-in")
def test_protection_is_shown_and_the_other_one_goes(world: GroupWorld) -> None:
    older, younger = serve(world, AZ_A, AZ_B)
    protect(world, older)
    shown = {
        each["InstanceId"]: each["ProtectedFromScaleIn"] for each in world.described()["Instances"]
    }
    assert shown == {older.instance_id: True, younger.instance_id: False}
    described = world.api.describe_auto_scaling_instances(InstanceIds=[older.instance_id])
    assert described["AutoScalingInstances"][0]["ProtectedFromScaleIn"] is True
    assert left_of(world) == [older]


@pytest.mark.behaviour("protection-from-scaling-in")
def test_protection_counts_before_the_zone_with_most(lab: Lab) -> None:
    world = build(lab, MaxSize=3, LifecycleHookSpecificationList=[])
    alone, *both = serve(world, AZ_A, AZ_B, AZ_B)
    protect(world, *both)
    assert left_of(world, 2) == both
    assert alone.leaving


@pytest.mark.behaviour("protection-from-scaling-in")
def test_all_protected_the_capacity_shrinks_and_nobody_goes(world: GroupWorld) -> None:
    """One activity for each request says so: cancelled, with the group's equilibrium as cause."""
    both = serve(world, AZ_A, AZ_B)
    protect(world, *both)
    world.scale(1)
    world.lab.clock.sleep(300)
    assert world.states() == ["InService", "InService"]
    assert world.described()["DesiredCapacity"] == 1
    told = world.activity(ALL_PROTECTED)
    assert told["StatusCode"] == "Cancelled"
    assert "changing the desired capacity from 2 to 1.  At " in told["Cause"]
    assert told["Cause"].endswith(" group reached equilibrium.")


@pytest.mark.behaviour("protection-from-scaling-in")
@pytest.mark.parametrize("seconds", [5.0, 600.0])
def test_a_group_notices_after_a_while_that_protection_was_lifted(
    world: GroupWorld, seconds: float
) -> None:
    world.lab.switches.unprotected_notice_seconds = (seconds, seconds)
    older, younger = serve(world, AZ_A, AZ_B)
    protect(world, older, younger)
    world.scale(1)
    world.lab.clock.sleep(60)
    protect(world, younger, protected=False)
    world.lab.clock.sleep(seconds - 1)
    assert world.states() == ["InService", "InService"]
    world.lab.clock.sleep(3)
    assert younger.leaving
    assert not older.leaving


@pytest.mark.behaviour("protection-from-scaling-in")
def test_a_protected_instance_is_replaced_when_unhealthy(world: GroupWorld) -> None:
    older, _ = serve(world, AZ_A, AZ_B)
    protect(world, older)
    world.api.set_instance_health(InstanceId=older.instance_id, HealthStatus="Unhealthy")
    world.lab.clock.sleep(5)
    assert older.leaving


@pytest.mark.behaviour("protection-from-scaling-in")
def test_a_protected_instance_can_be_ended_by_hand(world: GroupWorld) -> None:
    older, younger = serve(world, AZ_A, AZ_B)
    protect(world, older, younger)
    world.api.terminate_instance_in_auto_scaling_group(
        InstanceId=older.instance_id, ShouldDecrementDesiredCapacity=True
    )
    client("ec2").terminate_instances(InstanceIds=[younger.instance_id])
    world.lab.clock.sleep(90)
    assert older.leaving
    assert younger.leaving


@pytest.mark.behaviour("protection-from-scaling-in")
@pytest.mark.parametrize("protected", [True, False])
def test_one_that_a_launch_hook_holds_cannot_be_protected(lab: Lab, protected: bool) -> None:
    world = build(lab, LifecycleHookSpecificationList=[launch_hook()])
    world.scale(1)
    [held] = world.reach("Pending:Wait")
    with pytest.raises(ClientError) as error:
        protect(world, held, protected=protected)
    assert refused(error) == (
        "ValidationError",
        f"The instance {held.instance_id} is not in InService or EnteringStandby or Standby.",
    )


@pytest.mark.behaviour("protection-from-scaling-in")
def test_all_of_them_are_protected_or_none(world: GroupWorld) -> None:
    """A leaving one is refused, and one in standby is taken."""
    older, younger = serve(world, AZ_A, AZ_B)
    world.api.enter_standby(
        AutoScalingGroupName=GROUP,
        InstanceIds=[older.instance_id],
        ShouldDecrementDesiredCapacity=True,
    )
    protect(world, older)
    assert older.protected_from_scale_in
    world.api.terminate_instance_in_auto_scaling_group(
        InstanceId=younger.instance_id, ShouldDecrementDesiredCapacity=False
    )
    with pytest.raises(ClientError, match="is not in InService"):
        protect(world, older, younger, protected=False)
    assert older.protected_from_scale_in


@pytest.mark.behaviour("protection-from-scaling-in")
def test_a_stranger_cannot_be_protected(world: GroupWorld) -> None:
    with pytest.raises(ClientError) as error:
        world.api.set_instance_protection(
            AutoScalingGroupName=GROUP, InstanceIds=["i-0"], ProtectedFromScaleIn=True
        )
    assert refused(error) == (
        "ValidationError",
        f"The instance i-0 is not part of Auto Scaling group {GROUP}.",
    )


@pytest.mark.behaviour("protection-from-scaling-in")
def test_at_most_fifty_at_a_time(world: GroupWorld) -> None:
    with pytest.raises(ClientError) as error:
        world.api.set_instance_protection(
            AutoScalingGroupName=GROUP,
            InstanceIds=[f"i-{number}" for number in range(51)],
            ProtectedFromScaleIn=True,
        )
    assert refused(error)[0] == "LimitExceeded"


@pytest.mark.behaviour("protection-from-scaling-in")
@pytest.mark.parametrize("of_the_group", [True, False])
def test_detached_and_attached_it_has_the_groups_protection(lab: Lab, of_the_group: bool) -> None:
    """Its own is lost when it is detached."""
    with_hooks: dict[str, Any] = {"LifecycleHookSpecificationList": []}
    world = build(lab, NewInstancesProtectedFromScaleIn=of_the_group, **with_hooks)
    [member] = serve(world, AZ_A)
    protect(world, member, protected=not of_the_group)
    ids = [member.instance_id]
    world.api.detach_instances(
        AutoScalingGroupName=GROUP, InstanceIds=ids, ShouldDecrementDesiredCapacity=True
    )
    world.api.attach_instances(AutoScalingGroupName=GROUP, InstanceIds=ids)
    [shown] = world.described()["Instances"]
    assert shown["ProtectedFromScaleIn"] is of_the_group


@pytest.mark.behaviour("protection-from-scaling-in")
def test_protection_of_the_group_begins_with_service() -> None:
    switches = Switches(scale_in_interrupts_launch_hook=True)
    with simulated(switches=switches) as lab:
        world = build(
            lab,
            NewInstancesProtectedFromScaleIn=True,
            LifecycleHookSpecificationList=[launch_hook()],
        )
        world.scale(1)
        [held] = world.reach("Pending:Wait")
        world.scale(0)
        lab.clock.sleep(5)
        assert held.leaving

"""Suspended processes as they are shown, and what each of them holds back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from lab.autoscaling.activities import stamp
from lab.autoscaling.states import Member
from lab.context import Lab
from lab.in_process import client, simulated
from tests.support.worlds.auto_scaling import AZ_A, AZ_B, GROUP, GroupWorld, build


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=5) as active:
        yield active
        active.gaps.check()


@pytest.fixture
def world(lab: Lab) -> GroupWorld:
    return build(lab, MaxSize=2, LifecycleHookSpecificationList=[])


def suspend(world: GroupWorld, *processes: str) -> str:
    world.api.suspend_processes(AutoScalingGroupName=GROUP, ScalingProcesses=list(processes))
    return stamp(world.lab.clock.now())


def resume(world: GroupWorld, *processes: str) -> None:
    world.api.resume_processes(AutoScalingGroupName=GROUP, ScalingProcesses=list(processes))


def mark(world: GroupWorld, member: Member) -> None:
    world.api.set_instance_health(
        InstanceId=member.instance_id, HealthStatus="Unhealthy", ShouldRespectGracePeriod=False
    )


@pytest.mark.behaviour("suspended-processes")
def test_a_suspended_process_is_shown_with_its_time(world: GroupWorld) -> None:
    """Suspended again, it has been so since the first time; resumed, it is shown no more."""
    first = suspend(world, "ReplaceUnhealthy")
    world.lab.clock.sleep(30)
    later = suspend(world, "ReplaceUnhealthy", "HealthCheck")
    assert world.described()["SuspendedProcesses"] == [
        {"ProcessName": "HealthCheck", "SuspensionReason": f"User suspended at {later}"},
        {"ProcessName": "ReplaceUnhealthy", "SuspensionReason": f"User suspended at {first}"},
    ]
    resume(world, "ReplaceUnhealthy")
    assert [each["ProcessName"] for each in world.described()["SuspendedProcesses"]] == [
        "HealthCheck"
    ]


@pytest.mark.behaviour("suspended-processes")
def test_without_names_all_are_suspended_and_resumed(world: GroupWorld) -> None:
    world.api.suspend_processes(AutoScalingGroupName=GROUP)
    names = {each["ProcessName"] for each in world.described()["SuspendedProcesses"]}
    assert {"Launch", "Terminate", "HealthCheck", "ReplaceUnhealthy", "AZRebalance"} <= names
    world.api.resume_processes(AutoScalingGroupName=GROUP)
    assert world.described()["SuspendedProcesses"] == []


@pytest.mark.behaviour("suspended-processes")
@pytest.mark.parametrize("call", ["suspend_processes", "resume_processes"])
def test_a_process_that_does_not_exist_is_refused(world: GroupWorld, call: str) -> None:
    with pytest.raises(ClientError, match="Replace") as error:
        getattr(world.api, call)(AutoScalingGroupName=GROUP, ScalingProcesses=["Replace"])
    assert error.value.response["Error"]["Code"] == "ValidationError"


@pytest.mark.behaviour("suspended-processes")
def test_a_users_mark_does_not_wait_for_suspended_health_checks(world: GroupWorld) -> None:
    member = world.serve()
    suspend(world, "HealthCheck")
    mark(world, member)
    world.lab.clock.sleep(5)
    assert member.leaving


@pytest.mark.behaviour("suspended-processes")
def test_suspended_terminate_leaves_a_marked_one_until_it_is_resumed(world: GroupWorld) -> None:
    member = world.serve()
    suspend(world, "Terminate")
    mark(world, member)
    world.lab.clock.sleep(300)
    assert member.in_service
    assert member.health_status == "Unhealthy"
    resume(world, "Terminate")
    world.lab.clock.sleep(5)
    assert member.leaving


@pytest.mark.behaviour("suspended-processes")
def test_suspended_launch_ends_the_marked_one_and_keeps_the_other(world: GroupWorld) -> None:
    world.scale(2)
    marked, other = world.reach("InService", "InService")
    suspend(world, "Launch")
    mark(world, marked)
    world.lab.clock.sleep(300)
    assert world.members == [other]
    resume(world, "Launch")
    world.reach("InService", "InService")


@pytest.mark.behaviour("choice-of-the-zone")
def test_a_successor_of_two_lands_in_the_zone_that_was_left(world: GroupWorld) -> None:
    world.scale(2)
    marked, other = world.reach("InService", "InService")
    mark(world, marked)
    world.lab.clock.run_until(lambda: marked not in world.members, 600)
    left = world.reach("InService", "InService")
    assert other in left
    assert {member.availability_zone for member in left} <= {AZ_A, AZ_B}


@pytest.mark.behaviour("health-of-an-instance")
def test_of_two_impaired_ones_the_second_waits_for_the_firsts_successor(world: GroupWorld) -> None:
    world.lab.switches.impaired_notice_seconds = (120, 120)
    world.scale(2)
    both = world.reach("InService", "InService")
    for member in both:
        world.lab.ec2.impaired.add(member.instance_id)
    world.lab.clock.run_until(lambda: any(member.leaving for member in both), 600)
    world.lab.clock.sleep(10)
    [waiting] = [member for member in both if not member.leaving]
    assert waiting.health_status == "Unhealthy"
    world.lab.clock.run_until(lambda: waiting.leaving, 300)
    assert waiting.leaving
    [successor, *_] = [member for member in world.members if member not in both]
    assert successor.in_service


@pytest.mark.behaviour("marking-an-instance-unhealthy")
def test_two_marked_by_a_user_go_at_once(world: GroupWorld) -> None:
    world.scale(2)
    both = world.reach("InService", "InService")
    for member in both:
        mark(world, member)
    world.lab.clock.sleep(5)
    assert all(member.leaving for member in both)


CAUSES = {
    "a mark": "in response to a user health-check.",
    "an end": "in response to an EC2 health check indicating it has been terminated or stopped.",
    "an impairment": "in response to an EC2 instance status checks failure.",
}


@pytest.mark.behaviour("causes-of-an-activity")
@pytest.mark.parametrize("reason", CAUSES)
def test_the_cause_says_who_found_the_instance_unhealthy(world: GroupWorld, reason: str) -> None:
    member = world.serve()
    if reason == "a mark":
        mark(world, member)
    elif reason == "an end":
        client("ec2").stop_instances(InstanceIds=[member.instance_id])
    else:
        world.lab.ec2.impaired.add(member.instance_id)
    world.lab.clock.run_until(lambda: member.leaving, 600)
    cause = world.activity(f"Terminating EC2 instance: {member.instance_id}")["Cause"]
    assert cause.startswith("At 2026-")
    assert cause.endswith(f" an instance was taken out of service {CAUSES[reason]}")

"""Launching: states, hooks, AZ choice, failures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lab.context import Lab
from lab.errors import NotModelled
from lab.in_process import client, simulated
from tests.support.event_shapes import AUTO_SCALING, LAUNCH_ACTION, TERMINATE_ACTION
from tests.support.worlds.auto_scaling import (
    AZ_A,
    AZ_B,
    GROUP,
    LAUNCH_HOOK,
    GroupWorld,
    build,
    hook,
    launch_hook,
)


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=3) as active:
        yield active
        active.gaps.check()


@pytest.fixture
def world(lab: Lab) -> GroupWorld:
    return build(lab)


@pytest.mark.behaviour("lifecycle-states")
def test_an_instance_passes_every_launch_state_and_waits_running(world: GroupWorld) -> None:
    world.scale(1)
    [member] = world.reach("Pending")
    [member] = world.reach("Pending:Wait")
    assert world.lab.ec2.state(member.instance_id) == "running"
    world.complete(member)
    world.reach("Pending:Proceed")
    world.reach("InService")
    assert world.described()["Instances"][0]["LifecycleState"] == "InService"


@pytest.mark.behaviour("lifecycle-states")
def test_without_hooks_the_instance_serves_once_it_runs(lab: Lab) -> None:
    world = build(lab, LifecycleHookSpecificationList=None)
    world.scale(1)
    world.reach("InService")
    assert world.events(LAUNCH_ACTION) == []


@pytest.mark.behaviour("lifecycle-events")
def test_the_launch_event_has_exactly_the_documented_shape(world: GroupWorld) -> None:
    world.scale(1)
    [member] = world.reach("Pending:Wait")
    [event] = world.events(LAUNCH_ACTION)
    [action] = world.engine.actions.open_for(member)
    assert event.pop("id")
    assert event.pop("time").startswith("2026-11-23T00:0")
    assert event == {
        "version": "0",
        "detail-type": LAUNCH_ACTION,
        "source": AUTO_SCALING,
        "account": "123456789012",
        "region": "eu-west-1",
        "resources": [world.described()["AutoScalingGroupARN"]],
        "detail": {
            "LifecycleActionToken": action.token,
            "AutoScalingGroupName": GROUP,
            "LifecycleHookName": LAUNCH_HOOK,
            "EC2InstanceId": member.instance_id,
            "LifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING",
            "Origin": "EC2",
            "Destination": "AutoScalingGroup",
        },
    }


@pytest.mark.behaviour("lifecycle-events")
def test_notification_metadata_comes_only_if_the_hook_defines_it(lab: Lab) -> None:
    world = build(lab, LifecycleHookSpecificationList=[launch_hook(NotificationMetadata="vnf")])
    world.scale(1)
    world.reach("Pending:Wait")
    assert world.details(LAUNCH_ACTION)[0]["NotificationMetadata"] == "vnf"


@pytest.mark.behaviour("lifecycle-events")
def test_a_hook_without_metadata_may_send_an_empty_string(world: GroupWorld) -> None:
    world.lab.switches.event_carries_empty_notification_metadata = True
    world.scale(1)
    world.reach("Pending:Wait")
    assert world.details(LAUNCH_ACTION)[0]["NotificationMetadata"] == ""


@pytest.mark.behaviour("lifecycle-events")
def test_launch_successful_lists_the_group_and_the_instance(world: GroupWorld) -> None:
    member = world.serve()
    [event] = world.events("EC2 Instance Launch Successful")
    assert [arn.split(":")[2] for arn in event["resources"]] == ["autoscaling", "ec2"]
    assert event["detail"]["EC2InstanceId"] == member.instance_id
    assert event["detail"]["Details"]["Availability Zone"] == member.availability_zone


@pytest.mark.behaviour("lifecycle-hooks")
def test_all_hooks_of_a_transition_run_each_with_its_own_token(lab: Lab) -> None:
    second = hook("licence", "LAUNCHING")
    world = build(lab, LifecycleHookSpecificationList=[launch_hook(), second])
    world.scale(1)
    [member] = world.reach("Pending:Wait")
    first, other = world.engine.actions.open_for(member)
    assert first.token != other.token
    world.engine.actions.complete("licence", other.token, None, "CONTINUE")
    lab.clock.sleep(30)
    assert world.states() == ["Pending:Wait"]
    world.engine.actions.complete(LAUNCH_HOOK, first.token, None, "CONTINUE")
    world.reach("InService")


@pytest.mark.behaviour("hooks-of-the-first-instance")
def test_a_hook_added_later_is_skipped_by_the_first_instance(lab: Lab) -> None:
    world = build(lab, LifecycleHookSpecificationList=None)
    world.scale(1)
    world.reach("InService")
    world.api.put_lifecycle_hook(AutoScalingGroupName=GROUP, **launch_hook())
    assert world.events(LAUNCH_ACTION) == []


@pytest.mark.behaviour("abandoned-launches")
def test_abandon_at_launch_terminates_and_launches_another(world: GroupWorld) -> None:
    world.scale(1)
    [first] = world.reach("Pending:Wait")
    world.complete(first, "ABANDON")
    world.lab.clock.run_until(lambda: len(world.events(LAUNCH_ACTION)) == 2, 300)
    assert first.leaving
    launch = world.activity(f"Launching a new EC2 instance: {first.instance_id}")
    assert launch["StatusCode"] == "Cancelled"
    assert "abandoned: Lifecycle Action Completed with ABANDON Result" in launch["StatusMessage"]


@pytest.mark.behaviour("abandoned-launches")
@pytest.mark.parametrize("fires", [True, False])
def test_the_terminate_hook_may_fire_after_an_abandoned_launch(
    world: GroupWorld, fires: bool
) -> None:
    world.lab.switches.terminate_hook_after_launch_abandon = fires
    world.scale(1)
    [first] = world.reach("Pending:Wait")
    world.complete(first, "ABANDON")
    world.lab.clock.sleep(60)
    fired = [d["EC2InstanceId"] for d in world.details(TERMINATE_ACTION)]
    assert fired == ([first.instance_id] if fires else [])


@pytest.mark.behaviour("failing-launches")
def test_failing_launch_hooks_are_throttled_more_and_more(world: GroupWorld) -> None:
    world.lab.switches.terminate_hook_after_launch_abandon = False
    world.scale(1)
    pauses = []
    for _ in range(4):
        world.lab.clock.run_until(lambda: "Pending:Wait" in world.states(), 600)
        world.complete(world.in_state("Pending:Wait"), "ABANDON")
        abandoned = world.lab.clock.now()
        world.lab.clock.run_until(lambda: "Pending" in world.states(), 600)
        pauses.append(world.lab.clock.now() - abandoned)
    assert pauses[0] >= 15
    assert pauses[3] >= 120


@pytest.mark.behaviour("choice-of-the-zone")
def test_the_az_with_the_fewest_instances_is_chosen(lab: Lab) -> None:
    world = build(lab, MaxSize=2, LifecycleHookSpecificationList=None)
    world.scale(2)
    members = world.reach("InService", "InService")
    assert {member.availability_zone for member in members} == {AZ_A, AZ_B}


@pytest.mark.behaviour("choice-of-the-zone")
def test_ties_are_arbitrary_but_the_same_for_the_same_seed() -> None:
    def zone(seed: int) -> str:
        with simulated(seed=seed) as lab:
            return build(lab).serve().availability_zone

    zones = [zone(seed) for seed in range(6)]
    assert set(zones) == {AZ_A, AZ_B}
    assert zones == [zone(seed) for seed in range(6)]


@pytest.mark.parametrize("zone", [AZ_A, AZ_B])
def test_the_az_can_be_forced(world: GroupWorld, zone: str) -> None:
    world.lab.groups.force_az = zone
    assert world.serve().availability_zone == zone


@pytest.mark.behaviour("choice-of-the-zone")
def test_an_az_that_is_down_fails_the_launch_and_another_is_tried(world: GroupWorld) -> None:
    world.lab.ec2.az_down.add(AZ_A)
    world.lab.groups.force_az = AZ_A
    assert world.serve().availability_zone == AZ_B
    success, failure = world.activities()
    assert success["StatusCode"] == "Successful"
    assert failure["StatusCode"] == "Failed"
    assert "Launching EC2 instance failed" in failure["StatusMessage"]
    [event] = world.events("EC2 Instance Launch Unsuccessful")
    assert event["detail"]["Details"]["Availability Zone"] == AZ_A


@pytest.mark.behaviour("failing-launches")
def test_launch_failures_back_off_and_end_when_the_az_is_back(world: GroupWorld) -> None:
    world.lab.ec2.az_down.update((AZ_A, AZ_B))
    world.scale(1)
    world.lab.clock.sleep(600)
    attempts = len(world.activities())
    assert 6 <= attempts <= 16  # about six rounds of two AZs, not a storm
    world.lab.ec2.az_down.clear()
    world.reach("Pending:Wait")


def test_a_launch_that_the_lab_cannot_do_is_a_gap_and_no_failure() -> None:
    with simulated(seed=3) as lab:
        world = build(lab)
        client("ec2").create_launch_template_version(
            LaunchTemplateName=GROUP,
            LaunchTemplateData={"ImageId": "ami-12345678", "Placement": {"Tenancy": "host"}},
        )
        world.scale(1)
        with pytest.raises(NotModelled, match="placement"):
            lab.clock.sleep(60)
        assert [each["StatusCode"] for each in world.activities()] == ["PreInService"]


@pytest.mark.behaviour("failing-launches")
def test_details_name_subnet_and_az(world: GroupWorld) -> None:
    member = world.serve()
    [activity] = world.activities()
    subnet = world.subnets[member.availability_zone]
    assert activity["Details"] == (
        f'{{"Subnet ID":"{subnet}","Availability Zone":"{member.availability_zone}"}}'
    )
    assert activity["Description"] == f"Launching a new EC2 instance: {member.instance_id}"
    assert activity["Cause"].startswith("At 2026-11-23T00:00:00Z a user request explicitly set")
    assert activity["Cause"].endswith("increasing the capacity from 0 to 1.")
    assert activity["EndTime"] > activity["StartTime"]


@pytest.mark.behaviour("launch-templates")
def test_the_launched_instance_carries_the_groups_tags(lab: Lab) -> None:
    tags = [
        {"Key": "Name", "Value": "vnf", "PropagateAtLaunch": True},
        {"Key": "Cost", "Value": "1", "PropagateAtLaunch": False},
    ]
    member = build(lab, Tags=tags).serve()
    answer = client("ec2").describe_instances(InstanceIds=[member.instance_id])
    [instance] = answer["Reservations"][0]["Instances"]
    carried = {tag["Key"]: tag["Value"] for tag in instance["Tags"]}
    assert carried["Name"] == "vnf"
    assert carried["aws:autoscaling:groupName"] == GROUP
    assert "Cost" not in carried

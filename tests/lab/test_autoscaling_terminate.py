"""Terminating: states, hooks, scale-in, group deletion."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from lab.context import Lab
from lab.in_process import client, simulated
from tests.support.event_shapes import TERMINATE_ACTION
from tests.support.worlds.auto_scaling import (
    GROUP,
    TERMINATE_HOOK,
    GroupWorld,
    build,
    create,
    hook,
    launch_hook,
    terminate_hook,
)


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=4) as active:
        yield active
        active.gaps.check()


@pytest.fixture
def world(lab: Lab) -> GroupWorld:
    return build(lab)


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


@pytest.mark.behaviour("lifecycle-states")
def test_scale_in_passes_every_state_and_waits_with_the_instance_running(world: GroupWorld) -> None:
    member = world.serve()
    world.scale(0)
    world.reach("Terminating")
    world.reach("Terminating:Wait")
    assert world.lab.ec2.state(member.instance_id) == "running"
    world.complete(member)
    assert world.states() == ["Terminating:Proceed"]
    world.lab.clock.run_until(lambda: world.lab.ec2.state(member.instance_id) == "terminated", 300)
    world.reach()
    terminated = world.activity(f"Terminating EC2 instance: {member.instance_id}")
    assert terminated["StatusCode"] == "Successful"
    assert terminated["Cause"].endswith(
        f"instance {member.instance_id} was selected for termination."
    )


@pytest.mark.behaviour("lifecycle-events")
def test_the_terminate_event_has_exactly_the_documented_detail(world: GroupWorld) -> None:
    member = world.serve()
    world.scale(0)
    world.reach("Terminating:Wait")
    [action] = world.engine.actions.open_for(member)
    [event] = world.events(TERMINATE_ACTION)
    assert event["detail"] == {
        "LifecycleActionToken": action.token,
        "AutoScalingGroupName": GROUP,
        "LifecycleHookName": TERMINATE_HOOK,
        "EC2InstanceId": member.instance_id,
        "LifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING",
        "Origin": "AutoScalingGroup",
        "Destination": "EC2",
    }


@pytest.mark.behaviour("lifecycle-states")
def test_terminating_activity_shows_mid_lifecycle_action_while_held(world: GroupWorld) -> None:
    member = world.serve()
    world.scale(0)
    world.reach("Terminating:Wait")
    activity = world.activity(f"Terminating EC2 instance: {member.instance_id}")
    assert activity["StatusCode"] == "MidLifecycleAction"
    assert "EndTime" not in activity


@pytest.mark.behaviour("abandoned-launches")
def test_abandon_at_terminate_skips_the_remaining_hooks(lab: Lab) -> None:
    hooks = [terminate_hook(), hook("archive-logs", "TERMINATING")]
    world = build(lab, LifecycleHookSpecificationList=hooks)
    member = world.serve()
    world.scale(0)
    world.reach("Terminating:Wait")
    first, _ = world.engine.actions.open_for(member)
    world.engine.actions.complete(first.hook.lifecycle_hook_name, first.token, None, "ABANDON")
    assert world.states() == ["Terminating:Proceed"]
    assert world.engine.actions.open_for(member) == []


@pytest.mark.behaviour("sizes-and-scaling-in")
def test_terminate_instance_in_group_respects_the_hook_and_replaces(world: GroupWorld) -> None:
    member = world.serve()
    answer = world.api.terminate_instance_in_auto_scaling_group(
        InstanceId=member.instance_id, ShouldDecrementDesiredCapacity=False
    )
    assert answer["Activity"]["Description"] == f"Terminating EC2 instance: {member.instance_id}"
    world.reach("Terminating:Wait", "Pending:Wait")


@pytest.mark.behaviour("sizes-and-scaling-in")
def test_terminate_instance_in_group_may_shrink_it(world: GroupWorld) -> None:
    member = world.serve()
    world.api.terminate_instance_in_auto_scaling_group(
        InstanceId=member.instance_id, ShouldDecrementDesiredCapacity=True
    )
    assert world.described()["DesiredCapacity"] == 0
    world.reach("Terminating:Wait")


@pytest.mark.behaviour("sizes-and-scaling-in")
def test_terminate_instance_in_group_refuses_what_it_does_not_manage(world: GroupWorld) -> None:
    with pytest.raises(ClientError, match="No managed instance found") as error:
        world.api.terminate_instance_in_auto_scaling_group(
            InstanceId="i-00000000000000000", ShouldDecrementDesiredCapacity=False
        )
    assert code_of(error) == "ValidationError"


@pytest.mark.behaviour("sizes-and-scaling-in")
@pytest.mark.parametrize("interrupts", [True, False])
def test_scale_in_may_interrupt_a_launch_hook_or_wait_for_it(
    world: GroupWorld, interrupts: bool
) -> None:
    world.lab.switches.scale_in_interrupts_launch_hook = interrupts
    world.scale(1)
    [member] = world.reach("Pending:Wait")
    world.scale(0)
    world.lab.clock.sleep(20)
    assert world.states() == (["Terminating:Wait"] if interrupts else ["Pending:Wait"])
    if not interrupts:
        world.complete(member)
        world.reach("Terminating:Wait")


@pytest.mark.behaviour("sizes-and-scaling-in")
def test_scale_in_takes_no_protected_instance(lab: Lab) -> None:
    world = build(lab, NewInstancesProtectedFromScaleIn=True)
    world.serve()
    world.scale(0)
    lab.clock.sleep(60)
    assert world.states() == ["InService"]


@pytest.mark.behaviour("deleting-a-group")
def test_delete_is_refused_while_instances_are_there(world: GroupWorld) -> None:
    member = world.serve()
    with pytest.raises(ClientError) as error:
        world.api.delete_auto_scaling_group(AutoScalingGroupName=GROUP)
    assert code_of(error) == "ResourceInUse"
    world.scale(0)
    world.reach("Terminating:Wait")
    with pytest.raises(ClientError) as error:
        world.api.delete_auto_scaling_group(AutoScalingGroupName=GROUP)
    assert code_of(error) == "ScalingActivityInProgress"
    world.complete(member)
    world.reach()
    world.api.delete_auto_scaling_group(AutoScalingGroupName=GROUP)
    assert world.api.describe_auto_scaling_groups()["AutoScalingGroups"] == []


@pytest.mark.behaviour("deleting-a-group")
def test_force_delete_skips_hooks_and_terminates_at_once(world: GroupWorld) -> None:
    member = world.serve()
    world.api.delete_auto_scaling_group(AutoScalingGroupName=GROUP, ForceDelete=True)
    assert world.described()["Status"] == "Delete in progress"
    world.lab.clock.sleep(300)
    assert world.events(TERMINATE_ACTION) == []
    assert world.lab.ec2.state(member.instance_id) == "terminated"
    assert world.api.describe_auto_scaling_groups()["AutoScalingGroups"] == []
    create(world)  # the name is free again


@pytest.mark.behaviour("deleting-a-group")
def test_force_delete_voids_open_lifecycle_actions(world: GroupWorld) -> None:
    world.scale(1)
    [member] = world.reach("Pending:Wait")
    [action] = world.engine.actions.open_for(member)
    world.api.delete_auto_scaling_group(AutoScalingGroupName=GROUP, ForceDelete=True)
    with pytest.raises(ClientError, match="No active Lifecycle Action found with token"):
        world.api.complete_lifecycle_action(
            AutoScalingGroupName=GROUP,
            LifecycleHookName=action.hook.lifecycle_hook_name,
            LifecycleActionToken=action.token,
            LifecycleActionResult="CONTINUE",
        )


@pytest.mark.behaviour("suspended-processes")
def test_suspended_terminate_keeps_the_group_from_draining(world: GroupWorld) -> None:
    world.serve()
    world.api.suspend_processes(AutoScalingGroupName=GROUP, ScalingProcesses=["Terminate"])
    world.scale(0)
    world.lab.clock.sleep(300)
    assert world.states() == ["InService"]
    world.api.resume_processes(AutoScalingGroupName=GROUP, ScalingProcesses=["Terminate"])
    world.reach("Terminating:Wait")


@pytest.mark.behaviour("scaling-activities")
def test_activities_of_a_deleted_group_are_shown_on_request_only(world: GroupWorld) -> None:
    world.serve()
    world.api.delete_auto_scaling_group(AutoScalingGroupName=GROUP, ForceDelete=True)
    world.lab.clock.sleep(300)
    assert world.api.describe_scaling_activities()["Activities"] == []
    shown = world.api.describe_scaling_activities(IncludeDeletedGroups=True)["Activities"]
    assert [a["Description"].split(":")[0] for a in shown] == [
        "Terminating EC2 instance",
        "Launching a new EC2 instance",
    ]


@pytest.mark.behaviour("termination-outside-of-the-group")
@pytest.mark.parametrize("fires", [True, False])
def test_the_terminate_hook_fires_after_an_outside_termination(lab: Lab, fires: bool) -> None:
    lab.switches.terminate_hook_after_outside_termination = fires
    world = build(lab, LifecycleHookSpecificationList=[launch_hook(), terminate_hook()])
    member = world.serve()
    client("ec2").terminate_instances(InstanceIds=[member.instance_id])
    lab.clock.sleep(90)
    assert len(world.events(TERMINATE_ACTION)) == fires
    if fires:
        # The hook holds only the entry: EC2 is not held, the replacement is on its way (2.4).
        assert lab.ec2.state(member.instance_id) in ("shutting-down", "terminated")
        world.reach("Terminating:Wait", "Pending:Wait")

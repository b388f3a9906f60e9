"""Lifecycle hooks and their actions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from lab.context import Lab
from lab.errors import AwsError
from lab.in_process import client, simulated
from lab.pipeline.faults import Fault
from tests.support.event_shapes import LAUNCH_ACTION
from tests.support.worlds.auto_scaling import (
    BOTH_HOOKS,
    GROUP,
    LAUNCH_HOOK,
    TERMINATE_HOOK,
    GroupWorld,
    build,
    launch_hook,
    terminate_hook,
)


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=5) as active:
        yield active
        active.gaps.check()


@pytest.fixture
def world(lab: Lab) -> GroupWorld:
    return build(lab)


def answer(world: GroupWorld, **changes: str) -> None:
    arguments = {
        "AutoScalingGroupName": GROUP,
        "LifecycleHookName": LAUNCH_HOOK,
        "LifecycleActionResult": "CONTINUE",
        **changes,
    }
    world.api.complete_lifecycle_action(**arguments)


def beat(world: GroupWorld, **changes: str) -> None:
    world.api.record_lifecycle_action_heartbeat(
        AutoScalingGroupName=GROUP, LifecycleHookName=LAUNCH_HOOK, **changes
    )


def waiting(world: GroupWorld) -> tuple[str, str]:
    """Instance id and token of an instance held by the launch hook."""
    world.scale(1)
    [member] = world.reach("Pending:Wait")
    [action] = world.engine.actions.open_for(member)
    return member.instance_id, action.token


@pytest.mark.behaviour("completing-a-lifecycle-action")
def test_complete_by_token(world: GroupWorld) -> None:
    _, token = waiting(world)
    answer(world, LifecycleActionToken=token)
    world.reach("InService")


@pytest.mark.behaviour("completing-a-lifecycle-action")
def test_complete_by_instance_id(world: GroupWorld) -> None:
    instance_id, _ = waiting(world)
    answer(world, InstanceId=instance_id)
    world.reach("InService")


@pytest.mark.behaviour("completing-a-lifecycle-action")
def test_a_second_completion_by_token_is_a_validation_error(world: GroupWorld) -> None:
    _, token = waiting(world)
    answer(world, LifecycleActionToken=token)
    with pytest.raises(ClientError) as error:
        answer(world, LifecycleActionToken=token)
    assert error.value.response["Error"]["Code"] == "ValidationError"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    message = error.value.response["Error"]["Message"]
    assert message == f"No active Lifecycle Action found with token {token}"


@pytest.mark.behaviour("completing-a-lifecycle-action")
def test_completion_by_instance_id_names_the_instance(world: GroupWorld) -> None:
    instance_id, token = waiting(world)
    answer(world, LifecycleActionToken=token)
    with pytest.raises(ClientError) as error:
        answer(world, InstanceId=instance_id)
    message = error.value.response["Error"]["Message"]
    assert message == f"No active Lifecycle Action found with instance ID {instance_id}"


@pytest.mark.behaviour("completing-a-lifecycle-action")
def test_heartbeat_after_completion_is_the_same_error(world: GroupWorld) -> None:
    _, token = waiting(world)
    answer(world, LifecycleActionToken=token)
    with pytest.raises(ClientError, match="No active Lifecycle Action found with token"):
        beat(world, LifecycleActionToken=token)


@pytest.mark.behaviour("completing-a-lifecycle-action")
def test_a_token_belongs_to_its_hook(world: GroupWorld) -> None:
    _, token = waiting(world)
    with pytest.raises(ClientError, match="No active Lifecycle Action found"):
        answer(world, LifecycleActionToken=token, LifecycleHookName=TERMINATE_HOOK)


@pytest.mark.behaviour("completing-a-lifecycle-action")
def test_an_unknown_group_is_a_validation_error(world: GroupWorld) -> None:
    with pytest.raises(ClientError, match="AutoScalingGroup name not found") as error:
        answer(world, AutoScalingGroupName="other", InstanceId="i-0")
    assert error.value.response["Error"]["Code"] == "ValidationError"


@pytest.mark.behaviour("completing-a-lifecycle-action")
def test_resource_contention_is_a_500(world: GroupWorld) -> None:
    _, token = waiting(world)
    contention = AwsError("ResourceContention", "pending update", status=500)
    fault = Fault("autoscaling", "CompleteLifecycleAction", "error", count=9, error=contention)
    world.lab.faults.inject(fault)
    with pytest.raises(ClientError) as error:
        answer(world, LifecycleActionToken=token)
    assert error.value.response["Error"]["Code"] == "ResourceContention"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500


@pytest.mark.behaviour("lifecycle-hooks")
def test_the_default_result_applies_at_the_heartbeat_timeout(world: GroupWorld) -> None:
    instance_id, _ = waiting(world)
    begun = world.lab.clock.now()
    world.lab.clock.run_until(lambda: world.states() != ["Pending:Wait"], 3600)
    assert world.lab.clock.now() - begun == pytest.approx(600, abs=1)
    launch = world.activity(f"Launching a new EC2 instance: {instance_id}")
    assert launch["StatusMessage"].endswith("was abandoned: Heartbeat Timeout")


@pytest.mark.behaviour("lifecycle-hooks")
def test_a_default_result_of_continue_lets_the_instance_in(lab: Lab) -> None:
    hooks = [{**launch_hook(), "DefaultResult": "CONTINUE", "HeartbeatTimeout": 30}]
    world = build(lab, LifecycleHookSpecificationList=hooks)
    waiting(world)
    world.reach("InService", within=60)


@pytest.mark.behaviour("lifecycle-hooks")
def test_a_heartbeat_restarts_the_window_with_the_configured_length(world: GroupWorld) -> None:
    _, token = waiting(world)
    for _ in range(3):
        world.lab.clock.sleep(590)
        beat(world, LifecycleActionToken=token)
    world.lab.clock.sleep(595)
    assert world.states() == ["Pending:Wait"]
    world.lab.clock.sleep(10)
    assert world.states() != ["Pending:Wait"]


@pytest.mark.behaviour("lifecycle-hooks")
def test_heartbeats_end_at_the_global_timeout(lab: Lab) -> None:
    world = build(lab, LifecycleHookSpecificationList=[launch_hook(HeartbeatTimeout=30)])
    _, token = waiting(world)
    begun = lab.clock.now()
    while world.states() == ["Pending:Wait"]:
        beat(world, LifecycleActionToken=token)
        lab.clock.sleep(29)
    assert lab.clock.now() - begun == pytest.approx(3000, abs=30)


@pytest.mark.behaviour("lifecycle-hooks")
@pytest.mark.parametrize(("heartbeat", "limit"), [(600, 60_000), (3600, 172_800)])
def test_global_timeout_is_100_heartbeats_at_most_48_hours(
    lab: Lab, heartbeat: int, limit: int
) -> None:
    world = build(lab, LifecycleHookSpecificationList=[launch_hook(HeartbeatTimeout=heartbeat)])
    [described] = world.api.describe_lifecycle_hooks(AutoScalingGroupName=GROUP)["LifecycleHooks"]
    assert described["GlobalTimeout"] == limit


@pytest.mark.behaviour("lifecycle-hooks")
def test_defaults_are_one_hour_and_abandon(world: GroupWorld) -> None:
    world.api.put_lifecycle_hook(
        AutoScalingGroupName=GROUP,
        LifecycleHookName="third",
        LifecycleTransition="autoscaling:EC2_INSTANCE_LAUNCHING",
    )
    described = world.api.describe_lifecycle_hooks(
        AutoScalingGroupName=GROUP, LifecycleHookNames=["third"]
    )
    assert described["LifecycleHooks"] == [
        {
            "LifecycleHookName": "third",
            "AutoScalingGroupName": GROUP,
            "LifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING",
            "HeartbeatTimeout": 3600,
            "GlobalTimeout": 172_800,
            "DefaultResult": "ABANDON",
        }
    ]


@pytest.mark.behaviour("deleting-a-hook")
def test_putting_a_hook_again_keeps_what_the_call_leaves_out(world: GroupWorld) -> None:
    world.api.put_lifecycle_hook(
        AutoScalingGroupName=GROUP, LifecycleHookName=LAUNCH_HOOK, NotificationMetadata="vnf"
    )
    [described] = world.api.describe_lifecycle_hooks(
        AutoScalingGroupName=GROUP, LifecycleHookNames=[LAUNCH_HOOK]
    )["LifecycleHooks"]
    assert described["HeartbeatTimeout"] == 600
    assert described["NotificationMetadata"] == "vnf"


@pytest.mark.behaviour("lifecycle-hooks")
@pytest.mark.parametrize(
    "changes",
    [
        {"HeartbeatTimeout": 29},
        {"HeartbeatTimeout": 7201},
        {"LifecycleTransition": "autoscaling:EC2_INSTANCE_SLEEPING"},
        {"NotificationMetadata": "x" * 4001},
    ],
)
def test_hooks_out_of_bounds_are_refused(world: GroupWorld, changes: dict[str, object]) -> None:
    wanted = {**launch_hook(), "LifecycleHookName": "new", **changes}
    with pytest.raises(ClientError) as error:
        world.api.put_lifecycle_hook(AutoScalingGroupName=GROUP, **wanted)
    assert error.value.response["Error"]["Code"] == "ValidationError"


@pytest.mark.behaviour("lifecycle-hooks")
def test_a_hook_of_an_unknown_group_is_refused(world: GroupWorld) -> None:
    with pytest.raises(ClientError, match="AutoScalingGroup name not found") as error:
        world.api.put_lifecycle_hook(AutoScalingGroupName="other", **launch_hook())
    assert error.value.response["Error"]["Code"] == "ValidationError"


@pytest.mark.behaviour("lifecycle-hooks")
def test_fifty_hooks_per_group(world: GroupWorld) -> None:
    for number in range(48):
        wanted = {**launch_hook(), "LifecycleHookName": f"hook-{number}"}
        world.api.put_lifecycle_hook(AutoScalingGroupName=GROUP, **wanted)
    with pytest.raises(ClientError) as error:
        world.api.put_lifecycle_hook(
            AutoScalingGroupName=GROUP, **{**launch_hook(), "LifecycleHookName": "one-too-many"}
        )
    assert error.value.response["Error"]["Code"] == "LimitExceeded"


@pytest.mark.behaviour("deleting-a-hook")
def test_deleting_a_launch_hook_abandons_its_action(world: GroupWorld) -> None:
    instance_id, _ = waiting(world)
    world.api.delete_lifecycle_hook(AutoScalingGroupName=GROUP, LifecycleHookName=LAUNCH_HOOK)
    assert world.member(instance_id).leaving


@pytest.mark.behaviour("deleting-a-hook")
def test_deleting_a_terminate_hook_lets_the_instance_go(world: GroupWorld) -> None:
    world.serve()
    world.scale(0)
    world.reach("Terminating:Wait")
    world.api.delete_lifecycle_hook(AutoScalingGroupName=GROUP, LifecycleHookName=TERMINATE_HOOK)
    assert world.states() == ["Terminating:Proceed"]


@pytest.mark.behaviour("hooks-of-the-first-instance")
def test_initial_hooks_are_read_back_as_written(lab: Lab) -> None:
    world = build(lab, LifecycleHookSpecificationList=[launch_hook(), terminate_hook()])
    described = world.api.describe_lifecycle_hooks(AutoScalingGroupName=GROUP)["LifecycleHooks"]
    for written, read in zip(BOTH_HOOKS, described, strict=True):
        assert written.items() <= read.items()


def test_a_direct_notification_target_fails_loudly(lab: Lab) -> None:
    world = build(lab)
    with pytest.raises(ClientError, match="NotificationTargetARN"):
        client("autoscaling").put_lifecycle_hook(
            AutoScalingGroupName=GROUP,
            LifecycleHookName=LAUNCH_HOOK,
            NotificationTargetARN="arn:aws:sqs:eu-west-1:123456789012:q",
        )
    [gap] = lab.gaps.all
    assert "NotificationTargetARN" in gap.what
    lab.gaps.all.clear()
    assert world.events(LAUNCH_ACTION) == []

"""Health and replacement: who goes when, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.autoscaling.states import Member
from lab.context import Lab
from lab.in_process import client, simulated
from tests.support.event_shapes import LAUNCH_ACTION, TERMINATE_ACTION
from tests.support.worlds.auto_scaling import AZ_A, AZ_B, GROUP, GroupWorld, build

LAUNCH_FIRST = {"MinHealthyPercentage": 100, "MaxHealthyPercentage": 200}
PARALLEL = {"MinHealthyPercentage": 0, "MaxHealthyPercentage": 100}


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=6) as active:
        yield active
        active.gaps.check()


@pytest.fixture
def world(lab: Lab) -> GroupWorld:
    return build(lab)


def mark_unhealthy(world: GroupWorld, member: Member, **changes: Any) -> None:
    world.api.set_instance_health(
        InstanceId=member.instance_id, HealthStatus="Unhealthy", **changes
    )


@pytest.mark.behaviour("order-of-a-replacement")
def test_replacement_launches_while_the_old_one_is_held(world: GroupWorld) -> None:
    old = world.serve()
    mark_unhealthy(world, old)
    world.reach("Terminating:Wait", "Pending:Wait")
    assert world.lab.ec2.state(old.instance_id) == "running"
    begun = world.events(TERMINATE_ACTION)[0]["time"]
    assert begun < world.events(LAUNCH_ACTION)[1]["time"]


@pytest.mark.behaviour("order-of-a-replacement")
def test_the_new_one_serves_while_the_old_one_is_still_held(world: GroupWorld) -> None:
    mark_unhealthy(world, world.serve())
    world.reach("Terminating:Wait", "Pending:Wait")
    world.complete(world.in_state("Pending:Wait"))
    world.reach("Terminating:Wait", "InService")


@pytest.mark.behaviour("order-of-a-replacement")
@pytest.mark.parametrize("policy", [None, PARALLEL])
def test_a_default_or_0_100_policy_is_parallel(lab: Lab, policy: Any) -> None:
    world = build(lab, InstanceMaintenancePolicy=policy)
    mark_unhealthy(world, world.serve())
    world.reach("Terminating:Wait", "Pending:Wait")


@pytest.mark.behaviour("instance-maintenance-policy")
def test_launch_before_terminate_keeps_the_old_one_until_the_new_one_serves(lab: Lab) -> None:
    world = build(lab, InstanceMaintenancePolicy=LAUNCH_FIRST)
    old = world.serve()
    mark_unhealthy(world, old)
    world.reach("InService", "Pending:Wait")
    lab.clock.sleep(60)
    assert world.events(TERMINATE_ACTION) == []
    new = world.in_state("Pending:Wait")
    world.complete(new)
    world.reach("InService", "Terminating:Wait")
    assert old.leaving
    assert new.in_service
    world.complete(old)
    world.reach("InService")


@pytest.mark.behaviour("order-of-a-replacement")
@pytest.mark.parametrize("gone", ["terminate_instances", "stop_instances"])
def test_a_not_running_instance_is_replaced_in_parallel_whatever_the_policy(
    lab: Lab, gone: str
) -> None:
    world = build(lab, InstanceMaintenancePolicy=LAUNCH_FIRST)
    old = world.serve()
    getattr(client("ec2"), gone)(InstanceIds=[old.instance_id])
    world.reach("Terminating:Wait", "Pending:Wait")


@pytest.mark.behaviour("instance-maintenance-policy")
@pytest.mark.parametrize("exceeds", [True, False])
def test_launch_before_terminate_may_be_bound_by_max_size(lab: Lab, exceeds: bool) -> None:
    lab.switches.replacement_may_exceed_max_size = exceeds
    world = build(lab, InstanceMaintenancePolicy=LAUNCH_FIRST)
    mark_unhealthy(world, world.serve())
    world.reach("InService" if exceeds else "Terminating:Wait", "Pending:Wait")


@pytest.mark.behaviour("launch-before-terminate-by-account")
def test_the_account_setting_decides_for_groups_without_a_policy(lab: Lab) -> None:
    lab.switches.account_launch_before_terminate = True
    world = build(lab)
    mark_unhealthy(world, world.serve())
    world.reach("InService", "Pending:Wait")


@pytest.mark.behaviour("launch-before-terminate-by-account")
def test_a_policy_of_its_own_overrides_the_account_setting(lab: Lab) -> None:
    lab.switches.account_launch_before_terminate = True
    world = build(lab, InstanceMaintenancePolicy=PARALLEL)
    mark_unhealthy(world, world.serve())
    world.reach("Terminating:Wait", "Pending:Wait")


@pytest.mark.behaviour("health-of-an-instance")
def test_a_stopped_instance_is_noticed_even_inside_the_grace_period(lab: Lab) -> None:
    world = build(lab, HealthCheckGracePeriod=3600)
    old = world.serve()
    client("ec2").stop_instances(InstanceIds=[old.instance_id])
    stopped = lab.clock.now()
    lab.clock.run_until(lambda: old.leaving, 120)
    assert lab.clock.now() - stopped <= 62
    cause = world.activity(f"Terminating EC2 instance: {old.instance_id}")["Cause"]
    assert cause.endswith("indicating it has been terminated or stopped.")


@pytest.mark.behaviour("health-of-an-instance")
def test_an_outside_termination_is_noticed_after_the_delay_of_the_switch(lab: Lab) -> None:
    lab.switches.health_notice_seconds = (40.0, 40.0)
    world = build(lab)
    old = world.serve()
    client("ec2").terminate_instances(InstanceIds=[old.instance_id])
    lab.clock.sleep(39)
    assert old.healthy
    lab.clock.sleep(2)
    assert old.health_status == "Unhealthy"


@pytest.mark.behaviour("health-of-an-instance")
def test_impaired_status_checks_are_noticed_after_a_few_minutes(world: GroupWorld) -> None:
    old = world.serve()
    world.lab.ec2.impaired.add(old.instance_id)
    impaired = world.lab.clock.now()
    world.lab.clock.run_until(lambda: not old.healthy, 600)
    assert 120 <= world.lab.clock.now() - impaired <= 300
    world.reach("Terminating:Wait", "Pending:Wait")
    cause = world.activity(f"Terminating EC2 instance: {old.instance_id}")["Cause"]
    assert "status checks failure" in cause


@pytest.mark.behaviour("health-of-an-instance")
def test_an_impairment_that_passes_is_forgotten(world: GroupWorld) -> None:
    old = world.serve()
    world.lab.ec2.impaired.add(old.instance_id)
    world.lab.clock.sleep(90)
    world.lab.ec2.impaired.discard(old.instance_id)
    world.lab.clock.sleep(600)
    assert world.states() == ["InService"]


@pytest.mark.behaviour("health-of-an-instance")
def test_impaired_status_checks_respect_the_grace_period(lab: Lab) -> None:
    world = build(lab, HealthCheckGracePeriod=1000)
    old = world.serve()
    world.lab.ec2.impaired.add(old.instance_id)
    lab.clock.sleep(950)
    assert old.healthy
    lab.clock.sleep(120)
    assert old.leaving


@pytest.mark.behaviour("health-of-an-instance")
def test_an_az_that_goes_down_is_left(lab: Lab) -> None:
    world = build(lab)
    lab.groups.force_az = AZ_A
    old = world.serve()
    lab.groups.force_az = None
    lab.ec2.az_down.add(AZ_A)
    lab.clock.run_until(lambda: "Pending:Wait" in world.states(), 600)
    assert old.leaving
    assert world.in_state("Pending:Wait").availability_zone == AZ_B


@pytest.mark.behaviour("marking-an-instance-unhealthy")
def test_set_instance_health_is_acted_on_at_once_without_grace(world: GroupWorld) -> None:
    old = world.serve()
    mark_unhealthy(world, old)
    assert world.described()["Instances"][0]["HealthStatus"] == "Unhealthy"
    world.lab.clock.sleep(5)
    assert old.leaving


@pytest.mark.behaviour("marking-an-instance-unhealthy")
def test_set_instance_health_of_a_stranger_is_a_validation_error(world: GroupWorld) -> None:
    with pytest.raises(ClientError) as error:
        world.api.set_instance_health(InstanceId="i-0", HealthStatus="Unhealthy")
    assert error.value.response["Error"]["Code"] == "ValidationError"


@pytest.mark.behaviour("marking-an-instance-unhealthy")
def test_set_instance_health_respects_grace_unless_told_otherwise(lab: Lab) -> None:
    world = build(lab, HealthCheckGracePeriod=300)
    old = world.serve()
    mark_unhealthy(world, old)
    lab.clock.sleep(10)
    assert old.healthy
    mark_unhealthy(world, old, ShouldRespectGracePeriod=False)
    lab.clock.sleep(10)
    assert old.leaving


@pytest.mark.behaviour("marking-an-instance-unhealthy")
@pytest.mark.parametrize("deferred", [True, False])
def test_a_mark_inside_the_grace_period_may_wait_for_its_end(lab: Lab, deferred: bool) -> None:
    lab.switches.grace_defers_unhealthy_mark = deferred
    world = build(lab, HealthCheckGracePeriod=300)
    old = world.serve()
    mark_unhealthy(world, old)
    lab.clock.sleep(310)
    assert old.leaving == deferred


@pytest.mark.behaviour("marking-an-instance-unhealthy")
def test_healthy_cannot_rescue_an_instance_already_terminating(world: GroupWorld) -> None:
    old = world.serve()
    mark_unhealthy(world, old)
    world.reach("Terminating:Wait", "Pending:Wait")
    world.api.set_instance_health(InstanceId=old.instance_id, HealthStatus="Healthy")
    assert old.health_status == "Unhealthy"
    assert old.leaving


@pytest.mark.behaviour("health-of-an-instance")
@pytest.mark.parametrize("checked", [True, False])
def test_an_instance_held_by_a_launch_hook_may_be_health_checked(
    world: GroupWorld, checked: bool
) -> None:
    world.lab.switches.pending_wait_is_health_checked = checked
    world.scale(1)
    [first] = world.reach("Pending:Wait")
    client("ec2").terminate_instances(InstanceIds=[first.instance_id])
    world.lab.clock.sleep(90)
    assert first.leaving == checked
    if not checked:
        world.complete(first)
        world.lab.clock.sleep(90)
        assert first.leaving


@pytest.mark.behaviour("suspended-processes")
def test_suspended_health_check_marks_nothing(world: GroupWorld) -> None:
    old = world.serve()
    world.api.suspend_processes(AutoScalingGroupName=GROUP, ScalingProcesses=["HealthCheck"])
    client("ec2").stop_instances(InstanceIds=[old.instance_id])
    world.lab.clock.sleep(300)
    assert old.healthy
    world.api.resume_processes(AutoScalingGroupName=GROUP)
    world.lab.clock.sleep(90)
    assert old.leaving


@pytest.mark.behaviour("suspended-processes")
def test_suspended_replace_unhealthy_leaves_it_marked(world: GroupWorld) -> None:
    old = world.serve()
    world.api.suspend_processes(AutoScalingGroupName=GROUP, ScalingProcesses=["ReplaceUnhealthy"])
    mark_unhealthy(world, old)
    world.lab.clock.sleep(300)
    assert world.states() == ["InService"]
    assert old.health_status == "Unhealthy"
    world.api.resume_processes(AutoScalingGroupName=GROUP, ScalingProcesses=["ReplaceUnhealthy"])
    world.reach("Terminating:Wait", "Pending:Wait")


@pytest.mark.behaviour("suspended-processes")
def test_a_suspended_process_says_since_when(world: GroupWorld) -> None:
    def reasons() -> dict[str, str]:
        groups = world.api.describe_auto_scaling_groups(AutoScalingGroupNames=[GROUP])
        told = groups["AutoScalingGroups"][0]["SuspendedProcesses"]
        return {each["ProcessName"]: each["SuspensionReason"] for each in told}

    world.api.suspend_processes(AutoScalingGroupName=GROUP, ScalingProcesses=["HealthCheck"])
    first = reasons()
    assert re.fullmatch(r"User suspended at [\d-]+T[\d:]+Z", first["HealthCheck"])
    world.lab.clock.sleep(60)
    both = ["HealthCheck", "ReplaceUnhealthy"]
    world.api.suspend_processes(AutoScalingGroupName=GROUP, ScalingProcesses=both)
    assert reasons()["HealthCheck"] == first["HealthCheck"] < reasons()["ReplaceUnhealthy"]
    world.api.resume_processes(AutoScalingGroupName=GROUP, ScalingProcesses=["HealthCheck"])
    assert list(reasons()) == ["ReplaceUnhealthy"]


@pytest.mark.behaviour("suspended-processes")
def test_suspended_launch_leaves_the_group_short(world: GroupWorld) -> None:
    old = world.serve()
    world.api.suspend_processes(AutoScalingGroupName=GROUP, ScalingProcesses=["Launch"])
    mark_unhealthy(world, old)
    world.lab.clock.sleep(120)
    assert world.states() == ["Terminating:Wait"]
    world.api.resume_processes(AutoScalingGroupName=GROUP, ScalingProcesses=["Launch"])
    world.reach("Terminating:Wait", "Pending:Wait")


@pytest.mark.behaviour("order-of-a-replacement")
def test_the_successors_activity_names_the_unhealthy_instance_as_cause(world: GroupWorld) -> None:
    mark_unhealthy(world, world.serve())
    world.reach("Terminating:Wait", "Pending:Wait")
    new = world.in_state("Pending:Wait")
    cause = world.activity(f"Launching a new EC2 instance: {new.instance_id}")["Cause"]
    assert cause.endswith("in response to an unhealthy instance needing to be replaced.")


@pytest.mark.behaviour("choice-of-the-zone")
@pytest.mark.parametrize("fuller", [True, False])
def test_the_az_of_a_leaving_instance_may_look_fuller(fuller: bool) -> None:
    def stays(seed: int) -> bool:
        with simulated(seed=seed) as lab:
            lab.switches.leaving_instances_fill_their_az = fuller
            world = build(lab)
            old = world.serve()
            mark_unhealthy(world, old)
            world.reach("Terminating:Wait", "Pending:Wait")
            new = world.in_state("Pending:Wait")
            return new.availability_zone == old.availability_zone

    assert any(stays(seed) for seed in range(6)) != fuller


@pytest.mark.behaviour("health-of-an-instance")
def test_a_failed_status_check_waits_for_a_launch_in_progress(lab: Lab) -> None:
    world = build(lab, MaxSize=2)
    first = world.serve()
    world.scale(2)
    world.reach("InService", "Pending:Wait")
    lab.ec2.impaired.add(first.instance_id)
    lab.clock.sleep(500)
    assert first.health_status == "Unhealthy"
    assert first.in_service
    world.complete(world.in_state("Pending:Wait"))
    lab.clock.sleep(10)
    assert first.leaving

"""Groups: attributes, sizes, manual moves, instance refresh, rarer journeys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.context import Lab
from lab.in_process import client, simulated
from tests.support.event_shapes import LAUNCH_ACTION, TERMINATE_ACTION
from tests.support.worlds.auto_scaling import GROUP, GroupWorld, build, create

WRITTEN: dict[str, Any] = {
    "DefaultCooldown": 10,
    "HealthCheckGracePeriod": 90,
    "HealthCheckType": "EC2",
    "InstanceMaintenancePolicy": {"MinHealthyPercentage": 0, "MaxHealthyPercentage": 100},
    "CapacityReservationSpecification": {"CapacityReservationPreference": "none"},
    "NewInstancesProtectedFromScaleIn": True,
}

NOT_MODELLED: dict[str, Any] = {
    "AvailabilityZoneDistribution": {"CapacityDistributionStrategy": "balanced-only"},
    "AvailabilityZoneImpairmentPolicy": {"ZonalShiftEnabled": True},
    "CapacityRebalance": True,
    "Context": "vnf",
    "DefaultInstanceWarmup": 30,
    "DeletionProtection": "prevent-all-deletion",
    "DesiredCapacityType": "units",
    "InstanceLifecyclePolicy": {"RetentionTriggers": {"TerminateHookAbandon": "retain"}},
    "MaxInstanceLifetime": 86400,
    "PlacementGroup": "together",
    "ServiceLinkedRoleARN": "arn:aws:iam::123456789012:role/own",
    "TerminationPolicies": ["OldestInstance"],
}


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=7) as active:
        yield active
        active.gaps.check()


@pytest.fixture
def world(lab: Lab) -> GroupWorld:
    return build(lab)


def refused(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


@pytest.mark.behaviour("what-is-read-back")
def test_every_attribute_is_read_back_as_created(lab: Lab) -> None:
    group = build(lab, **WRITTEN).described()
    assert {name: group[name] for name in WRITTEN} == WRITTEN


@pytest.mark.behaviour("what-is-read-back")
def test_every_attribute_is_read_back_as_updated(world: GroupWorld) -> None:
    world.api.update_auto_scaling_group(AutoScalingGroupName=GROUP, **WRITTEN)
    group = world.described()
    assert {name: group[name] for name in WRITTEN} == WRITTEN


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.parametrize("name", NOT_MODELLED)
def test_what_would_be_stored_and_do_nothing_is_a_gap(name: str) -> None:
    given = {name: NOT_MODELLED[name]}
    with simulated() as lab:
        world = build(lab)
        with pytest.raises(ClientError, match=name) as updated:
            world.api.update_auto_scaling_group(AutoScalingGroupName=GROUP, **given)
        with pytest.raises(ClientError, match=name) as created:
            create(world, AutoScalingGroupName="other", **given)
        assert refused(updated) == refused(created) == "NotModelled"
        assert len(lab.gaps.all) == 2


@pytest.mark.behaviour("attributes-of-a-group")
def test_a_group_made_without_a_reservation_preference_says_default(world: GroupWorld) -> None:
    assert world.described()["CapacityReservationSpecification"] == {
        "CapacityReservationPreference": "default"
    }


@pytest.mark.behaviour("attributes-of-a-group")
def test_an_update_leaves_what_it_does_not_name(lab: Lab) -> None:
    world = build(lab, **WRITTEN)
    world.api.update_auto_scaling_group(AutoScalingGroupName=GROUP, MaxSize=2)
    group = world.described()
    assert {name: group[name] for name in WRITTEN} == WRITTEN
    assert group["LaunchTemplate"]["LaunchTemplateId"] == world.template_id


@pytest.mark.behaviour("instance-maintenance-policy")
def test_minus_one_clears_the_maintenance_policy(lab: Lab) -> None:
    world = build(lab, **WRITTEN)
    world.api.update_auto_scaling_group(
        AutoScalingGroupName=GROUP,
        InstanceMaintenancePolicy={"MinHealthyPercentage": -1, "MaxHealthyPercentage": -1},
    )
    assert "InstanceMaintenancePolicy" not in world.described()


@pytest.mark.behaviour("attributes-of-a-group")
def test_defaults_are_those_of_the_api(world: GroupWorld) -> None:
    group = world.described()
    assert group["DefaultCooldown"] == 300
    assert group["HealthCheckGracePeriod"] == 0
    assert group["CreatedTime"] == datetime(2026, 11, 23, tzinfo=UTC)
    assert "InstanceMaintenancePolicy" not in group


@pytest.mark.behaviour("instance-maintenance-policy")
@pytest.mark.parametrize(
    "policy",
    [
        {"MinHealthyPercentage": 50, "MaxHealthyPercentage": 200},
        {"MinHealthyPercentage": 100, "MaxHealthyPercentage": 99},
        {"MinHealthyPercentage": 0, "MaxHealthyPercentage": 201},
        {"MinHealthyPercentage": 50},
    ],
)
def test_a_maintenance_policy_out_of_bounds_is_refused(
    world: GroupWorld, policy: dict[str, int]
) -> None:
    with pytest.raises(ClientError) as error:
        world.api.update_auto_scaling_group(
            AutoScalingGroupName=GROUP, InstanceMaintenancePolicy=policy
        )
    assert refused(error) == "ValidationError"


@pytest.mark.behaviour("sizes-and-scaling-in")
@pytest.mark.parametrize("desired", [2, -1])
def test_set_desired_capacity_stays_within_min_and_max(world: GroupWorld, desired: int) -> None:
    with pytest.raises(ClientError, match="New SetDesiredCapacity value") as error:
        world.scale(desired)
    assert refused(error) == "ValidationError"
    assert world.described()["DesiredCapacity"] == 0


@pytest.mark.behaviour("sizes-and-scaling-in")
def test_set_desired_capacity_of_an_unknown_group_is_a_validation_error(world: GroupWorld) -> None:
    with pytest.raises(ClientError, match="AutoScalingGroup name not found") as error:
        world.api.set_desired_capacity(AutoScalingGroupName="other", DesiredCapacity=1)
    assert refused(error) == "ValidationError"


@pytest.mark.behaviour("attributes-of-a-group")
def test_a_name_is_given_once(world: GroupWorld) -> None:
    with pytest.raises(ClientError) as error:
        create(world)
    assert refused(error) == "AlreadyExists"


@pytest.mark.behaviour("attributes-of-a-group")
def test_min_above_max_is_refused(world: GroupWorld) -> None:
    with pytest.raises(ClientError, match="Max bound, 1, must be greater"):
        create(world, AutoScalingGroupName="other", MinSize=2)


@pytest.mark.behaviour("sizes-and-scaling-in")
def test_raising_the_minimum_raises_the_desired_capacity(world: GroupWorld) -> None:
    world.api.update_auto_scaling_group(AutoScalingGroupName=GROUP, MinSize=1)
    assert world.described()["DesiredCapacity"] == 1
    world.reach("Pending:Wait")


@pytest.mark.behaviour("draining-a-group")
def test_update_to_zero_drains_through_the_terminate_hook(world: GroupWorld) -> None:
    member = world.serve()
    world.api.update_auto_scaling_group(
        AutoScalingGroupName=GROUP, MinSize=0, MaxSize=0, DesiredCapacity=0
    )
    world.reach("Terminating:Wait")
    assert world.described()["Instances"][0]["InstanceId"] == member.instance_id


@pytest.mark.behaviour("lifecycle-states")
def test_instances_show_type_template_and_protection(world: GroupWorld) -> None:
    member = world.serve()
    [shown] = world.described()["Instances"]
    assert shown == {
        "InstanceId": member.instance_id,
        "InstanceType": "t3.small",
        "AvailabilityZone": member.availability_zone,
        "LifecycleState": "InService",
        "HealthStatus": "Healthy",
        "LaunchTemplate": {
            "LaunchTemplateId": world.template_id,
            "LaunchTemplateName": GROUP,
            "Version": "1",
        },
        "ImageId": "ami-12345678",
        "ProtectedFromScaleIn": False,
    }
    [detail] = world.api.describe_auto_scaling_instances()["AutoScalingInstances"]
    assert detail["AutoScalingGroupName"] == GROUP


@pytest.mark.behaviour("scaling-activities")
def test_activities_are_paged_newest_first(world: GroupWorld) -> None:
    member = world.serve()
    world.scale(0)
    world.reach("Terminating:Wait")
    pages = client("autoscaling").get_paginator("describe_scaling_activities")
    seen = [
        activity["Description"]
        for page in pages.paginate(AutoScalingGroupName=GROUP, PaginationConfig={"PageSize": 1})
        for activity in page["Activities"]
    ]
    assert seen == [
        f"Terminating EC2 instance: {member.instance_id}",
        f"Launching a new EC2 instance: {member.instance_id}",
    ]


# --- manual moves -------------------------------------------------------------------------------


@pytest.mark.behaviour("standby")
def test_standby_runs_no_hook_and_is_replaced(world: GroupWorld) -> None:
    member = world.serve()
    world.api.enter_standby(
        AutoScalingGroupName=GROUP,
        InstanceIds=[member.instance_id],
        ShouldDecrementDesiredCapacity=False,
    )
    world.reach("Standby", "Pending:Wait")
    assert world.events(TERMINATE_ACTION) == []


@pytest.mark.behaviour("standby")
def test_standby_with_decrement_and_back(world: GroupWorld) -> None:
    member = world.serve()
    ids = {"AutoScalingGroupName": GROUP, "InstanceIds": [member.instance_id]}
    world.api.enter_standby(**ids, ShouldDecrementDesiredCapacity=True)
    world.lab.clock.sleep(60)
    assert world.states() == ["Standby"]
    assert world.described()["DesiredCapacity"] == 0
    world.api.exit_standby(**ids)
    world.lab.clock.sleep(60)
    assert world.states() == ["InService"]
    assert world.described()["DesiredCapacity"] == 1
    assert len(world.events(LAUNCH_ACTION)) == 1


@pytest.mark.behaviour("standby")
@pytest.mark.parametrize("way", ["refused", "ends one"])
def test_exit_standby_beside_one_in_service_is_refused_or_ends_one(
    world: GroupWorld, way: str
) -> None:
    world.lab.switches.exit_standby_at_max_size = way
    member = world.serve()
    ids = {"AutoScalingGroupName": GROUP, "InstanceIds": [member.instance_id]}
    world.api.enter_standby(**ids, ShouldDecrementDesiredCapacity=False)
    world.reach("Standby", "Pending:Wait")
    world.complete(world.in_state("Pending:Wait"))
    world.reach("Standby", "InService")
    if way == "refused":
        with pytest.raises(ClientError, match="would exceed the max size"):
            world.api.exit_standby(**ids)
        assert world.states() == ["Standby", "InService"]
    else:
        world.api.exit_standby(**ids)
        world.reach("Terminating:Wait", "InService")
        assert member.leaving
        assert world.described()["DesiredCapacity"] == 1


@pytest.mark.behaviour("standby")
def test_ending_one_in_standby_with_a_decrement_shrinks_the_group(world: GroupWorld) -> None:
    """What is in service goes too: the group wants one less than it has."""
    member = world.serve()
    ids = {"AutoScalingGroupName": GROUP, "InstanceIds": [member.instance_id]}
    world.api.enter_standby(**ids, ShouldDecrementDesiredCapacity=False)
    world.reach("Standby", "Pending:Wait")
    world.complete(world.in_state("Pending:Wait"))
    world.reach("Standby", "InService")
    world.api.terminate_instance_in_auto_scaling_group(
        InstanceId=member.instance_id, ShouldDecrementDesiredCapacity=True
    )
    world.reach("Terminating:Wait", "Terminating:Wait")
    assert world.described()["DesiredCapacity"] == 0


@pytest.mark.behaviour("attaching-and-detaching-members")
def test_a_detached_instance_lives_on_unlisted_and_is_replaced(world: GroupWorld) -> None:
    member = world.serve()
    world.api.detach_instances(
        AutoScalingGroupName=GROUP,
        InstanceIds=[member.instance_id],
        ShouldDecrementDesiredCapacity=False,
    )
    [new] = world.reach("Pending:Wait")
    assert new is not member
    assert world.lab.ec2.state(member.instance_id) == "running"
    assert world.events(TERMINATE_ACTION) == []


@pytest.mark.behaviour("attaching-and-detaching-members")
def test_an_attached_instance_skips_the_launch_hook(world: GroupWorld) -> None:
    member = world.serve()
    ids = {"AutoScalingGroupName": GROUP, "InstanceIds": [member.instance_id]}
    world.api.detach_instances(**ids, ShouldDecrementDesiredCapacity=True)
    world.api.attach_instances(**ids)
    assert world.states() == ["InService"]
    assert len(world.events(LAUNCH_ACTION)) == 1
    with pytest.raises(ClientError, match="cannot exceed max size"):
        world.api.attach_instances(**ids)


# --- instance refresh ---------------------------------------------------------------------------


def refreshes(world: GroupWorld) -> list[dict[str, Any]]:
    answer = world.api.describe_instance_refreshes(AutoScalingGroupName=GROUP)
    return list(answer["InstanceRefreshes"])


@pytest.mark.behaviour("instance-refresh")
def test_instance_refresh_replaces_in_parallel_by_default(world: GroupWorld) -> None:
    old = world.serve()
    world.api.start_instance_refresh(AutoScalingGroupName=GROUP)
    world.reach("Terminating:Wait", "Pending:Wait")
    assert refreshes(world)[0]["Status"] == "InProgress"
    world.complete(world.in_state("Pending:Wait"))
    world.complete(old)
    world.reach("InService")
    world.lab.clock.sleep(10)
    [refresh] = refreshes(world)
    assert refresh["Status"] == "Successful"
    assert refresh["PercentageComplete"] == 100


WARMUPS: list[tuple[dict[str, int], int]] = [
    ({"InstanceWarmup": 30}, 30),
    ({"InstanceWarmup": 0}, 0),
    ({}, 600),
]


@pytest.mark.behaviour("instance-refresh")
@pytest.mark.parametrize(("preferences", "seconds"), WARMUPS)
def test_a_refresh_ends_when_the_new_instance_has_warmed_up(
    lab: Lab, preferences: dict[str, int], seconds: int
) -> None:
    """Instance warmup: the refresh's own, else the group's grace period."""
    world = build(lab, HealthCheckGracePeriod=600)
    old = world.serve()
    world.api.start_instance_refresh(AutoScalingGroupName=GROUP, Preferences=preferences)
    world.reach("Terminating:Wait", "Pending:Wait")
    world.complete(world.in_state("Pending:Wait"))
    world.complete(old)
    [new] = world.reach("InService")
    assert lab.clock.run_until(lambda: refreshes(world)[0]["Status"] == "Successful", 900)
    assert seconds <= lab.clock.now() - float(new.in_service_since or 0.0) <= seconds + 60


@pytest.mark.behaviour("instance-refresh")
def test_a_refresh_that_launches_first_keeps_the_old_one_through_the_warmup(lab: Lab) -> None:
    """An instance that still warms up is no successor: the old one goes after it."""
    world = build(lab, HealthCheckGracePeriod=300)
    old = world.serve()
    world.api.start_instance_refresh(
        AutoScalingGroupName=GROUP, Preferences={"MinHealthyPercentage": 100}
    )
    world.reach("InService", "Pending:Wait")
    new = world.in_state("Pending:Wait")
    world.complete(new)
    world.reach("InService", "Terminating:Wait")
    assert old.leaving
    assert lab.clock.now() - float(new.in_service_since or 0.0) >= 300


@pytest.mark.behaviour("instance-refresh")
def test_instance_refresh_at_100_percent_launches_first(world: GroupWorld) -> None:
    world.serve()
    world.api.start_instance_refresh(
        AutoScalingGroupName=GROUP, Preferences={"MinHealthyPercentage": 100}
    )
    world.reach("InService", "Pending:Wait")


@pytest.mark.behaviour("instance-refresh")
def test_instance_refresh_skips_matching_instances(world: GroupWorld) -> None:
    world.serve()
    world.api.start_instance_refresh(AutoScalingGroupName=GROUP, Preferences={"SkipMatching": True})
    world.lab.clock.sleep(10)
    assert refreshes(world)[0]["Status"] == "Successful"
    assert world.states() == ["InService"]


@pytest.mark.behaviour("instance-refresh")
@pytest.mark.parametrize("waits", [True, False])
def test_a_refresh_waits_an_hour_for_standby_unless_it_is_ignored(
    world: GroupWorld, waits: bool
) -> None:
    member = world.serve()
    world.api.enter_standby(
        AutoScalingGroupName=GROUP,
        InstanceIds=[member.instance_id],
        ShouldDecrementDesiredCapacity=True,
    )
    preferences = {"StandbyInstances": "Wait" if waits else "Ignore"}
    world.api.start_instance_refresh(AutoScalingGroupName=GROUP, Preferences=preferences)
    world.lab.clock.sleep(3500)
    assert refreshes(world)[0]["Status"] == ("InProgress" if waits else "Successful")
    world.lab.clock.sleep(200)
    assert refreshes(world)[0]["Status"] == ("Failed" if waits else "Successful")
    assert world.states() == ["Standby"]


@pytest.mark.behaviour("instance-refresh")
def test_a_new_template_version_is_launched_by_a_refresh(world: GroupWorld) -> None:
    world.serve()
    client("ec2").create_launch_template_version(
        LaunchTemplateId=world.template_id,
        SourceVersion="1",
        LaunchTemplateData={"InstanceType": "t3.medium"},
    )
    world.api.start_instance_refresh(AutoScalingGroupName=GROUP, Preferences={"SkipMatching": True})
    world.reach("Terminating:Wait", "Pending:Wait")
    assert world.in_state("Pending:Wait").instance_type == "t3.medium"


@pytest.mark.behaviour("instance-refresh")
def test_one_refresh_at_a_time_and_it_can_be_cancelled(world: GroupWorld) -> None:
    world.serve()
    world.api.start_instance_refresh(AutoScalingGroupName=GROUP)
    with pytest.raises(ClientError) as error:
        world.api.start_instance_refresh(AutoScalingGroupName=GROUP)
    assert refused(error) == "InstanceRefreshInProgress"
    world.api.cancel_instance_refresh(AutoScalingGroupName=GROUP)
    assert refreshes(world)[0]["Status"] == "Cancelled"
    with pytest.raises(ClientError) as error:
        world.api.cancel_instance_refresh(AutoScalingGroupName=GROUP)
    assert refused(error) == "ActiveInstanceRefreshNotFound"


# --- warm pool and root volume ------------------------------------------------------------------

JOURNEYS = [
    ("EC2", "WarmPool", LAUNCH_ACTION, "Warmed:Pending:Wait", "Warmed:Stopped"),
    ("WarmPool", "AutoScalingGroup", LAUNCH_ACTION, "Pending:Wait", "InService"),
    ("AutoScalingGroup", "WarmPool", TERMINATE_ACTION, "Warmed:Pending:Wait", "Warmed:Stopped"),
]


@pytest.mark.behaviour("origin-and-destination")
@pytest.mark.parametrize(("origin", "destination", "detail_type", "held", "after"), JOURNEYS)
def test_warm_pool_journeys(
    world: GroupWorld, origin: str, destination: str, detail_type: str, held: str, after: str
) -> None:
    member = world.serve()
    [token] = world.lab.groups.emit_hook_event(member.instance_id, origin, destination)
    assert member.lifecycle_state == held
    detail = world.details(detail_type)[-1]
    assert (detail["Origin"], detail["Destination"]) == (origin, destination)
    assert detail["LifecycleActionToken"] == token
    assert "Action" not in detail
    world.complete(member)
    assert member.lifecycle_state == after


@pytest.mark.behaviour("origin-and-destination")
def test_an_instance_leaving_the_warm_pool_disappears(world: GroupWorld) -> None:
    member = world.serve()
    world.lab.groups.emit_hook_event(member.instance_id, "WarmPool", "EC2")
    assert member.lifecycle_state == "Warmed:Terminating:Wait"
    world.complete(member)
    assert member not in world.members


@pytest.mark.behaviour("origin-and-destination")
def test_root_volume_replacement_goes_out_and_comes_back(world: GroupWorld) -> None:
    member = world.serve()
    group = "AutoScalingGroup"
    world.lab.groups.emit_hook_event(member.instance_id, group, group, "ReplaceRootVolume")
    assert member.lifecycle_state == "ReplacingRootVolume:Wait"
    assert world.details(TERMINATE_ACTION)[-1]["Action"] == "ReplaceRootVolume"
    world.complete(member)
    assert member.lifecycle_state == "Pending:Wait"
    assert world.details(LAUNCH_ACTION)[-1]["Action"] == "ReplaceRootVolume"
    world.complete(member)
    world.lab.clock.sleep(60)
    assert world.states() == ["InService"]

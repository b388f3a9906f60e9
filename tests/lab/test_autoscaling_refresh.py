"""Instance refresh of a group of two: half of it at a time, protected ones, those in standby."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lab.autoscaling.states import Member
from lab.context import Lab
from lab.in_process import simulated
from tests.support.worlds.auto_scaling import GROUP, GroupWorld, build

HALF = {"MinHealthyPercentage": 50, "MaxHealthyPercentage": 100}


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=4) as active:
        yield active
        active.gaps.check()


def two(lab: Lab, **group: Any) -> tuple[GroupWorld, Member, Member]:
    world = build(lab, MaxSize=2, LifecycleHookSpecificationList=[], **group)
    world.scale(2)
    first, second = world.reach("InService", "InService")
    return world, first, second


def refresh(world: GroupWorld, **preferences: Any) -> None:
    world.api.start_instance_refresh(
        AutoScalingGroupName=GROUP, Preferences={**HALF, "InstanceWarmup": 0} | preferences
    )


def status(world: GroupWorld) -> tuple[str, int]:
    found = world.api.describe_instance_refreshes(AutoScalingGroupName=GROUP)
    latest = found["InstanceRefreshes"][0]
    return latest["Status"], latest["PercentageComplete"]


def protect(world: GroupWorld, member: Member, *, protected: bool = True) -> None:
    world.api.set_instance_protection(
        AutoScalingGroupName=GROUP,
        InstanceIds=[member.instance_id],
        ProtectedFromScaleIn=protected,
    )


def in_service(world: GroupWorld) -> list[Member]:
    return [member for member in world.members if member.in_service]


@pytest.mark.behaviour("instance-refresh")
def test_half_of_two_is_replaced_at_a_time(lab: Lab) -> None:
    """One always serves, and never more than two."""
    world, *both = two(lab)
    refresh(world)
    fewest, most = 2, 2
    while status(world)[0] != "Successful":
        lab.clock.sleep(1)
        fewest = min(fewest, len(in_service(world)))
        most = max(most, len(world.engine.counted()))
    assert (fewest, most) == (1, 2)
    assert not set(both) & set(in_service(world))
    assert status(world) == ("Successful", 100)


@pytest.mark.behaviour("instance-refresh")
@pytest.mark.parametrize(
    ("preferences", "first"),
    [
        (HALF, True),
        ({"MinHealthyPercentage": 50}, False),
        ({"MinHealthyPercentage": 0, "MaxHealthyPercentage": 100}, False),
    ],
    ids=str,
)
def test_half_of_one_is_all_of_it(lab: Lab, preferences: dict[str, int], first: bool) -> None:
    """Rounded up. With a maximum besides, the refresh launches before it ends the only one."""
    world = build(lab, LifecycleHookSpecificationList=[])
    old = world.serve()
    world.api.start_instance_refresh(AutoScalingGroupName=GROUP, Preferences=preferences)
    lab.clock.run_until(lambda: len(world.members) == 2, 300)
    assert old.in_service == first


@pytest.mark.behaviour("instance-maintenance-policy")
@pytest.mark.parametrize("first", [True, False])
def test_a_policy_that_one_instance_cannot_keep_to(lab: Lab, first: bool) -> None:
    lab.switches.impossible_policy_launches_first = first
    world = build(lab, InstanceMaintenancePolicy=HALF, LifecycleHookSpecificationList=[])
    old = world.serve()
    world.api.set_instance_health(InstanceId=old.instance_id, HealthStatus="Unhealthy")
    lab.clock.run_until(lambda: len(world.members) == 2, 300)
    assert old.in_service == first


@pytest.mark.behaviour("instance-maintenance-policy")
def test_half_of_two_ends_the_unhealthy_one_at_once(lab: Lab) -> None:
    lab.switches.impossible_policy_launches_first = True
    world, sick, other = two(lab, InstanceMaintenancePolicy=HALF)
    world.api.set_instance_health(InstanceId=sick.instance_id, HealthStatus="Unhealthy")
    lab.clock.sleep(3)
    assert sick.leaving
    assert other.in_service


@pytest.mark.behaviour("refreshing-protected-instances")
@pytest.mark.parametrize("named", [True, False])
def test_a_refresh_waits_for_protection_to_be_lifted(lab: Lab, named: bool) -> None:
    """By default too; the other one is replaced at once, and protection may move over to it."""
    world, holder, other = two(lab)
    protect(world, holder)
    refresh(world, **({"ScaleInProtectedInstances": "Wait"} if named else {}))
    lab.clock.run_until(lambda: other not in world.members, 600)
    world.reach("InService", "InService")
    lab.clock.sleep(600)
    assert holder.in_service
    assert status(world) == ("InProgress", 50)
    [new] = [member for member in world.members if member is not holder]
    protect(world, new)
    protect(world, holder, protected=False)
    lab.clock.run_until(lambda: status(world)[0] == "Successful", 600)
    assert status(world) == ("Successful", 100)
    assert holder not in in_service(world)
    assert new in in_service(world)


@pytest.mark.behaviour("refreshing-protected-instances")
def test_it_fails_when_protection_stays_for_an_hour(lab: Lab) -> None:
    world, holder, _ = two(lab)
    protect(world, holder)
    refresh(world)
    lab.clock.sleep(3500)
    assert status(world)[0] == "InProgress"
    lab.clock.sleep(400)
    assert status(world) == ("Failed", 50)
    assert holder.in_service


@pytest.mark.behaviour("refreshing-protected-instances")
@pytest.mark.parametrize(("what", "stays"), [("Ignore", True), ("Refresh", False)])
def test_protected_ones_are_passed_over_or_replaced(lab: Lab, what: str, stays: bool) -> None:
    world, holder, other = two(lab)
    protect(world, holder)
    refresh(world, ScaleInProtectedInstances=what)
    lab.clock.run_until(lambda: status(world)[0] == "Successful", 900)
    assert status(world) == ("Successful", 100)
    assert holder.in_service == stays
    assert not other.in_service


@pytest.mark.behaviour("refreshing-protected-instances")
def test_those_in_standby_are_ended_if_it_is_told_so(lab: Lab) -> None:
    world, resting, other = two(lab)
    world.api.enter_standby(
        AutoScalingGroupName=GROUP,
        InstanceIds=[resting.instance_id],
        ShouldDecrementDesiredCapacity=True,
    )
    refresh(world, StandbyInstances="Terminate", MinHealthyPercentage=0)
    lab.clock.run_until(lambda: status(world)[0] == "Successful", 900)
    assert status(world)[0] == "Successful"
    assert resting.leaving
    [new] = world.reach("InService")
    assert new is not other

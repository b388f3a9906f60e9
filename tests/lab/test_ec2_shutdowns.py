"""Instances that take long to end, and what hastens them; since when a status check fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.worlds.ec2 import ZONE_A, Ec2World, small_world


@pytest.fixture
def world() -> Iterator[Ec2World]:
    with small_world() as made:
        made.lab.switches.skipped_shutdown_seconds = (4.0, 4.0)
        made.lab.switches.forced_shutdown_seconds = (60.0, 60.0)
        yield made
        made.lab.gaps.check()


def slow(world: Ec2World, seconds: float = 600.0) -> str:
    """An instance whose guest takes its time."""
    instance_id = world.running()
    world.lab.ec2.shutdowns.guest_seconds[instance_id] = seconds
    return instance_id


def took(world: Ec2World, instance_id: str) -> float:
    """Seconds until it is terminated."""
    began = world.lab.clock.now()
    world.reach(instance_id, "terminated")
    return world.lab.clock.now() - began


@pytest.mark.behaviour("ending-an-instance")
def test_a_slow_guest_keeps_its_instance_and_its_interface(world: Ec2World) -> None:
    """Others end as the switch says."""
    instance_id, another = slow(world), world.running()
    interface_id = world.vip()
    world.attached(interface_id, instance_id)
    world.ec2.terminate_instances(InstanceIds=[instance_id, another])
    world.pass_time(120)
    assert world.lab.ec2.state(another) == "terminated"
    assert world.lab.ec2.state(instance_id) == "shutting-down"
    attachment = world.see_interface(interface_id)["Attachment"]
    assert (attachment["InstanceId"], attachment["Status"]) == (instance_id, "attached")
    world.pass_time(481)
    assert world.lab.ec2.state(instance_id) == "terminated"
    assert world.see_interface(interface_id)["Status"] == "available"


@pytest.mark.behaviour("ending-a-slow-instance")
@pytest.mark.parametrize(
    ("haste", "seconds"),
    [
        ({}, 600),
        ({"Force": True}, 60),
        ({"SkipOsShutdown": True}, 4),
        ({"Force": True, "SkipOsShutdown": True}, 4),
    ],
    ids=str,
)
@pytest.mark.parametrize("under_way", [False, True])
def test_an_end_can_be_hastened(
    world: Ec2World, haste: dict[str, Any], seconds: float, under_way: bool
) -> None:
    """From the beginning, and when it is under way."""
    instance_id = slow(world)
    if under_way:
        world.ec2.terminate_instances(InstanceIds=[instance_id])
        world.pass_time(10)
        seconds = min(seconds, 590)
    world.ec2.terminate_instances(InstanceIds=[instance_id], **haste)
    assert took(world, instance_id) == pytest.approx(seconds)


@pytest.mark.behaviour("ending-a-slow-instance")
def test_a_hastened_end_comes_once(world: Ec2World) -> None:
    instance_id = slow(world)
    world.ec2.terminate_instances(InstanceIds=[instance_id])
    world.ec2.terminate_instances(InstanceIds=[instance_id], Force=True)
    world.pass_time(700)
    details = [event["detail"] for event in world.lab.events.published]
    assert details.count({"instance-id": instance_id, "state": "terminated"}) == 1


@pytest.mark.behaviour("ending-a-slow-instance")
def test_a_guest_that_has_begun_may_be_past_skipping(world: Ec2World) -> None:
    world.lab.switches.skip_ends_a_shutdown_under_way = False
    instance_id = slow(world, 100)
    world.ec2.terminate_instances(InstanceIds=[instance_id])
    world.ec2.terminate_instances(InstanceIds=[instance_id], SkipOsShutdown=True)
    assert took(world, instance_id) == pytest.approx(100)


@pytest.mark.behaviour("ending-a-slow-instance")
def test_haste_makes_no_quick_guest_slower(world: Ec2World) -> None:
    instance_id = slow(world, 2)
    world.ec2.terminate_instances(InstanceIds=[instance_id], Force=True)
    world.ec2.terminate_instances(InstanceIds=[instance_id], Force=True, SkipOsShutdown=True)
    assert took(world, instance_id) == pytest.approx(2)
    world.ec2.terminate_instances(InstanceIds=[instance_id], Force=True)
    assert world.lab.ec2.state(instance_id) == "terminated"


def since(world: Ec2World, instance_id: str) -> set[datetime | None]:
    """What instance status and system status say."""
    [found] = world.ec2.describe_instance_status(InstanceIds=[instance_id])["InstanceStatuses"]
    checks = (found["InstanceStatus"], found["SystemStatus"])
    return {detail.get("ImpairedSince") for check in checks for detail in check["Details"]}


def now(world: Ec2World) -> datetime:
    return datetime.fromtimestamp(int(world.lab.clock.now()), UTC)


@pytest.mark.behaviour("status-checks")
def test_an_impaired_instance_says_since_when(world: Ec2World) -> None:
    instance_id = world.running()
    assert since(world, instance_id) == {None}
    world.lab.ec2.impaired.add(instance_id)
    first = now(world)
    world.pass_time(60)
    world.lab.ec2.impaired.add(instance_id)
    assert since(world, instance_id) == {first}
    world.lab.ec2.impaired.discard(instance_id)
    world.pass_time(200)
    assert since(world, instance_id) == {None}
    world.lab.ec2.impaired.add(instance_id)
    assert since(world, instance_id) == {now(world)}


@pytest.mark.behaviour("status-checks")
def test_those_of_a_zone_that_is_down_are_impaired_since_it_is(world: Ec2World) -> None:
    instance_id = world.running()
    world.lab.ec2.az_down.update([ZONE_A])
    down = now(world)
    world.pass_time(60)
    world.lab.ec2.impaired.add(instance_id)
    assert since(world, instance_id) == {down}

"""Several interfaces on an instance, and what its type allows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.worlds.ec2 import ZONE_A, Ec2World, refusal, small_world


def _medium(world: Ec2World) -> str:
    """A t3.medium, running: three interfaces of six addresses each."""
    made = world.ec2.run_instances(
        ImageId="ami-12345678",
        InstanceType="t3.medium",
        SubnetId=world.wan[ZONE_A],
        MinCount=1,
        MaxCount=1,
    )
    instance_id = str(made["Instances"][0]["InstanceId"])
    world.reach(instance_id, "running")
    return instance_id


def _access_and_core(world: Ec2World) -> tuple[str, str]:
    """An interface in each of two subnets."""
    return (
        world.interface(world.subnet("10.16.10.0/24"), "10.16.10.20"),
        world.interface(world.subnet("10.16.11.0/24"), "10.16.11.20"),
    )


def _on(world: Ec2World, instance_id: str) -> dict[int, tuple[str, str]]:
    """Interface and status of the attachment, by device index."""
    shown: list[dict[str, Any]] = world.see_instance(instance_id)["NetworkInterfaces"]
    return {
        each["Attachment"]["DeviceIndex"]: (
            each["NetworkInterfaceId"],
            each["Attachment"]["Status"],
        )
        for each in shown
    }


@pytest.mark.behaviour("several-interfaces-on-an-instance")
def test_interfaces_are_attached_in_any_order(world: Ec2World) -> None:
    """Each at its index, with its own addresses."""
    instance_id, (access_id, core_id) = _medium(world), _access_and_core(world)
    world.attach(core_id, instance_id, index=2)
    world.attach(access_id, instance_id, index=1)
    world.pass_time(60)
    on = _on(world, instance_id)
    assert set(on) == {0, 1, 2}
    assert (on[1], on[2]) == ((access_id, "attached"), (core_id, "attached"))
    assert world.see_interface(core_id)["Attachment"]["DeviceIndex"] == 2
    assert world.see_interface(core_id)["PrivateIpAddress"] == "10.16.11.20"


@pytest.mark.behaviour("several-interfaces-on-an-instance")
def test_one_interface_is_detached_and_the_other_stays() -> None:
    """Each attachment has its own state."""
    with small_world(attach_seconds=(3, 3), detach_seconds=(3, 3)) as world:
        instance_id, (access_id, core_id) = _medium(world), _access_and_core(world)
        first = world.attach(access_id, instance_id, index=1)
        world.pass_time(3)
        world.attach(core_id, instance_id, index=2)
        world.ec2.detach_network_interface(AttachmentId=first)
        on = _on(world, instance_id)
        assert (on[1][1], on[2][1]) == ("detaching", "attaching")
        world.pass_time(3)
        on = _on(world, instance_id)
        assert set(on) == {0, 2}
        assert on[2] == (core_id, "attached")


@pytest.mark.behaviour("several-interfaces-on-an-instance")
def test_a_fourth_interface_of_a_type_that_has_three(world: Ec2World) -> None:
    instance_id, (access_id, core_id) = _medium(world), _access_and_core(world)
    world.attach(access_id, instance_id, index=1)
    world.attach(core_id, instance_id, index=2)
    arguments = {
        "InstanceId": instance_id,
        "NetworkInterfaceId": world.interface(world.wan[ZONE_A]),
        "DeviceIndex": 3,
    }
    assert refusal(world.ec2.attach_network_interface, **arguments) == (
        "AttachmentLimitExceeded",
        "Interface count 4 exceeds the limit for t3.medium",
    )


@pytest.mark.behaviour("interfaces-of-an-ending-instance")
def test_all_interfaces_of_an_ending_instance_are_freed(world: Ec2World) -> None:
    """Those that were attached later stay, the primary one goes."""
    instance_id, (access_id, core_id) = _medium(world), _access_and_core(world)
    world.attach(access_id, instance_id, index=1)
    world.attach(core_id, instance_id, index=2)
    primary_id = _on(world, instance_id)[0][0]
    world.ec2.terminate_instances(InstanceIds=[instance_id])
    world.reach(instance_id, "terminated")
    world.pass_time(1)
    for eni_id in (access_id, core_id):
        assert world.see_interface(eni_id)["Status"] == "available"
    assert world.see_interface(primary_id) == {}


@pytest.mark.behaviour("addresses-by-instance-type")
@pytest.mark.parametrize(("count", "fits"), [(2, True), (3, False)])
def test_an_interface_with_more_addresses_than_the_type_has(
    world: Ec2World, count: int, fits: bool
) -> None:
    """It is not attached; a t3.nano has two on each interface."""
    eni_id = world.interface(world.vip_subnet(), SecondaryPrivateIpAddressCount=count - 1)
    instance_id = world.running()
    if fits:
        world.attach(eni_id, instance_id)
    else:
        arguments = {
            "NetworkInterfaceId": eni_id,
            "InstanceId": instance_id,
            "DeviceIndex": 1,
        }
        code, _ = refusal(world.ec2.attach_network_interface, **arguments)
        assert code == "PrivateIpAddressLimitExceeded"
    assert ("Attachment" in world.see_interface(eni_id)) is fits


@pytest.mark.behaviour("addresses-by-instance-type")
@pytest.mark.moto
@pytest.mark.parametrize(
    ("kind", "interfaces", "addresses"),
    [("t3.micro", 2, 2), ("t3.medium", 3, 6), ("c5.large", 3, 10), ("c5n.xlarge", 4, 15)],
)
def test_what_a_type_says_of_itself(
    world: Ec2World, kind: str, interfaces: int, addresses: int
) -> None:
    """As AWS's table has it."""
    [found] = world.ec2.describe_instance_types(InstanceTypes=[kind])["InstanceTypes"]
    network = found["NetworkInfo"]
    assert network["MaximumNetworkInterfaces"] == interfaces
    assert network["Ipv4AddressesPerInterface"] == addresses
    assert network["Ipv6AddressesPerInterface"] == addresses

"""Times after which an interface's idle connections are tracked no longer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.worlds.ec2 import ZONE_A, Ec2World, refusal, small_world

TIMES = {"TcpEstablishedTimeout": 3600, "UdpStreamTimeout": 120, "UdpTimeout": 45}
OUTSIDE = [
    *[{"TcpEstablishedTimeout": seconds} for seconds in (0, 59, 432_001)],
    *[{"UdpStreamTimeout": seconds} for seconds in (59, 181)],
    *[{"UdpTimeout": seconds} for seconds in (29, 61)],
]
AT_THE_ENDS = [
    {"TcpEstablishedTimeout": 60, "UdpStreamTimeout": 60, "UdpTimeout": 30},
    {"TcpEstablishedTimeout": 432_000, "UdpStreamTimeout": 180, "UdpTimeout": 60},
]


def shown(world: Ec2World, eni_id: str) -> Any:
    return world.see_interface(eni_id).get("ConnectionTrackingConfiguration")


def modify(world: Ec2World, eni_id: str, **times: int) -> None:
    world.ec2.modify_network_interface_attribute(
        NetworkInterfaceId=eni_id, ConnectionTrackingSpecification=times
    )


@pytest.mark.behaviour("connection-tracking-times")
@pytest.mark.parametrize("times", [TIMES, {"UdpTimeout": 60}, *AT_THE_ENDS])
def test_an_interface_is_made_with_times(world: Ec2World, times: dict[str, int]) -> None:
    """The answer has them too, and so has the instance that it hangs on."""
    made = world.ec2.create_network_interface(
        SubnetId=world.wan[ZONE_A], ConnectionTrackingSpecification=times
    )["NetworkInterface"]
    assert made["ConnectionTrackingConfiguration"] == times
    eni_id = made["NetworkInterfaceId"]
    assert shown(world, eni_id) == times
    instance_id = world.running()
    world.attached(eni_id, instance_id)
    by_id = {
        each["NetworkInterfaceId"]: each.get("ConnectionTrackingConfiguration")
        for each in world.see_instance(instance_id)["NetworkInterfaces"]
    }
    assert by_id.pop(eni_id) == times
    assert list(by_id.values()) == [None]


@pytest.mark.behaviour("connection-tracking-times")
def test_an_interface_without_times_shows_none(world: Ec2World) -> None:
    assert shown(world, world.vip()) is None


@pytest.mark.behaviour("connection-tracking-times")
@pytest.mark.parametrize("times", [TIMES, *AT_THE_ENDS])
def test_times_are_changed(world: Ec2World, times: dict[str, int]) -> None:
    eni_id = world.vip()
    modify(world, eni_id, **times)
    assert shown(world, eni_id) == times


@pytest.mark.behaviour("connection-tracking-times")
@pytest.mark.parametrize("keeps", [True, False])
def test_one_time_is_changed(keeps: bool) -> None:
    """The others stay, or are AWS's own again."""
    with small_world(connection_tracking_keeps_what_is_not_named=keeps) as world:
        eni_id = world.vip()
        modify(world, eni_id, **TIMES)
        modify(world, eni_id, UdpTimeout=30)
        assert shown(world, eni_id) == (TIMES if keeps else {}) | {"UdpTimeout": 30}


@pytest.mark.behaviour("connection-tracking-times")
@pytest.mark.parametrize("times", OUTSIDE)
def test_a_time_outside_the_limits(world: Ec2World, times: dict[str, int]) -> None:
    """Neither made nor changed."""
    subnet_id, eni_id = world.vip_subnet(), world.interface(world.wan[ZONE_A])
    create, change = (
        world.ec2.create_network_interface,
        world.ec2.modify_network_interface_attribute,
    )
    code, message = refusal(create, SubnetId=subnet_id, ConnectionTrackingSpecification=times)
    assert (code, next(iter(times)) in message) == ("InvalidParameterValue", True)
    asked = {"NetworkInterfaceId": eni_id, "ConnectionTrackingSpecification": times}
    assert refusal(change, **asked) == (code, message)
    assert shown(world, eni_id) is None
    world.ec2.delete_subnet(SubnetId=subnet_id)  # nothing was made in it


@pytest.mark.behaviour("modifying-an-interface")
def test_times_are_an_attribute_of_their_own(world: Ec2World) -> None:
    code, _ = refusal(
        world.ec2.modify_network_interface_attribute,
        NetworkInterfaceId=world.vip(),
        ConnectionTrackingSpecification=TIMES,
        SourceDestCheck={"Value": False},
    )
    assert code == "InvalidParameterCombination"


@pytest.mark.behaviour("ec2-eventual-consistency")
def test_times_are_seen_late() -> None:
    with small_world(stale_describe_seconds=(3, 3)) as world:
        eni_id = world.vip()
        world.pass_time(3)
        modify(world, eni_id, **TIMES)
        assert shown(world, eni_id) is None
        world.pass_time(3)
        assert shown(world, eni_id) == TIMES

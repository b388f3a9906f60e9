"""Secondary private addresses of an interface, and Elastic IPs on any of them."""

from __future__ import annotations

import pytest

from tests.support.worlds.ec2 import Ec2World, refusal, small_world

PRIMARY, SECOND, THIRD = "10.16.10.20", "10.16.10.21", "10.16.10.22"


def _listed(*addresses: str) -> list[dict[str, object]]:
    return [
        {"PrivateIpAddress": address, "Primary": place == 0}
        for place, address in enumerate(addresses)
    ]


def _interface(world: Ec2World, *addresses: str) -> str:
    return world.interface(world.vip_subnet(), PrivateIpAddresses=_listed(*addresses))


def _addresses(world: Ec2World, eni_id: str) -> list[str]:
    return [each["PrivateIpAddress"] for each in world.see_interface(eni_id)["PrivateIpAddresses"]]


def _assign(world: Ec2World, eni_id: str, *addresses: str, **options: object) -> list[str]:
    answer = world.ec2.assign_private_ip_addresses(
        NetworkInterfaceId=eni_id, PrivateIpAddresses=list(addresses), **options
    )
    return [each["PrivateIpAddress"] for each in answer["AssignedPrivateIpAddresses"]]


@pytest.mark.behaviour("secondary-addresses")
def test_an_interface_is_made_with_several_addresses(world: Ec2World) -> None:
    """The one that is Primary is the primary one."""
    shown = world.see_interface(_interface(world, PRIMARY, SECOND))
    assert shown["PrivateIpAddress"] == PRIMARY
    primary, second = shown["PrivateIpAddresses"]
    assert (primary["PrivateIpAddress"], primary["Primary"]) == (PRIMARY, True)
    assert (second["PrivateIpAddress"], second["Primary"]) == (SECOND, False)


@pytest.mark.behaviour("secondary-addresses")
def test_secondary_addresses_beside_a_primary_one_of_its_own(world: Ec2World) -> None:
    eni_id = world.interface(
        world.vip_subnet(),
        PRIMARY,
        PrivateIpAddresses=[{"PrivateIpAddress": SECOND, "Primary": False}],
    )
    assert _addresses(world, eni_id) == [PRIMARY, SECOND]


@pytest.mark.behaviour("secondary-addresses")
def test_one_address_is_the_primary_one(world: Ec2World) -> None:
    """Not one by each parameter."""
    code, _ = refusal(
        world.ec2.create_network_interface,
        SubnetId=world.vip_subnet(),
        PrivateIpAddress=PRIMARY,
        PrivateIpAddresses=_listed(SECOND),
    )
    assert code == "InvalidParameterValue"


@pytest.mark.behaviour("addresses-of-an-interface")
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("10.16.11.20", "InvalidParameterValue"),
        ("10.16.10.255", "InvalidParameterValue"),
        (PRIMARY, "InvalidIPAddress.InUse"),
        (THIRD, "InvalidIPAddress.InUse"),
    ],
)
def test_a_secondary_address_that_cannot_be_had(world: Ec2World, address: str, code: str) -> None:
    """At creation as any other: outside, reserved, twice in the call, another interface's."""
    subnet_id = world.vip_subnet()
    world.interface(subnet_id, THIRD)
    refused, _ = refusal(
        world.ec2.create_network_interface,
        SubnetId=subnet_id,
        PrivateIpAddresses=_listed(PRIMARY, address),
    )
    assert refused == code


@pytest.mark.behaviour("addresses-of-an-interface")
def test_a_secondary_address_is_in_use(world: Ec2World) -> None:
    """For every other interface."""
    subnet_id = world.vip_subnet()
    world.interface(subnet_id, PrivateIpAddresses=_listed(PRIMARY, SECOND))
    code, _ = refusal(
        world.ec2.create_network_interface, SubnetId=subnet_id, PrivateIpAddress=SECOND
    )
    assert code == "InvalidIPAddress.InUse"


@pytest.mark.behaviour("secondary-addresses")
def test_assign_and_unassign(world: Ec2World) -> None:
    """The answer has what is new."""
    eni_id = _interface(world, PRIMARY, SECOND)
    assert _assign(world, eni_id, THIRD) == [THIRD]
    assert _addresses(world, eni_id) == [PRIMARY, SECOND, THIRD]
    world.ec2.unassign_private_ip_addresses(NetworkInterfaceId=eni_id, PrivateIpAddresses=[SECOND])
    assert _addresses(world, eni_id) == [PRIMARY, THIRD]


@pytest.mark.behaviour("secondary-addresses")
def test_assign_by_number(world: Ec2World) -> None:
    """Free ones of the subnet."""
    eni_id = _interface(world, PRIMARY)
    world.ec2.assign_private_ip_addresses(
        NetworkInterfaceId=eni_id, SecondaryPrivateIpAddressCount=3
    )
    assert len(set(_addresses(world, eni_id))) == 4
    assert all(address.startswith("10.16.10.") for address in _addresses(world, eni_id))


@pytest.mark.behaviour("secondary-addresses")
def test_addresses_or_their_number(world: Ec2World) -> None:
    eni_id = _interface(world, PRIMARY)
    for options in ({}, {"PrivateIpAddresses": [SECOND], "SecondaryPrivateIpAddressCount": 1}):
        code, _ = refusal(
            world.ec2.assign_private_ip_addresses, NetworkInterfaceId=eni_id, **options
        )
        assert code == "InvalidParameterCombination"


@pytest.mark.behaviour("secondary-addresses")
@pytest.mark.parametrize("succeeds", [True, False])
def test_assign_what_the_interface_has(succeeds: bool) -> None:
    """Nothing changes, or it is refused."""
    with small_world(same_secondary_address_again_succeeds=succeeds) as world:
        eni_id = _interface(world, PRIMARY, SECOND)
        if succeeds:
            assert _assign(world, eni_id, SECOND) == []
        else:
            arguments = {"NetworkInterfaceId": eni_id, "PrivateIpAddresses": [SECOND]}
            code, _ = refusal(world.ec2.assign_private_ip_addresses, **arguments)
            assert code == "InvalidParameterValue"
        assert _addresses(world, eni_id) == [PRIMARY, SECOND]


@pytest.mark.behaviour("secondary-addresses")
def test_an_address_moves_only_if_that_is_allowed(world: Ec2World) -> None:
    """With its Elastic IP, whose association stays."""
    subnet_id = world.vip_subnet()
    old_id = world.interface(subnet_id, PrivateIpAddresses=_listed(PRIMARY, SECOND))
    new_id = world.interface(subnet_id, THIRD)
    allocation_id = world.eip()
    association_id = world.associate(allocation_id, old_id, PrivateIpAddress=SECOND)
    code, _ = refusal(
        world.ec2.assign_private_ip_addresses,
        NetworkInterfaceId=new_id,
        PrivateIpAddresses=[SECOND],
    )
    assert code == "InvalidParameterValue"
    assert _addresses(world, old_id) == [PRIMARY, SECOND]
    _assign(world, new_id, SECOND, AllowReassignment=True)
    assert (_addresses(world, old_id), _addresses(world, new_id)) == ([PRIMARY], [THIRD, SECOND])
    shown = world.see_address(allocation_id)
    assert (shown["NetworkInterfaceId"], shown["PrivateIpAddress"]) == (new_id, SECOND)
    assert shown["AssociationId"] == association_id


@pytest.mark.behaviour("secondary-addresses")
def test_a_primary_address_does_not_move(world: Ec2World) -> None:
    subnet_id = world.vip_subnet()
    old_id, new_id = world.interface(subnet_id, PRIMARY), world.interface(subnet_id, SECOND)
    code, _ = refusal(
        world.ec2.assign_private_ip_addresses,
        NetworkInterfaceId=new_id,
        PrivateIpAddresses=[PRIMARY],
        AllowReassignment=True,
    )
    assert code == "InvalidParameterValue"
    assert _addresses(world, old_id) == [PRIMARY]


@pytest.mark.behaviour("secondary-addresses")
@pytest.mark.parametrize("address", [PRIMARY, THIRD])
def test_only_a_secondary_address_that_is_there_is_unassigned(
    world: Ec2World, address: str
) -> None:
    """Neither the primary one nor one that it has not; nothing changes."""
    eni_id = _interface(world, PRIMARY, SECOND)
    code, _ = refusal(
        world.ec2.unassign_private_ip_addresses,
        NetworkInterfaceId=eni_id,
        PrivateIpAddresses=[SECOND, address],
    )
    assert code == "InvalidParameterValue"
    assert _addresses(world, eni_id) == [PRIMARY, SECOND]


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_each_private_address_has_an_elastic_ip_of_its_own(world: Ec2World) -> None:
    """Both DescribeNetworkInterfaces and DescribeAddresses say which is whose."""
    eni_id, first, second = _interface(world, PRIMARY, SECOND), world.eip(), world.eip()
    world.associate(first, eni_id)
    world.associate(second, eni_id, PrivateIpAddress=SECOND)
    shown = world.see_interface(eni_id)
    assert shown["Association"]["AllocationId"] == first
    by_address = {
        each["PrivateIpAddress"]: each["Association"]["AllocationId"]
        for each in shown["PrivateIpAddresses"]
    }
    assert by_address == {PRIMARY: first, SECOND: second}
    assert world.see_address(first)["PrivateIpAddress"] == PRIMARY
    assert world.see_address(second)["PrivateIpAddress"] == SECOND


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_an_elastic_ip_changes_its_place_on_an_interface(world: Ec2World) -> None:
    """From the primary address to a secondary one, whose own goes, and the primary is bare."""
    eni_id, first, second = _interface(world, PRIMARY, SECOND), world.eip(), world.eip()
    world.associate(second, eni_id, PrivateIpAddress=SECOND)
    world.associate(first, eni_id)
    world.associate(first, eni_id, PrivateIpAddress=SECOND)
    shown = world.see_interface(eni_id)
    assert "Association" not in shown
    holders = [each.get("Association", {}) for each in shown["PrivateIpAddresses"]]
    assert [each.get("AllocationId") for each in holders] == [None, first]
    assert "AssociationId" not in world.see_address(second)
    assert world.see_address(first)["PrivateIpAddress"] == SECOND


@pytest.mark.behaviour("disassociating-an-elastic-ip")
def test_disassociating_leaves_the_other_addresses(world: Ec2World) -> None:
    eni_id, first, second = _interface(world, PRIMARY, SECOND), world.eip(), world.eip()
    world.associate(first, eni_id)
    association_id = world.associate(second, eni_id, PrivateIpAddress=SECOND)
    world.ec2.disassociate_address(AssociationId=association_id)
    shown = world.see_interface(eni_id)
    assert shown["Association"]["AllocationId"] == first
    assert "Association" not in shown["PrivateIpAddresses"][1]


@pytest.mark.behaviour("secondary-addresses")
def test_an_address_that_is_unassigned_loses_its_elastic_ip(world: Ec2World) -> None:
    """Which stays allocated, and may go elsewhere."""
    eni_id, allocation_id = _interface(world, PRIMARY, SECOND), world.eip()
    world.associate(allocation_id, eni_id, PrivateIpAddress=SECOND)
    world.ec2.unassign_private_ip_addresses(NetworkInterfaceId=eni_id, PrivateIpAddresses=[SECOND])
    assert "AssociationId" not in world.see_address(allocation_id)
    world.associate(allocation_id, eni_id)


@pytest.mark.behaviour("an-elastic-ip-follows-its-interface")
def test_all_addresses_follow_their_interface(world: Ec2World) -> None:
    """Attached, they show on the instance; deleted, all Elastic IPs are free."""
    eni_id, allocation_id = _interface(world, PRIMARY, SECOND), world.eip()
    world.associate(allocation_id, eni_id, PrivateIpAddress=SECOND)
    instance_id = world.running()
    attachment_id = world.attached(eni_id, instance_id)
    [shown] = [
        each
        for each in world.see_instance(instance_id)["NetworkInterfaces"]
        if each["NetworkInterfaceId"] == eni_id
    ]
    public = world.see_address(allocation_id)["PublicIp"]
    assert shown["PrivateIpAddresses"][1]["Association"]["PublicIp"] == public
    assert world.see_address(allocation_id)["InstanceId"] == instance_id
    world.ec2.detach_network_interface(AttachmentId=attachment_id)
    world.pass_time(60)
    world.ec2.delete_network_interface(NetworkInterfaceId=eni_id)
    assert "AssociationId" not in world.see_address(allocation_id)


@pytest.mark.behaviour("deleting-a-vpc")
def test_a_gateway_stays_while_a_secondary_address_is_mapped(world: Ec2World) -> None:
    eni_id, allocation_id = _interface(world, PRIMARY, SECOND), world.eip()
    world.associate(allocation_id, eni_id, PrivateIpAddress=SECOND)
    code, _ = refusal(
        world.ec2.detach_internet_gateway,
        InternetGatewayId=world.gateway_id,
        VpcId=world.vpc_id,
    )
    assert code == "DependencyViolation"


@pytest.mark.behaviour("addresses-by-instance-type")
def test_addresses_beyond_the_type_are_refused(world: Ec2World) -> None:
    """A t3.nano has two on each interface."""
    eni_id = _interface(world, PRIMARY, SECOND)
    world.attached(eni_id, world.running())
    assert refusal(
        world.ec2.assign_private_ip_addresses,
        NetworkInterfaceId=eni_id,
        PrivateIpAddresses=[THIRD],
    ) == ("PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit.")
    assert _addresses(world, eni_id) == [PRIMARY, SECOND]


@pytest.mark.behaviour("ec2-eventual-consistency")
def test_a_secondary_address_is_seen_late() -> None:
    """As every other change of an interface."""
    with small_world(stale_describe_seconds=(3, 3)) as world:
        eni_id = _interface(world, PRIMARY)
        world.pass_time(3)
        _assign(world, eni_id, SECOND)
        assert _addresses(world, eni_id) == [PRIMARY]
        world.pass_time(3)
        assert _addresses(world, eni_id) == [PRIMARY, SECOND]

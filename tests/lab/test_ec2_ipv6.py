"""IPv6: ranges of VPCs and subnets with their states, addresses of interfaces."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network
from typing import Any

import pytest

from tests.support.worlds.ec2 import ZONE_A, ZONE_B, Ec2World, refusal, small_world

Association = dict[str, Any]


def _vpc(world: Ec2World) -> str:
    """With a range that is associated."""
    made = world.ec2.create_vpc(CidrBlock="10.20.0.0/16", AmazonProvidedIpv6CidrBlock=True)
    world.pass_time(60)
    return str(made["Vpc"]["VpcId"])


def _of_vpc(world: Ec2World, vpc_id: str) -> Association:
    [vpc] = world.ec2.describe_vpcs(VpcIds=[vpc_id])["Vpcs"]
    return dict(vpc["Ipv6CidrBlockAssociationSet"][0])


def _range(world: Ec2World, vpc_id: str) -> str:
    """The first one that a subnet can have."""
    block = IPv6Network(_of_vpc(world, vpc_id)["Ipv6CidrBlock"])
    return str(next(block.subnets(new_prefix=64)))


def _make(world: Ec2World, vpc_id: str, block: str, third: int = 1, zone: str = ZONE_A) -> str:
    made = world.ec2.create_subnet(
        VpcId=vpc_id,
        CidrBlock=f"10.20.{third}.0/24",
        Ipv6CidrBlock=block,
        AvailabilityZone=zone,
    )
    return str(made["Subnet"]["SubnetId"])


def _of_subnet(world: Ec2World, subnet_id: str) -> list[Association]:
    [subnet] = world.ec2.describe_subnets(SubnetIds=[subnet_id])["Subnets"]
    return list(subnet.get("Ipv6CidrBlockAssociationSet", []))


def _state(world: Ec2World, subnet_id: str) -> str:
    [association] = _of_subnet(world, subnet_id)
    return str(association["Ipv6CidrBlockState"]["State"])


def _ready(world: Ec2World) -> tuple[str, str]:
    """A subnet with an associated range, and the beginning of its addresses."""
    vpc_id = _vpc(world)
    block = _range(world, vpc_id)
    subnet_id = _make(world, vpc_id, block)
    world.pass_time(60)
    return subnet_id, block.removesuffix("/64")


def _ipv6(world: Ec2World, eni_id: str) -> list[str]:
    return [each["Ipv6Address"] for each in world.see_interface(eni_id)["Ipv6Addresses"]]


@pytest.mark.behaviour("ipv6-ranges")
def test_a_vpcs_range_is_associating_then_associated() -> None:
    """At creation as well as later."""
    with small_world(ipv6_range_association_seconds=(3, 3)) as world:
        made = world.ec2.create_vpc(CidrBlock="10.20.0.0/16", AmazonProvidedIpv6CidrBlock=True)
        world.ec2.associate_vpc_cidr_block(VpcId=world.vpc_id, AmazonProvidedIpv6CidrBlock=True)
        for vpc_id in (made["Vpc"]["VpcId"], world.vpc_id):
            assert _of_vpc(world, vpc_id)["Ipv6CidrBlockState"]["State"] == "associating"
        world.pass_time(3)
        for vpc_id in (made["Vpc"]["VpcId"], world.vpc_id):
            assert _of_vpc(world, vpc_id)["Ipv6CidrBlockState"]["State"] == "associated"


@pytest.mark.behaviour("ipv6-ranges")
def test_a_vpcs_range_goes_when_no_subnet_lies_in_it() -> None:
    """InvalidCidrBlock.InUse until then; disassociating, then disassociated, and still shown."""
    with small_world(ipv6_range_association_seconds=(3, 3)) as world:
        vpc_id = _vpc(world)
        subnet_id = _make(world, vpc_id, _range(world, vpc_id))
        association = _of_vpc(world, vpc_id)
        arguments = {"AssociationId": association["AssociationId"]}
        assert refusal(world.ec2.disassociate_vpc_cidr_block, **arguments) == (
            "InvalidCidrBlock.InUse",
            f"The vpc {vpc_id} currently has a subnet within CIDR block "
            f"{IPv6Network(association['Ipv6CidrBlock'])}",
        )
        world.ec2.delete_subnet(SubnetId=subnet_id)
        world.ec2.disassociate_vpc_cidr_block(**arguments)
        assert _of_vpc(world, vpc_id)["Ipv6CidrBlockState"]["State"] == "disassociating"
        world.pass_time(3)
        assert _of_vpc(world, vpc_id)["Ipv6CidrBlockState"]["State"] == "disassociated"


@pytest.mark.behaviour("ipv6-ranges")
def test_a_subnets_range_is_associating_then_associated() -> None:
    """The subnet may be available before that."""
    with small_world(
        ipv6_range_association_seconds=(9, 9), subnet_available_seconds=(3, 3)
    ) as world:
        vpc_id = _vpc(world)
        subnet_id = _make(world, vpc_id, _range(world, vpc_id))
        world.pass_time(3)
        [subnet] = world.ec2.describe_subnets(SubnetIds=[subnet_id])["Subnets"]
        assert subnet["State"] == "available"
        assert _state(world, subnet_id) == "associating"
        world.pass_time(6)
        assert _state(world, subnet_id) == "associated"


@pytest.mark.behaviour("ipv6-ranges")
def test_a_subnet_gets_and_loses_a_range() -> None:
    with small_world(ipv6_range_association_seconds=(3, 3)) as world:
        vpc_id = _vpc(world)
        block, subnet_id = _range(world, vpc_id), world.subnet("10.20.1.0/24", vpc_id=vpc_id)
        made = world.ec2.associate_subnet_cidr_block(SubnetId=subnet_id, Ipv6CidrBlock=block)
        association = made["Ipv6CidrBlockAssociation"]
        assert association["Ipv6CidrBlockState"]["State"] == "associating"
        assert association["Ipv6CidrBlock"] == block
        world.pass_time(3)
        assert _state(world, subnet_id) == "associated"
        world.ec2.disassociate_subnet_cidr_block(AssociationId=association["AssociationId"])
        assert _state(world, subnet_id) == "disassociating"
        world.pass_time(3)
        assert _of_subnet(world, subnet_id) == []
        world.ec2.associate_subnet_cidr_block(SubnetId=subnet_id, Ipv6CidrBlock=block)


@pytest.mark.behaviour("ipv6-ranges")
def test_a_range_that_is_let_go_while_it_is_associating_does_not_come_back() -> None:
    with small_world(ipv6_range_association_seconds=(3, 3)) as world:
        vpc_id = _vpc(world)
        subnet_id = _make(world, vpc_id, _range(world, vpc_id))
        world.pass_time(2)
        [association] = _of_subnet(world, subnet_id)
        world.ec2.disassociate_subnet_cidr_block(AssociationId=association["AssociationId"])
        world.pass_time(2)
        assert _state(world, subnet_id) == "disassociating"
        world.pass_time(2)
        assert _of_subnet(world, subnet_id) == []


@pytest.mark.behaviour("ipv6-ranges")
def test_a_range_outside_of_the_vpcs(world: Ec2World) -> None:
    """InvalidSubnet.Range; also where the VPC has none."""
    for vpc_id in (_vpc(world), world.vpc_id):
        code, message = refusal(
            world.ec2.create_subnet,
            VpcId=vpc_id,
            CidrBlock="10.20.1.0/24" if vpc_id != world.vpc_id else "10.16.9.0/24",
            Ipv6CidrBlock="2001:db8:0:0::/64",
            AvailabilityZone=ZONE_A,
        )
        assert (code, message) == (
            "InvalidSubnet.Range",
            "The IPv6 CIDR '2001:db8::/64' is invalid.",
        )


@pytest.mark.behaviour("ipv6-ranges")
def test_a_range_of_a_vpc_whose_own_is_not_there_yet() -> None:
    """It has to be associated."""
    with small_world(ipv6_range_association_seconds=(9, 9)) as world:
        world.ec2.associate_vpc_cidr_block(VpcId=world.vpc_id, AmazonProvidedIpv6CidrBlock=True)
        arguments = {
            "SubnetId": world.wan[ZONE_A],
            "Ipv6CidrBlock": _range(world, world.vpc_id),
        }
        code, _ = refusal(world.ec2.associate_subnet_cidr_block, **arguments)
        assert code == "InvalidSubnet.Range"
        world.pass_time(9)
        world.ec2.associate_subnet_cidr_block(**arguments)


@pytest.mark.behaviour("ipv6-ranges")
@pytest.mark.parametrize("block", ["2001:db8::/62", "2001:db8::/68", "2001:db8::/40", "x/64"])
def test_the_size_of_a_range(world: Ec2World, block: str) -> None:
    """/44 to /64, in steps of four."""
    code, message = refusal(
        world.ec2.associate_subnet_cidr_block, SubnetId=world.wan[ZONE_A], Ipv6CidrBlock=block
    )
    assert code == "InvalidParameterValue"
    assert message == f"invalid value for parameter ipv6-cidr-block: {block}"


@pytest.mark.behaviour("ipv6-ranges")
def test_two_callers_give_a_subnet_the_same_range(world: Ec2World) -> None:
    """The second one is refused like a subnet with the range of another one."""
    vpc_id = _vpc(world)
    arguments = {
        "SubnetId": world.ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.20.1.0/24")["Subnet"][
            "SubnetId"
        ],
        "Ipv6CidrBlock": _range(world, vpc_id),
    }
    world.ec2.associate_subnet_cidr_block(**arguments)
    code, _ = refusal(world.ec2.associate_subnet_cidr_block, **arguments)
    assert code == "InvalidSubnet.Conflict"
    assert len(_of_subnet(world, arguments["SubnetId"])) == 1


@pytest.mark.behaviour("ipv6-ranges")
def test_two_subnets_with_the_same_range(world: Ec2World) -> None:
    """InvalidSubnet.Conflict, in any zone; free again once the first subnet is deleted."""
    vpc_id = _vpc(world)
    block = _range(world, vpc_id)
    subnet_id = _make(world, vpc_id, block)
    with pytest.raises(Exception, match=r"InvalidSubnet\.Conflict.*conflicts with another subnet"):
        _make(world, vpc_id, block, third=2, zone=ZONE_B)
    world.ec2.delete_subnet(SubnetId=subnet_id)
    _make(world, vpc_id, block, third=2, zone=ZONE_B)


@pytest.mark.behaviour("ipv6-ranges")
def test_a_subnets_range_in_use_stays(world: Ec2World) -> None:
    """InvalidCidrBlock.InUse while an interface has an address of it."""
    subnet_id, prefix = _ready(world)
    eni_id = world.interface(subnet_id, Ipv6Addresses=[{"Ipv6Address": f"{prefix}10"}])
    [association] = _of_subnet(world, subnet_id)
    arguments = {"AssociationId": association["AssociationId"]}
    code, _ = refusal(world.ec2.disassociate_subnet_cidr_block, **arguments)
    assert code == "InvalidCidrBlock.InUse"
    world.ec2.delete_network_interface(NetworkInterfaceId=eni_id)
    world.ec2.disassociate_subnet_cidr_block(**arguments)


@pytest.mark.behaviour("ipv6-ranges")
def test_a_subnets_range_stays_while_interfaces_get_addresses_of_it(world: Ec2World) -> None:
    subnet_id, _ = _ready(world)
    world.ec2.modify_subnet_attribute(
        SubnetId=subnet_id, AssignIpv6AddressOnCreation={"Value": True}
    )
    [association] = _of_subnet(world, subnet_id)
    code, message = refusal(
        world.ec2.disassociate_subnet_cidr_block, AssociationId=association["AssociationId"]
    )
    assert code == "InvalidCidrBlock.InUse"
    assert message.endswith("its subnet has assign-ipv6-address-on-creation set to true.")


@pytest.mark.behaviour("ipv6-addresses")
@pytest.mark.parametrize("code", ["InvalidParameterValue", "InvalidParameterCombination"])
def test_no_address_before_the_range_is_associated(code: str) -> None:
    """Nor where the subnet has none; the interface is not made."""
    with small_world(
        ipv6_range_association_seconds=(9, 9), ipv6_address_without_range=code
    ) as world:
        vpc_id = _vpc(world)
        block = _range(world, vpc_id)
        subnet_id = _make(world, vpc_id, block)
        wanted = [{"Ipv6Address": f"{block.removesuffix('/64')}10"}]
        for place in (subnet_id, world.wan[ZONE_A]):
            arguments = {"SubnetId": place, "Ipv6Addresses": wanted}
            refused, _ = refusal(world.ec2.create_network_interface, **arguments)
            assert refused == code
        assert world.ec2.describe_network_interfaces()["NetworkInterfaces"] == []
        world.pass_time(9)
        world.interface(subnet_id, Ipv6Addresses=wanted)


@pytest.mark.behaviour("ipv6-addresses")
def test_an_interface_is_made_with_ipv6_addresses(world: Ec2World) -> None:
    """In canonical form; or as many as are asked for."""
    subnet_id, prefix = _ready(world)
    written = f"{prefix}0010".upper()
    eni_id = world.interface(subnet_id, Ipv6Addresses=[{"Ipv6Address": written}])
    assert _ipv6(world, eni_id) == [f"{prefix}10"]
    assert world.see_interface(eni_id)["PrivateIpAddress"].startswith("10.20.1.")
    counted = world.interface(subnet_id, Ipv6AddressCount=2)
    assert len(set(_ipv6(world, counted))) == 2
    block = IPv6Network(f"{prefix}/64")
    assert all(IPv6Address(address) in block for address in _ipv6(world, counted))


@pytest.mark.behaviour("ipv6-addresses")
def test_addresses_or_their_number_in_ipv6(world: Ec2World) -> None:
    subnet_id, prefix = _ready(world)
    code, _ = refusal(
        world.ec2.create_network_interface,
        SubnetId=subnet_id,
        Ipv6Addresses=[{"Ipv6Address": f"{prefix}10"}],
        Ipv6AddressCount=1,
    )
    assert code == "InvalidParameterCombination"


@pytest.mark.behaviour("ipv6-addresses")
@pytest.mark.parametrize(
    ("last", "code"),
    [
        ("0", "InvalidParameterValue"),
        ("3", "InvalidParameterValue"),
        ("ffff:ffff:ffff:ffff", "InvalidParameterValue"),
        ("10", "InvalidIPAddress.InUse"),
        ("g", "InvalidParameterValue"),
    ],
)
def test_an_ipv6_address_that_cannot_be_had(world: Ec2World, last: str, code: str) -> None:
    """Reserved, another interface's, malformed."""
    subnet_id, prefix = _ready(world)
    world.interface(subnet_id, Ipv6Addresses=[{"Ipv6Address": f"{prefix}10"}])
    start = prefix.removesuffix(":") if ":" in last else prefix
    wanted = [{"Ipv6Address": f"{start}{last}"}]
    arguments = {"SubnetId": subnet_id, "Ipv6Addresses": wanted}
    assert refusal(world.ec2.create_network_interface, **arguments)[0] == code


@pytest.mark.behaviour("ipv6-addresses")
def test_an_ipv6_address_outside_of_the_range(world: Ec2World) -> None:
    subnet_id, _ = _ready(world)
    assert refusal(
        world.ec2.create_network_interface,
        SubnetId=subnet_id,
        Ipv6Addresses=[{"Ipv6Address": "2001:db8::10"}],
    ) == ("InvalidParameterValue", "Address does not fall within the subnet's address range")


@pytest.mark.behaviour("ipv6-addresses")
def test_ipv6_addresses_are_assigned_and_unassigned(world: Ec2World) -> None:
    """Only what is there can be taken."""
    subnet_id, prefix = _ready(world)
    eni_id = world.interface(subnet_id)
    made = world.ec2.assign_ipv6_addresses(
        NetworkInterfaceId=eni_id, Ipv6Addresses=[f"{prefix}10", f"{prefix}11"]
    )
    assert made["AssignedIpv6Addresses"] == [f"{prefix}10", f"{prefix}11"]
    unassign = {"NetworkInterfaceId": eni_id, "Ipv6Addresses": [f"{prefix}10"]}
    world.ec2.unassign_ipv6_addresses(**unassign)
    assert _ipv6(world, eni_id) == [f"{prefix}11"]
    assert refusal(world.ec2.unassign_ipv6_addresses, **unassign)[0] == "InvalidParameterValue"


@pytest.mark.behaviour("ipv6-addresses")
@pytest.mark.parametrize("succeeds", [True, False])
def test_assign_an_ipv6_address_that_the_interface_has(succeeds: bool) -> None:
    """Nothing changes, or it is refused."""
    with small_world(same_secondary_address_again_succeeds=succeeds) as world:
        subnet_id, prefix = _ready(world)
        eni_id = world.interface(subnet_id, Ipv6Addresses=[{"Ipv6Address": f"{prefix}10"}])
        arguments = {"NetworkInterfaceId": eni_id, "Ipv6Addresses": [f"{prefix}10"]}
        if succeeds:
            answer = world.ec2.assign_ipv6_addresses(**arguments)
            assert answer["AssignedIpv6Addresses"] == []
        else:
            assert refusal(world.ec2.assign_ipv6_addresses, **arguments)[0] == (
                "InvalidIPAddress.InUse"
            )
        assert _ipv6(world, eni_id) == [f"{prefix}10"]


@pytest.mark.behaviour("addresses-by-instance-type")
def test_ipv6_addresses_beyond_the_type_are_refused(world: Ec2World) -> None:
    """A t3.nano has two on each interface."""
    world.ec2.associate_vpc_cidr_block(VpcId=world.vpc_id, AmazonProvidedIpv6CidrBlock=True)
    world.pass_time(60)
    block, subnet_id = _range(world, world.vpc_id), world.vip_subnet()
    world.ec2.associate_subnet_cidr_block(SubnetId=subnet_id, Ipv6CidrBlock=block)
    world.pass_time(60)
    eni_id = world.interface(subnet_id, Ipv6AddressCount=2)
    world.attached(eni_id, world.running())
    code, _ = refusal(
        world.ec2.assign_ipv6_addresses, NetworkInterfaceId=eni_id, Ipv6AddressCount=1
    )
    assert code == "PrivateIpAddressLimitExceeded"


@pytest.mark.behaviour("ec2-eventual-consistency")
def test_a_range_is_seen_late() -> None:
    """As every other change of a subnet."""
    with small_world(stale_describe_seconds=(3, 3), ipv6_range_association_seconds=(0, 0)) as world:
        vpc_id = _vpc(world)
        subnet_id = world.subnet("10.20.1.0/24", vpc_id=vpc_id)
        world.pass_time(3)
        block = _range(world, vpc_id)
        world.ec2.associate_subnet_cidr_block(SubnetId=subnet_id, Ipv6CidrBlock=block)
        assert _of_subnet(world, subnet_id) == []
        world.pass_time(3)
        assert _state(world, subnet_id) == "associated"

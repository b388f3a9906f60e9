"""Secondary IPv4 ranges of a VPC."""

from __future__ import annotations

import pytest

from tests.support.worlds.ec2 import ZONE_A, ZONE_B, Ec2World, refusal

SECOND = "100.64.0.0/16"
VIP = "100.64.10.0/24"


def associate(world: Ec2World, cidr_block: str = SECOND) -> str:
    made = world.ec2.associate_vpc_cidr_block(VpcId=world.vpc_id, CidrBlock=cidr_block)
    return str(made["CidrBlockAssociation"]["AssociationId"])


def ranges(world: Ec2World) -> dict[str, str]:
    """The state of each range of the VPC."""
    [vpc] = world.ec2.describe_vpcs(VpcIds=[world.vpc_id])["Vpcs"]
    return {
        each["CidrBlock"]: each["CidrBlockState"]["State"]
        for each in vpc["CidrBlockAssociationSet"]
    }


def refuses_a_subnet(world: Ec2World, cidr_block: str) -> tuple[str, str]:
    return refusal(
        world.ec2.create_subnet,
        VpcId=world.vpc_id,
        CidrBlock=cidr_block,
        AvailabilityZone=ZONE_A,
    )


@pytest.mark.behaviour("secondary-ranges-of-a-vpc")
@pytest.mark.moto
def test_a_subnet_lies_in_any_range_of_the_vpc(world: Ec2World) -> None:
    """And moves on into another zone, as in the first range."""
    assert refuses_a_subnet(world, VIP)[0] == "InvalidSubnet.Range"
    associate(world)
    assert ranges(world) == {"10.16.0.0/16": "associated", SECOND: "associated"}
    subnet_id = world.subnet(VIP, ZONE_A)
    assert refuses_a_subnet(world, VIP)[0] == "InvalidSubnet.Conflict"
    world.ec2.delete_subnet(SubnetId=subnet_id)
    world.subnet(VIP, ZONE_B)


@pytest.mark.behaviour("secondary-ranges-of-a-vpc")
@pytest.mark.moto
def test_a_subnet_does_not_lie_across_two_ranges(world: Ec2World) -> None:
    associate(world, "10.17.0.0/24")
    associate(world, "10.17.1.0/24")
    assert refuses_a_subnet(world, "10.17.0.0/23")[0] == "InvalidSubnet.Range"


@pytest.mark.behaviour("secondary-ranges-of-a-vpc")
@pytest.mark.parametrize("cidr_block", ["100.64.0.0/15", "100.64.0.0/29"])
def test_a_range_is_between_16_and_28(world: Ec2World, cidr_block: str) -> None:
    refused = refusal(world.ec2.associate_vpc_cidr_block, VpcId=world.vpc_id, CidrBlock=cidr_block)
    assert refused == ("InvalidVpc.Range", f"The CIDR '{cidr_block}' is invalid.")


@pytest.mark.behaviour("secondary-ranges-of-a-vpc")
def test_a_range_with_a_subnet_stays(world: Ec2World) -> None:
    association_id = associate(world)
    subnet_id = world.subnet(VIP)
    disassociate = world.ec2.disassociate_vpc_cidr_block
    assert refusal(disassociate, AssociationId=association_id) == (
        "InvalidCidrBlock.InUse",
        f"The vpc {world.vpc_id} currently has a subnet within CIDR block {SECOND}",
    )
    world.ec2.delete_subnet(SubnetId=subnet_id)
    disassociate(AssociationId=association_id)


@pytest.mark.behaviour("secondary-ranges-of-a-vpc")
def test_a_range_that_has_gone_is_shown_and_takes_no_subnet(world: Ec2World) -> None:
    """Until it comes again."""
    world.ec2.disassociate_vpc_cidr_block(AssociationId=associate(world))
    assert ranges(world)[SECOND] == "disassociated"
    assert refuses_a_subnet(world, VIP) == (
        "InvalidSubnet.Range",
        f"The CIDR '{VIP}' is invalid.",
    )
    associate(world)
    world.subnet(VIP)

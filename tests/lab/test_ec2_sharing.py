"""A VPC of another account that shares its subnets with this one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore import xform_name

from tests.support.worlds.ec2 import ZONE_A, Ec2World, refusal

OWNER = "210987654321"
BLOCK = "10.16.10.0/24"

OWNERS: dict[str, Callable[[Ec2World], dict[str, Any]]] = {
    "AssociateRouteTable": lambda world: {
        "RouteTableId": world.route_table(),
        "SubnetId": world.wan[ZONE_A],
    },
    "AssociateVpcCidrBlock": lambda world: {"VpcId": world.vpc_id, "CidrBlock": "100.64.0.0/16"},
    "CreateNetworkAcl": lambda world: {"VpcId": world.vpc_id},
    "CreateRoute": lambda world: {
        "RouteTableId": world.route_table(),
        "DestinationCidrBlock": "0.0.0.0/0",
        "GatewayId": world.gateway_id,
    },
    "CreateRouteTable": lambda world: {"VpcId": world.vpc_id},
    "CreateSubnet": lambda world: {"VpcId": world.vpc_id, "CidrBlock": BLOCK},
    "DeleteRouteTable": lambda world: {"RouteTableId": world.route_table()},
    "DeleteSubnet": lambda world: {"SubnetId": world.vip_subnet()},
    "DeleteVpc": lambda world: {"VpcId": world.vpc_id},
    "DetachInternetGateway": lambda world: {
        "InternetGatewayId": world.gateway_id,
        "VpcId": world.vpc_id,
    },
    "DisassociateRouteTable": lambda world: {
        "AssociationId": world.ec2.associate_route_table(
            RouteTableId=world.route_table(), SubnetId=world.wan[ZONE_A]
        )["AssociationId"]
    },
    "ReplaceNetworkAclAssociation": lambda world: {
        "AssociationId": "aclassoc-0123456789abcdef0",
        "NetworkAclId": world.ec2.describe_network_acls(
            Filters=[{"Name": "vpc-id", "Values": [world.vpc_id]}]
        )["NetworkAcls"][0]["NetworkAclId"],
    },
}


def share(world: Ec2World) -> None:
    """From now on the world's VPC is another account's."""
    world.lab.ec2.shared[world.vpc_id] = OWNER


@pytest.mark.behaviour("shared-vpcs")
@pytest.mark.parametrize("action", OWNERS)
def test_a_participant_does_not_do_what_is_the_owners(world: Ec2World, action: str) -> None:
    params = OWNERS[action](world)
    share(world)
    assert refusal(getattr(world.ec2, xform_name(action)), **params) == (
        "UnauthorizedOperation",
        f"You are not authorized to perform {action} operation. A subnet in this vpc is shared "
        "but the provided object is not owned by you",
    )


@pytest.mark.behaviour("shared-vpcs")
def test_a_participant_launches_and_makes_interfaces_and_groups(world: Ec2World) -> None:
    share(world)
    instance_id = world.running()
    world.attached(world.interface(world.wan[ZONE_A]), instance_id)
    world.group("sbc", world.vpc_id)


@pytest.mark.behaviour("shared-vpcs")
def test_whose_a_vpc_is_shows(world: Ec2World) -> None:
    """The VPC, its subnets and its route tables; one's own are one's own."""
    own = world.vpc("10.17.0.0/16")
    share(world)
    [subnet] = world.ec2.describe_subnets(SubnetIds=[world.wan[ZONE_A]])["Subnets"]
    vpcs = world.ec2.describe_vpcs(VpcIds=[world.vpc_id, own])["Vpcs"]
    tables = world.ec2.describe_route_tables(
        Filters=[{"Name": "vpc-id", "Values": [world.vpc_id]}]
    )["RouteTables"]
    assert {each["VpcId"]: each["OwnerId"] for each in vpcs} == {
        world.vpc_id: OWNER,
        own: world.lab.account,
    }
    assert subnet["OwnerId"] == OWNER
    assert f":{OWNER}:subnet/" in subnet["SubnetArn"]
    assert {each["OwnerId"] for each in tables} == {OWNER}


@pytest.mark.behaviour("shared-vpcs")
def test_other_vpcs_are_ones_own(world: Ec2World) -> None:
    own = world.vpc("10.17.0.0/16")
    share(world)
    world.subnet("10.17.1.0/24", vpc_id=own)
    world.route_table(own)

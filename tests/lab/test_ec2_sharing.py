"""A VPC of another account that shares its subnets with this one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore import xform_name

from lab.ec2.sharing import OWNERS_CALLS
from tests.support.worlds.ec2 import ZONE_A, Ec2World, refusal

OWNER = "210987654321"
BLOCK = "10.16.10.0/24"


def acl_id(world: Ec2World) -> str:
    acls = world.ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [world.vpc_id]}])
    return str(acls["NetworkAcls"][0]["NetworkAclId"])


def acl_entry(world: Ec2World) -> dict[str, Any]:
    return {"NetworkAclId": acl_id(world), "RuleNumber": 90, "Egress": False}


def acl_rule(world: Ec2World) -> dict[str, Any]:
    rule = {"Protocol": "-1", "RuleAction": "deny", "CidrBlock": "192.0.2.0/24"}
    return acl_entry(world) | rule


def table_association(world: Ec2World) -> dict[str, Any]:
    made = world.ec2.associate_route_table(
        RouteTableId=world.route_table(), SubnetId=world.wan[ZONE_A]
    )
    return {"AssociationId": made["AssociationId"]}


def second_range(world: Ec2World) -> dict[str, Any]:
    made = world.ec2.associate_vpc_cidr_block(VpcId=world.vpc_id, CidrBlock="100.64.0.0/16")
    return {"AssociationId": made["CidrBlockAssociation"]["AssociationId"]}


def ipv6_range(world: Ec2World) -> dict[str, Any]:
    """For a subnet of the world: of the range that its VPC gets here."""
    world.ec2.associate_vpc_cidr_block(VpcId=world.vpc_id, AmazonProvidedIpv6CidrBlock=True)
    world.pass_time(60)
    [vpc] = world.ec2.describe_vpcs(VpcIds=[world.vpc_id])["Vpcs"]
    [held] = vpc["Ipv6CidrBlockAssociationSet"]
    block = held["Ipv6CidrBlock"].replace("/56", "/64")
    return {"SubnetId": world.wan[ZONE_A], "Ipv6CidrBlock": block}


def subnets_range(world: Ec2World) -> dict[str, Any]:
    made = world.ec2.associate_subnet_cidr_block(**ipv6_range(world))
    return {"AssociationId": made["Ipv6CidrBlockAssociation"]["AssociationId"]}


def transit_gateway(world: Ec2World) -> dict[str, Any]:
    gateway = world.ec2.create_transit_gateway()["TransitGateway"]
    subnets = [world.wan[ZONE_A]]
    gateway_id = gateway["TransitGatewayId"]
    return {"TransitGatewayId": gateway_id, "VpcId": world.vpc_id, "SubnetIds": subnets}


def attachment(world: Ec2World) -> dict[str, Any]:
    made = world.ec2.create_transit_gateway_vpc_attachment(**transit_gateway(world))
    attachment_id = made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    return {"TransitGatewayAttachmentId": attachment_id}


def propagation(world: Ec2World) -> dict[str, Any]:
    gateway_id = world.ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    return {"RouteTableId": world.route_table(), "GatewayId": gateway_id}


def gateway(world: Ec2World) -> dict[str, Any]:
    return {"InternetGatewayId": world.gateway_id, "VpcId": world.vpc_id}


def destination(world: Ec2World) -> dict[str, Any]:
    return {"RouteTableId": world.route_table(), "DestinationCidrBlock": "0.0.0.0/0"}


def route(world: Ec2World) -> dict[str, Any]:
    return destination(world) | {"GatewayId": world.gateway_id}


def in_vpc(world: Ec2World) -> dict[str, Any]:
    return {"VpcId": world.vpc_id}


OWNERS: dict[str, Callable[[Ec2World], dict[str, Any]]] = {
    "AssociateRouteTable": lambda world: {
        "RouteTableId": world.route_table(),
        "SubnetId": world.wan[ZONE_A],
    },
    "AssociateSubnetCidrBlock": ipv6_range,
    "AssociateVpcCidrBlock": lambda world: {"VpcId": world.vpc_id, "CidrBlock": "100.64.0.0/16"},
    "AttachInternetGateway": gateway,
    "CreateNetworkAcl": in_vpc,
    "CreateNetworkAclEntry": acl_rule,
    "CreateRoute": route,
    "CreateRouteTable": in_vpc,
    "CreateSubnet": lambda world: {"VpcId": world.vpc_id, "CidrBlock": BLOCK},
    "CreateTransitGatewayVpcAttachment": transit_gateway,
    "DeleteNetworkAcl": lambda world: {"NetworkAclId": acl_id(world)},
    "DeleteNetworkAclEntry": acl_entry,
    "DeleteRoute": destination,
    "DeleteRouteTable": lambda world: {"RouteTableId": world.route_table()},
    "DeleteSubnet": lambda world: {"SubnetId": world.vip_subnet()},
    "DeleteTransitGatewayVpcAttachment": attachment,
    "DeleteVpc": in_vpc,
    "DetachInternetGateway": gateway,
    "DisableVgwRoutePropagation": propagation,
    "DisassociateRouteTable": table_association,
    "DisassociateSubnetCidrBlock": subnets_range,
    "DisassociateVpcCidrBlock": second_range,
    "EnableVgwRoutePropagation": propagation,
    "ModifySubnetAttribute": lambda world: {
        "SubnetId": world.wan[ZONE_A],
        "MapPublicIpOnLaunch": {"Value": True},
    },
    "ModifyTransitGatewayVpcAttachment": attachment,
    "ModifyVpcAttribute": lambda world: {
        "VpcId": world.vpc_id,
        "EnableDnsSupport": {"Value": True},
    },
    "ReplaceNetworkAclAssociation": lambda world: {
        "AssociationId": "aclassoc-0123456789abcdef0",
        "NetworkAclId": acl_id(world),
    },
    "ReplaceNetworkAclEntry": acl_rule,
    "ReplaceRoute": route,
    "ReplaceRouteTableAssociation": lambda world: (
        table_association(world) | {"RouteTableId": world.route_table()}
    ),
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


def test_every_call_of_the_owner_is_tried() -> None:
    assert {xform_name(action) for action in OWNERS} == OWNERS_CALLS.keys()


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

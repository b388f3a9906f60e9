"""A transit gateway's attachment goes as AWS's page on its life cycle says, and Terraform sees it:
https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-lifecycle"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.worlds.ec2 import ZONE_A, ZONE_B, Ec2World, refusal


@dataclass
class Attached:
    """A VPC on a transit gateway, with a route table that leads there."""

    world: Ec2World
    gateway_id: str
    attachment_id: str
    table_id: str

    def delete(self) -> None:
        self.world.ec2.delete_transit_gateway_vpc_attachment(
            TransitGatewayAttachmentId=self.attachment_id
        )

    def seen(self, **filters: list[str]) -> list[str]:
        """The state of the attachment, if Describe still shows it."""
        asked: dict[str, Any] = {"TransitGatewayAttachmentIds": [self.attachment_id]}
        if filters:
            asked = {
                "Filters": [{"Name": n.replace("_", "-"), "Values": filters[n]} for n in filters]
            }
        found = self.world.ec2.describe_transit_gateway_vpc_attachments(**asked)
        return [each["State"] for each in found["TransitGatewayVpcAttachments"]]

    def zones(self) -> set[str]:
        """The zones that it covers, as a check finds them: by VPC and gateway."""
        ours = {"vpc-id": [self.world.vpc_id], "transit-gateway-id": [self.gateway_id]}
        filters = [{"Name": name, "Values": ours[name]} for name in ours]
        [found] = self.world.ec2.describe_transit_gateway_vpc_attachments(Filters=filters)[
            "TransitGatewayVpcAttachments"
        ]
        subnets = self.world.ec2.describe_subnets(SubnetIds=found["SubnetIds"])["Subnets"]
        return {each["AvailabilityZone"] for each in subnets}

    def modify(self, **changes: list[str]) -> None:
        self.world.ec2.modify_transit_gateway_vpc_attachment(
            TransitGatewayAttachmentId=self.attachment_id, **changes
        )

    def route(self) -> str:
        [table] = self.world.ec2.describe_route_tables(RouteTableIds=[self.table_id])["RouteTables"]
        [state] = [r["State"] for r in table["Routes"] if r.get("TransitGatewayId")]
        return str(state)


@pytest.fixture
def attached(world: Ec2World) -> Attached:
    ec2 = world.ec2
    gateway_id = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    made = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway_id, VpcId=world.vpc_id, SubnetIds=[world.wan[ZONE_A]]
    )["TransitGatewayVpcAttachment"]
    table_id = world.route_table()
    ec2.create_route(
        RouteTableId=table_id, DestinationCidrBlock="10.99.0.0/16", TransitGatewayId=gateway_id
    )
    return Attached(world, gateway_id, made["TransitGatewayAttachmentId"], table_id)


@pytest.mark.behaviour("transit-gateway-attachments")
def test_a_deleted_attachment_is_deleting_then_deleted_then_gone(attached: Attached) -> None:
    """It stays visible for two hours, which whoever waits for `deleted` relies on."""
    assert attached.seen() == ["available"]
    attached.delete()
    assert attached.seen() == ["deleting"]
    attached.world.pass_time(60)
    assert attached.seen() == ["deleted"]
    attached.world.pass_time(2 * 3600)
    assert attached.seen() == []


@pytest.mark.behaviour("transit-gateway-attachments")
def test_deleted_attachments_pass_the_filters_too(attached: Attached) -> None:
    """By gateway, VPC and state."""
    attached.delete()
    gateway, vpc = [attached.gateway_id], [attached.world.vpc_id]
    assert attached.seen(transit_gateway_id=gateway, vpc_id=vpc) == ["deleting"]
    assert attached.seen(vpc_id=vpc, state=["available"]) == []


@pytest.mark.behaviour("transit-gateway-attachments")
def test_routes_through_a_deleted_attachment_are_black_holes(attached: Attached) -> None:
    """API_Route: `blackhole`, the target is not available; the route itself stays."""
    assert attached.route() == "active"
    attached.delete()
    assert attached.route() == "blackhole"


@pytest.mark.behaviour("transit-gateway-attachments")
def test_a_vpc_can_be_attached_again(attached: Attached) -> None:
    """What is deleted does not count as a second attachment; the route leads somewhere again."""
    attached.delete()
    attached.world.pass_time(60)
    attached.world.ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=attached.gateway_id,
        VpcId=attached.world.vpc_id,
        SubnetIds=[attached.world.wan[ZONE_A]],
    )
    assert attached.route() == "active"


@pytest.mark.behaviour("transit-gateway-attachments")
def test_what_is_deleted_already_or_was_never_there(attached: Attached) -> None:
    """IncorrectState while it is still shown, NotFound for any other id."""
    attached.delete()
    delete = attached.world.ec2.delete_transit_gateway_vpc_attachment
    again = refusal(delete, TransitGatewayAttachmentId=attached.attachment_id)
    unknown = refusal(delete, TransitGatewayAttachmentId="tgw-attach-0123456789abcdef0")
    assert again[0] == "IncorrectState"
    assert unknown[0] == "InvalidTransitGatewayAttachmentID.NotFound"


@pytest.mark.behaviour("transit-gateway-attachments")
def test_attachments_keep_their_gateway_and_their_vpc(attached: Attached) -> None:
    """A gateway cannot be deleted with attachments, deleting ones included; nor can the VPC."""
    ec2 = attached.world.ec2
    kept = refusal(ec2.delete_transit_gateway, TransitGatewayId=attached.gateway_id)
    assert kept[0] == "IncorrectState"
    assert attached.attachment_id in kept[1]
    assert refusal(ec2.delete_vpc, VpcId=attached.world.vpc_id)[0] == "DependencyViolation"
    attached.delete()
    kept = refusal(ec2.delete_transit_gateway, TransitGatewayId=attached.gateway_id)
    assert kept[0] == "IncorrectState"
    attached.world.pass_time(60)
    ec2.delete_transit_gateway(TransitGatewayId=attached.gateway_id)
    gone = refusal(ec2.delete_transit_gateway, TransitGatewayId=attached.gateway_id)
    assert gone[0] == "InvalidTransitGatewayID.NotFound"


@pytest.mark.behaviour("transit-gateway-attachments")
def test_an_attachment_covers_the_zones_of_its_subnets(attached: Attached) -> None:
    """A route from a zone that it does not cover is active all the same."""
    wan = attached.world.wan
    assert attached.zones() == {ZONE_A}
    attached.modify(AddSubnetIds=[wan[ZONE_B]])
    assert attached.zones() == {ZONE_A, ZONE_B}
    attached.modify(RemoveSubnetIds=[wan[ZONE_A]])
    assert attached.zones() == {ZONE_B}
    assert attached.route() == "active"


@pytest.mark.behaviour("transit-gateway-attachments")
def test_an_attachment_has_one_subnet_in_a_zone(attached: Attached) -> None:
    """When it is made, and when it is changed; one may take the place of another."""
    ec2, wan = attached.world.ec2, attached.world.wan
    second = attached.world.subnet("10.16.9.0/28", ZONE_A)
    refused = ("DuplicateSubnetsInSameZone", "Duplicate Subnets for same AZ")
    other = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    ids = {"TransitGatewayId": other, "VpcId": attached.world.vpc_id}
    make = ec2.create_transit_gateway_vpc_attachment
    assert refusal(make, **ids, SubnetIds=[wan[ZONE_A], second]) == refused
    assert refusal(attached.modify, AddSubnetIds=[second]) == refused
    attached.modify(AddSubnetIds=[second], RemoveSubnetIds=[wan[ZONE_A]])
    assert attached.zones() == {ZONE_A}


@pytest.mark.behaviour("transit-gateway-attachments")
def test_an_unknown_attachment_is_not_modified(attached: Attached) -> None:
    modify = attached.world.ec2.modify_transit_gateway_vpc_attachment
    unknown = refusal(modify, TransitGatewayAttachmentId="tgw-attach-0123456789abcdef0")
    assert unknown[0] == "InvalidTransitGatewayAttachmentID.NotFound"


@pytest.mark.behaviour("transit-gateway-attachments")
def test_an_attachment_keeps_its_subnets_until_it_is_deleted(attached: Attached) -> None:
    """Its interface is in them; a refused deletion leaves the subnet's route table."""
    ec2, subnet_id = attached.world.ec2, attached.world.wan[ZONE_A]
    ec2.associate_route_table(RouteTableId=attached.table_id, SubnetId=subnet_id)
    assert refusal(ec2.delete_subnet, SubnetId=subnet_id)[0] == "DependencyViolation"
    attached.delete()
    assert refusal(ec2.delete_subnet, SubnetId=subnet_id)[0] == "DependencyViolation"
    [table] = ec2.describe_route_tables(RouteTableIds=[attached.table_id])["RouteTables"]
    assert [each["SubnetId"] for each in table["Associations"]] == [subnet_id]
    attached.world.pass_time(60)
    ec2.delete_subnet(SubnetId=subnet_id)


@pytest.mark.behaviour("what-is-read-back")
def test_the_tags_of_an_attachment_are_read_back(attached: Attached) -> None:
    ec2 = attached.world.ec2
    other = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    tags = [{"Key": "Name", "Value": "hub"}]
    made = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=other,
        VpcId=attached.world.vpc_id,
        SubnetIds=[attached.world.wan[ZONE_A]],
        TagSpecifications=[{"ResourceType": "transit-gateway-attachment", "Tags": tags}],
    )["TransitGatewayVpcAttachment"]
    ids = [made["TransitGatewayAttachmentId"]]
    [seen] = ec2.describe_transit_gateway_vpc_attachments(TransitGatewayAttachmentIds=ids)[
        "TransitGatewayVpcAttachments"
    ]
    assert seen["Tags"] == made["Tags"] == tags

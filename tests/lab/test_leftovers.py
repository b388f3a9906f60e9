from __future__ import annotations

from lab.inventory import inventory
from lab.leftovers import leftovers
from tests.support.worlds.ec2 import ZONE_A, Ec2World


def test_what_was_there_before_is_not_left_over() -> None:
    assert leftovers({"role": ["admin"]}, {"role": ["admin"]}) == []


def test_what_came_since_is_named_with_its_kind() -> None:
    before = {"role": ["admin"]}
    after = {"subnet": ["subnet-1"], "role": ["admin", "handler"]}
    assert leftovers(before, after) == ["role handler", "subnet subnet-1"]


def test_what_is_gone_is_no_leftover() -> None:
    assert leftovers({"queue": ["dead-letters"]}, {}) == []


def test_gateways_of_all_kinds_are_left_over_until_they_are_deleted(world: Ec2World) -> None:
    ec2, vpc_id = world.ec2, world.vpc_id
    before = inventory(world.lab)
    peer_id = world.vpc("10.17.0.0/16")
    customer_id = ec2.create_customer_gateway(Type="ipsec.1", BgpAsn=65000, PublicIp="203.0.113.9")[
        "CustomerGateway"
    ]["CustomerGatewayId"]
    transit_id = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    attachment_id = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=transit_id, VpcId=vpc_id, SubnetIds=[world.wan[ZONE_A]]
    )["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    connection_id = ec2.create_vpn_connection(
        Type="ipsec.1", CustomerGatewayId=customer_id, TransitGatewayId=transit_id
    )["VpnConnection"]["VpnConnectionId"]
    vpn_id = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    out_id = ec2.create_egress_only_internet_gateway(VpcId=vpc_id)["EgressOnlyInternetGateway"][
        "EgressOnlyInternetGatewayId"
    ]
    peering_id = ec2.create_vpc_peering_connection(VpcId=vpc_id, PeerVpcId=peer_id)[
        "VpcPeeringConnection"
    ]["VpcPeeringConnectionId"]
    list_id = ec2.create_managed_prefix_list(
        PrefixListName="carriers", AddressFamily="IPv4", MaxEntries=1
    )["PrefixList"]["PrefixListId"]
    left = {line.rpartition(" ")[0] for line in leftovers(before, inventory(world.lab))}
    assert left >= {
        "VPC peering connection",
        "VPN connection",
        "VPN gateway",
        "customer gateway",
        "egress-only internet gateway",
        "prefix list",
        "transit gateway",
        "transit gateway attachment",
    }

    ec2.delete_managed_prefix_list(PrefixListId=list_id)
    ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=peering_id)
    ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=out_id)
    ec2.delete_vpn_gateway(VpnGatewayId=vpn_id)
    ec2.delete_vpn_connection(VpnConnectionId=connection_id)
    ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment_id)
    world.pass_time(60)
    ec2.delete_transit_gateway(TransitGatewayId=transit_id)
    ec2.delete_customer_gateway(CustomerGatewayId=customer_id)
    ec2.delete_vpc(VpcId=peer_id)
    assert leftovers(before, inventory(world.lab)) == []

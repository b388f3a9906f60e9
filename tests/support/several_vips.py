"""A deployment with a second VIP that has all that a VIP may have, and what others own of it."""

from __future__ import annotations

from typing import Any, cast

from lab.clock import SimulatedClock
from tests.support.deployment import Deployment

# The next device index; private by itself, with an Elastic IP at one of its further addresses.
CORE: dict[str, Any] = {
    "key": "core",
    "device_index": 2,
    "cidr": "10.16.11.0/24",
    "address": "10.16.11.20",
    "elastic_ips": {},
}
INSTANCE_TYPE = "t3.small"  # has room for three interfaces
PLAIN, WITH_EIP = "10.16.11.21", "10.16.11.22"
DESTINATION, DESTINATION6 = "10.99.0.0/16", "2001:db8:99::/48"
TRACKING = {"tcp_established_seconds": 7440, "udp_stream_seconds": None, "udp_seconds": 60}
ASSOCIATED_SECONDS = 10.0  # longer than a range takes


class Others:
    """What the VIP is given: tables, a network ACL, an Elastic IP, the VPC's IPv6 range."""

    def __init__(self, deployed: Deployment) -> None:
        ec2, vpc = deployed.ec2, deployed.vpc_id
        self.table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        self.own_table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        self.network_acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
        self.allocation = ec2.allocate_address(Domain="vpc")["AllocationId"]
        ec2.associate_vpc_cidr_block(VpcId=vpc, AmazonProvidedIpv6CidrBlock=True)
        cast(SimulatedClock, deployed.lab.clock).advance(ASSOCIATED_SECONDS)
        (found,) = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
        (own,) = found["Ipv6CidrBlockAssociationSet"]
        self.ipv6 = str(own["Ipv6CidrBlock"]).removesuffix("00::/56")

    def whole(self) -> dict[str, Any]:
        """How the second VIP differs from the default one, with all that there is."""
        return CORE | {
            "route_table_id": self.own_table,
            "secondary_addresses": [PLAIN, WITH_EIP],
            "elastic_ips": {WITH_EIP: self.allocation},
            "ipv6_cidr": f"{self.ipv6}11::/64",
            "ipv6_address": f"{self.ipv6}11::20",
            "network_acl_id": self.network_acl,
            "next_hop_routes": [self.route(DESTINATION), self.route(DESTINATION6)],
            "connection_tracking": TRACKING,
            "interface_tags": {"Role": "core"},
        }

    def route(self, destination: str) -> dict[str, str]:
        return {"route_table_id": self.table, "destination": destination}


def furnish(deployed: Deployment) -> Others:
    """Give a deployment without any VIP yet the second one, whole."""
    others = Others(deployed)
    deployed.change_vips(deployed.vips[0], deployed.describe_vip(**others.whole()))
    return others


def core(deployed: Deployment) -> Any:
    """moto's interface of the second VIP."""
    (found,) = deployed.oracle.interfaces_of("core")
    return found


def strip(deployed: Deployment) -> None:
    """Take from the second VIP what an interface may have, and its routes."""
    interface, ec2 = core(deployed), deployed.ec2
    (found,) = [each for each in deployed.vips if each["key"] == "core"]
    ec2.unassign_private_ip_addresses(
        NetworkInterfaceId=interface.id, PrivateIpAddresses=found["secondary_addresses"]
    )
    ec2.unassign_ipv6_addresses(
        NetworkInterfaceId=interface.id, Ipv6Addresses=[found["ipv6_address"]]
    )
    ec2.modify_network_interface_attribute(
        NetworkInterfaceId=interface.id, ConnectionTrackingSpecification={"UdpTimeout": 30}
    )
    for route in found["next_hop_routes"]:
        kind = "DestinationIpv6CidrBlock" if ":" in route["destination"] else "DestinationCidrBlock"
        ec2.delete_route(RouteTableId=route["route_table_id"], **{kind: route["destination"]})

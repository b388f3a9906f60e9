"""All objects of an account's network, whole: somebody else's must be the same afterwards."""

from __future__ import annotations

import json
from typing import Any

Snapshot = dict[str, list[str]]

# By the Describe call and the name of its list.
DESCRIBED = {
    "describe_vpcs": "Vpcs",
    "describe_subnets": "Subnets",
    "describe_route_tables": "RouteTables",
    "describe_network_acls": "NetworkAcls",
    "describe_security_groups": "SecurityGroups",
    "describe_security_group_rules": "SecurityGroupRules",
    "describe_internet_gateways": "InternetGateways",
    "describe_egress_only_internet_gateways": "EgressOnlyInternetGateways",
    "describe_vpn_gateways": "VpnGateways",
    "describe_vpn_connections": "VpnConnections",
    "describe_customer_gateways": "CustomerGateways",
    "describe_dhcp_options": "DhcpOptions",
    "describe_flow_logs": "FlowLogs",
    "describe_vpc_endpoints": "VpcEndpoints",
    "describe_nat_gateways": "NatGateways",
    "describe_vpc_peering_connections": "VpcPeeringConnections",
    "describe_network_interfaces": "NetworkInterfaces",
    "describe_transit_gateways": "TransitGateways",
    "describe_transit_gateway_attachments": "TransitGatewayAttachments",
    "describe_transit_gateway_vpc_attachments": "TransitGatewayVpcAttachments",
    "describe_transit_gateway_route_tables": "TransitGatewayRouteTables",
    "describe_managed_prefix_lists": "PrefixLists",
    "describe_addresses": "Addresses",
}


def snapshot(ec2: Any) -> Snapshot:
    """Every object as one text, in an order of their own. `ec2`: a client that may see all."""
    return {
        call: sorted(map(_plain, getattr(ec2, call)()[name])) for call, name in DESCRIBED.items()
    }


def differences(before: Snapshot, after: Snapshot) -> list[str]:
    """What is there only before (-) or only after (+), by its Describe call."""
    return [
        f"{call}: {sign} {each}"
        for call in DESCRIBED
        for sign, these, those in (("-", before, after), ("+", after, before))
        for each in these[call]
        if each not in those[call]
    ]


def _plain(described: dict[str, Any]) -> str:
    return json.dumps(described, sort_keys=True, default=str)

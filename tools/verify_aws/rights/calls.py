"""Every EC2 call of the handler, on the deployment's own parts; and calls that it must not make.

A test holds the first list equal to the calls that ``execute.py`` and ``observe.py`` make, with
their arguments; but EC2 knows no dry run of those that give and take addresses and IPv6 ranges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.verify_aws.facts import OWNER_TAG, Facts

ALLOWED, DENIED = "DryRunOperation", "UnauthorizedOperation"
NOBODY = "subnet-0123456789abcdef0"  # well formed, and nobody's


@dataclass(frozen=True)
class Call:
    """An EC2 call as boto3 takes it, and the code that a dry run should answer."""

    method: str
    arguments: Mapping[str, Any]
    expected: str = ALLOWED
    about: str = ""


def of_the_handler(facts: Facts) -> list[Call]:
    """What the handler calls, the reads first."""
    return [
        *_reads(facts),
        *_subnet_and_route(facts),
        *_interface(facts),
        *_addresses(facts),
        *_next_hop(facts),
        *_attachment(facts),
    ]


def _reads(facts: Facts) -> list[Call]:
    ours = [
        _filter("vpc-id", [facts.vpc_id]),
        _filter(f"tag:{OWNER_TAG}", [facts.name]),
    ]
    by_filters = {
        "describe_subnets": ours,
        "describe_network_interfaces": ours,
        "describe_addresses": [_filter("allocation-id", [facts.allocation_id])],
        "describe_instances": [_filter("instance-id", [facts.instance_id])],
        "describe_route_tables": _of_subnet(facts),
    }
    reads = [Call(method, {"Filters": filters}) for method, filters in by_filters.items()]
    return [*reads, Call("describe_instance_status", {"InstanceIds": [facts.instance_id]})]


def _subnet_and_route(facts: Facts) -> list[Call]:
    return [
        Call(
            "create_subnet",
            {
                "VpcId": facts.vpc_id,
                "CidrBlock": facts.vip_cidr,
                "AvailabilityZone": facts.zone,
                "TagSpecifications": _tagged("subnet", facts),
            },
        ),
        Call("delete_subnet", {"SubnetId": facts.vip_subnet}),
        Call(
            "associate_route_table",
            {"SubnetId": facts.vip_subnet, "RouteTableId": facts.vip_table},
        ),
        Call(
            "replace_route_table_association",
            {"AssociationId": facts.vip_association, "RouteTableId": facts.vip_table},
        ),
        *_network_acl(facts),
    ]


def _network_acl(facts: Facts) -> list[Call]:
    """Rights that only a VIP subnet with a network ACL of its own gives."""
    replacement = {"AssociationId": facts.vip_acl_association, "NetworkAclId": facts.vip_acl}
    about = "a right that only network.vip_network_acl_id gives"
    return [
        Call("describe_network_acls", {"Filters": _of_subnet(facts)}, DENIED, about),
        Call("replace_network_acl_association", replacement, DENIED, about),
    ]


def _interface(facts: Facts) -> list[Call]:
    interface = {"NetworkInterfaceId": facts.vip_interface}
    modify = "modify_network_interface_attribute"
    return [
        Call(
            "create_network_interface",
            {
                "SubnetId": facts.vip_subnet,
                "PrivateIpAddresses": [{"PrivateIpAddress": facts.vip_address, "Primary": True}],
                "Groups": list(facts.vip_groups),
                "Description": "Persistent VIP",
                "TagSpecifications": _tagged("network-interface", facts),
            },
        ),
        Call("delete_network_interface", interface),
        Call(modify, {**interface, "SourceDestCheck": {"Value": False}}),
        Call(modify, {**interface, "Groups": list(facts.vip_groups)}),
        Call(modify, {**interface, "Description": {"Value": "Persistent VIP"}}),
        Call(modify, {**interface, "ConnectionTrackingSpecification": {"UdpTimeout": 60}}),
        Call(
            "create_tags",
            {
                "Resources": [facts.vip_interface],
                "Tags": [{"Key": "PersistentVipRepairedAt", "Value": "2026-01-31T08:00:00+00:00"}],
            },
            expected=DENIED,
            about="a right that only alarms of the service give",
        ),
    ]


def _addresses(facts: Facts) -> list[Call]:
    return [
        Call(
            "associate_address",
            {
                "NetworkInterfaceId": facts.vip_interface,
                "AllocationId": facts.allocation_id,
                "PrivateIpAddress": facts.vip_address,
                "AllowReassociation": True,
            },
        ),
        Call("disassociate_address", {"AssociationId": facts.eip_association}),
    ]


def _next_hop(facts: Facts) -> list[Call]:
    """Rights on tables of others, which only a VIP's next_hop_routes give."""
    route = {"RouteTableId": facts.wan_table, "DestinationCidrBlock": "192.0.2.0/24"}
    to_vip = {"NetworkInterfaceId": facts.vip_interface}
    about = "a right that only next_hop_routes give"
    return [
        Call("create_route", {**route, **to_vip}, expected=DENIED, about=about),
        Call("replace_route", {**route, **to_vip}, expected=DENIED, about=about),
        Call("delete_route", route, expected=DENIED, about=about),
    ]


def _attachment(facts: Facts) -> list[Call]:
    return [
        Call(
            "attach_network_interface",
            {
                "NetworkInterfaceId": facts.vip_interface,
                "InstanceId": facts.instance_id,
                "DeviceIndex": 1,
            },
        ),
        Call("detach_network_interface", {"AttachmentId": facts.vip_attachment}),
        Call("detach_network_interface", {"AttachmentId": facts.vip_attachment, "Force": True}),
        Call(
            "reboot_instances",
            {"InstanceIds": [facts.instance_id]},
            expected=DENIED,
            about="a right that only reboot_after_attach gives",
        ),
        Call(
            "terminate_instances",
            {"InstanceIds": [facts.instance_id]},
            expected=DENIED,
            about="a right that only end_slow_shutdown_after_seconds gives",
        ),
    ]


def forbidden(facts: Facts) -> list[Call]:
    """What must stay refused, whatever the handler's code turns into."""
    return [Call(*each, expected=DENIED) for each in _takes_away(facts)] + [
        Call(*each, expected=DENIED) for each in _touches_the_wan(facts)
    ]


def _takes_away(facts: Facts) -> Sequence[tuple[str, Mapping[str, Any]]]:
    return [
        ("release_address", {"AllocationId": facts.allocation_id}),
        ("delete_subnet", {"SubnetId": facts.wan_subnet}),
        ("delete_network_interface", {"NetworkInterfaceId": facts.wan_interface}),
        ("detach_network_interface", {"AttachmentId": facts.wan_attachment, "Force": True}),
        ("create_subnet", {"VpcId": facts.vpc_id, "CidrBlock": facts.vip_cidr}),  # untagged
    ]


def _touches_the_wan(facts: Facts) -> Sequence[tuple[str, Mapping[str, Any]]]:
    wan = {"NetworkInterfaceId": facts.wan_interface}
    vip = {"NetworkInterfaceId": facts.vip_interface}
    of_wan = {"AssociationId": facts.wan_association, "RouteTableId": facts.vip_table}
    return [
        ("modify_network_interface_attribute", {**wan, "SourceDestCheck": {"Value": False}}),
        ("modify_network_interface_attribute", {**vip, "Groups": [facts.wan_group]}),
        (
            "attach_network_interface",
            {**wan, "InstanceId": facts.instance_id, "DeviceIndex": 1},
        ),
        ("replace_route_table_association", of_wan),
        (
            "create_network_interface",
            {
                "SubnetId": facts.wan_subnet,
                "Groups": list(facts.vip_groups),
                "TagSpecifications": _tagged("network-interface", facts),
            },
        ),
        ("create_tags", {"Resources": [facts.wan_subnet], "Tags": [facts.owner]}),
    ]


def _of_subnet(facts: Facts) -> list[dict[str, Any]]:
    return [_filter("association.subnet-id", [facts.vip_subnet])]


def _filter(name: str, values: Sequence[str]) -> dict[str, Any]:
    return {"Name": name, "Values": list(values)}


def _tagged(kind: str, facts: Facts) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": [facts.owner]}]

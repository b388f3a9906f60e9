"""Who is in the way: what others put where the VIP belongs, by id and by owner.

Only sentences depend on these answers: an AWS error leaves the ids out, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

from common.failures import AwsFailure

if TYPE_CHECKING:
    from hook_handler.config import Config
    from hook_handler.tools import Tools

# EC2 hides interfaces that an AWS service manages unless it is asked for them
# (docs/aws-behaviour.md#managed-interfaces).
_ASK_FOR_HIDDEN = "IncludeManagedResources"
_UNSEEN = (
    "Interfaces that EC2 does not show, most likely of an AWS service (look with "
    "`aws ec2 describe-network-interfaces --include-managed-resources`),"
)


def interfaces_in(subnet_id: str, tools: Tools, address: str | None = None) -> str:
    """The interfaces in that subnet, or those with `address` there, as people find them."""
    try:
        found = tools.ec2.describe_network_interfaces(
            Filters=[{"Name": "subnet-id", "Values": [subnet_id]}], **_hidden_too(tools)
        )["NetworkInterfaces"]
    except AwsFailure:
        return "foreign interfaces" if address else "Foreign interfaces"
    named = [_name(each) for each in found if address in (None, *_addresses(each))]
    if not named:
        return _UNSEEN.rstrip(",") if address else _UNSEEN
    return ", ".join(named) if address else "The interfaces " + ", ".join(named)


def subnets_on(config: Config, tools: Tools) -> str:
    """The subnets of the VPC that overlap the VIP's range."""
    wanted = ip_network(config.vip_cidr)
    try:
        pages = tools.ec2.get_paginator("describe_subnets").paginate(
            Filters=[{"Name": "vpc-id", "Values": [config.vpc_id]}]
        )
        found = [each for page in pages for each in page["Subnets"]]
    except AwsFailure:
        found = []
    ids = [each["SubnetId"] for each in found if ip_network(each["CidrBlock"]).overlaps(wanted)]
    named = f" ({', '.join(ids)})" if ids else ""
    return f"Another subnet of {config.vpc_id}{named}"


def _hidden_too(tools: Tools) -> dict[str, Any]:
    """The argument that asks for hidden interfaces, where the runtime's boto3 knows it."""
    shape = tools.ec2.meta.service_model.operation_model("DescribeNetworkInterfaces").input_shape
    return {_ASK_FOR_HIDDEN: True} if shape and _ASK_FOR_HIDDEN in shape.members else {}


def _addresses(interface: Mapping[str, Any]) -> list[str]:
    return [each["PrivateIpAddress"] for each in interface.get("PrivateIpAddresses", [])]


def _name(interface: Mapping[str, Any]) -> str:
    """Id and, as far as EC2 tells, whose it is: people cannot delete an interface of a service."""
    operator = interface.get("Operator", {})
    kind = interface.get("InterfaceType", "interface")
    owner = [
        f"managed by {operator['Principal']}" if operator.get("Principal") else "",
        "hidden" if operator.get("HiddenByDefault") else "",
        kind if kind != "interface" else "",
        interface.get("Description", ""),
    ]
    told = ", ".join(each for each in owner if each)
    interface_id = str(interface["NetworkInterfaceId"])
    return f"{interface_id} ({told})" if told else interface_id

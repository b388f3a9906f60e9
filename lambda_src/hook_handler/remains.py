"""What somebody left in the VPC that Terraform is about to delete, and nobody will take away.

AWS refuses to delete a subnet with an instance in it or a VPC with a subnet in it, and the provider
repeats that for up to 20 minutes before it shows AWS's refusal: `DependencyViolation`, without a
word of what depends.
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from hook_handler.obstacles import Obstacle, unanswerable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_ec2.type_defs import FilterTypeDef

    from hook_handler.work import Work

_ALIVE = ["pending", "running", "stopping", "stopped"]
_AGAIN = "Then run terraform destroy again."


def look_for_remains(work: Work) -> None:
    """Asked when the group is gone. Raises Obstacle with what is in the way, and what to do."""
    try:
        found = [*_instances(work), *_subnets(work), *_interfaces(work)]
    except ClientError as error:
        raise unanswerable(error) from error
    if found:
        raise Obstacle(" ".join([*found, _AGAIN]))


def _instances(work: Work) -> list[str]:
    """Somebody detached them from the group, or launched them himself."""
    filters = [*_in_vpc(work), _filter("instance-state-name", _ALIVE)]
    pages = work.persist(lambda: _all(work, "describe_instances", filters))
    ids = [
        each["InstanceId"]
        for page in pages
        for r in page["Reservations"]
        for each in r["Instances"]
    ]
    if not ids:
        return []
    return [
        f"{', '.join(ids)} in {work.config.vpc_id} belongs to no group that would end it: "
        f"`aws ec2 terminate-instances --instance-ids {' '.join(ids)}`."
    ]


def _subnets(work: Work) -> list[str]:
    """The VIP subnet without our tag: we may not touch it."""
    config = work.config
    pages = work.persist(lambda: _all(work, "describe_subnets", _in_vpc(work)))
    ids = [
        each["SubnetId"]
        for page in pages
        for each in page["Subnets"]
        if ip_network(each["CidrBlock"]).overlaps(ip_network(config.vip_cidr))
        and not _is_ours(each, work)
    ]
    if not ids:
        return []
    return [
        f"{', '.join(ids)} lies on {config.vip_cidr} without the tag {config.owner_tag_key}: if it "
        f"is the VIP subnet, `aws ec2 create-tags --resources {' '.join(ids)} --tags "
        f"Key={config.owner_tag_key},Value={config.owner_tag_value}`, otherwise delete it."
    ]


def _interfaces(work: Work) -> list[str]:
    """Somebody's in the VIP subnet, or the VIP's own without our tag."""
    tag = f"Key={work.config.owner_tag_key},Value={work.config.owner_tag_value}"
    found: dict[str, list[str]] = {}
    pages = work.persist(lambda: _all(work, "describe_network_interfaces", _in_our_subnets(work)))
    for each in (each for page in pages for each in page["NetworkInterfaces"]):
        if not _is_ours(each, work, "TagSet"):
            found.setdefault(each["SubnetId"], []).append(each["NetworkInterfaceId"])
    return [
        f"The interfaces {', '.join(ids)} in the VIP subnet {subnet_id} keep it where it is: "
        "delete them, or what made them. If one is the VIP's own and lost its tag: `aws ec2 "
        f"create-tags --resources <its id> --tags {tag}`."
        for subnet_id, ids in found.items()
    ]


def _in_our_subnets(work: Work) -> list[FilterTypeDef]:
    pages = work.persist(lambda: _all(work, "describe_subnets", _in_vpc(work)))
    ours = [each for page in pages for each in page["Subnets"] if _is_ours(each, work)]
    # Without one, no interface: a filter without values would let all through.
    return [_filter("subnet-id", [each["SubnetId"] for each in ours] or ["none"])]


def _is_ours(thing: Mapping[str, Any], work: Work, tags: str = "Tags") -> bool:
    tag = {"Key": work.config.owner_tag_key, "Value": work.config.owner_tag_value}
    return tag in thing.get(tags, [])


def _in_vpc(work: Work) -> list[FilterTypeDef]:
    return [_filter("vpc-id", [work.config.vpc_id])]


def _filter(name: str, values: list[str]) -> FilterTypeDef:
    return {"Name": name, "Values": values}


def _all(work: Work, call: Any, filters: list[FilterTypeDef]) -> list[Mapping[str, Any]]:
    return list(work.tools.ec2.get_paginator(call).paginate(Filters=filters))

"""What somebody left in the VPC that Terraform is about to delete, and nobody will take away.

AWS refuses to delete a subnet with an instance in it or a VPC with a subnet in it, and the provider
repeats that for up to 20 minutes before it shows AWS's refusal: `DependencyViolation`, without a
word of what depends.
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from hook_handler.observe import all_of, filtered
from hook_handler.obstacles import Obstacle, unanswerable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_ec2.type_defs import FilterTypeDef

    from hook_handler.observe import Answer
    from hook_handler.work import Work

_ALIVE = ["pending", "running", "stopping", "stopped"]
_AGAIN = "Then run terraform destroy again."


def look_for_remains(work: Work) -> None:
    """Asked when the group is gone. Raises Obstacle with what is in the way, and what to do."""
    try:
        subnets = work.persist(
            lambda: all_of(work.tools, "describe_subnets", "Subnets", [_in_vpc(work)])
        )
        found = [*_instances(work), *_untagged(work, subnets), *_interfaces(work, subnets)]
    except ClientError as error:
        raise unanswerable(error) from error
    if found:
        raise Obstacle(" ".join([*found, _AGAIN]))


def _instances(work: Work) -> list[str]:
    """Somebody detached them from the group, or launched them himself."""
    alive = [_in_vpc(work), filtered("instance-state-name", _ALIVE)]
    reservations = work.persist(
        lambda: all_of(work.tools, "describe_instances", "Reservations", alive)
    )
    ids = [each["InstanceId"] for one in reservations for each in one["Instances"]]
    if not ids:
        return []
    return [
        f"{', '.join(ids)} in {work.config.vpc_id} belongs to no group that would end it: "
        f"`aws ec2 terminate-instances --instance-ids {' '.join(ids)}`."
    ]


def _untagged(work: Work, subnets: Sequence[Answer]) -> list[str]:
    """The VIP subnet without our tag: we may not touch it."""
    config = work.config
    ids = [
        each["SubnetId"]
        for each in subnets
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


def _interfaces(work: Work, subnets: Sequence[Answer]) -> list[str]:
    """Somebody's in the VIP subnet, or the VIP's own without our tag."""
    tag = f"Key={work.config.owner_tag_key},Value={work.config.owner_tag_value}"
    ours = [each["SubnetId"] for each in subnets if _is_ours(each, work)]
    # Without one, no interface: a filter without values would let all through.
    inside = [filtered("subnet-id", ours or ["none"])]
    interfaces = work.persist(
        lambda: all_of(work.tools, "describe_network_interfaces", "NetworkInterfaces", inside)
    )
    found: dict[str, list[str]] = {}
    for each in interfaces:
        if not _is_ours(each, work, "TagSet"):
            found.setdefault(each["SubnetId"], []).append(each["NetworkInterfaceId"])
    return [
        f"The interfaces {', '.join(ids)} in the VIP subnet {subnet_id} keep it where it is: "
        "delete them, or what made them. If one is the VIP's own and lost its tag: `aws ec2 "
        f"create-tags --resources <its id> --tags {tag}`."
        for subnet_id, ids in found.items()
    ]


def _is_ours(thing: Answer, work: Work, tags: str = "Tags") -> bool:
    tag = {"Key": work.config.owner_tag_key, "Value": work.config.owner_tag_value}
    return tag in thing.get(tags, [])


def _in_vpc(work: Work) -> FilterTypeDef:
    return filtered("vpc-id", [work.config.vpc_id])

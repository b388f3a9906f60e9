"""What somebody left in the way of what Terraform is about to delete, and nobody will take away.

AWS refuses to delete a subnet with an instance in it, a VPC with a subnet in it, or a security
group or a route table in use. The provider repeats that for up to 20 minutes before it shows AWS's
refusal: `DependencyViolation`, without a word of what depends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hook_handler.config import Config
    from hook_handler.world import Leftovers

_AGAIN = "Then run terraform destroy again."


def sentence(left: Leftovers, config: Config) -> str:
    """What is in the way, and what to do about it. Empty if nothing is."""
    found = [*_instances(left, config), *_untagged(left, config), *_interfaces(left, config)]
    return " ".join([*found, _AGAIN]) if found else ""


def _instances(left: Leftovers, config: Config) -> list[str]:
    """Somebody detached them from the group, or launched them himself."""
    ids = left.instances
    if not ids:
        return []
    why = (
        "belongs to no group that would end it:"
        if config.own_vpc
        else f"is in our security group {config.wan_security_group_id}: take it out of that, or"
    )
    command = f"`aws ec2 terminate-instances --instance-ids {' '.join(ids)}`"
    return [f"{', '.join(ids)} in {config.vpc_id} {why} {command}."]


def _untagged(left: Leftovers, config: Config) -> list[str]:
    """The VIP subnet without our tag: we may not touch it."""
    ids = left.subnets
    if not ids:
        return []
    cidrs = " or ".join(vip.cidr for vip in config.vips)
    otherwise = "delete it" if config.own_vpc else "give it another route table"
    return [
        f"{', '.join(ids)} lies on {cidrs} without the tag {config.owner_tag_key}: if it "
        f"is the VIP subnet, `aws ec2 create-tags --resources {' '.join(ids)} --tags "
        f"Key={config.owner_tag_key},Value={config.owner_tag_value}`, otherwise {otherwise}."
    ]


def _interfaces(left: Leftovers, config: Config) -> list[str]:
    """Somebody's in the VIP subnet, or the VIP's own without our tag."""
    tag = f"Key={config.owner_tag_key},Value={config.owner_tag_value}"
    return [
        f"The interfaces {', '.join(ids)} in the VIP subnet {subnet_id} keep it where it is: "
        "delete them, or what made them. If one is the VIP's own and lost its tag: `aws ec2 "
        f"create-tags --resources <its id> --tags {tag}`."
        for subnet_id, ids in left.interfaces.items()
    ]

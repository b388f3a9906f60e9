"""AWS's answers, as boto3 gives them, turned into values of the world. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

from hook_handler.config import Config
from hook_handler.world import (
    Attachment,
    ElasticIp,
    Group,
    Interface,
    Leaver,
    Leftovers,
    Member,
    Subnet,
)

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Glimpse:
    """What a poll shows of the things that it asks for, by their ids."""

    subnets: Mapping[str, Subnet]
    interfaces: Mapping[str, Interface]
    instance_states: Mapping[str, str]


_LEAVES = re.compile(r"(?:Terminating|Detaching) EC2 instance: (i-[0-9a-f]+)")


def associations(tables: Sequence[Answer]) -> dict[str, Answer]:
    """Route-table associations by subnet. A table lists those of other subnets as well."""
    return {
        each["SubnetId"]: each
        for table in tables
        for each in table["Associations"]
        if "SubnetId" in each
    }


def group(answer: Answer, instances: Mapping[str, Answer]) -> Group:
    """The group, with its members as Auto Scaling and EC2 show them."""
    members = tuple(_member(each, instances) for each in answer["Instances"])
    return Group(
        desired=answer["DesiredCapacity"],
        members=members,
        max_size=answer["MaxSize"],
        suspended=frozenset(each["ProcessName"] for each in answer.get("SuspendedProcesses", [])),
        created_at=answer["CreatedTime"].timestamp(),
        being_deleted="Status" in answer,  # shown during DeleteAutoScalingGroup only
    )


def glimpse(
    subnets: Sequence[Answer], interfaces: Sequence[Answer], instances: Mapping[str, Answer]
) -> Glimpse:
    """The things of a poll. Route tables and instances' states come with no subnet or interface."""
    return Glimpse(
        {each["SubnetId"]: subnet(each, {}) for each in subnets},
        {each["NetworkInterfaceId"]: interface(each, {}) for each in interfaces},
        states(instances),
    )


def _member(answer: Answer, instances: Mapping[str, Answer]) -> Member:
    instance = instances.get(answer["InstanceId"])
    return Member(
        instance_id=answer["InstanceId"],
        lifecycle_state=answer["LifecycleState"],
        healthy=answer["HealthStatus"].lower() == "healthy",
        zone=answer["AvailabilityZone"],
        ec2_state=instance["State"]["Name"] if instance else None,
        launched_at=instance["LaunchTime"].timestamp() if instance else 0.0,
    )


def subnet(answer: Answer, associations: Mapping[str, Answer]) -> Subnet:
    """A subnet, with its association where there is one."""
    association = associations.get(answer["SubnetId"], {})
    return Subnet(
        subnet_id=answer["SubnetId"],
        cidr=answer["CidrBlock"],
        zone=answer["AvailabilityZone"],
        state=answer["State"],
        route_table_id=association.get("RouteTableId"),
        association_id=association.get("RouteTableAssociationId"),
    )


def interface(answer: Answer, instances: Mapping[str, Answer]) -> Interface:
    """An interface, with what it hangs on."""
    return Interface(
        interface_id=answer["NetworkInterfaceId"],
        subnet_id=answer["SubnetId"],
        address=answer["PrivateIpAddress"],
        status=answer["Status"],
        description=answer.get("Description", ""),
        source_dest_check=answer["SourceDestCheck"],
        group_ids=frozenset(group["GroupId"] for group in answer["Groups"]),
        attachment=_attachment(answer.get("Attachment"), instances),
    )


def _attachment(answer: Answer | None, instances: Mapping[str, Answer]) -> Attachment | None:
    if not answer or answer["Status"] == "detached" or "InstanceId" not in answer:
        return None
    instance = instances.get(answer["InstanceId"])
    return Attachment(
        attachment_id=answer["AttachmentId"],
        instance_id=answer["InstanceId"],
        device_index=answer["DeviceIndex"],
        status=answer["Status"],
        attached_at=answer["AttachTime"].timestamp(),
        instance_state=instance["State"]["Name"] if instance else None,
    )


def states(instances: Mapping[str, Answer]) -> dict[str, str]:
    """The instances' states in EC2, by their ids."""
    return {each: answer["State"]["Name"] for each, answer in instances.items()}


def elastic_ip(answer: Answer) -> ElasticIp:
    """Where the Elastic IP points."""
    return ElasticIp(
        public_address=answer["PublicIp"],
        interface_id=answer.get("NetworkInterfaceId"),
        private_address=answer.get("PrivateIpAddress"),
    )


def leaver(activities: Sequence[Answer], newcomer: str) -> Leaver | None:
    """Who left last, of a group's activities with the newest first; never the newcomer itself."""
    for activity in activities:
        found = _LEAVES.search(activity.get("Description", ""))
        if found and found[1] != newcomer:
            return _as_leaver(found[1], activity)
    return None


def _as_leaver(instance_id: str, activity: Answer) -> Leaver:
    details = json.loads(activity.get("Details") or "{}")
    return Leaver(
        instance_id=instance_id,
        zone=details.get("Availability Zone", "an unknown zone"),
        began_at=activity["StartTime"].timestamp(),
        cause=activity.get("Cause", "unknown"),
    )


def overlaps(subnet: Answer, cidr: str) -> bool:
    """Whether the subnet's range and `cidr` have an address in common."""
    return ip_network(subnet["CidrBlock"]).overlaps(ip_network(cidr))


def is_ours(thing: Answer, config: Config, tags: str = "Tags") -> bool:
    """Whether the thing carries our ownership tag; `tags` is the key of its tags."""
    tag = {"Key": config.owner_tag_key, "Value": config.owner_tag_value}
    return tag in thing.get(tags, [])


def leftovers(
    subnets: Sequence[Answer],
    reservations: Sequence[Answer],
    interfaces: Sequence[Answer],
    config: Config,
) -> Leftovers:
    """What is left in the VPC: its subnets, instances, and the interfaces in our subnets."""
    foreign: dict[str, tuple[str, ...]] = {}
    for each in interfaces:
        if not is_ours(each, config, "TagSet"):
            others = foreign.get(each["SubnetId"], ())
            foreign[each["SubnetId"]] = (*others, each["NetworkInterfaceId"])
    return Leftovers(
        instances=tuple(each["InstanceId"] for one in reservations for each in one["Instances"]),
        subnets=tuple(
            each["SubnetId"]
            for each in subnets
            if overlaps(each, config.vip_cidr) and not is_ours(each, config)
        ),
        interfaces=foreign,
    )

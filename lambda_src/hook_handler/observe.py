"""Reads the world once, in three rounds of calls; those of a round run side by side.

Every lookup is bound to the VPC and the ownership tag, or to an id of ours, and goes by filter:
an unknown id is then an empty answer and not an error
(docs/aws-behaviour.md#lookups-by-id-and-by-filter). A CIDR or an address that differs from the
wanted one is drift and must be seen, so neither is a filter.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from hook_handler.config import Config
from hook_handler.world import Attachment, ElasticIp, Group, Interface, Member, Subnet, World

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy_boto3_ec2.type_defs import FilterTypeDef

    from hook_handler.tools import Tools

    # An answer of AWS, as boto3 gives it.
    Answer = Mapping[str, Any]
    # Makes a call, and makes it again as long as that is sensible.
    Persist = Callable[[Callable[[], Any]], Any]


def observe(config: Config, tools: Tools, persist: Persist) -> World:
    """One observation. What `persist` raises, or an AWS error that it lets through, is raised.

    Each call is repeated by itself: to begin all of them again because EC2's bucket for one is
    empty would empty the other buckets too, for every VNF of the account
    (docs/aws-behaviour.md#ec2-request-rate).
    """
    # The group comes after the network: what was built for somebody must not be judged by who was
    # there before him.
    subnets, interfaces, addresses = _at_once(
        tools,
        persist,
        lambda: all_of(tools, "describe_subnets", "Subnets", _ours(config)),
        lambda: all_of(tools, "describe_network_interfaces", "NetworkInterfaces", _ours(config)),
        lambda: tools.ec2.describe_addresses(
            Filters=[filtered("allocation-id", [config.eip_allocation_id])]
        )["Addresses"],
    )
    groups, tables = _at_once(
        tools,
        persist,
        lambda: _groups(config, tools),
        lambda: _tables(tools, [subnet["SubnetId"] for subnet in subnets]),
    )
    instances = persist(lambda: _instances(tools, _instance_ids(groups, interfaces)))
    associations = _associations(tables)
    return World(
        group=_group(groups[0], instances) if groups else None,
        subnets=tuple(_subnet(each, associations) for each in subnets),
        interfaces=tuple(_interface(each, instances) for each in interfaces),
        elastic_ip=_elastic_ip(addresses[0]) if addresses else None,
    )


def checks_passed(instance_id: str, tools: Tools) -> bool:
    """Whether EC2 shows the instance's status checks as passed, not failed or still to come.

    An AWS error is raised. A fast reboot may show nothing at all
    (docs/aws-behaviour.md#status-checks).
    """
    answer = tools.ec2.describe_instance_status(InstanceIds=[instance_id])
    return all(each["InstanceStatus"]["Status"] == "ok" for each in answer["InstanceStatuses"])


def last_activity(config: Config, tools: Tools) -> float | None:
    """When the last activity of our group, or of one of its name that is gone, ended or began.

    Seconds since the Unix epoch; None when AWS tells of none. An AWS error is raised. Auto Scaling
    tells of deleted groups for six weeks (docs/aws-behaviour.md#scaling-activities).
    """
    activities = tools.autoscaling.describe_scaling_activities(
        AutoScalingGroupName=config.group_name, IncludeDeletedGroups=True, MaxRecords=1
    )["Activities"]
    times = [each.get("EndTime", each["StartTime"]).timestamp() for each in activities]
    return max(times, default=None)


def _at_once(tools: Tools, persist: Persist, *calls: Callable[[], Any]) -> list[Any]:
    outcomes = tools.runtime.side_by_side([partial(persist, call) for call in calls])
    for outcome in outcomes:
        if isinstance(outcome, ClientError | BotoCoreError):
            raise outcome
    return outcomes


def _ours(config: Config) -> list[FilterTypeDef]:
    return [
        filtered("vpc-id", [config.vpc_id]),
        filtered(f"tag:{config.owner_tag_key}", [config.owner_tag_value]),
    ]


def filtered(name: str, values: Sequence[str]) -> FilterTypeDef:
    """A filter of EC2's Describe calls."""
    return {"Name": name, "Values": list(values)}


def all_of(tools: Tools, call: Any, key: str, filters: list[FilterTypeDef]) -> list[Answer]:
    """What EC2 lists under `key` in all pages of an answer. An AWS error is raised."""
    pages = tools.ec2.get_paginator(call).paginate(Filters=filters)
    return [item for page in pages for item in page[key]]


def _groups(config: Config, tools: Tools) -> Sequence[Answer]:
    answer = tools.autoscaling.describe_auto_scaling_groups(
        AutoScalingGroupNames=[config.group_name]
    )
    return answer["AutoScalingGroups"]


def _instance_ids(groups: Sequence[Answer], interfaces: Sequence[Answer]) -> list[str]:
    members = {each["InstanceId"] for group in groups for each in group["Instances"]}
    holders = {each.get("Attachment", {}).get("InstanceId") for each in interfaces}
    return sorted((members | holders) - {None})


def _instances(tools: Tools, instance_ids: list[str]) -> dict[str, Answer]:
    if not instance_ids:
        return {}
    filters = [filtered("instance-id", instance_ids)]
    reservations = all_of(tools, "describe_instances", "Reservations", filters)
    return {each["InstanceId"]: each for found in reservations for each in found["Instances"]}


def _tables(tools: Tools, subnet_ids: list[str]) -> list[Answer]:
    if not subnet_ids:
        return []
    filters = [filtered("association.subnet-id", subnet_ids)]
    return all_of(tools, "describe_route_tables", "RouteTables", filters)


def _associations(tables: Sequence[Answer]) -> dict[str, Answer]:
    """Route-table associations by subnet. A table lists those of other subnets as well."""
    return {
        each["SubnetId"]: each
        for table in tables
        for each in table["Associations"]
        if "SubnetId" in each
    }


def _group(answer: Answer, instances: Mapping[str, Answer]) -> Group:
    members = tuple(_member(each, instances) for each in answer["Instances"])
    return Group(
        desired=answer["DesiredCapacity"],
        members=members,
        max_size=answer["MaxSize"],
        suspended=frozenset(each["ProcessName"] for each in answer.get("SuspendedProcesses", [])),
        created_at=answer["CreatedTime"].timestamp(),
        being_deleted="Status" in answer,  # shown during DeleteAutoScalingGroup only
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


def _subnet(answer: Answer, associations: Mapping[str, Answer]) -> Subnet:
    association = associations.get(answer["SubnetId"], {})
    return Subnet(
        subnet_id=answer["SubnetId"],
        cidr=answer["CidrBlock"],
        zone=answer["AvailabilityZone"],
        state=answer["State"],
        route_table_id=association.get("RouteTableId"),
        association_id=association.get("RouteTableAssociationId"),
    )


def _interface(answer: Answer, instances: Mapping[str, Answer]) -> Interface:
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


def _elastic_ip(answer: Answer) -> ElasticIp:
    return ElasticIp(
        public_address=answer["PublicIp"],
        interface_id=answer.get("NetworkInterfaceId"),
        private_address=answer.get("PrivateIpAddress"),
    )

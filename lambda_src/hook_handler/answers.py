"""AWS's answers, as boto3 gives them, turned into values of the world. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network
from types import MappingProxyType
from typing import Any

from hook_handler.config import Config
from hook_handler.vips import ConnectionTracking, NextHopRoute
from hook_handler.world import (
    NOT_BLOCKED,
    Attachment,
    ElasticIp,
    Group,
    History,
    Hop,
    Interface,
    Ipv6Range,
    Leaver,
    Leftovers,
    Member,
    ServiceAlarm,
    Subnet,
)

Answer = Mapping[str, Any]
VIP_TAG = "PersistentVip"  # names the VIP, by its key
REPAIRED_TAG = "PersistentVipRepairedAt"


@dataclass(frozen=True)
class Glimpse:
    """What a poll shows of the things that it asks for, by their ids."""

    subnets: Mapping[str, Subnet]
    interfaces: Mapping[str, Interface]
    instance_states: Mapping[str, str]


# What AWS says of a process that somebody suspended (docs/aws-behaviour.md#suspended-processes).
_SUSPENDED_AT = re.compile(r"User suspended at (\S+)")
# What brings an instance into service, and what somebody's mark is called as a cause
# (docs/aws-behaviour.md#causes-of-an-activity).
_ENTERS = re.compile(
    r"(?:Launching a new EC2 instance|Attaching an existing EC2 instance"
    r"|Moving EC2 instance out of Standby): (i-[0-9a-f]+)"
)
MARKED = "user health-check"
_LEAVES = re.compile(r"(?:Terminating|Detaching) EC2 instance: (i-[0-9a-f]+)")


def associations(tables: Sequence[Answer]) -> dict[str, Answer]:
    """Associations by subnet, of route tables or network ACLs. Each lists those of other subnets as
    well."""
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
        in_maintenance_since=_suspended_at("ReplaceUnhealthy", answer),
        created_at=answer["CreatedTime"].timestamp(),
        being_deleted="Status" in answer,  # shown during DeleteAutoScalingGroup only
    )


def _suspended_at(process: str, answer: Answer) -> str:
    """When somebody suspended that process, as AWS writes it; empty if AWS does not tell."""
    for each in answer.get("SuspendedProcesses", []):
        told = _SUSPENDED_AT.search(each.get("SuspensionReason", ""))
        if told and each["ProcessName"] == process:
            return told[1]
    return ""


def glimpse(
    subnets: Sequence[Answer],
    interfaces: Sequence[Answer],
    instances: Mapping[str, Answer],
    config: Config,
) -> Glimpse:
    """The things of a poll. Route tables and instances' states come with no subnet or interface."""
    return Glimpse(
        {each["SubnetId"]: subnet(each, config) for each in subnets},
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
        instance_type=instance["InstanceType"] if instance else "",
        protected=answer["ProtectedFromScaleIn"],
    )


def subnet(
    answer: Answer,
    config: Config,
    tables: Mapping[str, Answer] = MappingProxyType({}),
    network_acls: Mapping[str, Answer] = MappingProxyType({}),
) -> Subnet:
    """A subnet, with its associations where there are any, by its id."""
    table = tables.get(answer["SubnetId"], {})
    network_acl = network_acls.get(answer["SubnetId"], {})
    return Subnet(
        subnet_id=answer["SubnetId"],
        vip=_tag(answer.get("Tags", ()), VIP_TAG) or _vip_on(answer["CidrBlock"], config),
        cidr=answer["CidrBlock"],
        zone=answer["AvailabilityZone"],
        state=answer["State"],
        route_table_id=table.get("RouteTableId"),
        association_id=table.get("RouteTableAssociationId"),
        network_acl_id=network_acl.get("NetworkAclId"),
        network_acl_association_id=network_acl.get("NetworkAclAssociationId"),
        ipv6=_ipv6_range(answer.get("Ipv6CidrBlockAssociationSet", ())),
        # A boto3 that does not know the member yet leaves it out.
        block_mode=answer.get("BlockPublicAccessStates", {}).get(
            "InternetGatewayBlockMode", NOT_BLOCKED
        ),
    )


def ipv6_range(answer: Answer) -> Ipv6Range:
    """An IPv6 range of a subnet."""
    return Ipv6Range(
        answer["Ipv6CidrBlock"], answer["AssociationId"], answer["Ipv6CidrBlockState"]["State"]
    )


def _ipv6_range(associations: Sequence[Answer]) -> Ipv6Range | None:
    """The one that is there or comes. Those that went, or never came, are listed for a while."""
    ranges = map(ipv6_range, associations)
    return next((each for each in ranges if each.state in ("associating", "associated")), None)


def _tag(tags: Sequence[Answer], key: str) -> str:
    return next((str(tag["Value"]) for tag in tags if tag["Key"] == key), "")


def _vip_on(cidr: str, config: Config) -> str:
    """Whose subnet that is, if somebody took its tag off."""
    return next((vip.key for vip in config.vips if vip.cidr == cidr), "")


def interface(answer: Answer, instances: Mapping[str, Answer], vip: str = "") -> Interface:
    """An interface, with what it hangs on. vip: the key of its subnet's, if it has no tag."""
    addresses = {each["PrivateIpAddress"] for each in answer.get("PrivateIpAddresses", ())}
    tags = answer.get("TagSet", ())
    return Interface(
        interface_id=answer["NetworkInterfaceId"],
        vip=_tag(tags, VIP_TAG) or vip,
        subnet_id=answer["SubnetId"],
        address=answer["PrivateIpAddress"],
        status=answer["Status"],
        description=answer.get("Description", ""),
        source_dest_check=answer["SourceDestCheck"],
        group_ids=frozenset(group["GroupId"] for group in answer["Groups"]),
        attachment=_attachment(answer.get("Attachment"), instances),
        secondary_addresses=frozenset(addresses - {answer["PrivateIpAddress"]}),
        ipv6_addresses=frozenset(each["Ipv6Address"] for each in answer.get("Ipv6Addresses", ())),
        connection_tracking=_tracking(answer.get("ConnectionTrackingConfiguration", {})),
        repaired_at=_moment(_tag(tags, REPAIRED_TAG)),
    )


def _moment(text: str) -> float:
    """Seconds since the Unix epoch; 0 for what is no moment: somebody else wrote that."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _tracking(answer: Answer) -> ConnectionTracking:
    return ConnectionTracking(
        answer.get("TcpEstablishedTimeout"),
        answer.get("UdpStreamTimeout"),
        answer.get("UdpTimeout"),
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
    """Where an Elastic IP points."""
    return ElasticIp(
        allocation_id=answer["AllocationId"],
        public_address=answer["PublicIp"],
        interface_id=answer.get("NetworkInterfaceId"),
        private_address=answer.get("PrivateIpAddress"),
        association_id=answer.get("AssociationId"),
    )


def hops(tables: Sequence[Answer], routes: Iterable[NextHopRoute]) -> tuple[Hop, ...]:
    """Where those of the routes lead that there are, in the tables as EC2 shows them."""
    found = {
        NextHopRoute(table["RouteTableId"], _destination(each)): each
        for table in tables
        for each in table["Routes"]
    }
    return tuple(
        Hop(route, found[route].get("NetworkInterfaceId"), found[route]["State"] == "active")
        for route in sorted(routes)
        if route in found
    )


def _destination(route: Answer) -> str:
    kinds = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    return next(str(route[kind]) for kind in kinds if kind in route)


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


def history(activities: Sequence[Answer], instance_id: str) -> History:
    """What a group's activities, with the newest first, tell of that instance, and of marks."""
    entries = (
        each["EndTime"].timestamp()
        for each in activities
        if "EndTime" in each
        and (found := _ENTERS.search(each.get("Description", "")))
        and found[1] == instance_id
    )
    marks = (
        each["StartTime"].timestamp() for each in activities if MARKED in each.get("Cause", "")
    )
    return History(entered_at=next(entries, None), marks=tuple(marks))


def by_region(alarm_arns: Iterable[str]) -> dict[str, list[str]]:
    """The names of those alarms, by their regions."""
    names: dict[str, list[str]] = {}
    for arn in alarm_arns:
        _arn, _partition, _service, region, _account, _alarm, name = arn.split(":", 6)
        names.setdefault(region, []).append(name)
    return names


def service_alarm(answer: Answer) -> ServiceAlarm:
    """A metric alarm. One on several metrics, by their maths, has a period in each of them."""
    periods = [answer.get("Period", 0), *map(_period, answer.get("Metrics", ()))]
    return ServiceAlarm(
        arn=answer["AlarmArn"],
        rings=answer["StateValue"] == "ALARM" and not _on_too_little(answer),
        since=answer["StateTransitionedTimestamp"].timestamp(),
        configured_at=answer["AlarmConfigurationUpdatedTimestamp"].timestamp(),
        watches_seconds=float(max(periods) * answer["EvaluationPeriods"]),
    )


def _on_too_little(alarm: Answer) -> bool:
    """Whether an alarm rings on fewer values than it wants: the few that were breaching when data
    ceased to come (docs/aws-behaviour.md#evaluation-of-an-alarm)."""
    wanted = int(alarm.get("DatapointsToAlarm", alarm["EvaluationPeriods"]))
    try:
        return len(json.loads(alarm["StateReasonData"])["recentDatapoints"]) < wanted
    # A state that was set by hand has other data, or none.
    except (KeyError, TypeError, ValueError):
        return False


def _period(metric: Answer) -> int:
    return int(metric.get("Period") or metric.get("MetricStat", {}).get("Period", 0))


def was_ok(changes: Iterable[Answer]) -> bool:
    """Whether any of an alarm's changes leads from OK, or to it."""
    told = (json.loads(each["HistoryData"]) for each in changes)
    return any("OK" in (_state(each, "oldState"), _state(each, "newState")) for each in told)


def _state(change: Answer, which: str) -> str:
    return str(change.get(which, {}).get("stateValue", ""))


def impaired_since(statuses: Iterable[Answer]) -> dict[str, float]:
    """Since when the instances that fail one of their status checks do so, by their ids."""
    moments = {
        each["InstanceId"]: [
            detail["ImpairedSince"].timestamp()
            for check in ("InstanceStatus", "SystemStatus")
            for detail in each[check].get("Details", [])
            if "ImpairedSince" in detail
        ]
        for each in statuses
    }
    return {instance_id: min(found) for instance_id, found in moments.items() if found}


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
    tables: Sequence[Answer],
    config: Config,
) -> Leftovers:
    """What is left in the VPC: its subnets, instances, and the interfaces in our subnets.

    tables: the VIPs' route tables; they matter where the VPC itself is not deleted.
    """
    with_our_table = associations(tables)
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
            if any(overlaps(each, vip.cidr) for vip in config.vips)
            and not is_ours(each, config)
            and (config.own_vpc or each["SubnetId"] in with_our_table)
        ),
        interfaces=foreign,
    )

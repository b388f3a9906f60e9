"""All reads of AWS: the world, once, and what people are told about it.

The world is read in three rounds of calls; those of a round run side by side. Every lookup is bound
to the VPC and the ownership tag, or to an id of ours, and goes by filter: an unknown id is then an
empty answer and not an error (docs/aws-behaviour.md#lookups-by-id-and-by-filter). A CIDR or an
address that differs from the wanted one is drift and must be seen, so neither is a filter.

What the plan depends on is asked for until AWS answers (`Retrier.call`), and an AWS error that
lasts is raised. What only a sentence or a wait depends on is asked for once (`Retrier.once`): None
when AWS does not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from hook_handler import answers
from hook_handler.config import Config
from hook_handler.sdk import known
from hook_handler.world import Group, History, Leaver, Leftovers, ServiceAlarm, World

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_ec2.type_defs import FilterTypeDef
    from mypy_boto3_events.type_defs import DescribeRuleResponseTypeDef

    from hook_handler.answers import Answer, Glimpse
    from hook_handler.clients import Clients
    from hook_handler.retry import Retrier

_ALIVE = ("pending", "running", "stopping", "stopped")
_RECENT = 20  # scaling activities that are searched for the leaver
_NEWEST_PAGE = 100  # activities, or changes of an alarm, that AWS tells at a time


def observe(config: Config, clients: Clients, retrier: Retrier) -> World:
    """One observation.

    Each call is repeated by itself: to begin all of them again because EC2's bucket for one is
    empty would empty the other buckets too, for every VNF of the account
    (docs/aws-behaviour.md#ec2-request-rate).
    """
    # The group comes after the network: what was built for somebody must not be judged by who was
    # there before him.
    subnets, interfaces, addresses, next_hops = _at_once(
        clients,
        retrier,
        lambda: _all_of(clients, "describe_subnets", "Subnets", _ours(config)),
        lambda: _all_of(clients, "describe_network_interfaces", "NetworkInterfaces", _ours(config)),
        lambda: _addresses(config, clients),
        lambda: _next_hop_tables(config, clients),
    )
    subnet_ids = [subnet["SubnetId"] for subnet in subnets]
    groups, tables, network_acls = _at_once(
        clients,
        retrier,
        lambda: _groups(config, clients),
        lambda: _associated(clients, "describe_route_tables", "RouteTables", subnet_ids),
        lambda: _network_acls(config, clients, subnet_ids),
    )
    instances = retrier.call(lambda: _instances(clients, _instance_ids(groups, interfaces)))
    by_table, by_acl = answers.associations(tables), answers.associations(network_acls)
    found = tuple(answers.subnet(each, config, by_table, by_acl) for each in subnets)
    vips = {each.subnet_id: each.vip for each in found}
    known = config.removed.vips.union(vip.key for vip in config.vips)
    world = World(
        group=answers.group(groups[0], instances) if groups else None,
        subnets=found,
        interfaces=tuple(
            answers.interface(each, instances, vips.get(each["SubnetId"], ""))
            for each in interfaces
        ),
        elastic_ips=tuple(map(answers.elastic_ip, addresses)),
        hops=answers.hops(next_hops, config.next_hop_routes),
    )
    return world.knowing(known)


def observe_members(world: World, config: Config, clients: Clients, retrier: Retrier) -> World:
    """The same world, with the group, the instances and the next hops as they are now."""
    groups, next_hops = _at_once(
        clients,
        retrier,
        lambda: _groups(config, clients),
        lambda: _next_hop_tables(config, clients),
    )
    ids = {each["InstanceId"] for group in groups for each in group["Instances"]}
    holders = {each.instance_id for each in world.attachments}
    instances = retrier.call(lambda: _instances(clients, sorted(ids | holders)))
    group = answers.group(groups[0], instances) if groups else None
    hops = answers.hops(next_hops, config.next_hop_routes)
    return replace(world, group=group, hops=hops).with_instance_states(answers.states(instances))


def group(config: Config, clients: Clients, retrier: Retrier) -> Group | None:
    """The group alone, with its instances as they are now."""
    groups = retrier.call(lambda: _groups(config, clients))
    instances = retrier.call(lambda: _instances(clients, _instance_ids(groups, ())))
    return answers.group(groups[0], instances) if groups else None


def state_changes_rule(
    config: Config, clients: Clients, retrier: Retrier
) -> DescribeRuleResponseTypeDef:
    """The rule by which EC2 tells of our instances."""
    name = config.state_changes_rule_name
    return retrier.call(lambda: clients.events().describe_rule(Name=name))


def poll(ids: Iterable[str], config: Config, clients: Clients, retrier: Retrier) -> Glimpse | None:
    """What has become of subnets, interfaces and instances, by their ids: a call for each kind."""
    wanted = sorted(ids)
    calls = {
        kind: partial(retrier.once, partial(read, clients, found))
        for kind, read in _BY_ID.items()
        if (found := [each for each in wanted if each.startswith(kind)])
    }
    shown: dict[str, Any] = dict(
        zip(calls, clients.runtime.side_by_side(list(calls.values())), strict=True)
    )
    if None in shown.values():
        return None
    return answers.glimpse(
        shown.get("subnet-", ()), shown.get("eni-", ()), shown.get("i-", {}), config
    )


def leftovers(config: Config, clients: Clients, retrier: Retrier) -> Leftovers:
    """What somebody left in a VPC whose group is gone.

    In somebody else's VPC that is only what uses our security group or our route tables.
    """
    in_vpc = _filtered("vpc-id", [config.vpc_id])
    subnets = retrier.call(lambda: _all_of(clients, "describe_subnets", "Subnets", [in_vpc]))
    alive = [in_vpc, _filtered("instance-state-name", _ALIVE)]
    tables: list[Answer] = []
    if not config.own_vpc:
        alive.append(_filtered("instance.group-id", [config.wan_security_group_id]))
        tables = retrier.call(lambda: _vip_tables(config, clients))
    reservations = retrier.call(
        lambda: _all_of(clients, "describe_instances", "Reservations", alive)
    )
    ours = [each["SubnetId"] for each in subnets if answers.is_ours(each, config)]
    # Without one, no interface: a filter without values would let all through.
    inside = [_filtered("subnet-id", ours or ["none"])]
    interfaces = retrier.call(
        lambda: _all_of(clients, "describe_network_interfaces", "NetworkInterfaces", inside)
    )
    return answers.leftovers(subnets, reservations, interfaces, tables, config)


def checks_passed(instance_id: str, clients: Clients, retrier: Retrier) -> bool | None:
    """Whether EC2 shows the instance's status checks as passed, not failed or still to come.

    A fast reboot may show nothing at all (docs/aws-behaviour.md#status-checks).
    """
    answer = retrier.once(lambda: clients.ec2.describe_instance_status(InstanceIds=[instance_id]))
    if answer is None:
        return None
    return all(each["InstanceStatus"]["Status"] == "ok" for each in answer["InstanceStatuses"])


def impaired_since(
    instance_ids: Sequence[str], clients: Clients, retrier: Retrier
) -> dict[str, float]:
    """Since when those of the instances that fail a status check do so, by their ids.

    Of one that does not run EC2 shows nothing (docs/aws-behaviour.md#status-checks).
    """
    if not instance_ids:
        return {}
    answer = retrier.call(
        lambda: clients.ec2.describe_instance_status(InstanceIds=list(instance_ids))
    )
    return answers.impaired_since(answer.get("InstanceStatuses", ()))


def history(instance_id: str, config: Config, clients: Clients, retrier: Retrier) -> History:
    """What the newest page of the group's activities tells of that instance, and of marks."""
    answer = retrier.call(
        lambda: clients.autoscaling.describe_scaling_activities(
            AutoScalingGroupName=config.group_name, MaxRecords=_NEWEST_PAGE
        )
    )
    return answers.history(answer.get("Activities", ()), instance_id)


def service_alarms(
    region: str, names: Sequence[str], clients: Clients, retrier: Retrier
) -> tuple[ServiceAlarm, ...]:
    """The alarms of those names in that region, as far as there are any."""
    answer = retrier.call(
        lambda: clients.cloudwatch(region).describe_alarms(AlarmNames=list(names))
    )
    return tuple(map(answers.service_alarm, answer.get("MetricAlarms", ())))


def was_ok(alarm_arn: str, since: float, clients: Clients, retrier: Retrier) -> bool:
    """Whether that alarm was OK at any time after `since`, in seconds since the Unix epoch.

    By the newest page of its changes (docs/aws-behaviour.md#history-of-an-alarm).
    """
    (region, (name,)), *_ = answers.by_region([alarm_arn]).items()
    answer = retrier.call(
        lambda: clients.cloudwatch(region).describe_alarm_history(
            AlarmName=name,
            HistoryItemType="StateUpdate",
            StartDate=datetime.fromtimestamp(since, UTC),
            ScanBy="TimestampDescending",
            MaxRecords=_NEWEST_PAGE,
        )
    )
    return answers.was_ok(answer.get("AlarmHistoryItems", ()))


def last_activity(config: Config, clients: Clients, retrier: Retrier) -> float | None:
    """When the last activity of our group, or of one of its name that is gone, ended or began.

    Seconds since the Unix epoch; None when AWS tells of none. Auto Scaling tells of deleted groups
    for six weeks (docs/aws-behaviour.md#scaling-activities).
    """
    answer = retrier.once(
        lambda: clients.autoscaling.describe_scaling_activities(
            AutoScalingGroupName=config.group_name, IncludeDeletedGroups=True, MaxRecords=1
        )
    )
    activities = answer["Activities"] if answer else []
    times = [each.get("EndTime", each["StartTime"]).timestamp() for each in activities]
    return max(times, default=None)


def last_leaver(newcomer: str, config: Config, clients: Clients, retrier: Retrier) -> Leaver | None:
    """Who left the group last, other than the newcomer. None when AWS tells of nobody."""
    answer = retrier.once(
        lambda: clients.autoscaling.describe_scaling_activities(
            AutoScalingGroupName=config.group_name, MaxRecords=_RECENT
        )
    )
    return answers.leaver(answer["Activities"], newcomer) if answer else None


def interfaces_in(subnet_id: str, clients: Clients, retrier: Retrier) -> Sequence[Answer] | None:
    """All interfaces in that subnet, whoever's they are."""
    answer = retrier.once(
        lambda: clients.ec2.describe_network_interfaces(
            Filters=[_filtered("subnet-id", [subnet_id])], **_hidden_too(clients.ec2)
        )
    )
    return None if answer is None else answer["NetworkInterfaces"]


def subnets_on(cidr: str, vpc_id: str, clients: Clients, retrier: Retrier) -> list[str]:
    """The ids of the VPC's subnets that overlap that range. None are known if AWS is silent."""
    subnets = retrier.once(
        lambda: _all_of(clients, "describe_subnets", "Subnets", [_filtered("vpc-id", [vpc_id])])
    )
    return [each["SubnetId"] for each in subnets or () if answers.overlaps(each, cidr)]


def _filtered(name: str, values: Sequence[str]) -> FilterTypeDef:
    return {"Name": name, "Values": list(values)}


def _at_once(clients: Clients, retrier: Retrier, *calls: Callable[[], Any]) -> list[Any]:
    outcomes = clients.runtime.side_by_side([partial(retrier.call, call) for call in calls])
    for outcome in outcomes:
        if isinstance(outcome, ClientError | BotoCoreError):
            raise outcome
    return outcomes


def _ours(config: Config) -> list[FilterTypeDef]:
    return [
        _filtered("vpc-id", [config.vpc_id]),
        _filtered(f"tag:{config.owner_tag_key}", [config.owner_tag_value]),
    ]


def _all_of(clients: Clients, call: Any, key: str, filters: list[FilterTypeDef]) -> list[Answer]:
    """What EC2 lists under `key` in all pages of an answer."""
    pages = clients.ec2.get_paginator(call).paginate(Filters=filters)
    return [item for page in pages for item in page[key]]


def _addresses(config: Config, clients: Clients) -> Sequence[Answer]:
    if not config.allocation_ids:
        return []
    wanted = [_filtered("allocation-id", sorted(config.allocation_ids))]
    return clients.ec2.describe_addresses(Filters=wanted)["Addresses"]


def _next_hop_tables(config: Config, clients: Clients) -> list[Answer]:
    tables = sorted({route.route_table_id for route in config.next_hop_routes})
    if not tables:
        return []
    return _tables(clients, tables)


def _vip_tables(config: Config, clients: Clients) -> list[Answer]:
    return _tables(clients, sorted({vip.route_table_id for vip in config.vips}))


def _tables(clients: Clients, ids: list[str]) -> list[Answer]:
    by_id = [_filtered("route-table-id", ids)]
    return _all_of(clients, "describe_route_tables", "RouteTables", by_id)


def _network_acls(config: Config, clients: Clients, subnet_ids: list[str]) -> list[Answer]:
    if all(vip.network_acl_id is None for vip in config.vips):
        return []
    return _associated(clients, "describe_network_acls", "NetworkAcls", subnet_ids)


def _groups(config: Config, clients: Clients) -> Sequence[Answer]:
    answer = clients.autoscaling.describe_auto_scaling_groups(
        AutoScalingGroupNames=[config.group_name]
    )
    return answer["AutoScalingGroups"]


def _instance_ids(groups: Sequence[Answer], interfaces: Sequence[Answer]) -> list[str]:
    members = {each["InstanceId"] for group in groups for each in group["Instances"]}
    holders = {each.get("Attachment", {}).get("InstanceId") for each in interfaces}
    return sorted((members | holders) - {None})


def _instances(clients: Clients, instance_ids: list[str]) -> dict[str, Answer]:
    if not instance_ids:
        return {}
    filters = [_filtered("instance-id", instance_ids)]
    reservations = _all_of(clients, "describe_instances", "Reservations", filters)
    return {each["InstanceId"]: each for found in reservations for each in found["Instances"]}


def _subnets_by_id(clients: Clients, ids: list[str]) -> list[Answer]:
    return _all_of(clients, "describe_subnets", "Subnets", [_filtered("subnet-id", ids)])


def _interfaces_by_id(clients: Clients, ids: list[str]) -> list[Answer]:
    filters = [_filtered("network-interface-id", ids)]
    return _all_of(clients, "describe_network_interfaces", "NetworkInterfaces", filters)


_BY_ID: dict[str, Callable[[Any, list[str]], Any]] = {
    "subnet-": _subnets_by_id,
    "eni-": _interfaces_by_id,
    "i-": _instances,
}


def _associated(clients: Clients, call: Any, key: str, subnet_ids: list[str]) -> list[Answer]:
    """The route tables, or the network ACLs, of those subnets."""
    if not subnet_ids:
        return []
    return _all_of(clients, call, key, [_filtered("association.subnet-id", subnet_ids)])


def _hidden_too(ec2: EC2Client) -> dict[str, Any]:
    """EC2 hides interfaces that an AWS service manages unless it is asked for them
    (docs/aws-behaviour.md#managed-interfaces)."""
    return known(ec2, "DescribeNetworkInterfaces", IncludeManagedResources=True)

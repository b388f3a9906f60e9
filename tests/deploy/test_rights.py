"""What the policies of functions, flow logs and key allow and what is used: the same, both ways.

One deployment is driven through everything that the functions do. Calls that AWS itself makes with
their roles (logs, key, queue) count as used. That nothing is denied is asked of every run.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moto.events.models import events_backends
from moto.sqs.models import sqs_backends

from hook_handler.service_checks import COUNTS_AFTER
from lab.errors import AwsError
from lab.iam.conditions import as_list
from lab.iam.wildcards import matches
from lab.pipeline.faults import Fault
from tests.support.console_user import ConsoleUser
from tests.support.event_shapes import LAUNCH_ACTION
from tests.support.foreign_network import ForeignNetwork
from tests.support.running import Running
from tests.support.served_lab import ALWAYS, ServedLab

HANDLER = "persistent-vnf-hook-handler"
FUNCTIONS = ("hook_handler", "prober", "warmup")
FLOW_LOGS = "persistent-vnf-eu-west-1-flow-logs"
# Where AWS does not say what else it checks, the lab is asked to check all of it.
STRICT = (
    "modify_interface_checks_instance",
    "replace_route_table_checks_present_table",
    "associate_address_checks_losing_interface",
    "replace_network_acl_checks_present_acl",
    "disassociate_address_checks_interface",
    "log_writers_need_the_key",
)
ALARM = "from-the-noc"
QUEUE = "persistent-vnf-failed-events"
# A VIP with all that needs a right, and then with a part of each.
ADDRESS = "100.64.10.10"
SECONDARY, REMOVED = "100.64.10.11", "100.64.10.12"
REACHED, UNREACHED = "172.16.0.0/12", "192.168.0.0/16"
REPAIRED = f"VIP {ADDRESS} was repaired on"
REFUSED = AwsError("AccessDeniedException", "You are not authorized to do this.")
Drift = Callable[[ConsoleUser], None]


def take_the_other_addresses(user: ConsoleUser) -> None:
    """The secondary one, and IPv6 with the subnet's range."""
    interface, ipv6 = {"NetworkInterfaceId": user.interface_id}, user.interface["Ipv6Addresses"]
    user.ec2.unassign_private_ip_addresses(**interface, PrivateIpAddresses=[SECONDARY])
    user.ec2.unassign_ipv6_addresses(
        **interface, Ipv6Addresses=[each["Ipv6Address"] for each in ipv6]
    )
    (subnet,) = user.ec2.describe_subnets(SubnetIds=[user.interface["SubnetId"]])["Subnets"]
    (held,) = subnet["Ipv6CidrBlockAssociationSet"]
    user.ec2.disassociate_subnet_cidr_block(AssociationId=held["AssociationId"])


# Each line is undone by one audit.
DRIFTS: tuple[tuple[Drift, ...], ...] = (
    (
        ConsoleUser.move_the_elastic_ip,
        ConsoleUser.give_another_route_table,
        ConsoleUser.check_source_and_destination,
        ConsoleUser.change_the_security_groups,
    ),
    (ConsoleUser.disassociate_the_elastic_ip, ConsoleUser.drop_the_route_table),
    (take_the_other_addresses,),
    (ConsoleUser.detach,),
    (ConsoleUser.delete_the_interface,),
    (ConsoleUser.delete_the_subnet,),
)


def test_policies_allow_what_is_used_and_nothing_else(served: ServedLab, tmp_path: Path) -> None:
    for switch in STRICT:
        setattr(served.lab.switches, switch, True)
    the_first_warm_up_fails(served)
    network = ForeignNetwork(served.client("ec2"))
    network.add_ipv6()
    table = network.table()
    alarm = make_an_alarm(served)
    brought = {
        "vip_network_acl_id": network.acl_id,
        "prober_subnet_ids": {"a": network.subnet_for_probers()},
    }
    served.accept_what_exists()
    running = Running(
        served,
        tmp_path,
        network=network.variable | brought,
        vips={"vip": vip(table, {SECONDARY, REMOVED}, {REACHED, UNREACHED}, has_ipv6=True)},
        instance_types=["t3.small"],  # for three addresses on an interface
        enable_flow_logs=True,
        reboot_after_attach=True,
        service_alarm_arns={"noc": alarm},
        service_checks={"vip": [{"type": "tcp", "port": 22}]},
    )
    for drifts in DRIFTS:
        is_repaired(served, drifts)
    is_protected_no_longer(served)
    is_taken_by_force_into_another_zone(served)
    is_marked_when_ec2_tells_of_its_end(served)
    is_marked_when_its_service_falls_silent(served)
    a_stale_event_comes_again(served)
    the_handler_fails_on_every_try(served)
    eventbridge_may_not_call_the_handler(served)
    changed = {"vip": vip(table, {SECONDARY}, {REACHED}, has_ipv6=False)}
    running.change(vips=changed, maintenance=True)
    running.change(maintenance=False)
    what_is_in_standby_is_ended(served)

    names = running.terraform.outputs()["function_role_names"]
    for role in [*(names[function] for function in FUNCTIONS), FLOW_LOGS]:
        rights = allowed(served, role)
        assert exercised(rights, used(served, role)) == rights
    assert flow_log_status(served) == ["SUCCESS"]  # of ours, and not of theirs
    key = running.terraform.outputs()["kms_key_arn"]
    rights = admitted(served, key)
    assert exercised(rights, used(served, key)) == rights
    running.destroy()


def vip(table: str, secondary: set[str], reached: set[str], *, has_ipv6: bool) -> dict[str, Any]:
    return {
        "cidr": "100.64.10.0/28",
        "address": ADDRESS,
        "secondary_addresses": {each: {"elastic_ip": {"from": "make"}} for each in secondary},
        "ipv6": {"subnet_number": 1, "host_number": 32} if has_ipv6 else None,
        "next_hop_routes": {
            each: {"route_table_id": table, "destination": each} for each in reached
        },
    }


def the_first_warm_up_fails(served: ServedLab) -> None:
    """Its event goes to the queue of failed events; the schedule calls it again."""
    fault = Fault("events", "DescribeRule", "error", error=REFUSED, caller="lambda")
    served.lab.faults.inject(fault)


def is_repaired(served: ServedLab, drifts: tuple[Drift, ...]) -> None:
    told = told_of_repairs(served)
    with served.unseen():
        user = served.console_user()
        for drift in drifts:
            drift(user)
    served.wait(lambda: told_of_repairs(served) > told, f"repair of {drifts}")
    assert served.vip().whole
    user.clear_away()


def is_protected_no_longer(served: ServedLab) -> None:
    """Nobody is, who stands alone."""
    member = served.in_service()
    served.client("autoscaling").set_instance_protection(
        AutoScalingGroupName=member.auto_scaling_group_name,
        InstanceIds=[member.instance_id],
        ProtectedFromScaleIn=True,
    )
    served.wait(lambda: not member.protected_from_scale_in, "an end of protection")


def what_is_in_standby_is_ended(served: ServedLab) -> None:
    """When every size is 0, as Terraform's provider sets them before it deletes the group."""
    scaling, member = served.client("autoscaling"), served.in_service()
    group = {"AutoScalingGroupName": member.auto_scaling_group_name}
    scaling.enter_standby(
        **group, InstanceIds=[member.instance_id], ShouldDecrementDesiredCapacity=True
    )
    scaling.update_auto_scaling_group(**group, MinSize=0, MaxSize=0, DesiredCapacity=0)
    members = served.lab.groups.get(member.auto_scaling_group_name).group.members
    served.wait(lambda: not members, "the end of the instance in Standby")


def told_of_repairs(served: ServedLab) -> int:
    return sum(subject.startswith(REPAIRED) for subject in served.mailed())


def is_taken_by_force_into_another_zone(served: ServedLab) -> None:
    """A guest that hangs does not release its interface."""
    first = served.in_service()
    with served.lab.lock:
        served.lab.groups.force_az = served.another_zone(first)
        served.lab.ec2.impaired.add(first.instance_id)
    second = served.in_service(other_than=first)
    assert served.vip().whole
    assert served.vip().instance_id == second.instance_id
    detached = served.lab.call_log.of("ec2", "DetachNetworkInterface", kind="lambda")
    assert any(call.params.get("Force") for call in detached)


def is_marked_when_ec2_tells_of_its_end(served: ServedLab) -> None:
    first = served.in_service()
    served.wait(lambda: is_told_of(served, first.instance_id), "the rule that names it")
    # Auto Scaling's own check comes later than EC2's word, however busy this machine is.
    switches, usual = served.lab.switches, served.lab.switches.health_notice_seconds
    switches.health_notice_seconds = (600.0, 600.0)
    served.client("ec2").terminate_instances(InstanceIds=[first.instance_id])
    served.in_service(other_than=first)
    switches.health_notice_seconds = usual
    assert served.lab.call_log.of("autoscaling", "SetInstanceHealth", kind="lambda")


def make_an_alarm(served: ServedLab) -> str:
    """One that has no data, and so keeps the state that it is given. Returns its ARN."""
    cloudwatch = served.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName=ALARM,
        Namespace="Monitoring",
        MetricName="Answers",
        Statistic="Maximum",
        Period=10,
        EvaluationPeriods=1,
        ComparisonOperator="LessThanThreshold",
        Threshold=1,
        TreatMissingData="ignore",
    )
    (alarm,) = cloudwatch.describe_alarms(AlarmNames=[ALARM])["MetricAlarms"]
    return str(alarm["AlarmArn"])


def is_marked_when_its_service_falls_silent(served: ServedLab) -> None:
    first = served.in_service()
    clock, cloudwatch = served.lab.clock, served.client("cloudwatch")
    known = clock.now() + 10 + COUNTS_AFTER + 1  # from when the alarm speaks of this one alone
    served.wait(lambda: clock.now() > known, "the periods of the alarm")
    for state in ("OK", "ALARM"):
        cloudwatch.set_alarm_state(AlarmName=ALARM, StateValue=state, StateReason="as it is told")
    served.in_service(other_than=first)
    cloudwatch.set_alarm_state(AlarmName=ALARM, StateValue="OK", StateReason="it answers")


def is_told_of(served: ServedLab, instance_id: str) -> bool:
    """Whether the rule by which EC2 tells has taken effect for that instance."""
    rules = events_backends[served.lab.account][served.lab.region]
    met = served.lab.events.effect.of(rules.describe_rule("persistent-vnf-state-changes", None))
    return met is not None and instance_id in str(met.event_pattern.dump())


def a_stale_event_comes_again(served: ServedLab) -> None:
    """The first launch event, redriven after its instance is gone: only its token can tell."""
    assert answer(served, first_launch(served)) == {"trigger": "launch", "outcome": "stale"}


def the_handler_fails_on_every_try(served: ServedLab) -> None:
    fault = Fault("ec2", "DescribeSubnets", "kill", count=ALWAYS, caller="lambda")
    with served.unseen():
        served.lab.faults.inject(fault)
        served.lab.lambdas.invoke_async(HANDLER, first_launch(served))
        served.wait(lambda: LAUNCH_ACTION in served.failed_events(), "the event in the queue")
        served.lab.faults.clear()


def eventbridge_may_not_call_the_handler(served: ServedLab) -> None:
    """Its dead letter gets through the policies of the queue and of the key that encrypts it."""
    functions, event = served.client("lambda"), first_launch(served)
    permission = {"FunctionName": HANDLER, "StatementId": "hooks-rule"}
    rule = served.client("events").describe_rule(Name="persistent-vnf-hooks")["Arn"]
    with served.unseen():
        functions.remove_permission(**permission)
        with served.lab.lock:
            served.lab.events.emit(
                event["source"], event["detail-type"], event["detail"], event["resources"]
            )
        served.wait(lambda: dead_letters(served) == ["NO_PERMISSIONS"], "the dead letter")
        functions.add_permission(
            **permission,
            Action="lambda:InvokeFunction",
            Principal="events.amazonaws.com",
            SourceArn=rule,
        )


def dead_letters(served: ServedLab) -> list[str]:
    """Why EventBridge gave up the events that it put into the queue."""
    queues = sqs_backends[served.lab.account][served.lab.region].queues
    attributes = [each.message_attributes for each in queues[QUEUE].messages]
    return [each["ERROR_CODE"]["StringValue"] for each in attributes if "ERROR_CODE" in each]


def flow_log_status(served: ServedLab) -> list[str]:
    ours = [{"Name": "log-destination-type", "Values": ["cloud-watch-logs"]}]
    flow_logs = served.client("ec2").describe_flow_logs(Filters=ours)["FlowLogs"]
    return [each["DeliverLogsStatus"] for each in flow_logs]


def first_launch(served: ServedLab) -> dict[str, Any]:
    return next(
        each for each in served.lab.events.published if each["detail-type"] == LAUNCH_ACTION
    )


def answer(served: ServedLab, event: dict[str, Any]) -> Any:
    """What the handler says to an event that somebody sends it by hand."""
    sent = served.client("lambda").invoke(FunctionName=HANDLER, Payload=json.dumps(event))
    return json.load(sent["Payload"])


def allowed(served: ServedLab, role: str) -> set[tuple[str, str]]:
    """Sid and action of all that the role's policies allow."""
    iam = served.client("iam")
    assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []
    documents = [
        iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]
    ]
    return {
        (statement["Sid"], action)
        for document in documents
        for statement in document["Statement"]
        if statement["Effect"] == "Allow"
        for action in as_list(statement["Action"])
    }


def admitted(served: ServedLab, key_arn: str) -> set[tuple[str, str]]:
    """Sid and action of what the key's policy allows to AWS's services."""
    policy = served.client("kms").get_key_policy(KeyId=key_arn, PolicyName="default")["Policy"]
    return {
        (statement["Sid"], action)
        for statement in json.loads(policy)["Statement"]
        for action in as_list(statement["Action"])
        if "Service" in statement["Principal"]
    }


def exercised(rights: set[tuple[str, str]], uses: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The rights, patterns as they are written, that something used; `uses` has no patterns."""
    return {
        (sid, pattern)
        for sid, pattern in rights
        for by, action in uses
        if sid == by and matches(pattern, action, {}, ignore_case=True)
    }


def used(served: ServedLab, owner: str) -> set[tuple[str, str]]:
    """Sid and action of what was used of the policy of a role (its name) or a key (its ARN)."""
    return {
        (sid, action)
        for arn, sid, action in served.lab.iam.used_statements
        if arn == owner or arn.endswith(f"/{owner}")
    }

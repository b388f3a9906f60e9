"""What the policies of functions, flow logs and key allow and what is used: the same, both ways.

One deployment is driven through everything that the functions do. Calls that AWS itself makes with
their roles (logs, key, queue) count as used. That nothing is denied is asked of every run.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moto.sqs.models import sqs_backends

from lab.errors import AwsError
from lab.iam.conditions import as_list
from lab.iam.wildcards import matches
from lab.pipeline.faults import Fault
from tests.deploy.running import Running
from tests.deploy.stage import ALWAYS, Stage
from tests.support.console_user import ConsoleUser

HANDLER = "persistent-vnf-hook-handler"
FUNCTIONS = ("hook_handler", "warmup")
FLOW_LOGS = "persistent-vnf-eu-west-1-flow-logs"
# Where AWS does not say what else it checks, the lab is asked to check all of it.
STRICT = (
    "modify_interface_checks_instance",
    "replace_route_table_checks_present_table",
    "associate_address_checks_losing_interface",
    "log_writers_need_the_key",
)
QUEUE = "persistent-vnf-failed-events"
LAUNCH = "EC2 Instance-launch Lifecycle Action"
REPAIRED = "VIP 10.16.10.20 was repaired on"
REFUSED = AwsError("AccessDeniedException", "You are not authorized to do this.")
Drift = Callable[[ConsoleUser], None]
# Each line is undone by one audit.
DRIFTS: tuple[tuple[Drift, ...], ...] = (
    (
        ConsoleUser.move_the_elastic_ip,
        ConsoleUser.give_another_route_table,
        ConsoleUser.check_source_and_destination,
        ConsoleUser.change_the_security_groups,
    ),
    (ConsoleUser.disassociate_the_elastic_ip, ConsoleUser.drop_the_route_table),
    (ConsoleUser.detach,),
    (ConsoleUser.delete_the_interface,),
    (ConsoleUser.delete_the_subnet,),
)


def test_policies_allow_what_is_used_and_nothing_else(stage: Stage, tmp_path: Path) -> None:
    for switch in STRICT:
        setattr(stage.lab.switches, switch, True)
    the_first_warm_up_fails(stage)
    running = Running(stage, tmp_path, reboot_after_attach=True)
    for drifts in DRIFTS:
        is_repaired(stage, drifts)
    is_taken_by_force_into_another_zone(stage)
    a_stale_event_comes_again(stage)
    the_handler_fails_on_every_try(stage)
    eventbridge_may_not_call_the_handler(stage)
    what_is_in_standby_is_ended(stage)

    names = running.terraform.outputs()["function_role_names"]
    for role in [*(names[function] for function in FUNCTIONS), FLOW_LOGS]:
        rights = allowed(stage, role)
        assert exercised(rights, used(stage, role)) == rights
    assert flow_log_status(stage) == ["SUCCESS"]
    key = running.terraform.outputs()["kms_key_arn"]
    rights = admitted(stage, key)
    assert exercised(rights, used(stage, key)) == rights
    running.destroy()


def the_first_warm_up_fails(stage: Stage) -> None:
    """Its event goes to the queue of failed events; the schedule calls it again."""
    fault = Fault("events", "DescribeRule", "error", error=REFUSED, caller="lambda")
    stage.lab.faults.inject(fault)


def is_repaired(stage: Stage, drifts: tuple[Drift, ...]) -> None:
    told = told_of_repairs(stage)
    with stage.unseen():
        hand = stage.console_user()
        for drift in drifts:
            drift(hand)
    stage.wait(lambda: told_of_repairs(stage) > told, f"repair of {drifts}")
    assert stage.vip().whole
    hand.clear_away()


def what_is_in_standby_is_ended(stage: Stage) -> None:
    """When every size is 0, as Terraform's provider sets them before it deletes the group."""
    scaling, member = stage.client("autoscaling"), stage.in_service()
    group = {"AutoScalingGroupName": member.auto_scaling_group_name}
    scaling.enter_standby(
        **group, InstanceIds=[member.instance_id], ShouldDecrementDesiredCapacity=True
    )
    scaling.update_auto_scaling_group(**group, MinSize=0, MaxSize=0, DesiredCapacity=0)
    members = stage.lab.groups.get(member.auto_scaling_group_name).group.members
    stage.wait(lambda: not members, "the end of the instance in Standby")


def told_of_repairs(stage: Stage) -> int:
    return sum(subject.startswith(REPAIRED) for subject in stage.mailed())


def is_taken_by_force_into_another_zone(stage: Stage) -> None:
    """A guest that hangs does not let go of its interface."""
    first = stage.in_service()
    with stage.lab.lock:
        stage.lab.groups.force_az = stage.another_zone(first)
        stage.lab.ec2.impaired.add(first.instance_id)
    second = stage.in_service(other_than=first)
    assert stage.vip().whole
    assert stage.vip().instance_id == second.instance_id
    detached = stage.lab.call_log.of("ec2", "DetachNetworkInterface", kind="lambda")
    assert any(call.params.get("Force") for call in detached)


def a_stale_event_comes_again(stage: Stage) -> None:
    """The first launch event, redriven after its instance is gone: only its token can tell."""
    assert answer(stage, first_launch(stage)) == {"trigger": "launch", "outcome": "stale"}


def the_handler_fails_on_every_try(stage: Stage) -> None:
    fault = Fault("ec2", "DescribeSubnets", "kill", count=ALWAYS, caller="lambda")
    with stage.unseen():
        stage.lab.faults.inject(fault)
        stage.lab.lambdas.invoke_async(HANDLER, first_launch(stage))
        stage.wait(lambda: LAUNCH in stage.failed_events(), "the event in the queue")
        stage.lab.faults.clear()


def eventbridge_may_not_call_the_handler(stage: Stage) -> None:
    """Its dead letter gets through the policies of the queue and of the key that encrypts it."""
    functions, event = stage.client("lambda"), first_launch(stage)
    permission = {"FunctionName": HANDLER, "StatementId": "hooks-rule"}
    rule = stage.client("events").describe_rule(Name="persistent-vnf-hooks")["Arn"]
    with stage.unseen():
        functions.remove_permission(**permission)
        with stage.lab.lock:
            stage.lab.events.emit(
                event["source"], event["detail-type"], event["detail"], event["resources"]
            )
        stage.wait(lambda: dead_letters(stage) == ["NO_PERMISSIONS"], "the dead letter")
        functions.add_permission(
            **permission,
            Action="lambda:InvokeFunction",
            Principal="events.amazonaws.com",
            SourceArn=rule,
        )


def dead_letters(stage: Stage) -> list[str]:
    """Why EventBridge gave up the events that it put into the queue."""
    queues = sqs_backends[stage.lab.account][stage.lab.region].queues
    attributes = [each.message_attributes for each in queues[QUEUE].messages]
    return [each["ERROR_CODE"]["StringValue"] for each in attributes if "ERROR_CODE" in each]


def flow_log_status(stage: Stage) -> list[str]:
    flow_logs = stage.client("ec2").describe_flow_logs()["FlowLogs"]
    return [each["DeliverLogsStatus"] for each in flow_logs]


def first_launch(stage: Stage) -> dict[str, Any]:
    return next(each for each in stage.lab.events.published if each["detail-type"] == LAUNCH)


def answer(stage: Stage, event: dict[str, Any]) -> Any:
    """What the handler says to an event that somebody sends it by hand."""
    sent = stage.client("lambda").invoke(FunctionName=HANDLER, Payload=json.dumps(event))
    return json.load(sent["Payload"])


def allowed(stage: Stage, role: str) -> set[tuple[str, str]]:
    """Sid and action of all that the role's policies allow."""
    iam = stage.client("iam")
    assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []
    documents = [
        iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]
    ]
    return {
        (statement["Sid"], action)
        for document in documents
        for statement in document["Statement"]
        for action in as_list(statement["Action"])
    }


def admitted(stage: Stage, key_arn: str) -> set[tuple[str, str]]:
    """Sid and action of what the key's policy allows to AWS's services."""
    policy = stage.client("kms").get_key_policy(KeyId=key_arn, PolicyName="default")["Policy"]
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


def used(stage: Stage, owner: str) -> set[tuple[str, str]]:
    """Sid and action of what was used of the policy of a role (its name) or a key (its ARN)."""
    return {
        (sid, action)
        for arn, sid, action in stage.lab.iam.used_statements
        if arn == owner or arn.endswith(f"/{owner}")
    }

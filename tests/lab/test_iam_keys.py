"""Keys: AWS's services and the writers of logs use them too."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.in_process import client
from tests.support.worlds.ec2 import Ec2World
from tests.support.worlds.functions import document
from tests.support.worlds.iam import Role, allow, key, to

ACCOUNT = "123456789012"
LOGS = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group"
GROUP = "/aws/lambda/vnf-hook-handler"
LOG_ACTIONS = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"]
VIA_LOGS = {"kms:ViaService": "logs.eu-west-1.amazonaws.com"}
ALARM = f"arn:aws:cloudwatch:eu-west-1:{ACCOUNT}:alarm:vnf-handler-errors"
FROM_ALARM = {"aws:SourceArn": ALARM, "aws:SourceAccount": ACCOUNT}


@pytest.fixture
def role(world: Ec2World) -> Role:
    return Role(world)


def logs_key(group: str = GROUP, actions: list[str] | None = None) -> str:
    """A key that lets CloudWatch Logs in for one log group."""
    mine = {"kms:EncryptionContext:aws:logs:arn": f"{LOGS}:{group}"}
    listed = actions or [*LOG_ACTIONS, "kms:Describe*"]
    return key(to("logs.eu-west-1.amazonaws.com", listed, ArnEquals=mine))


# --- CloudWatch Logs itself -----------------------------------------------------------------


@pytest.mark.behaviour("encrypted-log-groups")
def test_a_log_group_with_a_key_that_lets_cloudwatch_logs_in(world: Ec2World) -> None:
    client("logs").create_log_group(logGroupName=GROUP, kmsKeyId=logs_key())
    assert world.lab.iam.denied == []


@pytest.mark.behaviour("encrypted-log-groups")
@pytest.mark.parametrize("missing", ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*"])
def test_a_log_group_is_refused_if_its_key_lacks_an_action(world: Ec2World, missing: str) -> None:
    actions = [each for each in [*LOG_ACTIONS, "kms:Describe*"] if each != missing]
    with pytest.raises(ClientError) as refusal:
        client("logs").create_log_group(logGroupName=GROUP, kmsKeyId=logs_key(actions=actions))
    assert refusal.value.response["Error"] == {
        "Code": "AccessDeniedException",
        "Message": "The specified KMS key does not exist or is not allowed to be used with Arn "
        f"'{LOGS}:{GROUP}'",
    }
    assert client("logs").describe_log_groups()["logGroups"] == []
    assert world.lab.iam.denied[-1].role_arn == "logs.eu-west-1.amazonaws.com"


@pytest.mark.behaviour("encrypted-log-groups")
@pytest.mark.usefixtures("world")
def test_a_log_group_is_refused_if_its_key_is_for_another() -> None:
    with pytest.raises(ClientError, match="not allowed to be used with Arn"):
        client("logs").create_log_group(logGroupName=GROUP, kmsKeyId=logs_key("/another"))


@pytest.mark.behaviour("encrypted-log-groups")
@pytest.mark.usefixtures("world")
def test_a_log_group_is_refused_if_its_key_is_missing() -> None:
    nowhere = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/00000000-0000-0000-0000-000000000000"
    with pytest.raises(ClientError, match="does not exist or is not allowed"):
        client("logs").create_log_group(logGroupName=GROUP, kmsKeyId=nowhere)


# --- who writes logs ------------------------------------------------------------------------


@pytest.mark.behaviour("encrypted-log-groups")
@pytest.mark.parametrize("needed", [True, False])
def test_who_writes_to_an_encrypted_log_group_needs_its_key(role: Role, needed: bool) -> None:
    """AWS's page asks for it, for the caller's role; nobody saw it enforced."""
    role.world.lab.switches.log_writers_need_the_key = needed
    key_arn = logs_key()
    client("logs").create_log_group(logGroupName=GROUP, kmsKeyId=key_arn)
    stream = {"logGroupName": GROUP, "logStreamName": "2026/11/25/[$LATEST]0"}
    put = allow("logs:PutLogEvents", f"{LOGS}:{GROUP}:*")
    uses = [*LOG_ACTIONS, "kms:DescribeKey"]
    role.may(put)
    if needed:
        assert role.refused("logs:PutLogEvents", **stream).code == "AccessDeniedException"
    else:
        role.call("logs:PutLogEvents", **stream)
    role.may(put, allow(uses, key_arn, StringEquals=VIA_LOGS))
    role.call("logs:PutLogEvents", **stream)
    via_sns = {"kms:ViaService": "sns.eu-west-1.amazonaws.com"}
    role.may(put, allow(uses, key_arn, StringEquals=via_sns))
    if needed:
        role.refused("logs:PutLogEvents", **stream)


@pytest.mark.behaviour("encrypted-log-groups")
def test_a_plain_log_group_needs_no_key(role: Role) -> None:
    client("logs").create_log_group(logGroupName=GROUP)
    role.may(allow("logs:PutLogEvents", f"{LOGS}:{GROUP}:*"))
    role.call("logs:PutLogEvents", logGroupName=GROUP, logStreamName="stream")


# --- flow logs ------------------------------------------------------------------------------
FLOW_GROUP = "/aws/vpc/vnf-flow-logs"
WRITE_FLOW_LOGS = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]


class FlowLogs:
    """An encrypted log group, and a role that flow logs may take."""

    def __init__(self, world: Ec2World, trusted: str = "vpc-flow-logs.amazonaws.com") -> None:
        self.world = world
        self.key_arn = logs_key(FLOW_GROUP)
        client("logs").create_log_group(logGroupName=FLOW_GROUP, kmsKeyId=self.key_arn)
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": trusted},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        }
        self.role = client("iam").create_role(
            RoleName="flow-logs", AssumeRolePolicyDocument=document(trust)
        )["Role"]["Arn"]

    def may(self, *statements: dict[str, Any]) -> None:
        client("iam").put_role_policy(
            RoleName="flow-logs", PolicyName="it", PolicyDocument=document(*statements)
        )

    def status(self, group: str = FLOW_GROUP) -> tuple[str, str | None]:
        """Make one; what it shows of its delivery."""
        self.world.ec2.create_flow_logs(
            ResourceType="VPC",
            ResourceIds=[self.world.vpc_id],
            TrafficType="ALL",
            LogDestination=f"{LOGS}:{group}",
            DeliverLogsPermissionArn=self.role,
        )
        (made,) = self.world.ec2.describe_flow_logs()["FlowLogs"]
        return made["DeliverLogsStatus"], made.get("DeliverLogsErrorMessage")


WRITES = allow(WRITE_FLOW_LOGS, f"{LOGS}:{FLOW_GROUP}:*")
FAILED = ("FAILED", "Access error")


@pytest.mark.behaviour("flow-logs")
@pytest.mark.parametrize("needed", [True, False])
def test_flow_logs_need_the_key_of_their_log_group(world: Ec2World, needed: bool) -> None:
    """What the role may not do shows in DeliverLogsStatus only."""
    world.lab.switches.log_writers_need_the_key = needed
    flow_logs = FlowLogs(world)
    flow_logs.may(WRITES)
    assert flow_logs.status() == (FAILED if needed else ("SUCCESS", None))


@pytest.mark.behaviour("flow-logs")
def test_flow_logs_with_the_key(world: Ec2World) -> None:
    flow_logs = FlowLogs(world)
    uses = [*LOG_ACTIONS, "kms:DescribeKey"]
    flow_logs.may(WRITES, allow(uses, flow_logs.key_arn, StringEquals=VIA_LOGS))
    assert flow_logs.status() == ("SUCCESS", None)
    assert world.lab.iam.denied == []


@pytest.mark.behaviour("flow-logs")
@pytest.mark.parametrize("missing", WRITE_FLOW_LOGS)
def test_flow_logs_need_to_write(world: Ec2World, missing: str) -> None:
    flow_logs = FlowLogs(world)
    actions = [each for each in WRITE_FLOW_LOGS if each != missing]
    flow_logs.may(allow([*actions, "kms:*"], "*"))
    assert flow_logs.status() == FAILED
    assert [each.action for each in world.lab.iam.denied] == [missing]


@pytest.mark.behaviour("flow-logs")
def test_flow_logs_need_a_role_that_trusts_them(world: Ec2World) -> None:
    flow_logs = FlowLogs(world, trusted="lambda.amazonaws.com")
    flow_logs.may(allow("*", "*"))
    assert flow_logs.status() == FAILED


@pytest.mark.behaviour("flow-logs")
def test_flow_logs_need_their_log_group(world: Ec2World) -> None:
    flow_logs = FlowLogs(world)
    flow_logs.may(allow("*", "*"))
    assert flow_logs.status("/another") == FAILED


# --- alarms ---------------------------------------------------------------------------------


def topic(key_id: str | None) -> str:
    """A topic to which this account's alarms may publish."""
    arn = f"arn:aws:sns:eu-west-1:{ACCOUNT}:vnf"
    publish = to("cloudwatch.amazonaws.com", ["sns:Publish"], ArnLike={"aws:SourceArn": ALARM})
    attributes = {"Policy": document(publish)} | ({"KmsMasterKeyId": key_id} if key_id else {})
    client("sns").create_topic(Name="vnf", Attributes=attributes)
    return arn


def alarm_may_publish(world: Ec2World, topic_arn: str, **source: str) -> bool:
    told = FROM_ALARM | source
    return world.lab.iam.service_may("cloudwatch.amazonaws.com", "sns:Publish", topic_arn, told)


@pytest.mark.behaviour("keys-of-topics")
def test_an_alarm_publishes_where_the_topic_lets_it(world: Ec2World) -> None:
    arn = topic(None)
    assert alarm_may_publish(world, arn)
    assert world.lab.iam.used_statements == {(arn, "", "sns:Publish")}
    assert not alarm_may_publish(world, arn, **{"aws:SourceArn": f"{ALARM}-of-a-neighbour"})
    assert not world.lab.iam.service_may("events.amazonaws.com", "sns:Publish", arn, FROM_ALARM)
    assert [(each.role_arn, each.action) for each in world.lab.iam.denied] == [
        ("cloudwatch.amazonaws.com", "sns:Publish"),
        ("events.amazonaws.com", "sns:Publish"),
    ]


@pytest.mark.behaviour("keys-of-topics")
@pytest.mark.parametrize(
    ("account", "allowed"), [(ACCOUNT, True), ("210987654321", False)], ids=["ours", "another"]
)
def test_an_alarm_needs_the_key_of_the_topic(world: Ec2World, account: str, allowed: bool) -> None:
    """CloudWatch tells KMS of its source, unlike EventBridge."""
    condition = {"aws:SourceAccount": account}
    actions = ["kms:Decrypt", "kms:GenerateDataKey*"]
    arn = topic(key(to("cloudwatch.amazonaws.com", actions, StringEquals=condition)))
    assert alarm_may_publish(world, arn) is allowed


@pytest.mark.behaviour("keys-of-topics")
@pytest.mark.parametrize("name", ["alias/aws/sns", "00000000-0000-0000-0000-000000000000"])
def test_an_alarm_cannot_use_a_key_that_is_of_aws_or_gone(world: Ec2World, name: str) -> None:
    assert not alarm_may_publish(world, topic(name))


@pytest.mark.behaviour("keys-and-identity-policies")
def test_a_key_that_names_no_service_admits_none(world: Ec2World) -> None:
    """That it delegates to the account helps roles, not services."""
    assert not alarm_may_publish(world, topic(key()))


def test_a_topic_that_is_missing_admits_nobody(world: Ec2World) -> None:
    assert not alarm_may_publish(world, f"arn:aws:sns:eu-west-1:{ACCOUNT}:nowhere")

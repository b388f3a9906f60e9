"""IAM beyond EC2: the other services, keys, boundaries, and what is remembered."""

from __future__ import annotations

import pytest

from lab.errors import NotModelled
from lab.in_process import client
from lab.pipeline.principals import OPERATOR
from tests.support.worlds.ec2 import TEMPLATE, ZONE_A, Ec2World
from tests.support.worlds.functions import document
from tests.support.worlds.iam import Role, allow


@pytest.fixture
def role(world: Ec2World) -> Role:
    return Role(world)


@pytest.mark.behaviour("policy-evaluation")
def test_whoever_has_no_role_may_do_all(world: Ec2World) -> None:
    world.lab.iam.authorize(OPERATOR, "ec2", "TerminateInstances", {})
    assert not world.lab.iam.used


@pytest.mark.behaviour("resources-of-a-call")
def test_lifecycle_actions_on_the_group_arn(role: Role) -> None:
    arn = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName"
    role.may(allow("autoscaling:CompleteLifecycleAction", f"{arn}/vnf"))
    role.call("autoscaling:CompleteLifecycleAction", AutoScalingGroupName="vnf")
    refusal = role.refused("autoscaling:CompleteLifecycleAction", AutoScalingGroupName="other")
    assert refusal.code == "AccessDenied"


@pytest.mark.behaviour("resources-of-a-call")
def test_lifecycle_actions_by_tag_of_the_group(role: Role) -> None:
    client("autoscaling").create_auto_scaling_group(
        AutoScalingGroupName="vnf",
        LaunchTemplate={"LaunchTemplateName": TEMPLATE},
        MinSize=0,
        MaxSize=1,
        VPCZoneIdentifier=role.world.wan[ZONE_A],
        Tags=[{"Key": "Name", "Value": "vnf", "PropagateAtLaunch": True}],
    )
    call = {"name": "autoscaling:SetDesiredCapacity", "AutoScalingGroupName": "vnf"}
    for key in ("aws:ResourceTag/Name", "autoscaling:ResourceTag/Name"):
        role.may(allow("autoscaling:SetDesiredCapacity", "*", StringEquals={key: "vnf"}))
        role.call(**call)
        role.may(allow("autoscaling:SetDesiredCapacity", "*", StringEquals={key: "other"}))
        role.refused(**call)


@pytest.mark.behaviour("resources-of-a-call")
def test_rules_by_arn(role: Role) -> None:
    role.may(allow("events:*", "arn:aws:events:eu-west-1:123456789012:rule/vnf-hooks"))
    role.call("events:DescribeRule", Name="vnf-hooks")
    role.call("events:ListTargetsByRule", Rule="vnf-hooks")
    assert role.refused("events:DisableRule", Name="other").code == "AccessDeniedException"


@pytest.mark.behaviour("resources-of-a-call")
def test_log_streams_need_the_trailing_star(role: Role) -> None:
    group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/f"
    stream = {"logGroupName": "/aws/lambda/f", "logStreamName": "2026/11/23/[$LATEST]0"}
    role.may(allow("logs:PutLogEvents", f"{group}:*"))
    role.call("logs:PutLogEvents", **stream)
    role.may(allow("logs:PutLogEvents", group))
    role.refused("logs:PutLogEvents", **stream)


def test_an_unlisted_action_is_a_gap(world: Ec2World) -> None:
    role = Role(world)
    role.may(allow("*", "*"))
    with pytest.raises(NotModelled, match="ec2:DeleteVpc"):
        role.call("ec2:DeleteVpc", VpcId=world.vpc_id)
    assert [gap.where for gap in world.lab.gaps.all] == ["ec2:DeleteVpc"]
    world.lab.gaps.all.clear()


@pytest.mark.behaviour("policy-evaluation")
def test_managed_policies_and_the_boundary_count(role: Role) -> None:
    managed = role.iam.create_policy(
        PolicyName="describe", PolicyDocument=document(allow("ec2:Describe*", "*"))
    )["Policy"]["Arn"]
    role.iam.attach_role_policy(RoleName="hook-handler", PolicyArn=managed)
    role.call("ec2:DescribeSubnets")
    boundary = role.iam.create_policy(
        PolicyName="boundary", PolicyDocument=document(allow("autoscaling:*", "*"))
    )["Policy"]["Arn"]
    role.iam.put_role_permissions_boundary(RoleName="hook-handler", PermissionsBoundary=boundary)
    assert "permissions boundary" in role.refused("ec2:DescribeSubnets").message


def test_used_and_denied_are_remembered(role: Role) -> None:
    role.may(
        {"Sid": "Look"} | allow("ec2:DescribeSubnets", "*"),
        {"Sid": "LookElsewhere"} | allow("ec2:DescribeVpcs", "*"),
    )
    role.call("ec2:DescribeSubnets")
    role.refused("ec2:DescribeInstances")
    iam = role.world.lab.iam
    assert iam.used == {(role.arn, "ec2:DescribeSubnets")}
    assert iam.used_statements == {(role.arn, "Look", "ec2:DescribeSubnets")}
    assert [(each.role_arn, each.action) for each in iam.denied] == [
        (role.arn, "ec2:DescribeInstances")
    ]


def delegating_key() -> str:
    """With the default key policy, which delegates to the account."""
    return str(client("kms").create_key()["KeyMetadata"]["Arn"])


def encrypted_topic(key_arn: str) -> str:
    sns = client("sns")
    made = sns.create_topic(Name="vnf", Attributes={"KmsMasterKeyId": key_arn})
    return str(made["TopicArn"])


@pytest.mark.behaviour("keys-of-topics")
def test_publish_to_an_encrypted_topic_needs_its_key(role: Role) -> None:
    key_arn = delegating_key()
    topic = encrypted_topic(key_arn)
    publish = allow("sns:Publish", topic)
    role.may(publish)
    refusal = role.refused("sns:Publish", TopicArn=topic)
    assert (refusal.code, refusal.status) == ("KMSAccessDenied", 400)
    via = {"kms:ViaService": "sns.eu-west-1.amazonaws.com"}
    role.may(publish, allow(["kms:GenerateDataKey*", "kms:Decrypt"], key_arn, StringEquals=via))
    role.call("sns:Publish", TopicArn=topic)
    assert (role.arn, "kms:GenerateDataKey") in role.world.lab.iam.used


@pytest.mark.behaviour("keys-of-topics")
def test_a_plain_topic_needs_no_key(role: Role) -> None:
    topic = client("sns").create_topic(Name="vnf")["TopicArn"]
    role.may(allow("sns:Publish", topic))
    role.call("sns:Publish", TopicArn=topic)


@pytest.mark.behaviour("keys-and-identity-policies")
def test_keys_of_aws_need_no_permission(role: Role) -> None:
    topic = encrypted_topic("alias/aws/sns")
    role.may(allow("sns:Publish", topic))
    role.call("sns:Publish", TopicArn=topic)


@pytest.mark.behaviour("keys-and-eventbridge")
def test_send_to_an_encrypted_queue_needs_its_key(role: Role) -> None:
    key_arn = delegating_key()
    url = client("sqs").create_queue(QueueName="failed", Attributes={"KmsMasterKeyId": key_arn})[
        "QueueUrl"
    ]
    send = allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:failed")
    role.may(send)
    role.refused("sqs:SendMessage", QueueUrl=url)
    role.may(send, allow(["kms:GenerateDataKey", "kms:Decrypt"], key_arn))
    role.call("sqs:SendMessage", QueueUrl=url)


@pytest.mark.behaviour("keys-and-identity-policies")
def test_identity_policies_count_only_where_the_key_delegates(role: Role) -> None:
    service_only = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "kms:*",
        "Resource": "*",
    }
    kms = client("kms")
    made = kms.create_key(Policy=document(service_only))
    key_arn = made["KeyMetadata"]["Arn"]
    topic = encrypted_topic(key_arn)
    role.may(allow(["sns:Publish", "kms:*"], "*"))
    role.refused("sns:Publish", TopicArn=topic)
    to_role = service_only | {"Principal": {"AWS": role.arn}}
    kms.put_key_policy(KeyId=key_arn, PolicyName="default", Policy=document(to_role))
    role.may(allow("sns:Publish", topic))
    role.call("sns:Publish", TopicArn=topic)

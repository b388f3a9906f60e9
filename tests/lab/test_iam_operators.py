"""IAM of operators: what AWS asks of a caller besides the call's own right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore import xform_name

from lab.context import ACCOUNT, REGION
from lab.iam.dependents import DEPENDENTS, TAGGED
from lab.in_process import client
from tests.support.deployer import policy_name, rendered
from tests.support.worlds.account import (
    CREATE_ENDPOINT,
    CREATE_FLOW_LOGS,
    CREATE_FUNCTION,
    CREATE_GROUP,
    CREATE_LOG_GROUP,
    CREATE_MIXED_GROUP,
    CREATE_ROLE,
    FLOW_LOGS,
    FUNCTION,
    GROUP,
    KMS_KEY,
    LOG_GROUP,
    NAME,
    TAGS,
    Account,
    everything,
    filled,
    ready,
)
from tests.support.worlds.ec2 import Ec2World
from tests.support.worlds.functions import document


@pytest.fixture
def account(world: Ec2World) -> Account:
    return Account(world)


@dataclass(frozen=True)
class Case:
    """A call, and a right that AWS asks its caller for besides."""

    call: str
    right: str
    code: str  # of the refusal: the called service's
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.call} {self.right}"


MISSING = "AccessDeniedException"
CASES = [
    Case(GROUP, "iam:CreateServiceLinkedRole", "AccessDenied", CREATE_GROUP),
    Case(GROUP, "ec2:RunInstances", "AccessDenied", CREATE_GROUP),
    Case(GROUP, "ec2:RunInstances", "AccessDenied", CREATE_MIXED_GROUP),
    Case(GROUP, "ec2:CreateTags", "AccessDenied", CREATE_GROUP),
    Case(GROUP, "iam:PassRole", "AccessDenied", CREATE_GROUP),
    Case(GROUP, "autoscaling:CreateOrUpdateTags", "AccessDenied", CREATE_GROUP),
    Case(FUNCTION, "iam:PassRole", MISSING, CREATE_FUNCTION),
    Case(FUNCTION, "kms:CreateGrant", MISSING, CREATE_FUNCTION),
    Case(FUNCTION, "kms:Encrypt", MISSING, CREATE_FUNCTION),
    Case(FUNCTION, "kms:Decrypt", MISSING, CREATE_FUNCTION),
    Case(FUNCTION, "lambda:TagResource", MISSING, CREATE_FUNCTION),
    *(
        Case(LOG_GROUP, f"kms:{action}", MISSING, CREATE_LOG_GROUP)
        for action in ("Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey")
    ),
    Case(LOG_GROUP, "kms:DescribeKey", MISSING, CREATE_LOG_GROUP),
    Case(LOG_GROUP, "logs:TagResource", MISSING, CREATE_LOG_GROUP),
    Case(FLOW_LOGS, "iam:PassRole", "UnauthorizedOperation", CREATE_FLOW_LOGS),
    Case(FLOW_LOGS, "logs:CreateLogDelivery", "UnauthorizedOperation", CREATE_FLOW_LOGS),
    Case(
        "ec2.create_vpc_endpoint",
        "route53:AssociateVPCWithHostedZone",
        "UnauthorizedOperation",
        CREATE_ENDPOINT,
    ),
    Case("iam.create_role", "iam:TagRole", "AccessDenied", CREATE_ROLE),
    Case(
        "iam.create_instance_profile",
        "iam:TagInstanceProfile",
        "AccessDenied",
        {"InstanceProfileName": f"{NAME}-new", "Tags": TAGS},
    ),
    Case(
        "iam.add_role_to_instance_profile",
        "iam:PassRole",
        "AccessDenied",
        {"InstanceProfileName": f"{NAME}-profile", "RoleName": f"{NAME}-{REGION}-instance"},
    ),
    Case(KMS_KEY, "kms:TagResource", MISSING, {"Tags": [{"TagKey": "Team", "TagValue": "voice"}]}),
    Case(KMS_KEY, "kms:PutKeyPolicy", MISSING, {"Policy": document(everything("kms:*"))}),
    Case("sns.create_topic", "sns:TagResource", "AuthorizationError", {"Name": NAME, "Tags": TAGS}),
    Case("sqs.create_queue", "sqs:TagQueue", MISSING, {"QueueName": NAME, "tags": {"a": "b"}}),
    Case(
        "events.put_rule",
        "events:TagResource",
        MISSING,
        {"Name": NAME, "ScheduleExpression": "rate(1 minute)", "Tags": TAGS},
    ),
    Case(
        "ssm.put_parameter",
        "ssm:AddTagsToResource",
        MISSING,
        {"Name": f"/persistent-vnf/{NAME}/x", "Value": "v", "Type": "String", "Tags": TAGS},
    ),
    Case(
        "cloudwatch.put_metric_alarm",
        "cloudwatch:TagResource",
        "AccessDenied",
        {
            "AlarmName": NAME,
            "Namespace": "PersistentVnf",
            "MetricName": "Failures",
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "ComparisonOperator": "LessThanThreshold",
            "Threshold": 1,
            "Tags": TAGS,
        },
    ),
    Case(
        "ec2.create_vpc",
        "ec2:CreateTags",
        "UnauthorizedOperation",
        {
            "CidrBlock": "10.17.0.0/16",
            "TagSpecifications": [{"ResourceType": "vpc", "Tags": TAGS}],
        },
    ),
]


@pytest.mark.behaviour("rights-asked-besides")
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_right_asked_besides_is_needed(account: Account, case: Case) -> None:
    """Without it the called service refuses and names it; with the documented policy it goes."""
    params = ready(case.call, case.params, account)
    account.may(everything("*"), everything(case.right) | {"Effect": "Deny"})
    refusal = account.refused(case.call, **params)
    assert refusal.response["Error"]["Code"] == case.code
    assert f"is not authorized to perform: {case.right} on resource: " in str(refusal)
    client("iam").put_role_policy(
        RoleName=account.role, PolicyName=policy_name(NAME), PolicyDocument=rendered(NAME)
    )
    account.call(case.call, **params)
    assert (f"arn:aws:iam::{ACCOUNT}:role/{account.role}", case.right) in account.world.lab.iam.used


@pytest.mark.behaviour("rights-asked-besides")
def test_without_tags_or_a_key_nothing_is_asked_besides(account: Account) -> None:
    """Tag-on-create rights and rights on keys are checked for calls that carry tags or keys."""
    account.may(everything("logs:CreateLogGroup"), everything("sqs:CreateQueue"))
    account.call(LOG_GROUP, logGroupName="plain")
    account.call("sqs.create_queue", QueueName="plain")


@pytest.mark.behaviour("rights-asked-besides")
def test_the_service_linked_role_is_made_once(account: Account) -> None:
    """https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html"""
    (case, *_) = CASES
    params = ready(case.call, case.params, account)
    client("iam").create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")
    account.may(everything("*"), everything("iam:CreateServiceLinkedRole") | {"Effect": "Deny"})
    account.call(case.call, **params)


@pytest.mark.behaviour("flow-logs")
@pytest.mark.parametrize("asked", [True, False])
def test_flow_logs_may_ask_for_log_delivery(account: Account, asked: bool) -> None:
    """Documented for other destinations of flow logs only."""
    account.world.lab.switches.flow_logs_ask_for_log_delivery = asked
    account.may(everything("ec2:*"), everything("iam:PassRole"))
    create = filled(CREATE_FLOW_LOGS, account)
    if asked:
        account.refused(FLOW_LOGS, **create)
        account.may(*(everything(each) for each in ("ec2:*", "iam:PassRole", "logs:*Delivery")))
    made = account.call(FLOW_LOGS, **create)["FlowLogIds"]
    account.call("ec2.delete_flow_logs", FlowLogIds=made)


@pytest.mark.behaviour("keys-and-identity-policies")
def test_a_key_counts_only_where_its_policy_lets_the_caller(account: Account) -> None:
    """https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"""
    account.may(everything("*"))
    theirs = everything("kms:*") | {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/other"}}
    client("kms").put_key_policy(KeyId=account.key, PolicyName="default", Policy=document(theirs))
    account.refused(LOG_GROUP, **filled(CREATE_LOG_GROUP, account))


@pytest.mark.behaviour("variables-of-a-function")
def test_new_variables_of_a_function_use_its_present_key(account: Account) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html"""
    account.may(everything("*"))
    account.call(FUNCTION, **filled(CREATE_FUNCTION, account))
    account.may(everything("*"), everything("kms:Encrypt") | {"Effect": "Deny"})
    function, update = f"{NAME}-hook-handler", "lambda.update_function_configuration"
    account.refused(update, FunctionName=function, Environment={"Variables": {"A": "c"}})
    account.call(update, FunctionName=function, Timeout=90)


@pytest.mark.behaviour("rights-asked-besides")
def test_updating_a_group_asks_for_the_launch_only_with_a_template(account: Account) -> None:
    """https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html"""
    (case, *_) = CASES
    account.may(everything("*"))
    account.call(case.call, **ready(case.call, case.params, account))
    account.may(everything("*"), everything("ec2:RunInstances") | {"Effect": "Deny"})
    update = "autoscaling.update_auto_scaling_group"
    account.call(update, AutoScalingGroupName=NAME, DefaultCooldown=20)
    template = CREATE_GROUP["LaunchTemplate"]
    account.refused(update, AutoScalingGroupName=NAME, LaunchTemplate=template)


@pytest.mark.behaviour("encrypted-log-groups")
def test_another_key_of_a_log_group_asks_as_its_first_one(account: Account) -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"""
    client("logs").create_log_group(logGroupName="f")
    another = {"logGroupName": "f", "kmsKeyId": account.key}
    account.may(everything("*"), everything("kms:GenerateDataKey") | {"Effect": "Deny"})
    assert "kms:GenerateDataKey" in str(account.refused("logs.associate_kms_key", **another))
    account.may(everything("*"))
    account.call("logs.associate_kms_key", **another)


def test_every_call_that_asks_for_more_is_tested() -> None:
    """Those of other tests of this file are named here."""
    tested = {each.call for each in CASES} | {
        "autoscaling.update_auto_scaling_group",
        "ec2.delete_flow_logs",
        "lambda.update_function_configuration",
        "logs.associate_kms_key",
    }
    known = {*DEPENDENTS, *TAGGED, "ec2:CreateVpc"}  # one for all of EC2's tags on creation
    assert {f"{s}.{xform_name(a)}" for s, a in (name.split(":") for name in known)} == tested

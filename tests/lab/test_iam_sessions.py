"""STS AssumeRole: who may, and what the credentials may do then.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from lab.context import ACCOUNT, REGION
from lab.in_process import client
from tests.support.worlds.ec2 import Ec2World, refusal
from tests.support.worlds.functions import document
from tests.support.worlds.iam import EC2, Role, allow

ROOT = f"arn:aws:iam::{ACCOUNT}:root"
ONCE = Config(retries={"total_max_attempts": 1})
REBOOT = "ec2:RebootInstances"


@pytest.fixture
def role(world: Ec2World) -> Iterator[Role]:
    """A role that the account may assume."""
    role = Role(world)
    trust(role, {"AWS": ROOT})
    yield role
    world.lab.gaps.check()


def trust(role: Role, principal: dict[str, str], **condition: Any) -> None:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    if condition:
        statement["Condition"] = condition
    role.iam.update_assume_role_policy(RoleName="hook-handler", PolicyDocument=document(statement))


def assume(role: Role, **options: Any) -> Any:
    """An EC2 client with credentials of the role."""
    given = client("sts").assume_role(RoleArn=role.arn, RoleSessionName="trial", **options)
    keys = given["Credentials"]
    session = boto3.Session(
        keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], region_name=REGION
    )
    return session.client("ec2", config=ONCE)


def refused(role: Role, **options: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        assume(role, **options)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_session_has_the_rights_of_its_role_and_no_others(role: Role) -> None:
    instance = role.world.running()
    role.may(allow(REBOOT, "*"))
    ec2 = assume(role)
    ec2.reboot_instances(InstanceIds=[instance])
    code, message = refusal(ec2.describe_subnets)
    assert code == "UnauthorizedOperation"
    assert "assumed-role/hook-handler/trial is not authorized to perform: ec2:Desc" in message
    role.may(allow("ec2:DescribeSubnets", "*"))
    ec2.describe_subnets()  # policies are looked up at each call, not at the session's beginning


def test_a_session_policy_narrows_the_role(role: Role) -> None:
    one, other = role.world.running(), role.world.running()
    role.may(allow(REBOOT, "*"))
    ec2 = assume(role, Policy=document(allow(REBOOT, f"{EC2}:instance/{one}")))
    ec2.reboot_instances(InstanceIds=[one])
    code, message = refusal(ec2.reboot_instances, InstanceIds=[one, other])
    assert code == "UnauthorizedOperation"
    assert "no session policy allows the ec2:RebootInstances action" in message


def test_a_session_policy_grants_nothing(role: Role) -> None:
    role.may(allow("ec2:DescribeSubnets", "*"))
    ec2 = assume(role, Policy=document(allow("ec2:*", "*")))
    code, message = refusal(ec2.reboot_instances, InstanceIds=[role.world.running()])
    assert code == "UnauthorizedOperation"
    assert "no identity-based policy allows" in message


def test_an_explicit_deny_of_a_session_policy_wins(role: Role) -> None:
    role.may(allow("*", "*"))
    deny = {"Effect": "Deny", "Action": REBOOT, "Resource": "*"}
    ec2 = assume(role, Policy=document(allow("*", "*"), deny))
    ec2.describe_subnets()
    _, message = refusal(ec2.reboot_instances, InstanceIds=[role.world.running()])
    assert "explicit deny in a session policy" in message


def test_dry_run_asks_for_the_rights_first(role: Role) -> None:
    instance = role.world.running()
    code, _ = refusal(assume(role).reboot_instances, InstanceIds=[instance], DryRun=True)
    assert code == "UnauthorizedOperation"
    role.may(allow(REBOOT, "*"))
    code, _ = refusal(assume(role).reboot_instances, InstanceIds=[instance], DryRun=True)
    assert code == "DryRunOperation"


@pytest.mark.parametrize(
    "principal", [{"Service": "lambda.amazonaws.com"}, {"AWS": "arn:aws:iam::210987654321:root"}]
)
def test_who_is_not_trusted_gets_no_session(role: Role, principal: dict[str, str]) -> None:
    trust(role, principal)
    code, message = refused(role)
    assert code == "AccessDenied"
    assert f"sts:AssumeRole on resource: {role.arn}" in message


def test_the_trust_policy_may_ask_for_an_external_id(role: Role) -> None:
    trust(role, {"AWS": ROOT}, StringEquals={"sts:ExternalId": "a secret"})
    assert refused(role)[0] == "AccessDenied"
    assert refused(role, ExternalId="another")[0] == "AccessDenied"
    assume(role, ExternalId="a secret")


def test_a_role_that_does_not_exist_is_denied_like_any_other(role: Role) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        client("sts").assume_role(RoleArn=f"{role.arn}-gone", RoleSessionName="trial")


def test_limits_of_policy_and_duration(role: Role) -> None:
    assert refused(role, Policy=document(allow("*", "*" * 2048)))[0] == "ValidationError"
    assert refused(role, Policy="{}")[0] == "MalformedPolicyDocument"
    assert "MaxSessionDuration" in refused(role, DurationSeconds=7200)[1]


def test_an_argument_that_the_lab_does_not_honour_is_a_gap(role: Role) -> None:
    code, _ = refused(role, Tags=[{"Key": "team", "Value": "voice"}])
    assert code == "NotModelled"
    with pytest.raises(AssertionError):
        role.world.lab.gaps.check()
    role.world.lab.gaps.all.clear()

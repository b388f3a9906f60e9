"""Policy evaluation, as the IAM user guide documents it."""

from __future__ import annotations

from typing import Any

import pytest

from lab.errors import NotModelled
from lab.iam.conditions import holds
from lab.iam.evaluator import Decision, Request, decide, evaluate

VPC = "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1"
SUBNET = "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1"
DELETE = Request("ec2:DeleteSubnet", SUBNET)


def policy(effect: str = "Allow", **elements: Any) -> dict[str, Any]:
    named = {"Action": "*", "Resource": "*"} | elements
    if "NotAction" in named:
        del named["Action"]
    if "NotResource" in named:
        del named["Resource"]
    return {"Version": "2012-10-17", "Statement": [{"Effect": effect, **named}]}


def allows(*documents: dict[str, Any], request: Request = DELETE) -> bool:
    return evaluate(documents, request) is Decision.ALLOW


@pytest.mark.behaviour("policy-evaluation")
def test_nothing_said_is_denied() -> None:
    assert evaluate([], DELETE) is Decision.IMPLICIT_DENY


@pytest.mark.behaviour("policy-evaluation")
def test_an_explicit_deny_wins() -> None:
    assert evaluate([policy(), policy("Deny")], DELETE) is Decision.EXPLICIT_DENY


@pytest.mark.behaviour("policy-evaluation")
def test_a_deny_whose_condition_fails_denies_nothing() -> None:
    deny = policy("Deny", Condition={"StringEquals": {"aws:RequestedRegion": "us-east-1"}})
    context = {"aws:requestedregion": "eu-west-1"}
    assert allows(policy(), deny, request=Request("ec2:DeleteSubnet", SUBNET, context))


@pytest.mark.behaviour("policy-evaluation")
@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("ec2:DeleteSubnet", True),
        ("EC2:deletesubnet", True),
        ("ec2:Delete*", True),
        ("ec2:Delete?ubnet", True),
        ("ec2:Delete", False),
        ("autoscaling:*", False),
    ],
)
def test_actions_match_by_wildcard_and_without_case(pattern: str, matches: bool) -> None:
    assert allows(policy(Action=pattern)) is matches
    assert allows(policy(NotAction=[pattern])) is not matches


@pytest.mark.behaviour("policy-evaluation")
@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        (SUBNET, True),
        ("arn:aws:ec2:*:123456789012:subnet/*", True),
        ("arn:*:ec2:eu-west-?:*:subnet/subnet-1", True),
        ("*", True),
        ("arn:aws:ec2:eu-west-1:123456789012:SUBNET/*", False),
        ("arn:aws:ec2:*:subnet/*", False),  # a wildcard never reaches over a colon
        ("arn:aws:ec2:eu-west-1:123456789012:vpc/*", False),
    ],
)
def test_resources_match_part_by_part(pattern: str, matches: bool) -> None:
    assert allows(policy(Resource=[pattern])) is matches
    assert allows(policy(NotResource=[pattern])) is not matches


@pytest.mark.behaviour("policy-evaluation")
def test_a_call_on_no_resource_needs_a_star() -> None:
    describe = Request("ec2:DescribeSubnets", "*")
    assert allows(policy(Resource="*"), request=describe)
    assert not allows(policy(Resource="arn:aws:ec2:*:*:*"), request=describe)


@pytest.mark.behaviour("policy-evaluation")
def test_variables_are_literal_text() -> None:
    document = policy(Resource="arn:aws:ec2:*:*:subnet/${aws:PrincipalTag/subnet}")
    as_tag = Request("ec2:DeleteSubnet", SUBNET, {"aws:principaltag/subnet": "subnet-1"})
    as_star = Request("ec2:DeleteSubnet", SUBNET, {"aws:principaltag/subnet": "*"})
    assert allows(document, request=as_tag)
    assert not allows(document, request=as_star)
    assert not allows(document)  # no such tag: no match


@pytest.mark.behaviour("policy-evaluation")
def test_a_boundary_limits_but_grants_nothing() -> None:
    describe_only = policy(Action="ec2:Describe*")
    assert decide([policy()], describe_only, DELETE)[0] is Decision.IMPLICIT_DENY
    assert decide([], policy(), DELETE)[0] is Decision.IMPLICIT_DENY
    assert decide([policy()], policy(), DELETE)[0] is Decision.ALLOW
    denied, by = decide([policy()], policy("Deny"), DELETE)
    assert (denied, by) == (Decision.EXPLICIT_DENY, "permissions boundary")


CONTEXT = {
    "ec2:vpc": VPC,
    "ec2:subnetid": "subnet-1",
    "aws:tagkeys": ["Name", "PersistentVnf"],
    "aws:securetransport": "true",
    "aws:sourceip": "10.16.1.7",
    "s3:max-keys": "10",
}


@pytest.mark.behaviour("policy-evaluation")
@pytest.mark.parametrize(
    ("operator", "key", "value", "expected"),
    [
        ("StringEquals", "ec2:SubnetID", "subnet-1", True),
        ("StringEquals", "EC2:subnetid", ["other", "subnet-1"], True),
        ("StringEquals", "ec2:SubnetID", "SUBNET-1", False),
        ("StringEqualsIgnoreCase", "ec2:SubnetID", "SUBNET-1", True),
        ("StringLike", "ec2:SubnetID", "subnet-*", True),
        ("StringEquals", "ec2:SubnetID", "subnet-*", False),
        ("StringNotEquals", "ec2:SubnetID", ["subnet-1", "other"], False),
        ("StringNotLike", "ec2:SubnetID", "vpc-*", True),
        ("ArnEquals", "ec2:Vpc", VPC, True),
        ("ArnEquals", "ec2:Vpc", "arn:aws:ec2:*:*:vpc/vpc-1", True),
        ("ArnLike", "ec2:Vpc", "arn:aws:ec2:*:*:vpc/vpc-2", False),
        ("ArnNotEquals", "ec2:Vpc", VPC, False),
        ("Bool", "aws:SecureTransport", True, True),
        ("Bool", "aws:SecureTransport", "false", False),
        ("IpAddress", "aws:SourceIp", "10.16.0.0/16", True),
        ("NotIpAddress", "aws:SourceIp", ["10.16.0.0/16", "10.17.0.0/16"], False),
        ("NumericLessThanEquals", "s3:max-keys", 10, True),
        ("NumericNotEquals", "s3:max-keys", "10", False),
        # a key the request does not carry
        ("StringEquals", "aws:RequestTag/x", "y", False),
        ("StringEqualsIfExists", "aws:RequestTag/x", "y", True),
        ("StringNotEquals", "aws:RequestTag/x", "y", True),
        ("ArnEqualsIfExists", "ec2:Vpc", "arn:aws:ec2:*:*:vpc/vpc-2", False),
        ("Null", "aws:RequestTag/x", "true", True),
        ("Null", "ec2:Vpc", "true", False),
        ("Null", "ec2:Vpc", False, True),
        # keys with several values
        ("ForAllValues:StringEquals", "aws:TagKeys", ["Name", "PersistentVnf", "x"], True),
        ("ForAllValues:StringEquals", "aws:TagKeys", ["Name"], False),
        ("ForAllValues:StringEquals", "aws:RequestTag/x", ["y"], True),
        ("ForAnyValue:StringEquals", "aws:TagKeys", ["Name"], True),
        ("ForAnyValue:StringLike", "aws:TagKeys", ["x*"], False),
        ("ForAnyValue:StringEquals", "aws:RequestTag/x", ["y"], False),
    ],
)
def test_condition_operators(operator: str, key: str, value: Any, expected: bool) -> None:
    assert holds({operator: {key: value}}, CONTEXT) is expected


@pytest.mark.behaviour("policy-evaluation")
def test_all_conditions_must_hold() -> None:
    both = {
        "ArnEquals": {"ec2:Vpc": VPC},
        "StringEquals": {"ec2:SubnetID": "subnet-2"},
    }
    assert not holds(both, CONTEXT)


def test_an_operator_the_lab_does_not_know_is_a_gap() -> None:
    with pytest.raises(NotModelled, match="DateLessThan"):
        holds({"DateLessThan": {"ec2:Vpc": "2026-11-23T00:00:00Z"}}, CONTEXT)

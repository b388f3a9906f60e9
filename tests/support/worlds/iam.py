"""A role whose policy the tests write, and calls made with it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lab.context import ACCOUNT, REGION
from lab.errors import AwsError, NotModelled
from lab.in_process import client
from lab.pipeline.principals import Caller
from tests.support.worlds.ec2 import Ec2World
from tests.support.worlds.functions import TRUST, document

EC2 = "arn:aws:ec2:eu-west-1:123456789012"
OURS = {"Key": "PersistentVnf", "Value": "vnf"}


def allow(action: str | list[str], resource: str | list[str], **condition: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return statement | ({"Condition": condition} if condition else {})


def to(service: str, actions: list[str], **condition: Any) -> dict[str, Any]:
    """A statement of a key's policy for an AWS service."""
    return allow(actions, "*", **condition) | {"Principal": {"Service": service}}


def key(*statements: dict[str, Any]) -> str:
    """A key that delegates to the account, with more statements."""
    delegates = allow("kms:*", "*") | {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
    made = client("kms").create_key(Policy=document(delegates, *statements))
    return str(made["KeyMetadata"]["Arn"])


def key_for_logs() -> str:
    """A key that lets CloudWatch Logs in for every log group."""
    return key(to(f"logs.{REGION}.amazonaws.com", ["kms:*"]))


class Role:
    """The role of a function, with one inline policy."""

    def __init__(self, world: Ec2World) -> None:
        self.world = world
        self.iam = client("iam")
        made = self.iam.create_role(
            RoleName="hook-handler", AssumeRolePolicyDocument=json.dumps(TRUST)
        )
        self.arn = made["Role"]["Arn"]
        self.caller = Caller("lambda", "vnf-hook-handler", "request", self.arn)

    def may(self, *statements: dict[str, Any]) -> None:
        self.iam.put_role_policy(
            RoleName="hook-handler", PolicyName="it", PolicyDocument=document(*statements)
        )

    def call(self, name: str, **params: Any) -> None:
        service, action = name.split(":")
        self.world.lab.iam.authorize(self.caller, service, action, params)

    def refused(self, name: str, **params: Any) -> AwsError:
        with pytest.raises(AwsError) as refusal:
            self.call(name, **params)
        assert not isinstance(refusal.value, NotModelled)
        return refusal.value


def tagged(kind: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": [OURS]}]


def vip_subnet(world: Ec2World) -> str:
    made = world.ec2.create_subnet(
        VpcId=world.vpc_id,
        CidrBlock="10.16.10.0/24",
        AvailabilityZone="eu-west-1a",
        TagSpecifications=tagged("subnet"),
    )
    return str(made["Subnet"]["SubnetId"])

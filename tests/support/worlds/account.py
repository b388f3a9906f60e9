"""What a deployment finds in the account, and calls made as its deployer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.context import ACCOUNT, REGION
from lab.in_process import client
from tests.support.deployer import deployer, key_of, policy_name
from tests.support.worlds.ec2 import ONE_ATTEMPT, TEMPLATE, ZONE_A, Ec2World
from tests.support.worlds.functions import TRUST, document, zipped
from tests.support.worlds.iam import key_for_logs

NAME = "sbc"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/{NAME}-{REGION}-instance"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/boundary"
TAGS = [{"Key": "Team", "Value": "voice"}]

# --- calls that several tests make; what stands in braces is filled in ------------------------
GROUP, FUNCTION = "autoscaling.create_auto_scaling_group", "lambda.create_function"
LOG_GROUP, KMS_KEY = "logs.create_log_group", "kms.create_key"
FLOW_LOGS = "ec2.create_flow_logs"
CREATE_GROUP = {
    "AutoScalingGroupName": NAME,
    "LaunchTemplate": {"LaunchTemplateName": TEMPLATE, "Version": "$Latest"},
    "MinSize": 0,
    "MaxSize": 1,
    "Tags": [{"Key": "Name", "Value": NAME, "PropagateAtLaunch": True}],
}
CREATE_MIXED_GROUP = {
    **{name: value for name, value in CREATE_GROUP.items() if name != "LaunchTemplate"},
    "MixedInstancesPolicy": {
        "LaunchTemplate": {"LaunchTemplateSpecification": CREATE_GROUP["LaunchTemplate"]}
    },
}
CREATE_FUNCTION = {
    "FunctionName": f"{NAME}-hook-handler",
    "Role": f"arn:aws:iam::{ACCOUNT}:role/{NAME}-{REGION}-hook-handler",
    "Runtime": "python3.13",
    "Handler": "package.handler.handle",
    "Code": {"ZipFile": zipped("")},
    "KMSKeyArn": "{key}",
    "Environment": {"Variables": {"A": "b"}},
    "Tags": {"Team": "voice"},
}
CREATE_LOG_GROUP = {"logGroupName": "/aws/lambda/f", "kmsKeyId": "{key}", "tags": {"Team": "voice"}}
CREATE_ROLE = {
    "RoleName": f"{NAME}-new",
    "AssumeRolePolicyDocument": json.dumps(TRUST),
    "Tags": TAGS,
}
CREATE_FLOW_LOGS = {
    "ResourceIds": ["{vpc}"],
    "ResourceType": "VPC",
    "TrafficType": "ALL",
    "LogGroupName": "flow-logs",
    "DeliverLogsPermissionArn": ROLE,
}
CREATE_ENDPOINT = {
    "VpcId": "{vpc}",
    "ServiceName": f"com.amazonaws.{REGION}.ssm",
    "VpcEndpointType": "Interface",
    "PrivateDnsEnabled": True,
    "SubnetIds": ["{subnet}"],
}


class Account:
    """What a deployment finds: a network, its roles, a key; and the deployer of `sbc`."""

    def __init__(self, world: Ec2World) -> None:
        self.world = world
        self.role = deployer(world.lab, NAME)
        self.key = key_for_logs()
        for kind in ("instance", "hook-handler"):
            self.make_role(f"{NAME}-{REGION}-{kind}")
        client("iam").create_instance_profile(InstanceProfileName=f"{NAME}-profile")
        client("iam").create_policy(PolicyName="boundary", PolicyDocument=document(everything("*")))

    def make_role(self, name: str, **more: Any) -> None:
        client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST), **more)

    def may(self, *statements: dict[str, Any]) -> None:
        """The deployer's only policy from now on."""
        client("iam").put_role_policy(
            RoleName=self.role, PolicyName=policy_name(NAME), PolicyDocument=document(*statements)
        )

    def call(self, name: str, **params: Any) -> Any:
        """Call as the deployer, once."""
        service, method = name.split(".")
        return getattr(client(service, key_of(self.role), ONE_ATTEMPT), method)(**params)

    def refused(self, name: str, **params: Any) -> ClientError:
        """Call as the deployer, and be refused. Returns what the service said."""
        with pytest.raises(ClientError) as refusal:
            self.call(name, **params)
        self.world.lab.gaps.check()
        return refusal.value


def everything(action: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*"}


def filled(params: Any, account: Account) -> Any:
    """`params` with the ids of what exists."""
    if isinstance(params, dict):
        return {key: filled(value, account) for key, value in params.items()}
    if isinstance(params, list):
        return [filled(each, account) for each in params]
    ids = {"{vpc}": account.world.vpc_id, "{subnet}": account.world.wan[ZONE_A]}
    return {**ids, "{key}": account.key}.get(params, params) if isinstance(params, str) else params


def ready(call: str, params: dict[str, Any], account: Account) -> dict[str, Any]:
    """The call's arguments, once what it needs is there."""
    if call == GROUP:
        name = f"{NAME}-{REGION}-instance"
        client("iam").add_role_to_instance_profile(
            InstanceProfileName=f"{NAME}-profile", RoleName=name
        )
        account.world.ec2.create_launch_template_version(
            LaunchTemplateName=TEMPLATE,
            LaunchTemplateData={
                "ImageId": "ami-12345678",
                "IamInstanceProfile": {"Name": f"{NAME}-profile"},
                "TagSpecifications": [{"ResourceType": "instance", "Tags": TAGS}],
            },
        )
        return {**params, "VPCZoneIdentifier": account.world.wan[ZONE_A]}
    found: dict[str, Any] = filled(params, account)
    return found

"""An apply that failed half-way is repeated, and succeeds in the end.

Every type of resource fails once, as many in one apply as get their turn in it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lab.errors import AwsError
from lab.pipeline.faults import Fault
from tests.support.project import PROJECT
from tests.support.served_lab import ServedLab
from tests.support.terraform import Terraform, TerraformError

# The calls of Terraform that fail, by the type of resource they are made for.
CALLS = {
    # The second one leaves a group without its hooks: it has to be made anew.
    "aws_autoscaling_group": (
        "autoscaling:CreateAutoScalingGroup",
        "autoscaling:PutLifecycleHook",
    ),
    "aws_cloudwatch_dashboard": ("cloudwatch:PutDashboard",),
    "aws_cloudwatch_event_rule": ("events:PutRule",),
    "aws_cloudwatch_event_target": ("events:PutTargets",),
    "aws_cloudwatch_log_group": ("logs:CreateLogGroup",),
    "aws_cloudwatch_metric_alarm": ("cloudwatch:PutMetricAlarm",),
    # AWS makes it; no other group begins with a rule for what comes in.
    "aws_default_security_group": ("ec2:RevokeSecurityGroupIngress",),
    "aws_egress_only_internet_gateway": ("ec2:CreateEgressOnlyInternetGateway",),
    "aws_eip": ("ec2:AllocateAddress",),
    "aws_flow_log": ("ec2:CreateFlowLogs",),
    "aws_iam_instance_profile": ("iam:CreateInstanceProfile",),
    "aws_iam_role": ("iam:CreateRole",),
    "aws_iam_role_policy": ("iam:PutRolePolicy",),
    "aws_iam_role_policy_attachment": ("iam:AttachRolePolicy",),
    "aws_internet_gateway": ("ec2:CreateInternetGateway",),
    "aws_kms_alias": ("kms:CreateAlias",),
    "aws_kms_key": ("kms:CreateKey",),
    "aws_lambda_function": ("lambda:CreateFunction",),
    "aws_lambda_function_event_invoke_config": ("lambda:PutFunctionEventInvokeConfig",),
    "aws_lambda_invocation": ("lambda:Invoke",),
    "aws_lambda_permission": ("lambda:AddPermission",),
    "aws_launch_template": ("ec2:CreateLaunchTemplate",),
    "aws_route": ("ec2:CreateRoute",),
    "aws_route_table": ("ec2:CreateRouteTable",),
    "aws_route_table_association": ("ec2:AssociateRouteTable",),
    "aws_security_group": ("ec2:CreateSecurityGroup",),
    "aws_sns_topic": ("sns:CreateTopic",),
    "aws_sns_topic_subscription": ("sns:Subscribe",),
    "aws_sqs_queue": ("sqs:CreateQueue",),
    "aws_ssm_parameter": ("ssm:PutParameter",),
    "aws_subnet": ("ec2:CreateSubnet",),
    "aws_vpc": ("ec2:CreateVpc",),
    "aws_vpc_endpoint": ("ec2:CreateVpcEndpoint",),
    "aws_vpc_ipv6_cidr_block_association": ("ec2:AssociateVpcCidrBlock",),
    "aws_vpc_security_group_egress_rule": ("ec2:AuthorizeSecurityGroupEgress",),
    "aws_vpc_security_group_ingress_rule": ("ec2:AuthorizeSecurityGroupIngress",),
}
WITHOUT_AWS = {"archive_file", "terraform_data"}
EVERYTHING = {
    "vips": {
        "vip": {
            "cidr": "10.16.10.0/24",
            "address": "10.16.10.20",
            "ipv6": {"subnet_number": 1, "host_number": 32, "internet": "out"},
        }
    },
    "enable_ssm_endpoints": True,
    "jump_host_cidrs": ["203.0.113.0/24"],
    "notification_emails": {"noc": "noc@example.com"},
}


def test_every_type_of_resource_has_a_call_that_fails() -> None:
    declared = {
        kind
        for path in (PROJECT / "modules").rglob("*.tf")
        for kind in re.findall(r'^resource "(\w+)"', path.read_text(), re.MULTILINE)
    }
    assert set(CALLS) == declared - WITHOUT_AWS


def test_a_failed_apply_is_repeated_and_succeeds(served: ServedLab, tmp_path: Path) -> None:
    terraform = served.terraform(".", tmp_path / "copy", warmup_grace_seconds=0, **EVERYTHING)
    terraform.init()
    saved = tmp_path / "saved.tfplan"
    terraform.plan(saved)
    armed = {name for names in CALLS.values() for name in names}
    for name in armed:
        service, action = name.split(":")
        served.lab.faults.inject(
            Fault(service, action, "error", error=failure(name), caller="operator")
        )

    with pytest.raises(TerraformError) as error:
        terraform.apply_saved(saved)
    failed = told(error.value, armed)
    with pytest.raises(TerraformError, match="Saved plan is stale"):
        terraform.apply_saved(saved)
    while more := failure_of_apply(terraform, armed):
        failed |= more
    assert failed == armed

    served.in_service()
    assert served.vip().whole
    assert terraform.plan().empty, terraform.plan().changes
    terraform.destroy()
    served.clean()


def failure(name: str) -> AwsError:
    return AwsError("InjectedFailure", f"{name} fails once")


def failure_of_apply(terraform: Terraform, armed: set[str]) -> set[str]:
    """The calls that made an apply fail; none when it succeeded."""
    try:
        terraform.apply()
    except TerraformError as error:
        if found := told(error, armed):
            return found
        raise
    return set()


def told(error: TerraformError, armed: set[str]) -> set[str]:
    return {name for name in armed if failure(name).message in str(error)}

"""Somebody deploys a second VNF under a name that is taken, and AWS does not always refuse.

What a creating call does with a name that exists, by type of resource, with AWS's page. Whatever
it takes over comes after the functions' log groups, which AWS refuses: they bear the VNF's name,
whatever its roles are called. The log groups come after the claim, which tells what is wrong.
"""

from __future__ import annotations

import re

import pytest

from tests.support.module.resource_graph import Graph, comes_after, drawn
from tests.support.project import PROJECT

AWS = "https://docs.aws.amazon.com"
CLAIM = "module.lifecycle.terraform_data.claim"
LOG_GROUPS = "module.lifecycle.aws_cloudwatch_log_group.function"

# AWS takes it over, or writes over it.
TAKES_OVER = {
    "aws_cloudwatch_dashboard": f"{AWS}/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
    "aws_cloudwatch_event_rule": f"{AWS}/eventbridge/latest/APIReference/API_PutRule.html",
    "aws_cloudwatch_event_target": f"{AWS}/eventbridge/latest/APIReference/API_PutTargets.html",
    "aws_cloudwatch_metric_alarm": (
        f"{AWS}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
    ),
    "aws_iam_role_policy": f"{AWS}/IAM/latest/APIReference/API_PutRolePolicy.html",
    "aws_iam_role_policy_attachment": f"{AWS}/IAM/latest/APIReference/API_AttachRolePolicy.html",
    "aws_lambda_function_event_invoke_config": (
        f"{AWS}/lambda/latest/api/API_PutFunctionEventInvokeConfig.html"
    ),
    "aws_lambda_invocation": f"{AWS}/lambda/latest/api/API_Invoke.html",
    "aws_sns_topic": f"{AWS}/sns/latest/api/API_CreateTopic.html",
    "aws_sns_topic_subscription": f"{AWS}/sns/latest/api/API_Subscribe.html",
    "aws_sqs_queue": (
        f"{AWS}/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html"  # same attributes
    ),
}
# AWS refuses it: of the name, of the region or of the whole account (IAM).
REFUSES = {
    "aws_autoscaling_group": (
        f"{AWS}/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html"
    ),
    "aws_cloudwatch_log_group": (
        f"{AWS}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html"
    ),
    "aws_iam_instance_profile": f"{AWS}/IAM/latest/APIReference/API_CreateInstanceProfile.html",
    "aws_iam_role": f"{AWS}/IAM/latest/APIReference/API_CreateRole.html",
    "aws_kms_alias": f"{AWS}/kms/latest/APIReference/API_CreateAlias.html",
    "aws_lambda_function": f"{AWS}/lambda/latest/api/API_CreateFunction.html",
    "aws_lambda_permission": f"{AWS}/lambda/latest/api/API_AddPermission.html",
    "aws_ssm_parameter": f"{AWS}/systems-manager/latest/APIReference/API_PutParameter.html",
    "aws_launch_template": f"{AWS}/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html",
}
# Known by an id that AWS chooses, in a VPC of this deployment's own where it lies in one.
BY_ID = {
    "aws_default_security_group",
    "aws_egress_only_internet_gateway",
    "aws_eip",
    "aws_flow_log",
    "aws_internet_gateway",
    "aws_kms_key",
    "aws_route",
    "aws_route_table",
    "aws_route_table_association",
    "aws_security_group",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_endpoint",
    "aws_vpc_ipv6_cidr_block_association",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
}
# By whose refusal it is guarded where not by the log groups': what it belongs to.
BELONGS_TO = {
    "module.lifecycle.aws_iam_role_policy.function": "module.lifecycle.aws_iam_role.function",
    "module.flow_logs.aws_iam_role_policy.this": "module.flow_logs.aws_iam_role.this",
    "module.asg.aws_iam_role_policy_attachment.this": "module.asg.aws_iam_role.this",
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return drawn(tmp_path_factory.mktemp("order"))


def declared() -> dict[str, set[str]]:
    """Names of the resources that the modules declare, by their type."""
    found: dict[str, set[str]] = {}
    for path in (PROJECT / "modules").rglob("*.tf"):
        for kind, name in re.findall(r'^resource "(aws_\w+)" "(\w+)"', path.read_text(), re.M):
            module = path.parent.name
            found.setdefault(kind, set()).add(f"module.{module}.{kind}.{name}")
    return found


TAKEN_OVER = sorted(name for kind in TAKES_OVER for name in declared()[kind])


def test_of_every_type_it_is_known_what_aws_does() -> None:
    assert declared().keys() == TAKES_OVER.keys() | REFUSES.keys() | BY_ID


@pytest.mark.parametrize("resource", TAKEN_OVER)
def test_what_aws_takes_over_comes_after_what_it_refuses(graph: Graph, resource: str) -> None:
    assert BELONGS_TO.get(resource, LOG_GROUPS) in comes_after(graph, resource)


def test_what_aws_refuses_comes_after_the_claim(graph: Graph) -> None:
    """Else an apply that ended between both would find its own log groups, and no claim to them."""
    assert CLAIM in comes_after(graph, LOG_GROUPS)


def test_the_names_of_two_vnfs_are_never_the_same_one() -> None:
    """A name of ours is the VNF's and an ending: no ending of a kind may end with another one."""
    files = [PROJECT / "main.tf", *(PROJECT / "modules").rglob("*.tf")]
    text = "\n".join(path.read_text() for path in files)
    endings = set(re.findall(r'"\$\{(?:var\.name|each\.value)\}-([\w-]+)"', text))
    alarms = (PROJECT / "modules/lifecycle/alarms.tf").read_text()
    endings |= set(re.findall(r"^    ([a-z]+(?:-[a-z]+)+) = \{$", alarms, re.M))
    assert len(endings) > 15
    assert [(a, b) for a in endings for b in endings if a.endswith(f"-{b}")] == []

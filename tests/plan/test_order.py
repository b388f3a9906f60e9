"""Order is the safety: what must stand before the first instance, and outlive the last one.

Terraform destroys in the reverse of the order it creates in, so an edge proves both. Read from the
dependency graph itself, not from an apply that may have gone well by luck.
"""

from __future__ import annotations

import pytest

from tests.support.module.resource_graph import Graph, comes_after, drawn
from tests.support.project import PROJECT

GROUP = "module.asg.aws_autoscaling_group.this"
SWEEP = "module.lifecycle.aws_lambda_invocation.sweep"
SERVING = "module.warmup.aws_lambda_invocation.serving"
RECORD = "module.interruptions.aws_ssm_parameter.record"
PROBER = "module.prober.aws_lambda_function.this"
PROBERS_GROUP = "module.prober.aws_security_group.this"
WARMUP_RULE = "module.warmup.aws_cloudwatch_event_rule.this"

# The group's launches and drains go through all of these.
BEFORE_THE_GROUP = [
    SWEEP,
    "module.lifecycle.aws_lambda_function.this",
    "module.lifecycle.aws_lambda_permission.rule",
    "module.lifecycle.aws_lambda_function_event_invoke_config.this",
    "module.lifecycle.aws_cloudwatch_event_rule.hooks",
    "module.lifecycle.aws_cloudwatch_event_target.hooks",
    "module.lifecycle.aws_cloudwatch_event_target.audit",
    "module.lifecycle.aws_cloudwatch_event_target.state_changes",
    "module.lifecycle.aws_iam_role_policy.function",
    "module.lifecycle.aws_cloudwatch_log_group.function",
    "module.lifecycle.aws_sqs_queue.failed_events",
    "module.lifecycle.aws_sns_topic.notifications",
    "module.key.aws_kms_key.this",
    "module.vip.aws_eip.this",
    "module.vip.module.security_group.aws_security_group.this",
    "module.vip.module.security_group.aws_vpc_security_group_ingress_rule.this",
    "module.vip.aws_route.internet",
    "module.vip.module.routes.aws_route.this",
    "module.vpc.aws_route.wan_internet",
    "module.vpc.module.wan_routes.aws_route.this",
    "module.vpc.aws_route_table_association.wan",
    "module.wan_access.module.security_group.aws_security_group.this",
    "module.asg.aws_iam_role_policy_attachment.this",
]

# The sweep takes the VIP down with these, before the network that they are part of may go.
BEFORE_THE_SWEEP = [
    "module.lifecycle.aws_lambda_function.this",
    "module.lifecycle.aws_iam_role_policy.function",
    "module.lifecycle.aws_cloudwatch_log_group.function",
    "module.vip.aws_eip.this",
    "module.vip.module.security_group.aws_security_group.this",
    "module.vip.aws_route_table.this",
    "module.vpc.aws_internet_gateway.this",
    "module.vpc.aws_subnet.wan",
    "module.wan_access.module.security_group.aws_security_group.this",
    "module.vpc.aws_vpc.this",
]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return drawn(tmp_path_factory.mktemp("order"))


@pytest.mark.parametrize("earlier", BEFORE_THE_GROUP)
def test_the_group_comes_after(graph: Graph, earlier: str) -> None:
    assert earlier in comes_after(graph, GROUP)


@pytest.mark.parametrize("earlier", BEFORE_THE_SWEEP)
def test_the_sweep_comes_after(graph: Graph, earlier: str) -> None:
    assert earlier in comes_after(graph, SWEEP)


def test_the_warmup_schedule_comes_after_the_group(graph: Graph) -> None:
    permission = "module.lifecycle.aws_lambda_permission.rule"
    assert {GROUP, permission} <= comes_after(graph, WARMUP_RULE)


def test_who_waits_for_service_comes_after_what_brings_it(graph: Graph) -> None:
    assert {GROUP, WARMUP_RULE, SWEEP} <= comes_after(graph, SERVING)


def test_the_record_of_what_was_applied_comes_last(graph: Graph) -> None:
    assert {GROUP, SWEEP} <= comes_after(graph, RECORD)


@pytest.mark.parametrize(
    "earlier",
    [
        PROBERS_GROUP,
        "module.prober.aws_vpc_security_group_egress_rule.this",
        "module.vpc.aws_subnet.prober",
        "module.vpc.aws_route_table_association.prober",
        "module.lifecycle.terraform_data.claim",
    ],
)
def test_the_prober_comes_after_where_it_is(graph: Graph, earlier: str) -> None:
    """Lambda's interfaces are in the subnets and in the group for a while after the function."""
    assert earlier in comes_after(graph, PROBER)


def test_the_probers_group_waits_for_the_interfaces_while_their_role_stands(graph: Graph) -> None:
    """Lambda deletes them with that role, and the group goes after them only."""
    assert "module.prober.aws_iam_role_policy.this" in comes_after(graph, PROBERS_GROUP)


def test_nothing_waits_for_the_prober_to_leave(graph: Graph) -> None:
    subnets = "module.vpc.aws_subnet.prober"
    assert not {PROBERS_GROUP, subnets} & comes_after(graph, GROUP)


def test_an_alarm_of_a_check_comes_after_its_right_to_call(graph: Graph) -> None:
    alarm = "module.prober.aws_cloudwatch_metric_alarm.this"
    assert "module.lifecycle.aws_lambda_permission.alarm" in comes_after(graph, alarm)


def test_no_hook_stands_alone() -> None:
    """A hook of its own would be destroyed before its group, and the drain would skip it."""
    files = (PROJECT / "modules").rglob("*.tf")
    assert not [file for file in files if "aws_autoscaling_lifecycle_hook" in file.read_text()]

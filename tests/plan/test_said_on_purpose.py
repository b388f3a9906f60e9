"""Each `lifecycle` argument and each `depends_on` stands for a fault that is back when it is gone.

Most of those faults need a change, a failure or a destroy to show, and the deploy tests show them.
Here one line that got lost is noticed in a second, with what it is there for.
"""

from __future__ import annotations

import re

from tests.support.project import PROJECT

BLOCK = re.compile(r'^(resource|data|output) "(\w+)"(?: "(\w+)")? {\n(.*?)^}$', re.M | re.DOTALL)
ARGUMENT = re.compile(
    r"^ +(depends_on|ignore_changes|replace_triggered_by|create_before_destroy|prevent_destroy)"
    r" += (\[.*?\]|\w+)(?: +#.*)?$",
    re.M | re.DOTALL,
)
PREFIX = {"resource": "", "data": "data.", "output": "output."}

Said = set[tuple[str, str]]

# AWS overwrites these without a word, so what it refuses to make twice has to succeed first.
CLAIMED = {
    "aws_cloudwatch_dashboard.this",
    "aws_sqs_queue.failed_events",
    "aws_sns_topic.notifications",
    "aws_cloudwatch_event_rule.hooks",
    "aws_cloudwatch_event_rule.audit",
    "aws_cloudwatch_event_rule.state_changes",
}
# What was true when it was made: a later plan compares with it, or goes on from it.
REMEMBERED = {
    "lifecycle terraform_data.claim",
    "lifecycle terraform_data.first_rights",
    "lifecycle terraform_data.first_environment",
    "prober terraform_data.first_rights",
    "interruptions terraform_data.first_name",
    "place terraform_data.here",
}
# What hangs on nothing else of the network. The key cannot: its `create_before_destroy` would reach
# the caller's subnets.
MADE_FIRST = {
    "asg aws_iam_role.this",
    "flow_logs aws_cloudwatch_log_group.this",
    "flow_logs aws_iam_role.this",
    "lifecycle aws_iam_role.function",
    "vip aws_eip.this",
}
REASONS: dict[str, Said] = {
    "an operator's act, which an apply does not undo": {
        (
            "asg aws_autoscaling_group.this",
            "ignore_changes = [desired_capacity, suspended_processes]",
        ),
        ("lifecycle aws_lambda_function.this", "ignore_changes = [reserved_concurrent_executions]"),
        ("prober aws_lambda_function.this", "ignore_changes = [reserved_concurrent_executions]"),
    },
    "a resource of its own has it, and the VPC shows it as well": {
        ("vpc aws_vpc.this", "ignore_changes = [assign_generated_ipv6_cidr_block]"),
    },
    "the handler writes into it whom EC2 shall tell of": {
        (
            "lifecycle aws_cloudwatch_event_rule.state_changes",
            "ignore_changes = [event_pattern]",
        ),
    },
    "the warm-up switches its own rule off": {
        ("warmup aws_cloudwatch_event_rule.this", "ignore_changes = [state]"),
    },
    "a new group has to be warmed up, a new VPC takes a new group": {
        ("asg aws_autoscaling_group.this", "replace_triggered_by = [terraform_data.vpc]"),
        (
            "warmup aws_cloudwatch_event_rule.this",
            "replace_triggered_by = [terraform_data.group]",
        ),
        (
            "warmup aws_cloudwatch_event_target.this",
            "replace_triggered_by = [terraform_data.group]",
        ),
        ("vpc aws_internet_gateway.this", "replace_triggered_by = [aws_vpc.this.id]"),
        (
            "prober aws_lambda_function.this",
            "replace_triggered_by = [aws_security_group.this.id]",
        ),
    },
    "the prober is in a subnet until it was told of others, and a range is in one zone": {
        ("vpc aws_subnet.prober", "create_before_destroy = true"),
        ("vpc aws_subnet.prober", "ignore_changes = [availability_zone]"),
        ("vpc output.prober_subnet_ids", "depends_on = [aws_route_table_association.prober]"),
    },
    "Lambda deletes the prober's interfaces with its role, and the group waits for that": {
        (
            "prober aws_security_group.this",
            "depends_on = [aws_iam_role_policy.this, var.wait_for]",
        ),
    },
    "what is encrypted leaves the key before the key goes": {
        ("key aws_kms_key.this", "create_before_destroy = true"),
    },
    "what a VIP loses goes after the functions were told: an interface may have it until then": {
        ("security_group aws_security_group.this", "create_before_destroy = true"),
        ("vip aws_eip.this", "create_before_destroy = true"),
        ("vip aws_route_table.this", "create_before_destroy = true"),
        ("vpc aws_vpc_ipv6_cidr_block_association.this", "create_before_destroy = true"),
        ("lifecycle aws_iam_role_policy.leaving", "depends_on = [aws_lambda_invocation.sweep]"),
    },
    "the functions turn to another VPC once the group in the old one has drained": {
        ("lifecycle aws_iam_role_policy.function", "depends_on = [terraform_data.vpc]"),
    },
    "remembered from the first apply on": {
        (each, "ignore_changes = [input]") for each in REMEMBERED
    },
    "the name is claimed first": {
        (f"lifecycle {each}", "depends_on = [aws_cloudwatch_log_group.function]")
        for each in CLAIMED
    }
    | {
        ("lifecycle aws_cloudwatch_log_group.function", "depends_on = [terraform_data.claim]"),
        ("prober aws_cloudwatch_log_group.this", "depends_on = [var.wait_for]"),
        ("prober aws_iam_role.this", "depends_on = [var.wait_for]"),
        ("prober aws_cloudwatch_event_rule.this", "depends_on = [aws_cloudwatch_log_group.this]"),
        ("prober aws_cloudwatch_metric_alarm.this", "depends_on = [aws_cloudwatch_log_group.this]"),
        ("lifecycle terraform_data.claim", "depends_on = [aws_iam_role.function, var.vpc_id]"),
    },
    "the group launches into what stands, and drains while it still stands": {
        (
            "asg aws_autoscaling_group.this",
            "depends_on = [terraform_data.ready, aws_iam_role_policy_attachment.this]",
        ),
        (
            "lifecycle output.ready",
            "depends_on = [aws_cloudwatch_event_target.audit, aws_cloudwatch_event_target.hooks,"
            " aws_cloudwatch_event_target.state_changes,"
            " aws_cloudwatch_log_group.function, aws_iam_role_policy.function,"
            " aws_iam_role_policy.leaving,"
            " aws_lambda_function.this, aws_lambda_function_event_invoke_config.this,"
            " aws_lambda_invocation.sweep,"
            " aws_lambda_permission.rule]",
        ),
        (
            "security_group output.id",
            "depends_on = [aws_vpc_security_group_ingress_rule.this,"
            " aws_vpc_security_group_egress_rule.this]",
        ),
        (
            "vpc output.this",
            "depends_on = [aws_route.wan_internet, aws_route_table_association.wan]",
        ),
        ("vpc output.wan_routes", "depends_on = [module.wan_routes]"),
        *(
            (
                f"vip output.{name}",
                "depends_on = [aws_route.internet, aws_route.egress_only, module.routes]",
            )
            for name in ("handler", "this")
        ),
    },
    "a function is called with its rights, and may be called by who calls it": {
        ("lifecycle aws_lambda_function.this", "depends_on = [aws_iam_role_policy.function]"),
        (
            "prober aws_lambda_function.this",
            "depends_on = [aws_iam_role_policy.this, aws_vpc_security_group_egress_rule.this]",
        ),
        (
            "prober aws_cloudwatch_event_target.this",
            "depends_on = [aws_lambda_permission.rule, "
            "aws_lambda_function_event_invoke_config.this]",
        ),
        ("lifecycle output.prober", "depends_on = [aws_lambda_permission.alarm]"),
        ("flow_logs aws_flow_log.this", "depends_on = [aws_iam_role_policy.this]"),
        (
            "lifecycle aws_cloudwatch_event_target.hooks",
            "depends_on = [aws_lambda_permission.rule]",
        ),
        (
            "lifecycle aws_cloudwatch_event_target.audit",
            "depends_on = [aws_lambda_permission.rule]",
        ),
        (
            "lifecycle aws_cloudwatch_event_target.state_changes",
            "depends_on = [aws_lambda_permission.rule]",
        ),
        (
            "lifecycle aws_cloudwatch_metric_alarm.this",
            "depends_on = [aws_cloudwatch_log_group.function, aws_lambda_permission.alarm]",
        ),
        (
            "lifecycle output.warmup",
            "depends_on = [aws_lambda_permission.rule, aws_lambda_invocation.sweep]",
        ),
    },
    "the sweep takes the VIP down while all that it needs is there": {
        (
            "lifecycle aws_lambda_invocation.sweep",
            "depends_on = [aws_lambda_function_event_invoke_config.this,"
            " aws_iam_role_policy.function, var.swept_before]",
        ),
    },
    "who waits for service, or writes down what was applied, comes last": {
        (
            "warmup aws_lambda_invocation.serving",
            "depends_on = [aws_cloudwatch_event_target.this]",
        ),
        ("interruptions aws_ssm_parameter.record", "depends_on = [var.applied_after]"),
    },
    "a sentence of ours comes before the provider's": {
        (
            "appliance data.aws_ec2_instance_type.this",
            "depends_on = [data.aws_ec2_instance_type_offerings.this]",
        ),
        ("vpc aws_subnet.wan", "depends_on = [data.aws_availability_zones.given]"),
        ("vpc aws_subnet.prober", "depends_on = [data.aws_availability_zones.given]"),
        ("existing_vpc data.aws_subnet.wan", "depends_on = [data.aws_subnets.wan]"),
        ("existing_vpc data.aws_subnet.prober", "depends_on = [data.aws_subnets.prober]"),
        ("routes aws_route.this", "depends_on = [data.aws_subnets.attached]"),
    },
    "somebody else's network is judged before anything is made": {
        (
            "existing_vpc output.this",
            "depends_on = [data.aws_availability_zones.regional, data.aws_subnet.prober,"
            " data.aws_route_tables.vip, data.aws_network_acls.vip]",
        ),
    }
    | {(each, "depends_on = [var.vpc_id]") for each in MADE_FIRST},
    "a plan meets a heal, which makes the VIP subnet anew: what is ours is asked twice": {
        (
            "existing_vpc data.aws_subnets.colliding",
            "depends_on = [data.aws_subnets.ours_before]",
        ),
        ("existing_vpc data.aws_subnets.ours_after", "depends_on = [data.aws_subnets.colliding]"),
    },
    "what the calling configuration makes is looked up once it is there": {
        ("appliance data.aws_ssm_parameter.image", "depends_on = [var.ami_ssm_parameter]"),
        ("appliance data.aws_key_pair.this", "depends_on = [var.key_name]"),
        ("existing_vpc data.aws_vpcs.given", "depends_on = [var.network]"),
        (
            "routes data.aws_ec2_transit_gateway_vpc_attachments.this",
            "depends_on = [var.routes]",
        ),
    },
}


def said() -> list[tuple[str, str]]:
    """Every such argument of the modules, as `terraform fmt` writes it, on one line."""
    return [
        (f"{file.parent.name} {PREFIX[kind]}{'.'.join(filter(None, names))}", one_line(*argument))
        for file in sorted((PROJECT / "modules").glob("*/*.tf"))
        for kind, *names, body in BLOCK.findall(file.read_text())
        for argument in ARGUMENT.findall(body)
    ]


def one_line(name: str, value: str) -> str:
    return f"{name} = {' '.join(value.split()).replace('[ ', '[').replace(', ]', ']')}"


def test_nothing_of_it_got_lost_and_nothing_came_without_a_reason() -> None:
    with_reasons = [pair for pairs in REASONS.values() for pair in pairs]
    assert sorted(said()) == sorted(with_reasons)


def test_the_root_module_orders_by_values_alone() -> None:
    """A depends_on on a whole module would defer its data sources to the apply."""
    assert not [file for file in PROJECT.glob("*.tf") if ARGUMENT.search(file.read_text())]

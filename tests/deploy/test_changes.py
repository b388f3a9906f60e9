"""Changes of a running deployment: in place or by a replacement, the addresses as promised."""

from __future__ import annotations

from pathlib import Path

from tests.deploy.stage import Stage
from tests.lab.terraform import Terraform

LAUNCH_HOOK_SECONDS = 700
NEW_ADDRESS = "10.16.10.30"
HANDLER = 'module.lifecycle.aws_lambda_function.this["hook_handler"]'
SWEEP = "module.lifecycle.aws_lambda_invocation.sweep"


def test_changes_of_a_running_deployment(stage: Stage, tmp_path: Path) -> None:
    terraform = stage.terraform(".", tmp_path, warmup_grace_seconds=0)
    terraform.init()
    terraform.apply()
    stage.in_service()
    assert stage.vip().whole

    the_address_changes_in_place(stage, terraform)
    only_the_function_is_replaced(stage, terraform)
    the_group_is_replaced(stage, terraform)

    terraform.destroy()
    stage.clean()


def the_address_changes_in_place(stage: Stage, terraform: Terraform) -> None:
    """The sweep's update moves the VIP before the apply is over; the instance stays."""
    before = stage.vip()
    terraform.variables = {**terraform.variables, "vip_address": NEW_ADDRESS}
    assert not [each for each in terraform.plan().changes if not each.endswith(": update")]
    terraform.apply()
    after = stage.vip()
    assert after.whole
    assert (after.private_ip, after.public_ip) == (NEW_ADDRESS, before.public_ip)
    assert after.instance_id == before.instance_id
    at_rest(stage, terraform)


def only_the_function_is_replaced(stage: Stage, terraform: Terraform) -> None:
    """The sweep goes with its function, but sees a living group and leaves all alone."""
    before, first_call = stage.vip(), len(stage.lab.record.calls)
    terraform.apply(replace=(HANDLER, SWEEP))
    actions = {call.action for call in stage.lab.record.of("ec2", kind="lambda", after=first_call)}
    assert not [action for action in actions if not action.startswith("Describe")]
    assert stage.vip() == before
    at_rest(stage, terraform)


def the_group_is_replaced(stage: Stage, terraform: Terraform) -> None:
    """Initial hooks cannot change in place; the new group is warmed up by itself."""
    before = stage.vip()
    changed = {"launch_hook_timeout_seconds": LAUNCH_HOOK_SECONDS}
    terraform.variables = {**terraform.variables, **changed}
    assert "module.asg.aws_autoscaling_group.this: replace" in terraform.plan().changes
    terraform.apply()
    member = stage.in_service()
    after = stage.vip()
    assert after.whole
    assert after.instance_id == member.instance_id != before.instance_id
    assert (after.private_ip, after.public_ip) == (before.private_ip, before.public_ip)
    at_rest(stage, terraform)


def at_rest(stage: Stage, terraform: Terraform) -> None:
    plan = terraform.plan()
    assert plan.empty, plan.changes
    assert stage.vip().whole
    assert (stage.vip().private_ip, stage.vip().public_ip) == stage.promised(terraform.outputs())

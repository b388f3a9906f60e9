"""Changes of a running deployment: in place or by a replacement, the addresses as promised."""

from __future__ import annotations

from pathlib import Path

from lab.pipeline.throttle import READS
from tests.support.running import Running
from tests.support.served_lab import ServedLab

LAUNCH_HOOK_SECONDS = 700
NEW_ADDRESS = "10.16.10.30"
HANDLER = 'module.lifecycle.aws_lambda_function.this["hook_handler"]'
SWEEP = "module.lifecycle.aws_lambda_invocation.sweep"


def test_changes_of_a_running_deployment(served: ServedLab, tmp_path: Path) -> None:
    running = Running(served, tmp_path)
    the_address_changes_in_place(running)
    only_the_function_is_replaced(running)
    the_group_is_replaced(running)
    running.destroy()


def the_address_changes_in_place(running: Running) -> None:
    """The sweep's update moves the VIP before the apply is over; the instance stays."""
    before = running.vip
    planned = running.change(vips={"vip": {"cidr": "10.16.10.0/24", "address": NEW_ADDRESS}})
    assert not [each for each in planned if not each.endswith(": update")]
    after = running.vip
    assert after.whole
    assert (after.private_ip, after.public_ip) == (NEW_ADDRESS, before.public_ip)
    assert after.instance_id == before.instance_id
    running.at_rest()


def only_the_function_is_replaced(running: Running) -> None:
    """The sweep goes with its function, but sees a living group and leaves all alone."""
    record = running.served.lab.call_log
    before, first_call = running.vip, len(record.calls)
    running.terraform.apply(replace=(HANDLER, SWEEP))
    actions = {call.action for call in record.of("ec2", kind="lambda", after=first_call)}
    assert not [action for action in actions if not action.startswith(READS)]
    assert running.vip == before
    running.at_rest()


def the_group_is_replaced(running: Running) -> None:
    """Initial hooks cannot change in place; the new group is warmed up by itself."""
    before = running.vip
    planned = running.change(launch_hook_timeout_seconds=LAUNCH_HOOK_SECONDS)
    assert "module.asg.aws_autoscaling_group.this: replace" in planned
    member = running.served.in_service()
    after = running.vip
    assert after.whole
    assert after.instance_id == member.instance_id != before.instance_id
    assert (after.private_ip, after.public_ip) == (before.private_ip, before.public_ip)
    running.at_rest()

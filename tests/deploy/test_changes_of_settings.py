"""Settings that change in place, under the same instance: tags, log retention, the reboot flag."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.running import Running
from tests.support.served_lab import ServedLab

FUNCTION = 'module.lifecycle.aws_lambda_function.this["hook_handler"]: update'
RIGHTS = 'module.lifecycle.aws_iam_role_policy.function["hook_handler"]: update'
LOG_GROUPS = {
    'module.lifecycle.aws_cloudwatch_log_group.function["hook_handler"]: update',
    'module.lifecycle.aws_cloudwatch_log_group.function["warmup"]: update',
    "module.flow_logs[0].aws_cloudwatch_log_group.this: update",
}
FUNCTION_TIMEOUT_SECONDS = 120
TWO_AUDITS_SECONDS = 130


@pytest.mark.nightly
def test_changes_of_settings(served: ServedLab, tmp_path: Path) -> None:
    running = Running(served, tmp_path)
    before = running.vip

    tags_change_in_place(running)
    log_retention_changes_in_place(running)
    assert running.vip == before
    the_reboot_flag_reboots_the_running_instance_once(running)
    assert running.vip == before

    running.destroy()


def tags_change_in_place(running: Running) -> None:
    planned = running.change(tags={"Team": "voice"})
    assert FUNCTION in planned
    assert not [each for each in planned if not each.endswith(": update")]
    running.at_rest()


def log_retention_changes_in_place(running: Running) -> None:
    assert running.change(log_retention_days=30) == LOG_GROUPS
    running.at_rest()


def the_reboot_flag_reboots_the_running_instance_once(running: Running) -> None:
    """Nothing says yet that the instance was rebooted for its interface (docs/operations.md)."""
    lab = running.served.lab
    instance_id = running.served.in_service().instance_id
    assert running.change(reboot_after_attach=True) == {FUNCTION, RIGHTS}
    running.served.wait(lambda: lab.ec2.reboots[instance_id] == 1, "a reboot")
    lab.clock.run_until(lambda: False, FUNCTION_TIMEOUT_SECONDS + TWO_AUDITS_SECONDS)
    assert lab.ec2.reboots == {instance_id: 1}
    running.at_rest()

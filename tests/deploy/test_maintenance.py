"""Maintenance and evacuated zones, by applies: what was not set today is the operator's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.running import Running
from tests.support.served_lab import DEFAULT_NAME as NAME
from tests.support.served_lab import ServedLab

SWEEP = "module.lifecycle.aws_lambda_invocation.sweep: update"
GROUP = "module.asg.aws_autoscaling_group.this: update"
LAUNCH_ZONES = "output.launch_zones: update"
WORK = {"HealthCheck", "ReplaceUnhealthy"}
BALANCE = {"AZRebalance"}


@pytest.mark.nightly
def test_maintenance_and_evacuated_zones(served: ServedLab, tmp_path: Path) -> None:
    running = Running(served, tmp_path, maintenance=True)

    the_group_is_made_in_maintenance(running)
    null_leaves_it_as_it_is(running)
    false_ends_it_and_true_begins_it(running)
    what_an_operator_does_meanwhile_stays(running)
    a_zone_is_evacuated_in_maintenance(running)

    running.destroy()


def the_group_is_made_in_maintenance(running: Running) -> None:
    assert suspended(running) == WORK | BALANCE
    running.at_rest()


def null_leaves_it_as_it_is(running: Running) -> None:
    assert running.change(maintenance=None) == {SWEEP}
    assert suspended(running) == WORK | BALANCE
    running.change(tags={"Team": "voice"})
    assert suspended(running) == WORK | BALANCE


def false_ends_it_and_true_begins_it(running: Running) -> None:
    assert running.change(maintenance=False) == {SWEEP}
    assert suspended(running) == BALANCE
    assert running.change(maintenance=True) == {SWEEP}
    assert suspended(running) == WORK | BALANCE
    running.at_rest()


def what_an_operator_does_meanwhile_stays(running: Running) -> None:
    running.served.client("autoscaling").resume_processes(
        AutoScalingGroupName=NAME, ScalingProcesses=sorted(WORK)
    )
    assert running.terraform.plan().empty
    running.change(tags={"Team": "data"})
    assert suspended(running) == BALANCE
    running.change(maintenance=False)
    assert running.change(maintenance=True) == {SWEEP}
    assert suspended(running) == WORK | BALANCE


def a_zone_is_evacuated_in_maintenance(running: Running) -> None:
    """Nothing moves by itself; the planned replacement starts elsewhere."""
    before, there = running.vip, running.served.in_service()
    zone = there.availability_zone
    assert running.change(evacuate=[zone]) == {GROUP, LAUNCH_ZONES}
    assert running.vip == before
    elsewhere = running.replace_the_instance(there)
    assert elsewhere.availability_zone != zone
    running.at_rest()
    assert suspended(running) == WORK | BALANCE


def suspended(running: Running) -> set[str]:
    (group,) = running.served.client("autoscaling").describe_auto_scaling_groups(
        AutoScalingGroupNames=[NAME]
    )["AutoScalingGroups"]
    return {each["ProcessName"] for each in group["SuspendedProcesses"]}

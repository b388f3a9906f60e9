"""Suspend a process, stop the instance, apply; stop a function, apply; rest, apply: nothing undone.

What an apply does undo, its plan says: the table of docs/operations.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.running import Running
from tests.support.served_lab import DEFAULT_NAME as NAME
from tests.support.served_lab import ServedLab

GROUP = "module.asg.aws_autoscaling_group.this: update"
TWO_AUDITS_SECONDS = 130
NOTICED_SECONDS = 240  # longer than any health check needs to find an instance stopped


@pytest.mark.nightly
def test_what_an_operator_did_on_purpose(served: ServedLab, tmp_path: Path) -> None:
    running = Running(served, tmp_path)

    suspended_stopped_and_applied(running)
    resumed_it_heals(running)
    a_stopped_function_stays_stopped(running)
    what_is_undone_is_in_the_plan(running)
    at_rest_it_is_not_woken(running)

    running.destroy()


def suspended_stopped_and_applied(running: Running) -> None:
    served, api = running.served, running.served.client("autoscaling")
    old = served.in_service()
    api.suspend_processes(AutoScalingGroupName=NAME, ScalingProcesses=["ReplaceUnhealthy"])
    served.client("ec2").stop_instances(InstanceIds=[old.instance_id])
    assert running.terraform.plan().empty
    assert GROUP in running.change(tags={"Team": "voice"}, health_check_grace_seconds=60)
    passes(served, NOTICED_SECONDS)
    assert suspended(served) == {"AZRebalance", "ReplaceUnhealthy"}
    assert [each.instance_id for each in served.lab.groups.get(NAME).group.members] == [
        old.instance_id
    ]


def resumed_it_heals(running: Running) -> None:
    (old,) = running.served.lab.groups.get(NAME).group.members
    running.served.client("autoscaling").resume_processes(
        AutoScalingGroupName=NAME, ScalingProcesses=["ReplaceUnhealthy"]
    )
    running.served.in_service(other_than=old)
    assert running.vip.whole, running.vip.missing


def a_stopped_function_stays_stopped(running: Running) -> None:
    """Reserved concurrency 0 is how AWS says to stop a function.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
    """
    functions, function = running.served.client("lambda"), f"{NAME}-hook-handler"
    functions.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    assert running.terraform.plan().empty
    running.change(tags={"Team": "data"})
    kept = functions.get_function_concurrency(FunctionName=function)
    assert kept["ReservedConcurrentExecutions"] == 0
    functions.delete_function_concurrency(FunctionName=function)
    passes(running.served, TWO_AUDITS_SECONDS)


def what_is_undone_is_in_the_plan(running: Running) -> None:
    served = running.served
    holder = served.in_service()
    subnets = served.lab.groups.get(NAME).group.vpc_zone_identifier.split(",")
    served.client("autoscaling").update_auto_scaling_group(
        AutoScalingGroupName=NAME, MaxSize=2, VPCZoneIdentifier=subnets[0]
    )
    events = served.client("events")
    events.disable_rule(Name=f"{NAME}-audit")
    target = events.list_targets_by_rule(Rule=f"{NAME}-hooks")["Targets"][0]["Id"]
    events.remove_targets(Rule=f"{NAME}-hooks", Ids=[target])
    served.client("cloudwatch").disable_alarm_actions(AlarmNames=[f"{NAME}-heal-failed"])
    assert running.change() == {
        GROUP,
        "module.lifecycle.aws_cloudwatch_event_rule.audit: update",
        "module.lifecycle.aws_cloudwatch_event_target.hooks: create",
        'module.lifecycle.aws_cloudwatch_metric_alarm.this["heal-failed"]: update',
    }
    running.at_rest()
    assert served.in_service().instance_id == holder.instance_id


def at_rest_it_is_not_woken(running: Running) -> None:
    served, api = running.served, running.served.client("autoscaling")
    api.suspend_processes(AutoScalingGroupName=NAME, ScalingProcesses=["Launch"])
    api.set_desired_capacity(AutoScalingGroupName=NAME, DesiredCapacity=0)
    served.wait(lambda: not served.lab.groups.get(NAME).group.members, "the group's rest")
    assert running.terraform.plan().empty
    running.change(tags={"Team": "voice"})
    passes(served, TWO_AUDITS_SECONDS)
    assert suspended(served) == {"AZRebalance", "Launch"}
    assert served.lab.groups.get(NAME).group.desired_capacity == 0


def suspended(served: ServedLab) -> set[str]:
    (group,) = served.client("autoscaling").describe_auto_scaling_groups(
        AutoScalingGroupNames=[NAME]
    )["AutoScalingGroups"]
    return {each["ProcessName"] for each in group["SuspendedProcesses"]}


def passes(served: ServedLab, seconds: float) -> None:
    served.lab.clock.run_until(lambda: False, seconds)

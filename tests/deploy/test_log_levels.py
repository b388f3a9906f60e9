"""What machines and people hear of the VIP is the same at every log level; only the log is not.

Lambda itself drops printed lines below a function's level: a metric is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from moto.logs.models import logs_backends

from lab.errors import AwsError
from lab.pipeline.faults import Fault
from tests.support.running import Running
from tests.support.served_lab import ALWAYS, Stage

NAME = "persistent-vnf"
SWEEP = "persistent-vnf.sweep"
HANDLER = f"{NAME}-hook-handler"
SEVERITY = {"DEBUG": 0, "INFO": 1, "WARNING": 2, "ERROR": 3, "CRITICAL": 4}
# The most silent first, and then each other in place.
LEVELS = {"ERROR": "ERROR", "WARN": "WARNING", "INFO": "INFO", "DEBUG": "DEBUG"}


def test_metrics_alarms_and_exceptions_arrive_at_every_log_level(
    stage: Stage, tmp_path: Path
) -> None:
    running = Running(stage, tmp_path, log_level="ERROR")
    what_goes_wrong_is_told_by_alarms(stage)
    for level, lowest in LEVELS.items():
        if running.terraform.variables["log_level"] != level:
            running.change(log_level=level)
        stage.wait(stage.lab.lambdas.idle, "functions that began before")
        began = stage.lab.clock.now()
        the_audit_tells_that_the_vip_is_held(stage)
        an_obstacle_is_counted(stage)
        an_exception_is_counted_and_logged(stage)
        a_foreign_event_is_warned_of(stage)
        assert lowest_level(stage, began) == lowest
    at_rest_somebody_still_looks(stage)
    lost_metrics_are_noticed(stage)
    running.destroy()


def the_audit_tells_that_the_vip_is_held(stage: Stage) -> None:
    for metric in ("Audits", "VipHeld"):
        one_more(stage, metric)
    is_in(stage, "OK", "vip-not-held", "audit-silent")


def what_goes_wrong_is_told_by_alarms(stage: Stage) -> None:
    """At the most silent level only: at each other one the metrics are the same."""
    with nobody_may_associate_the_address(stage):
        is_in(stage, "ALARM", "heal-failed", "vip-not-held")
        assert counted(stage, "VipHeld")[-1] == 0
    an_exception_is_counted_and_logged(stage)
    is_in(stage, "ALARM", "handler-errors")
    is_in(stage, "OK", "heal-failed", "vip-not-held", "handler-errors")
    assert counted(stage, "VipHeld")[-1] == 1
    assert stage.vip().whole


def an_obstacle_is_counted(stage: Stage) -> None:
    with nobody_may_associate_the_address(stage):
        one_more(stage, "Failures")


def an_exception_is_counted_and_logged(stage: Stage) -> None:
    """An update by Terraform fails aloud where an audit leaves it to the next one."""
    began, update = stage.lab.clock.now(), {"source": SWEEP, "tf": {"action": "update"}}
    with refused(stage, "autoscaling", "DescribeAutoScalingGroups", "AccessDenied"):
        stage.client("lambda").invoke(FunctionName=HANDLER, Payload=json.dumps(update))
    traces = [line for line in logged(stage, began) if "stackTrace" in line]
    assert {line["errorType"] for line in traces} == {"Obstacle"}


def a_foreign_event_is_warned_of(stage: Stage) -> None:
    stage.client("lambda").invoke(FunctionName=HANDLER, Payload=b'{"source": "somebody"}')


def at_rest_somebody_still_looks(stage: Stage) -> None:
    autoscaling = stage.client("autoscaling")
    autoscaling.suspend_processes(AutoScalingGroupName=NAME, ScalingProcesses=["Launch"])
    autoscaling.set_desired_capacity(AutoScalingGroupName=NAME, DesiredCapacity=0)
    stage.wait(lambda: not stage.lab.groups.get(NAME).group.members, "an empty group")
    stage.wait(stage.lab.lambdas.idle, "functions that began before")
    held = len(counted(stage, "VipHeld"))
    one_more(stage, "Audits")
    is_in(stage, "OK", "audit-silent")
    assert len(counted(stage, "VipHeld")) == held


def lost_metrics_are_noticed(stage: Stage) -> None:
    """Somebody sets Lambda's own filter by hand: the function runs, and nobody hears of it."""
    stage.client("lambda").update_function_configuration(
        FunctionName=HANDLER, LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "WARN"}
    )
    is_in(stage, "ALARM", "audit-silent")


def counted(stage: Stage, metric: str) -> list[float]:
    with stage.lab.lock:
        return stage.lab.metrics.values("PersistentVnf", metric, Name=NAME)


def one_more(stage: Stage, metric: str) -> None:
    before = len(counted(stage, metric))
    stage.wait(lambda: len(counted(stage, metric)) > before, f"the metric {metric}")


def is_in(stage: Stage, state: str, *alarms: str) -> None:
    """Wait for it, and see that people were told."""
    for alarm in alarms:
        name = f"{NAME}-{alarm}"
        stage.wait(lambda: stage.lab.alarms.state(name) == state, f"{name} in {state}")  # noqa: B023
        of_it = [subject for subject in stage.mailed() if f'"{name}"' in subject]
        assert of_it[-1].startswith(f"{state}: ")


@contextmanager
def nobody_may_associate_the_address(stage: Stage) -> Iterator[None]:
    """Somebody has taken it off, and no audit can put it back."""
    hand = stage.console_user()
    with refused(stage, "ec2", "AssociateAddress", "UnauthorizedOperation"):
        hand.disassociate_the_elastic_ip()
        yield
    stage.wait(lambda: stage.vip().whole, "a repair")


@contextmanager
def refused(stage: Stage, service: str, action: str, code: str) -> Iterator[None]:
    error = AwsError(code, "You are not authorized to perform this operation.", status=403)
    stage.lab.faults.inject(
        Fault(service, action, "error", count=ALWAYS, error=error, caller="lambda")
    )
    yield
    stage.lab.faults.clear()


def logged(stage: Stage, since: float) -> list[dict[str, Any]]:
    """What the handler logged from that lab time on, without its metrics."""
    with stage.lab.lock:
        group = logs_backends[stage.lab.account][stage.lab.region].groups[f"/aws/lambda/{HANDLER}"]
        events = [event for stream in group.streams.values() for event in stream.events]
        lines = [event.message for event in events if event.timestamp >= since * 1000]
    return [line for line in map(json.loads, lines) if "_aws" not in line]


def lowest_level(stage: Stage, since: float) -> str:
    """The lowest level that was logged since then; the runtime's own lines have none."""
    levels = {line["level"] for line in logged(stage, since) if "level" in line}
    return min(levels, key=SEVERITY.__getitem__)

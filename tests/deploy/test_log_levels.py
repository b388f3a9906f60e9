"""What machines and people hear of the VIP is the same at every log level; only the log is not.

Lambda itself drops printed lines below a function's level: a metric is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from moto.logs.models import logs_backends

from lab.errors import AwsError
from lab.pipeline.faults import Fault
from tests.support.event_shapes import sweep_event
from tests.support.running import Running
from tests.support.served_lab import ALWAYS, ServedLab

NAME = "persistent-vnf"
HANDLER = f"{NAME}-hook-handler"
SEVERITY = {"DEBUG": 0, "INFO": 1, "WARNING": 2, "ERROR": 3, "CRITICAL": 4}
# The most silent first, and then each other in place.
LEVELS = {"ERROR": "ERROR", "WARN": "WARNING", "INFO": "INFO", "DEBUG": "DEBUG"}


@pytest.mark.nightly
def test_metrics_alarms_and_exceptions_arrive_at_every_log_level(
    served: ServedLab, tmp_path: Path
) -> None:
    running = Running(served, tmp_path, log_level="ERROR")
    what_goes_wrong_is_told_by_alarms(served)
    for level, lowest in LEVELS.items():
        if running.terraform.variables["log_level"] != level:
            running.change(log_level=level)
        served.wait(served.lab.lambdas.idle, "functions that began before")
        began = served.lab.clock.now()
        the_audit_tells_that_the_vip_is_held(served)
        an_obstacle_is_counted(served)
        an_exception_is_counted_and_logged(served)
        a_foreign_event_is_warned_of(served)
        assert lowest_level(served, began) == lowest
    at_rest_somebody_still_looks(served)
    lost_metrics_are_noticed(served)
    running.destroy()


def the_audit_tells_that_the_vip_is_held(served: ServedLab) -> None:
    for metric in ("Audits", "VipHeld"):
        one_more(served, metric)
    is_in(served, "OK", "vip-not-held-vip", "audit-silent")


def what_goes_wrong_is_told_by_alarms(served: ServedLab) -> None:
    """At the most silent level only: at each other one the metrics are the same."""
    with nobody_may_associate_the_address(served):
        is_in(served, "ALARM", "heal-failed", "vip-not-held-vip")
        assert counted(served, "VipHeld")[-1] == 0
    an_exception_is_counted_and_logged(served)
    is_in(served, "ALARM", "handler-errors")
    is_in(served, "OK", "heal-failed", "vip-not-held-vip", "handler-errors")
    assert counted(served, "VipHeld")[-1] == 1
    assert served.vip().whole


def an_obstacle_is_counted(served: ServedLab) -> None:
    with nobody_may_associate_the_address(served):
        one_more(served, "Failures")


def an_exception_is_counted_and_logged(served: ServedLab) -> None:
    """An update by Terraform fails aloud where an audit leaves it to the next one."""
    began, update = served.lab.clock.now(), sweep_event("update")
    with refused(served, "autoscaling", "DescribeAutoScalingGroups", "AccessDenied"):
        served.client("lambda").invoke(FunctionName=HANDLER, Payload=json.dumps(update))
    traces = [line for line in logged(served, began) if "stackTrace" in line]
    assert {line["errorType"] for line in traces} == {"TerminalError"}


def a_foreign_event_is_warned_of(served: ServedLab) -> None:
    served.client("lambda").invoke(FunctionName=HANDLER, Payload=b'{"source": "somebody"}')


def at_rest_somebody_still_looks(served: ServedLab) -> None:
    autoscaling = served.client("autoscaling")
    autoscaling.suspend_processes(AutoScalingGroupName=NAME, ScalingProcesses=["Launch"])
    autoscaling.set_desired_capacity(AutoScalingGroupName=NAME, DesiredCapacity=0)
    served.wait(lambda: not served.lab.groups.get(NAME).group.members, "an empty group")
    served.wait(served.lab.lambdas.idle, "functions that began before")
    held = len(counted(served, "VipHeld"))
    one_more(served, "Audits")
    is_in(served, "OK", "audit-silent")
    assert len(counted(served, "VipHeld")) == held


def lost_metrics_are_noticed(served: ServedLab) -> None:
    """Somebody sets Lambda's own filter by hand: the function runs, and nobody hears of it."""
    served.client("lambda").update_function_configuration(
        FunctionName=HANDLER, LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "WARN"}
    )
    is_in(served, "ALARM", "audit-silent")


def counted(served: ServedLab, metric: str) -> list[float]:
    with served.lab.lock:
        of_a_vip = {"Vip": "vip"} if metric == "VipHeld" else {}
        return served.lab.metrics.values("PersistentVnf", metric, Name=NAME, **of_a_vip)


def one_more(served: ServedLab, metric: str) -> None:
    before = len(counted(served, metric))
    served.wait(lambda: len(counted(served, metric)) > before, f"the metric {metric}")


def is_in(served: ServedLab, state: str, *alarms: str) -> None:
    """Wait for it, and see that people were told."""
    for alarm in alarms:
        name = f"{NAME}-{alarm}"
        served.wait(lambda: served.lab.alarms.state(name) == state, f"{name} in {state}")  # noqa: B023
        of_it = [subject for subject in served.mailed() if f'"{name}"' in subject]
        assert of_it[-1].startswith(f"{state}: ")


@contextmanager
def nobody_may_associate_the_address(served: ServedLab) -> Iterator[None]:
    """Somebody has taken it off, and no audit can put it back."""
    user = served.console_user()
    with refused(served, "ec2", "AssociateAddress", "UnauthorizedOperation"):
        user.disassociate_the_elastic_ip()
        yield
    served.wait(lambda: served.vip().whole, "a repair")


@contextmanager
def refused(served: ServedLab, service: str, action: str, code: str) -> Iterator[None]:
    error = AwsError(code, "You are not authorized to perform this operation.", status=403)
    served.lab.faults.inject(
        Fault(service, action, "error", count=ALWAYS, error=error, caller="lambda")
    )
    yield
    served.lab.faults.clear()


def logged(served: ServedLab, since: float) -> list[dict[str, Any]]:
    """What the handler logged from that lab time on, without its metrics."""
    with served.lab.lock:
        group = logs_backends[served.lab.account][served.lab.region].groups[
            f"/aws/lambda/{HANDLER}"
        ]
        events = [event for stream in group.streams.values() for event in stream.events]
        lines = [event.message for event in events if event.timestamp >= since * 1000]
    return [line for line in map(json.loads, lines) if "_aws" not in line]


def lowest_level(served: ServedLab, since: float) -> str:
    """The lowest level that was logged since then; the runtime's own lines have none."""
    levels = {line["level"] for line in logged(served, since) if "level" in line}
    return min(levels, key=SEVERITY.__getitem__)

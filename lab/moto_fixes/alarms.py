"""Composite alarms: moto stores and describes them, and only lacks the call that makes one."""

from __future__ import annotations

from moto.cloudwatch.models import Alarm
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from lab.errors import NotModelled
from lab.patching import add

SUPPRESSOR = (
    "ActionsSuppressor",
    "ActionsSuppressorWaitPeriod",
    "ActionsSuppressorExtensionPeriod",
)


def _put_composite_alarm(response: CloudWatchResponse) -> ActionResult:
    asked = [name for name in SUPPRESSOR if response._get_param(name) is not None]
    if asked:
        raise NotModelled(f"cloudwatch:PutCompositeAlarm: {', '.join(asked)}")
    return response.put_metric_alarm()


def install() -> None:
    add(CloudWatchResponse, "put_composite_alarm", _put_composite_alarm)
    add(Alarm, "alarm_rule", property(lambda alarm: alarm.rule))

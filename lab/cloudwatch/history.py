"""DescribeAlarmHistory: the changes of alarms' states, the newest first.

docs/aws-behaviour.md#history-of-an-alarm
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from lab import context
from lab.cloudwatch.transition import Change, State
from lab.errors import NotModelled
from lab.patching import add

KIND, NEWEST_FIRST = "StateUpdate", "TimestampDescending"


def _item(change: Change) -> dict[str, Any]:
    data = {"version": "1.0", "oldState": _state(change.before), "newState": _state(change.now)}
    return {
        "AlarmName": change.alarm,
        "AlarmType": "MetricAlarm",
        "Timestamp": datetime.fromtimestamp(change.at, UTC).replace(tzinfo=None),
        "HistoryItemType": KIND,
        "HistorySummary": f"Alarm updated from {change.before.value} to {change.now.value}",
        "HistoryData": json.dumps(data),
    }


def _state(state: State) -> dict[str, Any]:
    told = {"stateValue": state.value, "stateReason": state.reason}
    return told if state.data == "{}" else told | {"stateReasonData": json.loads(state.data)}


def _describe_alarm_history(response: CloudWatchResponse) -> ActionResult:
    kind, most = response._get_param("HistoryItemType"), response._get_param("MaxRecords", 100)
    if (kind, response._get_param("ScanBy")) != (KIND, NEWEST_FIRST):
        raise NotModelled(f"cloudwatch:DescribeAlarmHistory but of {KIND}, {NEWEST_FIRST}")
    name, since = response._get_param("AlarmName"), response._get_param("StartDate")
    begins = since.replace(tzinfo=since.tzinfo or UTC).timestamp()
    found = [
        _item(each)
        for each in reversed(context.current().alarms.changes)
        if each.alarm == name and each.at >= begins
    ]
    return ActionResult({"AlarmHistoryItems": found[:most]})


def install() -> None:
    add(CloudWatchResponse, "describe_alarm_history", _describe_alarm_history)

"""DescribeAlarmHistory: what an alarm was before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.context import Lab
from lab.in_process import client, simulated
from lab.switches import Switches

NAME = "sip"


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(switches=Switches(alarm_extra_periods=0, alarm_lag_seconds=0)) as lab:
        put()
        yield lab


def put(**changes: Any) -> None:
    client("cloudwatch").put_metric_alarm(
        **{
            "AlarmName": NAME,
            "Namespace": "PersistentVnf",
            "MetricName": "CheckPassed",
            "Statistic": "Maximum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "ComparisonOperator": "LessThanThreshold",
            "Threshold": 1,
            "TreatMissingData": "missing",
        }
        | changes
    )


def minute(lab: Lab, passed: float) -> None:
    """A minute with one probe."""
    lab.metrics.record("PersistentVnf", "CheckPassed", passed, {})
    lab.clock.advance(60)


def changes(name: str = NAME, **asked: Any) -> list[tuple[str, str]]:
    """From which state to which, the newest first."""
    answer = client("cloudwatch").describe_alarm_history(AlarmName=name, **history() | asked)
    told = [json.loads(each["HistoryData"]) for each in answer["AlarmHistoryItems"]]
    return [(each["oldState"]["stateValue"], each["newState"]["stateValue"]) for each in told]


def history() -> dict[str, Any]:
    return {
        "HistoryItemType": "StateUpdate",
        "StartDate": datetime.fromtimestamp(0, UTC),
        "ScanBy": "TimestampDescending",
        "MaxRecords": 100,
    }


@pytest.mark.behaviour("history-of-an-alarm")
def test_each_change_of_state_is_kept_the_newest_first(lab: Lab) -> None:
    for passed in (1, 1, 0, 0, 1):
        minute(lab, passed)
    assert changes() == [("ALARM", "OK"), ("OK", "ALARM"), ("INSUFFICIENT_DATA", "OK")]
    assert changes(MaxRecords=1) == [("ALARM", "OK")]


@pytest.mark.behaviour("history-of-an-alarm")
def test_it_begins_where_it_is_asked_to(lab: Lab) -> None:
    minute(lab, 1)
    since = datetime.fromtimestamp(lab.clock.now() + 1, UTC)
    minute(lab, 0)
    assert changes(StartDate=since) == [("OK", "ALARM")]


@pytest.mark.behaviour("history-of-an-alarm")
def test_it_is_that_of_one_alarm_and_stays_when_that_is_gone(lab: Lab) -> None:
    put(AlarmName="another")
    minute(lab, 1)
    client("cloudwatch").delete_alarms(AlarmNames=[NAME])
    assert changes() == changes("another") == [("INSUFFICIENT_DATA", "OK")]
    assert changes("a third") == []


@pytest.mark.behaviour("history-of-an-alarm")
def test_when_an_alarm_was_written_is_told(lab: Lab) -> None:
    def written() -> float:
        (alarm,) = client("cloudwatch").describe_alarms(AlarmNames=[NAME])["MetricAlarms"]
        return float(alarm["AlarmConfigurationUpdatedTimestamp"].timestamp())

    first = written()
    minute(lab, 1)
    assert written() == first
    put(Threshold=2)
    assert written() == lab.clock.now() > first


def test_what_else_the_history_has_is_not_modelled(lab: Lab) -> None:  # noqa: ARG001
    with pytest.raises(ClientError, match="NotModelled"):
        changes(HistoryItemType="ConfigurationUpdate")

"""Alarms that call a function, alarms of short periods, status checks as metrics, times."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.context import ACCOUNT, REGION
from lab.in_process import client, simulated
from lab.switches import Switches
from tests.support.worlds.auto_scaling import GROUP, build
from tests.support.worlds.functions import FUNCTION, FunctionWorld

NAME = "service"
ALARM_ARN = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{NAME}"
ALARMS = "lambda.alarms.cloudwatch.amazonaws.com"
LATE = {"alarm_lag_seconds": 0.0, "short_alarm_lag_seconds": 0.0, "alarm_extra_periods": 0}


@pytest.fixture
def world() -> Iterator[FunctionWorld]:
    with simulated(switches=Switches(lambda_start_seconds=(0.0, 0.0), **LATE)) as lab:
        yield FunctionWorld(lab)
        lab.gaps.check()


def put(**changes: Any) -> None:
    client("cloudwatch").put_metric_alarm(
        **{
            "AlarmName": NAME,
            "Namespace": "Probes",
            "MetricName": "Failed",
            "Dimensions": [{"Name": "Name", "Value": "vnf"}],
            "Statistic": "Maximum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Threshold": 1,
            "TreatMissingData": "notBreaching",
        }
        | changes
    )


def probe(value: float, **changes: Any) -> None:
    datum = {
        "MetricName": "Failed",
        "Dimensions": [{"Name": "Name", "Value": "vnf"}],
        "Value": value,
    }
    client("cloudwatch").put_metric_data(Namespace="Probes", MetricData=[datum | changes])


def described() -> dict[str, Any]:
    [alarm] = client("cloudwatch").describe_alarms(AlarmNames=[NAME])["MetricAlarms"]
    return dict(alarm)


def listening(world: FunctionWorld) -> tuple[str, list[Any]]:
    """A function's ARN, and the events that it gets."""
    received: list[Any] = []
    arn = world.function()
    world.lab.lambdas.local[FUNCTION] = lambda event, _: received.append(event)
    return arn, received


def permit(**changes: Any) -> None:
    permission = {
        "FunctionName": FUNCTION,
        "StatementId": "alarms",
        "Action": "lambda:InvokeFunction",
        "Principal": ALARMS,
        "SourceAccount": ACCOUNT,
        "SourceArn": ALARM_ARN,
    }
    given = permission | changes
    client("lambda").add_permission(**{k: v for k, v in given.items() if v is not None})


@pytest.mark.behaviour("alarms-that-call-a-function")
def test_the_function_gets_the_documented_event(world: FunctionWorld) -> None:
    arn, received = listening(world)
    permit()
    put(AlarmActions=[arn], AlarmDescription="The service is sick")
    world.lab.clock.advance(61)
    probe(1)
    world.lab.clock.advance(60)
    [event] = received
    data = event.pop("alarmData")
    assert event == {
        "source": "aws.cloudwatch",
        "alarmArn": ALARM_ARN,
        "accountId": ACCOUNT,
        "time": "2026-11-23T00:02:00.000+0000",
        "region": REGION,
    }
    assert data["alarmName"] == NAME
    assert data["state"]["value"] == "ALARM"
    assert data["state"]["timestamp"] == event["time"]
    assert data["state"]["reason"].startswith("Threshold Crossed: 1 datapoint [1.0] was greater")
    assert json.loads(data["state"]["reasonData"])["recentDatapoints"] == [1.0]
    assert data["previousState"]["value"] == "OK"
    assert data["previousState"]["timestamp"] == "2026-11-23T00:01:00.000+0000"
    assert data["configuration"]["description"] == "The service is sick"
    [metric] = data["configuration"]["metrics"]
    assert metric["returnData"] is True
    assert metric["metricStat"] == {
        "metric": {"namespace": "Probes", "name": "Failed", "dimensions": {"Name": "vnf"}},
        "period": 60,
        "stat": "Maximum",
    }


@pytest.mark.behaviour("alarms-that-call-a-function")
@pytest.mark.parametrize(
    ("permission", "calls"),
    [
        ({}, 1),
        ({"SourceArn": None}, 1),
        ({"SourceArn": f"{ALARM_ARN}-else"}, 0),
        ({"SourceAccount": "210987654321"}, 0),
        ({"Principal": "cloudwatch.amazonaws.com"}, 0),
        (None, 0),
    ],
)
def test_the_functions_policy_has_to_let_alarms_in(
    world: FunctionWorld, permission: dict[str, Any] | None, calls: int
) -> None:
    arn, received = listening(world)
    if permission is not None:
        permit(**permission)
    put(AlarmActions=[arn])
    probe(1)
    world.lab.clock.advance(61)
    assert len(received) == calls
    assert world.lab.alarms.state(NAME) == "ALARM"


@pytest.mark.behaviour("alarms-that-call-a-function")
def test_without_the_function_the_state_changes_all_the_same(world: FunctionWorld) -> None:
    put(AlarmActions=[f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:nobody"])
    probe(1)
    world.lab.clock.advance(61)
    assert world.lab.alarms.state(NAME) == "ALARM"


@pytest.mark.behaviour("alarms-of-short-periods")
@pytest.mark.parametrize(("resolution", "seconds"), [(1, 30), (60, None)])
def test_only_values_of_high_resolution_feed_a_short_period(
    world: FunctionWorld, resolution: int, seconds: int | None
) -> None:
    """Others are stored by the minute: such an alarm sees one value in six at best."""
    put(Period=10, EvaluationPeriods=3, DatapointsToAlarm=2)
    began = world.lab.clock.now()
    reached = None
    for _ in range(12):
        probe(1, StorageResolution=resolution)
        world.lab.clock.advance(10)
        if reached is None and world.lab.alarms.state(NAME) == "ALARM":
            reached = world.lab.clock.now() - began
    assert reached == (20 if seconds else None)


@pytest.mark.behaviour("alarms-of-short-periods")
@pytest.mark.parametrize("lag", [0.0, 7.0])
def test_it_is_evaluated_every_ten_seconds_after_a_lag(world: FunctionWorld, lag: float) -> None:
    world.lab.switches.short_alarm_lag_seconds = lag
    put(Period=30)
    began = world.lab.clock.now()
    probe(1, StorageResolution=1)
    assert world.lab.clock.run_until(lambda: world.lab.alarms.state(NAME) == "ALARM", 600)
    assert world.lab.clock.now() - began == pytest.approx(10 + lag)


@pytest.mark.behaviour("alarms-of-short-periods")
def test_a_line_of_a_function_may_be_of_high_resolution(world: FunctionWorld) -> None:
    world.function()

    def probes(_event: Any, _context: Any) -> None:
        definition = {
            "Namespace": "Probes",
            "Dimensions": [["Name"]],
            "Metrics": [{"Name": "Failed", "StorageResolution": 1}],
        }
        at = int(world.lab.clock.now() * 1000)
        root = {"_aws": {"Timestamp": at, "CloudWatchMetrics": [definition]}}
        print(json.dumps(root | {"Name": "vnf", "Failed": 1}))

    world.lab.lambdas.local[FUNCTION] = probes
    put(Period=10)
    world.lab.clock.advance(32)
    world.lab.lambdas.invoke(FUNCTION, {})
    world.lab.clock.advance(8)
    assert world.lab.alarms.state(NAME) == "ALARM"


@pytest.mark.behaviour("alarms-of-short-periods")
@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "change", [{"Period": 15}, {"Period": 90}, {"EvaluationPeriods": 2, "DatapointsToAlarm": 3}]
)
def test_periods_and_datapoints_that_aws_refuses(change: dict[str, Any]) -> None:
    with pytest.raises(ClientError) as error:
        put(**change)
    assert error.value.response["Error"]["Code"] == "ValidationError"


@pytest.mark.behaviour("state-of-an-alarm")
def test_an_alarm_tells_since_when_it_has_its_state(world: FunctionWorld) -> None:
    """Not since when it is evaluated, reported of, or written anew."""
    world.lab.clock.advance(30)
    put()
    world.lab.clock.advance(31)
    probe(1)
    world.lab.clock.advance(60)
    since = datetime.fromtimestamp(world.lab.clock.now() // 60 * 60, UTC)
    for _ in range(3):
        probe(1)
        world.lab.clock.advance(60)
    put(AlarmDescription="in other words")
    alarm = described()
    assert alarm["StateValue"] == "ALARM"
    assert alarm["StateReason"].startswith("Threshold Crossed: 1 datapoint [1.0]")
    assert alarm["StateTransitionedTimestamp"] == since
    assert alarm["StateUpdatedTimestamp"] == since


@pytest.mark.behaviour("state-of-an-alarm")
def test_a_new_alarm_has_its_state_since_it_was_made(world: FunctionWorld) -> None:
    world.lab.clock.advance(30)
    put()
    alarm = described()
    assert alarm["StateValue"] == "INSUFFICIENT_DATA"
    made = datetime.fromtimestamp(world.lab.clock.now(), UTC)
    assert alarm["StateTransitionedTimestamp"] == made


@pytest.mark.behaviour("state-of-an-alarm")
def test_a_state_set_by_hand_has_its_own_reason(world: FunctionWorld) -> None:
    arn, received = listening(world)
    permit()
    put(OKActions=[arn])
    client("cloudwatch").set_alarm_state(
        AlarmName=NAME, StateValue="OK", StateReason="test", StateReasonData='{"by": "hand"}'
    )
    world.lab.clock.advance(1)
    [event] = received
    assert event["alarmData"]["state"]["reason"] == "test"
    assert event["alarmData"]["state"]["reasonData"] == '{"by": "hand"}'
    assert event["alarmData"]["previousState"]["value"] == "INSUFFICIENT_DATA"


@pytest.mark.behaviour("metrics-of-status-checks")
@pytest.mark.parametrize("by", ["InstanceId", "AutoScalingGroupName"])
@pytest.mark.parametrize(
    "check", ["StatusCheckFailed", "StatusCheckFailed_Instance", "StatusCheckFailed_System"]
)
def test_a_failed_status_check_is_a_metric(by: str, check: str) -> None:
    """Of the instance and, the highest of all of them, of its group."""
    with simulated(switches=Switches(impaired_notice_seconds=(3600, 3600), **LATE)) as lab:
        group = build(lab, LifecycleHookSpecificationList=[])
        member = group.serve()
        name = {"InstanceId": member.instance_id, "AutoScalingGroupName": GROUP}[by]
        put(Namespace="AWS/EC2", MetricName=check, Dimensions=[{"Name": by, "Value": name}])
        lab.clock.sleep(60)
        assert lab.alarms.state(NAME) == "OK"
        lab.ec2.impaired.add(member.instance_id)
        lab.clock.sleep(60)
        assert lab.alarms.state(NAME) == "ALARM"
        lab.ec2.impaired.discard(member.instance_id)
        lab.clock.sleep(60)
        assert lab.alarms.state(NAME) == "OK"


@pytest.mark.behaviour("metrics-of-status-checks")
def test_an_instance_that_does_not_run_reports_nothing() -> None:
    with simulated(switches=Switches(health_notice_seconds=(3600, 3600), **LATE)) as lab:
        group = build(lab, LifecycleHookSpecificationList=[])
        member = group.serve()
        dimensions = [{"Name": "InstanceId", "Value": member.instance_id}]
        put(
            Namespace="AWS/EC2",
            MetricName="StatusCheckFailed",
            Dimensions=dimensions,
            TreatMissingData="missing",
        )
        lab.clock.sleep(60)
        assert lab.alarms.state(NAME) == "OK"
        client("ec2").stop_instances(InstanceIds=[member.instance_id])
        lab.clock.sleep(120)
        assert lab.alarms.state(NAME) == "INSUFFICIENT_DATA"

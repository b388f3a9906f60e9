"""Where metrics come from: EMF lines, and AWS's own services."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lab.in_process import client, simulated
from lab.lambdas.inline import InlineContext
from lab.switches import Switches
from tests.support.worlds.functions import FUNCTION, FunctionWorld

NOTHING_OF_USE = {"Effect": "Allow", "Action": "ec2:DescribeVpcs", "Resource": "*"}


@pytest.fixture
def world() -> Iterator[FunctionWorld]:
    with simulated(switches=Switches(lambda_start_seconds=(0.0, 0.0))) as lab:
        yield FunctionWorld(lab)
        lab.gaps.check()


def line(**changes: Any) -> str:
    """An EMF line of two metrics of the VNF `sbc`, an hour after the lab's beginning."""
    metrics = [{"Name": "HealSeconds", "Unit": "Seconds"}, {"Name": "Takeovers"}]
    root = {
        "_aws": {
            "Timestamp": 1795392000000 + 3600_000,
            "CloudWatchMetrics": [
                {"Namespace": "PersistentVnf", "Dimensions": [["Name"]], "Metrics": metrics}
            ],
        },
        "Name": "sbc",
        "HealSeconds": 41.2,
        "Takeovers": 1,
    }
    return json.dumps(root | changes)


def run(world: FunctionWorld, printed: str, **settings: Any) -> None:
    """A function prints that, and ends."""

    def handler(_event: Any, _context: InlineContext) -> None:
        print(printed)

    world.function(**settings)
    world.lab.lambdas.local[FUNCTION] = handler
    world.lab.lambdas.invoke(FUNCTION, {})


def test_what_a_simulated_function_prints_is_in_its_log_and_nowhere_else(
    world: FunctionWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    """As with a process of its own."""
    run(world, "one\ntwo", LoggingConfig={"LogFormat": "JSON", "SystemLogLevel": "WARN"})
    assert world.logged() == ["one", "two"]
    assert capsys.readouterr().out == ""


@pytest.mark.behaviour("logs-of-a-function")
def test_two_functions_that_print_at_once_do_not_mix(world: FunctionWorld) -> None:
    """Each invocation has its own log stream."""

    def handler(event: Any, context: InlineContext) -> None:
        for _ in range(2):
            print(event["says"])
            context.clock.sleep(1)

    world.function(LoggingConfig={"LogFormat": "JSON", "SystemLogLevel": "WARN"})
    world.lab.lambdas.local[FUNCTION] = handler
    for says in ("a", "b"):
        world.lab.lambdas.invoke_async(FUNCTION, {"says": says})
    assert world.lab.clock.run_until(world.lab.lambdas.idle, 60)
    assert sorted(world.logged()) == ["a", "a", "b", "b"]
    assert world.logged() in (["a", "a", "b", "b"], ["b", "b", "a", "a"])


@pytest.mark.behaviour("metrics-in-log-lines")
def test_an_emf_line_is_a_value_of_each_of_its_metrics(world: FunctionWorld) -> None:
    """CloudWatch_Embedded_Metric_Format_Specification.html: namespace, dimensions, unit, value and
    time are the line's."""
    run(world, line())
    found = {
        name: (namespace, dimensions, value.value, value.unit, value.at - world.lab.clock.origin)
        for namespace, name, dimensions, value in world.lab.metrics.all()
        if namespace == "PersistentVnf"
    }
    assert found == {
        "HealSeconds": ("PersistentVnf", {"Name": "sbc"}, 41.2, "Seconds", 3600),
        "Takeovers": ("PersistentVnf", {"Name": "sbc"}, 1, "None", 3600),
    }


@pytest.mark.behaviour("metrics-in-log-lines")
def test_a_list_is_a_value_each(world: FunctionWorld) -> None:
    """The specification: "an array of numeric values"."""
    run(world, line(Takeovers=[1, 0, 2]))
    assert world.lab.metrics.values("PersistentVnf", "Takeovers", Name="sbc") == [1, 0, 2]


@pytest.mark.behaviour("metrics-in-log-lines")
@pytest.mark.parametrize(
    "wrong",
    [line(_aws={"Timestamp": 1}), line(Takeovers="many"), line(_aws=1), line()[:-5]],
)
def test_a_line_that_is_not_to_the_specification_counts_as_an_error(
    world: FunctionWorld, wrong: str
) -> None:
    """CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html: EMFValidationErrors, by log group."""
    run(world, wrong)
    errors = world.lab.metrics.values(
        "AWS/Logs", "EMFValidationErrors", LogGroupName=f"/aws/lambda/{FUNCTION}"
    )
    assert errors == [1]


@pytest.mark.behaviour("metrics-in-log-lines")
def test_a_line_that_may_not_be_written_is_no_metric(world: FunctionWorld) -> None:
    """EMF needs the log group: no right to write, no metric."""
    world.may(NOTHING_OF_USE)
    run(world, line())
    assert world.lab.metrics.values("PersistentVnf", "Takeovers", Name="sbc") == []


@pytest.mark.behaviour("logs-of-a-function")
@pytest.mark.parametrize(("level", "arrives"), [("INFO", True), ("WARN", False), ("ERROR", False)])
def test_a_line_below_the_functions_level_is_no_metric(
    world: FunctionWorld, level: str, arrives: bool
) -> None:
    """monitoring-cloudwatchlogs-log-level.html: a printed line without `level` is INFO."""
    run(world, line(), LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": level})
    found = world.lab.metrics.values("PersistentVnf", "Takeovers", Name="sbc")
    assert found == ([1] if arrives else [])


@pytest.mark.behaviour("metrics-of-services")
def test_lambda_counts_invocations_and_errors(world: FunctionWorld) -> None:
    """monitoring-metrics-types.html: an error of the function counts as an invocation too."""
    runs: list[int] = []

    def handler(_event: Any, _context: InlineContext) -> None:
        runs.append(1)
        if len(runs) == 1:
            raise ValueError("late")

    arn = world.function()
    world.lab.lambdas.local[FUNCTION] = handler
    world.lab.lambdas.invoke_async(arn, {})
    assert world.lab.clock.run_until(world.lab.lambdas.idle, 200)
    assert world.lab.metrics.values("AWS/Lambda", "Invocations", FunctionName=FUNCTION) == [1, 1]
    assert world.lab.metrics.values("AWS/Lambda", "Errors", FunctionName=FUNCTION) == [1, 0]


@pytest.mark.behaviour("metrics-of-services")
def test_lambda_counts_throttles(world: FunctionWorld) -> None:
    """The same page: Throttles are no invocations."""

    def handler(_event: Any, context: InlineContext) -> None:
        context.clock.sleep(10)

    arn = world.function()
    client("lambda").put_function_concurrency(FunctionName=FUNCTION, ReservedConcurrentExecutions=1)
    world.lab.lambdas.local[FUNCTION] = handler
    for _ in range(2):
        world.lab.lambdas.invoke_async(arn, {})
    assert world.lab.clock.run_until(world.lab.lambdas.idle, 200)
    assert world.lab.metrics.values("AWS/Lambda", "Throttles", FunctionName=FUNCTION)
    assert world.lab.metrics.values("AWS/Lambda", "Invocations", FunctionName=FUNCTION) == [1, 1]


@pytest.mark.behaviour("metrics-of-services")
@pytest.mark.parametrize(("may_send", "lost"), [(True, []), (False, [1])])
def test_lambda_counts_events_that_its_destination_refuses(
    world: FunctionWorld, may_send: bool, lost: list[int]
) -> None:
    """The same page: DestinationDeliveryFailures."""
    queue = world.queue()
    if not may_send:
        world.may(NOTHING_OF_USE)
    arn = world.function()
    world.lab.lambdas.local[FUNCTION] = lambda *_: 1 / 0
    world.configure(MaximumRetryAttempts=0, DestinationConfig={"OnFailure": {"Destination": queue}})
    world.lab.lambdas.invoke_async(arn, {})
    assert world.lab.clock.run_until(world.lab.lambdas.idle, 200)
    found = world.lab.metrics.values(
        "AWS/Lambda", "DestinationDeliveryFailures", FunctionName=FUNCTION
    )
    assert found == lost


@pytest.mark.behaviour("metrics-of-services")
def test_sqs_reports_what_waits_once_a_minute(world: FunctionWorld) -> None:
    """sqs-available-cloudwatch-metrics.html: ApproximateNumberOfMessagesVisible, by queue."""
    world.queue("failed")
    client("cloudwatch").put_metric_alarm(
        AlarmName="waiting",
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[{"Name": "QueueName", "Value": "failed"}],
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        Threshold=1,
    )
    world.lab.clock.advance(120)
    assert world.lab.alarms.state("waiting") == "OK"
    url = client("sqs").get_queue_url(QueueName="failed")["QueueUrl"]
    client("sqs").send_message(QueueUrl=url, MessageBody="{}")
    world.lab.clock.advance(120)
    assert world.lab.alarms.state("waiting") == "ALARM"


@pytest.mark.behaviour("metrics-of-services")
def test_values_can_be_put_and_read_over_the_api(world: FunctionWorld) -> None:
    """PutMetricData, GetMetricStatistics: of what services and EMF lines reported as well."""
    world.lab.metrics.count("AWS/Events", "FailedInvocations", RuleName="hooks")
    now = datetime.fromtimestamp(world.lab.clock.now(), UTC)
    client("cloudwatch").put_metric_data(
        Namespace="AWS/Events",
        MetricData=[
            {
                "MetricName": "FailedInvocations",
                "Dimensions": [{"Name": "RuleName", "Value": "hooks"}],
                "Value": 2,
                "Timestamp": now + timedelta(seconds=1),
            }
        ],
    )
    answer = client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Events",
        MetricName="FailedInvocations",
        Dimensions=[{"Name": "RuleName", "Value": "hooks"}],
        StartTime=now - timedelta(minutes=1),
        EndTime=now + timedelta(minutes=1),
        Period=120,
        Statistics=["Sum"],
    )
    assert [point["Sum"] for point in answer["Datapoints"]] == [3]

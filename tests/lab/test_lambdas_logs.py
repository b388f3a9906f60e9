"""What a function leaves in CloudWatch Logs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from lab.lambdas.levels import level_of
from tests.support.worlds.functions import (
    DESCRIBE,
    FUNCTION,
    LOGS,
    FunctionWorld,
    clear,
    document,
    failed,
    handler,
    parsed,
    run,
    served_functions,
)


@pytest.fixture(scope="module")
def shared() -> Iterator[FunctionWorld]:
    with served_functions() as world:
        yield world


@pytest.fixture
def world(shared: FunctionWorld) -> Iterator[FunctionWorld]:
    yield shared
    clear(shared)


@pytest.mark.behaviour("logs-of-a-function")
def test_json_records_carry_extra_keys_and_exceptions(world: FunctionWorld) -> None:
    body = """
log = logging.getLogger("hook_handler.handler")
log.debug("below the level")
log.info("took over %s", "the VIP", extra={"vip": "10.16.10.20"})
try:
    raise ValueError("late")
except ValueError:
    log.exception("noted")
return context.aws_request_id
"""
    request_id = run(world, body)
    info, exception = (each for each in parsed(world.logged()) if "level" in each)
    assert info.pop("timestamp").startswith("2026-11-23T")
    assert info == {
        "level": "INFO",
        "message": "took over the VIP",
        "logger": "hook_handler.handler",
        "requestId": request_id,
        "vip": "10.16.10.20",
    }
    assert (exception["errorType"], exception["errorMessage"]) == ("ValueError", "late")
    assert re.search(r"/package/handler\.py:handle:\d+$", exception["location"])
    assert exception["stackTrace"]


@pytest.mark.behaviour("logs-of-a-function")
def test_the_application_level_is_set(world: FunctionWorld) -> None:
    run(
        world,
        "logging.getLogger('a').info('quiet')\nlogging.getLogger('a').warning('loud')",
        LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "WARN"},
    )
    assert [each["message"] for each in parsed(world.logged()) if "level" in each] == ["loud"]


@pytest.mark.behaviour("logs-of-a-function")
def test_what_is_printed_stays_as_it_is(world: FunctionWorld) -> None:
    run(world, "print('plain')\nprint(json.dumps({'_aws': {}}))")
    assert {"plain", '{"_aws": {}}'} <= set(world.logged())


AT = '"timestamp": "2026-11-23T00:00:00Z"'
WARN = {"LogFormat": "JSON", "ApplicationLogLevel": "WARN"}


@pytest.mark.behaviour("logs-of-a-function")
@pytest.mark.parametrize(
    ("line", "level"),
    [
        (f'{{"level": "DEBUG", {AT}}}', "DEBUG"),
        (f'{{"level": "error", {AT}}}', "ERROR"),
        (f'{{"level": "WARNING", {AT}}}', "WARN"),
        (f'{{"level": "CRITICAL", {AT}}}', "FATAL"),
        (f'{{"level": "loud", {AT}}}', "INFO"),
        (f'{{"level": 40, {AT}}}', "INFO"),
        (f'{{"log_level": "ERROR", {AT}}}', "INFO"),
        ('{"_aws": {}}', "INFO"),
        ('{"level": "ERROR"}', "INFO"),
        ('{"level": "ERROR", "timestamp": "yesterday"}', "INFO"),
        ('{"level": "ERROR", "timestamp": 1795392000}', "INFO"),
        ('{"level": "ERROR", "timestamp": "2026-11-23 00:00:00"}', "INFO"),
        ('{"level": "ERROR", "timestamp": "2026-11-23T00:00:00.123+01:00"}', "ERROR"),
        ("plain", None),
        ("[1, 2]", None),
        ('{"level": "ERROR"', None),
    ],
)
def test_the_level_of_a_printed_line(line: str, level: str | None) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html: INFO,
    unless JSON has a known `level` and a `timestamp` in RFC 3339."""
    assert level_of(line) == level


@pytest.mark.behaviour("logs-of-a-function")
def test_what_is_printed_below_the_application_level_is_dropped(world: FunctionWorld) -> None:
    """The same page: so is a metric, which has no level."""
    kept = '{"level": "ERROR", "timestamp": "2026-11-23T00:00:00Z"}'
    printed = ['{"_aws": {}}', '{"level": "ERROR"}', kept]
    run(world, f"for line in {printed}:\n    print(line)", LoggingConfig=WARN)
    assert [line for line in world.logged() if "platform" not in line] == [kept]


@pytest.mark.behaviour("logs-of-a-function")
def test_in_text_format_nothing_is_filtered(world: FunctionWorld) -> None:
    """The same page: levels need the JSON format."""
    run(world, "print('{}')", LoggingConfig={"LogFormat": "Text"})
    assert "{}" in world.logged()


@pytest.mark.behaviour("logs-of-a-function")
@pytest.mark.parametrize("has_a_level", [True, False])
def test_printed_text_passes_or_counts_as_info(world: FunctionWorld, has_a_level: bool) -> None:
    """The same page does not say which: `printed_text_has_a_level`."""
    world.lab.switches.printed_text_has_a_level = has_a_level
    run(world, "print('plain')", LoggingConfig=WARN)
    world.lab.switches.printed_text_has_a_level = True
    assert ("plain" in world.logged()) is not has_a_level


@pytest.mark.behaviour("logs-of-a-function")
@pytest.mark.parametrize("has_a_level", [True, False])
@pytest.mark.parametrize(("level", "passes"), [("INFO", True), ("ERROR", False)])
def test_the_trace_of_an_uncaught_exception_may_be_dropped(
    world: FunctionWorld, level: str, passes: bool, has_a_level: bool
) -> None:
    """aws-lambda-python-runtime-interface-client, issue 220: `log_level` is no level, which newer
    runtimes mended: `runtime_errors_have_a_level`."""
    world.lab.switches.runtime_errors_have_a_level = has_a_level
    settings = {"LogFormat": "JSON", "ApplicationLogLevel": level}
    failed(world, handler("raise ValueError('late')"), LoggingConfig=settings)
    world.lab.switches.runtime_errors_have_a_level = False
    traces = [line for line in parsed(world.logged()) if "stackTrace" in line]
    assert bool(traces) is (passes or has_a_level)


@pytest.mark.behaviour("logs-of-a-function")
def test_platform_events_in_json(world: FunctionWorld) -> None:
    run(world, "return 1")
    start, report = (each for each in parsed(world.logged()) if "type" in each)
    assert (start["type"], report["type"]) == ("platform.start", "platform.report")
    assert report["record"]["status"] == "success"


@pytest.mark.behaviour("logs-of-a-function")
def test_platform_lines_in_text(world: FunctionWorld) -> None:
    run(
        world,
        "logging.getLogger('a').warning('loud')\nlogging.getLogger('a').info('quiet')",
        LoggingConfig={"LogFormat": "Text"},
    )
    first, loud, end, report = world.logged()
    assert first.startswith("START RequestId: ")
    assert loud.startswith("[WARNING]\t2026-11-23T")
    assert loud.endswith("\tloud")
    assert end.startswith("END RequestId: ")
    assert report.startswith("REPORT RequestId: ")


@pytest.mark.behaviour("resources-of-a-call")
def test_logs_are_lost_without_group_and_permission(world: FunctionWorld) -> None:
    world.function(handler("print('lost')"), logs=False)
    world.lab.lambdas.invoke(FUNCTION, {})
    assert world.client("logs").describe_log_groups()["logGroups"] == []
    create = {"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource": "*"}
    world.may(LOGS, create)
    world.lab.lambdas.invoke(FUNCTION, {})
    assert "lost" in world.logged()


@pytest.mark.behaviour("encrypted-log-groups")
@pytest.mark.parametrize("needed", [True, False])
def test_logs_are_lost_without_the_key_of_their_group(world: FunctionWorld, needed: bool) -> None:
    """AWS's page asks the writer's role for it; nobody saw it enforced."""
    world.lab.switches.log_writers_need_the_key = needed
    every_use = {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}
    logs = {"Principal": {"Service": "logs.eu-west-1.amazonaws.com"}}
    account = {"Principal": {"AWS": "arn:aws:iam::123456789012:root"}}
    policy = document(every_use | logs, every_use | account)
    key = world.client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]
    group = f"/aws/lambda/{FUNCTION}"
    world.client("logs").create_log_group(logGroupName=group, kmsKeyId=key)
    world.function(handler("print('kept')"), logs=False)
    world.lab.lambdas.invoke(FUNCTION, {})
    assert ("kept" in world.logged()) is not needed
    world.may(LOGS, {"Effect": "Allow", "Action": "kms:*", "Resource": key})
    world.lab.lambdas.invoke(FUNCTION, {})
    assert "kept" in world.logged()


# A probe each, half a minute before the function ends.
PROBING = """
metrics = [{"Namespace": "N", "Dimensions": [[]], "Metrics": [{"Name": "Passed"}]}]
for value in (1, 0):
    root = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": metrics}
    print(json.dumps({"_aws": root, "Passed": value}))
time.sleep(30)
print("done")
"""


def passed(world: FunctionWorld) -> list[float]:
    """The values of all probes so far."""
    with world.lab.lock:
        return world.lab.metrics.values("N", "Passed")


@pytest.mark.behaviour("metrics-in-log-lines")
def test_metrics_count_while_the_function_still_runs(world: FunctionWorld) -> None:
    before = len(passed(world))
    world.function(handler(PROBING))
    world.lab.lambdas.invoke_async(FUNCTION, {})
    assert world.lab.clock.run_until(lambda: passed(world)[before:] == [1, 0], 20)
    assert world.lab.lambdas.busy == 1
    assert world.lab.clock.run_until(world.lab.lambdas.idle, 100)
    assert passed(world)[before:] == [1, 0]
    assert world.logged().count("done") == 1


@pytest.mark.behaviour("metrics-in-log-lines")
def test_without_the_right_to_log_no_metric_counts_meanwhile_either(world: FunctionWorld) -> None:
    before, refused = len(passed(world)), len(world.lab.iam.denied)
    world.may(DESCRIBE)
    run(world, PROBING)
    assert len(passed(world)) == before
    denied = [each.action for each in world.lab.iam.denied[refused:]]
    assert denied == ["logs:CreateLogStream"]


@pytest.mark.behaviour("logs-of-a-function")
@pytest.mark.parametrize("made_again", [False, True])
def test_what_a_function_writes_after_its_log_group_has_gone_is_lost(
    world: FunctionWorld, made_again: bool
) -> None:
    """No right to make another one is asked for: the stream was there when it began to write."""
    before, refused = len(passed(world)), len(world.lab.iam.denied)
    world.function(handler(PROBING))
    with ThreadPoolExecutor() as pool:
        invocation = pool.submit(world.lab.lambdas.invoke, FUNCTION, {})
        assert world.lab.clock.run_until(lambda: len(passed(world)) > before, 20)
        world.client("logs").delete_log_group(logGroupName=f"/aws/lambda/{FUNCTION}")
        if made_again:
            world.client("logs").create_log_group(logGroupName=f"/aws/lambda/{FUNCTION}")
    assert invocation.result().function_error is None
    assert world.lab.iam.denied[refused:] == []
    world.lab.gaps.check()


@pytest.mark.behaviour("interfaces-of-a-function")
def test_lambda_writes_the_log_though_the_functions_code_may_not(world: FunctionWorld) -> None:
    mine = {"lambda:SourceFunctionArn": world.lab.arn("lambda", f"function:{FUNCTION}")}
    denied = {"Effect": "Deny", "Action": "logs:*", "Resource": "*"}
    world.may(LOGS, denied | {"Condition": {"ArnEquals": mine}})
    run(world, "print('written')")
    assert "written" in world.logged()

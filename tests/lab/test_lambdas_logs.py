"""What a function leaves in CloudWatch Logs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from lab.lambdas.levels import level_of
from tests.support.worlds.functions import (
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

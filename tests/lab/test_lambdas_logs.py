"""What a function leaves in CloudWatch Logs (contract 5.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.lab.lambda_world import FUNCTION, LOGS, FunctionWorld, document
from tests.lab.served_functions import clear, handler, parsed, run, served_functions


@pytest.fixture(scope="module")
def shared() -> Iterator[FunctionWorld]:
    with served_functions() as world:
        yield world


@pytest.fixture
def world(shared: FunctionWorld) -> Iterator[FunctionWorld]:
    yield shared
    clear(shared)


def test_5_3_json_records_carry_extra_keys_and_exceptions(world: FunctionWorld) -> None:
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


def test_5_3_the_application_level_is_set(world: FunctionWorld) -> None:
    run(
        world,
        "logging.getLogger('a').info('quiet')\nlogging.getLogger('a').warning('loud')",
        LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "WARN"},
    )
    assert [each["message"] for each in parsed(world.logged()) if "level" in each] == ["loud"]


def test_5_3_what_is_printed_stays_as_it_is(world: FunctionWorld) -> None:
    run(world, "print('plain')\nprint(json.dumps({'_aws': {}}))")
    assert {"plain", '{"_aws": {}}'} <= set(world.logged())


def test_5_3_platform_events_in_json(world: FunctionWorld) -> None:
    run(world, "return 1")
    start, report = (each for each in parsed(world.logged()) if "type" in each)
    assert (start["type"], report["type"]) == ("platform.start", "platform.report")
    assert report["record"]["status"] == "success"


def test_5_3_platform_lines_in_text(world: FunctionWorld) -> None:
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


def test_6_logs_are_lost_without_group_and_permission(world: FunctionWorld) -> None:
    world.function(handler("print('lost')"), logs=False)
    world.lab.lambdas.invoke(FUNCTION, {})
    assert world.client("logs").describe_log_groups()["logGroups"] == []
    create = {"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource": "*"}
    world.may(LOGS, create)
    world.lab.lambdas.invoke(FUNCTION, {})
    assert "lost" in world.logged()


@pytest.mark.parametrize("needed", [True, False])
def test_8_logs_are_lost_without_the_key_of_their_group(world: FunctionWorld, needed: bool) -> None:
    """Contract 8 (K): AWS's page asks the writer's role for it; nobody saw it enforced."""
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

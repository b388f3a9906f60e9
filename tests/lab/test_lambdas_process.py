"""Served mode: deployed zips in processes of their own, against a real server."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.support.worlds.functions import (
    DESCRIBE,
    FUNCTION,
    LOGS,
    FunctionWorld,
    clear,
    failed,
    handler,
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


# --- environment, context, time ------------------------------------------------------------
def test_environment_is_the_functions_and_nothing_of_the_labs(
    world: FunctionWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OF_THE_LAB", "1")
    seen = run(world, "return dict(os.environ)", Environment={"Variables": {"VPC_ID": "vpc-1"}})
    assert seen["VPC_ID"] == "vpc-1"
    assert seen["AWS_REGION"] == world.lab.region
    assert seen["AWS_ENDPOINT_URL"] == world.lab.endpoint
    assert seen["AWS_LAMBDA_FUNCTION_NAME"] == FUNCTION
    assert seen["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.13"
    assert {"OF_THE_LAB", "HOME", "PYTHONPATH", "VIRTUAL_ENV"}.isdisjoint(seen)


def test_only_the_zip_and_the_sdk_can_be_imported(world: FunctionWorld) -> None:
    body = """
import boto3
try:
    import tests
except ImportError as error:
    return [str(error), sys.path[0] == os.environ["LAMBDA_TASK_ROOT"] == os.getcwd()]
"""
    assert run(world, body) == ["No module named 'tests'", True]


def test_time_follows_the_labs_clock(world: FunctionWorld) -> None:
    body = """
before, started = time.time(), time.monotonic()
time.sleep(10)
return [before, time.time() - before, time.monotonic() - started]
"""
    lab_before, real_before = world.lab.clock.now(), time.monotonic()
    before, passed, passed_monotonic = run(world, body)
    assert lab_before < before < world.lab.clock.now()
    assert 10 <= passed < 20
    assert passed_monotonic == pytest.approx(passed, abs=0.5)
    assert time.monotonic() - real_before < 5


def test_context_object(world: FunctionWorld) -> None:
    body = """
time.sleep(20)
return [
    context.function_name, context.function_version, context.invoked_function_arn,
    context.memory_limit_in_mb, context.log_group_name, context.get_remaining_time_in_millis(),
    len(context.aws_request_id),
]
"""
    *described, left, length = run(world, body, MemorySize=256)
    arn = f"arn:aws:lambda:{world.lab.region}:{world.lab.account}:function:{FUNCTION}"
    assert described == [FUNCTION, "$LATEST", arn, "256", f"/aws/lambda/{FUNCTION}"]
    assert 20_000 < left <= 40_000
    assert length == 36


def test_the_same_code_is_unpacked_once(world: FunctionWorld) -> None:
    code = handler("return os.environ['LAMBDA_TASK_ROOT']")
    roots = []
    for name in ("one", "two"):
        world.function(code, name)
        roots.append(world.lab.lambdas.invoke(name, {}).payload)
    assert roots[0] == roots[1]


# --- results and errors --------------------------------------------------------------------
@pytest.mark.behaviour("synchronous-invocation")
def test_an_exception_becomes_the_error_payload(world: FunctionWorld) -> None:
    error = failed(world, handler("raise ValueError('no such VIP')"))
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "no such VIP")
    assert "in handle" in error["stackTrace"][0]


@pytest.mark.behaviour("synchronous-invocation")
@pytest.mark.parametrize(
    ("code", "settings", "kind"),
    [
        ("import missing_module", {}, "Runtime.ImportModuleError"),
        ("def handle(:", {}, "Runtime.UserCodeSyntaxError"),
        ("", {}, "Runtime.HandlerNotFound"),
        ("", {"Handler": "handler"}, "Runtime.MalformedHandlerName"),
        ("def handle(event, context): return {1, 2}", {}, "Runtime.MarshalError"),
        ("import os\ndef handle(event, context): os._exit(1)", {}, "Runtime.ExitError"),
    ],
)
def test_errors_of_the_runtime(
    world: FunctionWorld, code: str, settings: dict[str, Any], kind: str
) -> None:
    assert failed(world, code, **settings)["errorType"] == kind


@pytest.mark.behaviour("synchronous-invocation")
def test_invoke_answers_with_result_version_and_log_tail(world: FunctionWorld) -> None:
    world.function(handler("print('taken in')\nreturn event"))
    answer = world.client("lambda").invoke(
        FunctionName=FUNCTION, Payload=b'{"tf": {"action": "create"}}', LogType="Tail"
    )
    assert json.load(answer["Payload"]) == {"tf": {"action": "create"}}
    assert answer["ExecutedVersion"] == "$LATEST"
    assert "taken in" in base64.b64decode(answer["LogResult"]).decode()


@pytest.mark.behaviour("synchronous-invocation")
def test_invoke_event_queues_and_dry_run_does_nothing(world: FunctionWorld) -> None:
    world.function(handler("print('ran')"))
    invoke = world.client("lambda").invoke
    assert invoke(FunctionName=FUNCTION, InvocationType="DryRun")["StatusCode"] == 204
    assert world.lab.lambdas.idle()
    assert invoke(FunctionName=FUNCTION, InvocationType="Event")["StatusCode"] == 202
    assert world.lab.clock.run_until(lambda: "ran" in world.logged(), 100)


@pytest.mark.behaviour("synchronous-invocation")
def test_invoke_of_an_unknown_function(world: FunctionWorld) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        world.client("lambda").invoke(FunctionName="nobody")


@pytest.mark.behaviour("concurrency-of-functions")
def test_a_synchronous_call_beyond_the_concurrency_is_refused(world: FunctionWorld) -> None:
    world.function(handler(""" return 1"""))
    world.client("lambda").put_function_concurrency(
        FunctionName=FUNCTION, ReservedConcurrentExecutions=0
    )
    with pytest.raises(ClientError) as refusal:
        world.client("lambda").invoke(FunctionName=FUNCTION)
    assert refusal.value.response["Error"]["Code"] == "TooManyRequestsException"
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429


# --- calls of the function -----------------------------------------------------------------
def test_calls_carry_the_invocations_identity(world: FunctionWorld) -> None:
    world.may(LOGS, DESCRIBE)
    request_id = run(
        world,
        "boto3.client('ec2').describe_subnets()\nreturn context.aws_request_id",
        "import boto3",
    )
    caller = world.lab.call_log.of("ec2", "DescribeSubnets", kind="lambda")[-1].caller
    assert (caller.name, caller.request_id) == (FUNCTION, request_id)
    assert caller.role_arn == world.role_arn


@pytest.mark.behaviour("policy-evaluation")
def test_the_roles_policy_is_enforced(world: FunctionWorld) -> None:
    error = failed(world, "import boto3\n" + handler("boto3.client('ec2').describe_subnets()"))
    assert error["errorType"] == "ClientError"
    assert "UnauthorizedOperation" in error["errorMessage"]

"""Served mode: deployed zips in processes of their own, against a real server."""

from __future__ import annotations

import base64
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.lab import lab as labs
from tests.lab import moto_setup
from tests.lab.clock import ServedClock
from tests.lab.faults import Fault
from tests.lab.lambda_world import FUNCTION, LOGS, FunctionWorld
from tests.lab.server import LabServer

RATE = 20
DESCRIBE = {"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"}
ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})


@pytest.fixture(scope="module")
def server() -> Iterator[LabServer]:
    """One server for all: each test has a lab's state of its own function names."""
    moto_setup.load_catalogue(False)
    server = LabServer(labs.start(ServedClock(RATE))).start()
    yield server
    server.lab.lambdas.stop()
    server.stop()
    labs.stop()


@pytest.fixture(scope="module")
def clients(server: LabServer) -> Callable[[str], Any]:
    @cache
    def client(service: str) -> Any:
        return boto3.Session("test", "test", region_name=server.lab.region).client(
            service, endpoint_url=server.url, config=ONCE
        )

    client("ec2").describe_subnets()  # moto's first EC2 call takes a second
    return client


@pytest.fixture(scope="module")
def shared(server: LabServer, clients: Callable[[str], Any]) -> FunctionWorld:
    return FunctionWorld(server.lab, clients)


@pytest.fixture
def world(shared: FunctionWorld) -> Iterator[FunctionWorld]:
    yield shared
    assert shared.lab.clock.run_until(shared.lab.lambdas.idle, 100)
    shared.lab.faults.clear()
    shared.may(LOGS)
    for function in shared.client("lambda").list_functions()["Functions"]:
        name = function["FunctionName"]
        shared.client("lambda").delete_function(FunctionName=name)
    for group in shared.client("logs").describe_log_groups()["logGroups"]:
        shared.client("logs").delete_log_group(logGroupName=group["logGroupName"])
    shared.lab.gaps.check()


def handler(body: str, head: str = "") -> str:
    """Source of a module whose handler has this body."""
    indented = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return f"import json, logging, os, sys, time\n{head}\ndef handle(event, context):\n{indented}\n"


def run(world: FunctionWorld, body: str, head: str = "", **settings: Any) -> Any:
    """Deploy, invoke, and give the payload back; an error of the function fails the test."""
    world.function(handler(body, head), **settings)
    answer = world.client("lambda").invoke(FunctionName=FUNCTION, Payload=b"{}")
    payload = json.load(answer["Payload"])
    assert "FunctionError" not in answer, payload
    return payload


def failed(world: FunctionWorld, code: str, **settings: Any) -> Any:
    world.function(code, **settings)
    answer = world.client("lambda").invoke(FunctionName=FUNCTION, Payload=b"{}")
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    return json.load(answer["Payload"])


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
def test_an_exception_becomes_the_error_payload(world: FunctionWorld) -> None:
    error = failed(world, handler("raise ValueError('no such VIP')"))
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "no such VIP")
    assert "in handle" in error["stackTrace"][0]


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


def test_7_2_invoke_answers_with_result_version_and_log_tail(world: FunctionWorld) -> None:
    world.function(handler("print('taken in')\nreturn event"))
    answer = world.client("lambda").invoke(
        FunctionName=FUNCTION, Payload=b'{"tf": {"action": "create"}}', LogType="Tail"
    )
    assert json.load(answer["Payload"]) == {"tf": {"action": "create"}}
    assert answer["ExecutedVersion"] == "$LATEST"
    assert "taken in" in base64.b64decode(answer["LogResult"]).decode()


def test_invoke_event_queues_and_dry_run_does_nothing(world: FunctionWorld) -> None:
    world.function(handler("print('ran')"))
    invoke = world.client("lambda").invoke
    assert invoke(FunctionName=FUNCTION, InvocationType="DryRun")["StatusCode"] == 204
    assert world.lab.lambdas.idle()
    assert invoke(FunctionName=FUNCTION, InvocationType="Event")["StatusCode"] == 202
    assert world.lab.clock.run_until(lambda: "ran" in world.logged(), 100)


def test_invoke_of_an_unknown_function(world: FunctionWorld) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        world.client("lambda").invoke(FunctionName="nobody")


def test_5_2_a_synchronous_call_beyond_the_concurrency_is_refused(world: FunctionWorld) -> None:
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
    caller = world.lab.record.of("ec2", "DescribeSubnets", kind="lambda")[-1].caller
    assert (caller.name, caller.request_id) == (FUNCTION, request_id)
    assert caller.role_arn == world.role_arn


def test_6_the_roles_policy_is_enforced(world: FunctionWorld) -> None:
    error = failed(world, "import boto3\n" + handler("boto3.client('ec2').describe_subnets()"))
    assert error["errorType"] == "ClientError"
    assert "UnauthorizedOperation" in error["errorMessage"]


# --- logs ----------------------------------------------------------------------------------
def parsed(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines if line.startswith("{")]


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


# --- the end of a process ------------------------------------------------------------------
# Tells its own pid, its parent's and that of a child through the pipe {pipe}, then hangs.
HANGING = """
import os, subprocess, time

def handle(event, context):
    child = subprocess.Popen(["/bin/sleep", "1000"])
    with open({pipe!r}, "w") as pipe:
        pipe.write(f"{{os.getpid()}} {{os.getppid()}} {{child.pid}}")
    time.sleep(100000)
"""


class Hanging:
    """A function that hangs, and the processes it has told of."""

    def __init__(self, folder: Path) -> None:
        name = folder / "pids"
        os.mkfifo(name)
        self.code = HANGING.format(pipe=str(name))
        self._pipe = os.open(name, os.O_RDONLY | os.O_NONBLOCK)

    def watch(self) -> tuple[int, int, int]:
        """Wait for the pids; from now on the end of each process is noticed, not polled for."""
        assert select.select([self._pipe], [], [], 30)[0]
        function, zygote, child = map(os.pidfd_open, map(int, os.read(self._pipe, 99).split()))
        return function, zygote, child

    def close(self) -> None:
        os.close(self._pipe)


def gone(*processes: int) -> bool:
    """Whether these processes (pidfds) end, waiting some real seconds for it."""
    return all(select.select([process], [], [], 10)[0] for process in processes)


@pytest.fixture
def hanging(tmp_path: Path) -> Iterator[Hanging]:
    hanging = Hanging(tmp_path)
    yield hanging
    hanging.close()


def test_5_2_a_time_out_kills_the_process_and_its_children(
    world: FunctionWorld, hanging: Hanging
) -> None:
    arn, queue = world.function(hanging.code, Timeout=5), world.queue()
    world.configure(MaximumRetryAttempts=0, DestinationConfig={"OnFailure": {"Destination": queue}})
    world.lab.lambdas.invoke_async(arn, {})
    function, _, child = hanging.watch()
    assert gone(function, child)
    assert world.lab.clock.run_until(world.lab.lambdas.idle, 100)
    error = json.loads(world.messages()[0]["Body"])["responsePayload"]
    assert error["errorType"] == "Sandbox.Timedout"
    assert error["errorMessage"].endswith("Error: Task timed out after 5.00 seconds")
    assert parsed(world.logged())[-1]["record"]["status"] == "timeout"


def test_kill_ends_the_process(world: FunctionWorld, hanging: Hanging) -> None:
    arn = world.function(hanging.code)
    world.configure(MaximumRetryAttempts=0)
    request_id = world.lab.lambdas.invoke_async(arn, {})
    function, _, child = hanging.watch()
    assert world.lab.lambdas.busy == 1
    world.lab.lambdas.kill(request_id)
    assert gone(function, child)
    assert world.lab.clock.run_until(world.lab.lambdas.idle, 100)
    assert "Runtime.ExitError" in world.logged()[-1]


def test_a_kill_fault_strikes_at_the_chosen_call(world: FunctionWorld) -> None:
    world.may(LOGS, DESCRIBE)
    world.lab.faults.inject(Fault("ec2", "DescribeSubnets", "kill", caller="lambda"))
    body = "print('before')\nboto3.client('ec2').describe_subnets()\nprint('after')"
    error = failed(world, handler(body, "import boto3"))
    assert error["errorType"] == "Runtime.ExitError"
    assert error["errorMessage"].endswith("signal: killed")
    assert "before" in world.logged()
    assert "after" not in world.logged()


# A lab of its own in a process of its own, with one hanging function.
OTHER_LAB = """
import sys
from tests.lab import moto_setup
from tests.lab.clock import ServedClock
from tests.lab import lab as labs
from tests.lab.lambda_world import FunctionWorld
from tests.lab.server import LabServer
import boto3
moto_setup.load_catalogue(False)
server = LabServer(labs.start(ServedClock(20))).start()
session = boto3.Session("test", "test", region_name="eu-west-1")
world = FunctionWorld(server.lab, lambda name: session.client(name, endpoint_url=server.url))
server.lab.lambdas.invoke_async(world.function(sys.argv[1], Timeout=900), {})
server.lab.clock.sleep(10**9)
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_lab(
    sent: signal.Signals, hanging: Hanging, tmp_path: Path
) -> None:
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root), "TMPDIR": str(tmp_path)}
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_LAB, hanging.code],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    function, zygote, child = hanging.watch()
    other.send_signal(sent)
    other.wait(timeout=10)
    assert gone(function, zygote, child)

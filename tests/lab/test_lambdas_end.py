"""The end of a function's process: time-out, kill, and the end of the lab itself."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.pipeline.faults import Fault
from tests.support.project import PROJECT
from tests.support.worlds.functions import (
    DESCRIBE,
    LOGS,
    FunctionWorld,
    clear,
    failed,
    handler,
    parsed,
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


@pytest.mark.behaviour("time-of-a-function")
def test_a_time_out_kills_the_process_and_its_children(
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
# (SIGINT may be ignored where the tests were started: a shell does so for its background jobs.)
OTHER_LAB = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from lab import moto_setup
from lab.clock import ServedClock
from lab import boot
from tests.support.worlds.functions import FunctionWorld
from lab.server import LabServer
import boto3
moto_setup.load_catalogue(False)
server = LabServer(boot.start(ServedClock(20))).start()
session = boto3.Session("test", "test", region_name="eu-west-1")
world = FunctionWorld(server.lab, lambda name: session.client(name, endpoint_url=server.url))
server.lab.lambdas.invoke_async(world.function(sys.argv[1], Timeout=900), {})
server.lab.clock.sleep(10**9)
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_lab(
    sent: signal.Signals, hanging: Hanging, tmp_path: Path
) -> None:
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "TMPDIR": str(tmp_path)}
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_LAB, hanging.code],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    function, zygote, child = hanging.watch()
    other.send_signal(sent)
    other.wait(timeout=10)
    assert gone(function, zygote, child)

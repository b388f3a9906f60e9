"""A served lab with one role, for the tests of deployed zips."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from lab import boot, moto_setup
from lab.clock import ServedClock
from lab.server import LabServer
from tests.support.worlds.functions import FUNCTION, LOGS, FunctionWorld

RATE = 20
DESCRIBE = {"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"}
ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})


@contextmanager
def served_functions() -> Iterator[FunctionWorld]:
    """One server for a file of tests; `clear` comes between two tests."""
    moto_setup.load_catalogue(False)
    server = LabServer(boot.start(ServedClock(RATE))).start()
    session = boto3.Session("test", "test", region_name=server.lab.region)

    @cache
    def client(service: str) -> Any:
        return session.client(service, endpoint_url=server.url, config=ONCE)

    client("ec2").describe_subnets()  # moto's first EC2 call takes a second
    try:
        yield FunctionWorld(server.lab, client)
    finally:
        server.lab.lambdas.stop()
        server.stop()
        boot.stop()


def clear(world: FunctionWorld) -> None:
    """Leave the world without functions, logs, queues and faults; it must have no gaps."""
    assert world.lab.clock.run_until(world.lab.lambdas.idle, 100)
    world.lab.faults.clear()
    world.may(LOGS)
    for function in world.client("lambda").list_functions()["Functions"]:
        world.client("lambda").delete_function(FunctionName=function["FunctionName"])
    for group in world.client("logs").describe_log_groups()["logGroups"]:
        world.client("logs").delete_log_group(logGroupName=group["logGroupName"])
    for url in world.client("sqs").list_queues().get("QueueUrls", []):
        world.client("sqs").delete_queue(QueueUrl=url)
    world.lab.gaps.check()


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


def parsed(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines if line.startswith("{")]

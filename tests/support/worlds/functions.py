"""Functions, roles and queues for the tests of the lab's Lambda and IAM, simulated or served."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from lab import boot, moto_setup
from lab.clock import ServedClock
from lab.context import ACCOUNT, REGION, Lab
from lab.in_process import client
from lab.server import LabServer

FUNCTION = "vnf-hook-handler"
ROLE = "hook-handler"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
LOGS = {
    "Effect": "Allow",
    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
    "Resource": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/*:*",
}
RATE = 20
DESCRIBE = {"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"}
ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def zipped(code: str) -> bytes:
    """A deployment package with one module, `package/handler.py`; no date in it."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, text in (("__init__.py", ""), ("handler.py", code)):
            archive.writestr(zipfile.ZipInfo(f"package/{name}"), text)
    return package.getvalue()


class FunctionWorld:
    """One role, and functions that run under it."""

    def __init__(self, lab: Lab, clients: Any = client) -> None:
        self.lab = lab
        self._client = clients
        self.role_arn = self.client("iam").create_role(
            RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST)
        )["Role"]["Arn"]
        self.may(LOGS)

    def client(self, service: str) -> Any:
        return self._client(service)

    def may(self, *statements: dict[str, Any]) -> None:
        self.client("iam").put_role_policy(
            RoleName=ROLE, PolicyName="it", PolicyDocument=document(*statements)
        )

    def function(
        self, code: str = "", name: str = FUNCTION, *, logs: bool = True, **settings: Any
    ) -> str:
        """Create a function (with its log group) and return its ARN."""
        if logs:
            self.client("logs").create_log_group(logGroupName=f"/aws/lambda/{name}")
        made = self.client("lambda").create_function(
            **{
                "FunctionName": name,
                "Role": self.role_arn,
                "Runtime": "python3.13",
                "Handler": "package.handler.handle",
                "Code": {"ZipFile": zipped(code)},
                "Timeout": 60,
                "LoggingConfig": {"LogFormat": "JSON"},
            }
            | settings
        )
        return str(made["FunctionArn"])

    def queue(self, name: str = "failed") -> str:
        """Create a queue the role may send to and return its ARN."""
        self.client("sqs").create_queue(QueueName=name)
        arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"
        self.may(LOGS, {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": arn})
        return arn

    def messages(self, name: str = "failed") -> list[dict[str, Any]]:
        sqs = self.client("sqs")
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        answer = sqs.receive_message(
            QueueUrl=url, MessageAttributeNames=["All"], MaxNumberOfMessages=10
        )
        return list(answer.get("Messages", []))

    def configure(self, **config: Any) -> None:
        self.client("lambda").put_function_event_invoke_config(FunctionName=FUNCTION, **config)

    def logged(self, name: str = FUNCTION) -> list[str]:
        """All lines in the function's log group, stream by stream."""
        logs, group = self.client("logs"), f"/aws/lambda/{name}"
        streams = logs.describe_log_streams(logGroupName=group)["logStreams"]
        return [
            event["message"]
            for stream in streams
            for event in logs.get_log_events(
                logGroupName=group, logStreamName=stream["logStreamName"]
            )["events"]
        ]


@contextmanager
def served_functions() -> Iterator[FunctionWorld]:
    """One server for a file of tests; `clear` comes between two tests."""
    moto_setup.load_catalogue(False)
    server = LabServer(boot.start(ServedClock(RATE))).start()
    session: Any = boto3.Session("test", "test", region_name=server.lab.region)

    @cache
    def served_client(service: str) -> Any:
        return session.client(service, endpoint_url=server.url, config=ONCE)

    served_client("ec2").describe_subnets()  # moto's first EC2 call takes a second
    try:
        yield FunctionWorld(server.lab, served_client)
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

"""Functions, roles and queues for the tests of the lab's Lambda and IAM."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from typing import Any

import boto3

from lab.context import ACCOUNT, REGION, Lab

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


@cache
def client(service: str) -> Any:
    """The operator's client under moto's mock; making one takes longer than most tests."""
    return boto3.Session("test", "test", region_name=REGION).client(service)


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

"""Where events go that no retry could save: on-failure destination and dead-letter queue.

docs/aws-behaviour.md#destinations-of-a-function
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.core.exceptions import ServiceException
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from werkzeug.exceptions import HTTPException

from lab.context import Lab
from lab.lambdas.invocation import InvocationResult, timestamp
from lab.moto_fixes.invoke_config import LATEST
from lab.partitions import dns_suffix_of
from lab.pipeline.principals import Caller

# Why an event left the queue.
SUCCESS = "Success"
RETRIES_EXHAUSTED = "RetriesExhausted"
AGE_EXCEEDED = "EventAgeExceeded"
NO_CONCURRENCY = "ZeroReservedConcurrency"


@dataclass(frozen=True)
class Spent:
    """An event that leaves the queue for good."""

    caller: Caller
    function: LambdaFunction
    config: dict[str, Any]  # its event-invoke config
    request_id: str
    event: Any
    condition: str
    attempts: int
    last: InvocationResult | None  # None when the function never ran


def deliver(lab: Lab, spent: Spent) -> None:
    """Send the event on, to the destination of its outcome and, on failure, to the dead letters."""
    outcome = "OnSuccess" if spent.condition == SUCCESS else "OnFailure"
    destination = spent.config.get("DestinationConfig", {}).get(outcome, {}).get("Destination")
    if destination:
        body = json.dumps(_record(lab, spent))
        _send(lab, spent, destination, body, {}, lost="DestinationDeliveryFailures")
    settings: Any = spent.function  # the lab's own attributes, unknown to moto's types
    dead_letters = settings.dead_letter_config.get("TargetArn")
    if dead_letters and spent.condition != SUCCESS:
        body, attributes = json.dumps(spent.event), _dead_letter_attributes(spent)
        _send(lab, spent, dead_letters, body, attributes, lost="DeadLetterErrors")


def _record(lab: Lab, spent: Spent) -> dict[str, Any]:
    """The JSON of a destination."""
    function = spent.function
    record = {
        "version": "1.0",
        "timestamp": timestamp(lab.clock.now()),
        "requestContext": {
            "requestId": spent.request_id,
            "functionArn": _qualified_arn(function),
            "condition": spent.condition,
            "approximateInvokeCount": spent.attempts,
        },
        "requestPayload": spent.event,
    }
    if spent.last is None:
        return record
    response: dict[str, Any] = {"statusCode": 200, "executedVersion": spent.last.executed_version}
    if spent.last.function_error:
        response["functionError"] = spent.last.function_error
    return record | {"responseContext": response, "responsePayload": spent.last.payload}


def _qualified_arn(function: LambdaFunction) -> str:
    """moto's ARN of a published version carries its number already."""
    arn = str(function.function_arn)
    return f"{arn}:{function.version}" if function.version == LATEST else arn


def _dead_letter_attributes(spent: Spent) -> dict[str, tuple[str, str]]:
    """Attributes of a dead letter, as (type, value)."""
    message = spent.condition if spent.last is None else spent.last.payload["errorMessage"]
    return {
        "RequestID": ("String", spent.request_id),
        "ErrorCode": ("Number", "429" if spent.last is None else "200"),
        "ErrorMessage": ("String", message[:1024]),
    }


def _send(
    lab: Lab,
    spent: Spent,
    target: str,
    body: str,
    attributes: dict[str, tuple[str, str]],
    *,
    lost: str,
) -> None:
    """With the function's role; a refusal or a missing target loses the event, as on AWS, and
    counts as the metric `lost`."""
    service = target.split(":")[2]
    senders = {"sqs": _to_queue, "sns": _to_topic}
    if service not in senders:
        lab.gaps.add(lab.clock.now(), "Lambda destination", target)
        return
    delivered = senders[service](lab, spent.caller, target, body, attributes)
    if not delivered:
        lab.metrics.count("AWS/Lambda", lost, FunctionName=spent.function.function_name)
    lab.timeline.add(
        "Lambda",
        f"{'sends' if delivered else 'fails to send'} an event of {spent.function.function_name} "
        f"to {target.rsplit(':', 1)[-1]}",
        condition=spent.condition,
        request_id=spent.request_id,
    )


def _to_queue(
    lab: Lab, caller: Caller, target: str, body: str, attributes: dict[str, tuple[str, str]]
) -> bool:
    name = target.rsplit(":", 1)[-1]
    url = f"https://sqs.{lab.region}.{dns_suffix_of(lab.region)}/{lab.account}/{name}"
    if not lab.iam.permits(caller, "sqs", "SendMessage", {"QueueUrl": url}):
        return False
    typed = {
        key: {"DataType": kind, "StringValue": value} for key, (kind, value) in attributes.items()
    }
    try:
        sqs_backends[lab.account][lab.region].send_message(name, body, message_attributes=typed)
    except (ServiceException, HTTPException):
        return False
    return True


def _to_topic(
    lab: Lab, caller: Caller, target: str, body: str, attributes: dict[str, tuple[str, str]]
) -> bool:
    if not lab.iam.permits(caller, "sns", "Publish", {"TopicArn": target}):
        return False
    typed = {key: {"Type": kind, "Value": value} for key, (kind, value) in attributes.items()}
    try:
        sns_backends[lab.account][lab.region].publish(body, arn=target, message_attributes=typed)
    except (ServiceException, HTTPException):
        return False
    return True

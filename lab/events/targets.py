"""Handing an event over to a target. Success means that the target has queued it.

docs/aws-behaviour.md#delivery-of-events
"""

from __future__ import annotations

import json
from typing import Any

from moto.awslambda.exceptions import UnknownAliasException, UnknownFunctionException
from moto.awslambda.models import lambda_backends
from moto.sqs.models import sqs_backends

from lab.context import Lab
from lab.errors import NotModelled
from lab.events import permissions
from lab.iam.services import EVENTS


class Refused(Exception):
    """The target did not take the event. `code` is EventBridge's ERROR_CODE."""

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retryable = retryable


def check_supported(arn: str) -> None:
    """Raises NotModelled for a kind of target the lab cannot reach."""
    if arn.split(":")[2] not in _HAND_OVER:
        raise NotModelled(f"EventBridge target {arn}")


def hand_over(lab: Lab, target_arn: str, payload: Any, rule_arn: str) -> None:
    """Raises Refused."""
    _HAND_OVER[target_arn.split(":")[2]](lab, target_arn, payload, rule_arn)


def _to_lambda(lab: Lab, target_arn: str, payload: Any, rule_arn: str) -> None:
    try:
        function = lambda_backends[lab.account][lab.region].get_function(target_arn)
    except (UnknownFunctionException, UnknownAliasException) as error:
        raise Refused("NO_RESOURCE", f"Function not found: {target_arn}") from error
    policy = {"Statement": function.policy.statements}
    if not permissions.may_invoke(policy, target_arn, rule_arn):
        raise Refused(
            "NO_PERMISSIONS",
            f"User: events.amazonaws.com is not authorized to perform: lambda:InvokeFunction on "
            f"resource: {target_arn} because no resource-based policy allows it",
        )
    lab.lambdas.invoke_async(target_arn, payload, source="events")


def _to_queue(lab: Lab, target_arn: str, payload: Any, rule_arn: str) -> None:
    send(lab, target_arn, json.dumps(payload), rule_arn, {})


def send(lab: Lab, queue_arn: str, body: str, rule_arn: str, attributes: dict[str, str]) -> None:
    """One SQS message with string attributes. Raises Refused."""
    backend = sqs_backends[lab.account][lab.region]
    queue = backend.queues.get(queue_arn.rsplit(":", 1)[-1])
    if queue is None:
        raise Refused("NO_RESOURCE", f"The queue {queue_arn} does not exist.")
    source = {"aws:SourceArn": rule_arn}
    if not lab.iam.service_may(EVENTS, "sqs:SendMessage", queue_arn, source):
        raise Refused("NO_PERMISSIONS", f"EventBridge may not send to {queue_arn}.")
    backend.send_message(
        queue.name,
        body,
        message_attributes={
            name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
        },
    )


_HAND_OVER = {"lambda": _to_lambda, "sqs": _to_queue}

"""Whether EventBridge itself may reach a target: resource and key policies (contract 5.1, 8)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto.kms.models import kms_backends

from tests.lab.iam.evaluator import Decision, Request, evaluate

if TYPE_CHECKING:
    from tests.lab.lab import Lab

SERVICE = "events.amazonaws.com"
KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")  # SQS dead letters (contract 8)


def allows(policy: dict[str, Any], action: str, resource: str, rule_arn: str) -> bool:
    """EventBridge sends `aws:SourceArn`, the rule's, and no `aws:SourceAccount` (5.1)."""
    written = policy["Statement"]  # a single statement may stand without its list
    statements = written if isinstance(written, list) else [written]
    ours = [_without_principal(each) for each in statements if _names_the_service(each)]
    request = Request(action, resource, {"aws:sourcearn": rule_arn})
    return evaluate([{"Statement": ours}], request) is Decision.ALLOW


def queue_allows(lab: Lab, queue: Any, rule_arn: str) -> bool:
    """The queue's policy, and its key's if it is encrypted with one."""
    policy = json.loads(queue.policy) if queue.policy else {"Statement": []}
    if not allows(policy, "sqs:SendMessage", queue.queue_arn, rule_arn):
        return False
    key_id = queue.kms_master_key_id
    return not key_id or _key_allows(lab, key_id, rule_arn)


def _key_allows(lab: Lab, key_id: str, rule_arn: str) -> bool:
    backend = kms_backends[lab.account][lab.region]
    if key_id.startswith("alias/aws/"):
        return False  # contract 8: AWS-managed keys do not work for service publishers
    key = backend.describe_key(key_id)
    policy = json.loads(key.policy)
    return all(allows(policy, action, key.arn, rule_arn) for action in KEY_ACTIONS)


def _names_the_service(statement: dict[str, Any]) -> bool:
    principal = statement.get("Principal")
    if principal == "*":
        return True
    services = principal.get("Service", []) if isinstance(principal, dict) else []
    return SERVICE in ([services] if isinstance(services, str) else services)


def _without_principal(statement: dict[str, Any]) -> dict[str, Any]:
    bare = {key: value for key, value in statement.items() if key != "Principal"}
    return {"Resource": "*"} | bare

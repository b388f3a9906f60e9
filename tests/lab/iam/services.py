"""AWS services as callers: the policy of what they reach decides, and that of its key (contract 8).

EventBridge puts dead letters into a queue, alarms publish to a topic, CloudWatch Logs encrypts log
groups, and a service takes a role that trusts it. No identity policy speaks for them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.lab.iam import keys
from tests.lab.iam.evaluator import Decision, Request, evaluate
from tests.lab.iam.table import Check
from tests.lab.iam.world import Resource, World, lowered

EVENTS = "events.amazonaws.com"
FLOW_LOGS = "vpc-flow-logs.amazonaws.com"


def logs_of(region: str) -> str:
    """The principal of CloudWatch Logs, which is regional."""
    return f"logs.{region}.amazonaws.com"


def first_refused(
    world: World, service: str, action: str, arn: str, context: Mapping[str, str]
) -> Check | None:
    """The first check that a policy does not allow; None if the service may do it."""
    own = Check(action, Resource(arn, lowered(context)))
    for check in [own, *_uses_of_key(world, service, arn, context)]:
        policy = world.policy(check.resource.arn)
        if policy is None or not allows(json.loads(policy), service, check):
            return check
    return None


def allows(policy: Mapping[str, Any], service: str, check: Check) -> bool:
    """Whether this resource policy, taken alone, lets the service in."""
    written = policy["Statement"]  # a single statement may stand without its list
    statements = written if isinstance(written, list) else [written]
    # A trust policy's statements name no resource.
    document = {"Statement": [{"Resource": "*"} | each for each in statements]}
    resource = check.resource
    request = Request(check.action, resource.arn, resource.keys, frozenset({service}))
    return evaluate([document], request) is Decision.ALLOW


def _uses_of_key(world: World, service: str, arn: str, context: Mapping[str, str]) -> list[Check]:
    """What KMS is asked for the service if the topic or queue is encrypted."""
    if arn.split(":")[2] not in ("sns", "sqs"):
        return []
    name = world.key_name_of(arn) or ""
    if name.startswith("alias/aws/"):
        # Contract 8: nobody can write a service into the policy of a key that AWS manages.
        key = Resource(world.arn("kms", name))
        return [Check(action, key) for action in keys.FOR_MESSAGES]
    uses = keys.uses(world, arn)
    told = _told_to_kms(world, service, context) if uses else {}
    return [Check(action, Resource(key.arn, key.keys | told)) for action, key in uses]


def _told_to_kms(
    world: World, service: str, context: Mapping[str, str]
) -> Mapping[str, str | list[str]]:
    """What KMS hears of the source. Of EventBridge it is not documented; of topics AWS says "not
    supported": https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    if service != EVENTS:
        return lowered(context)
    if not world.switches.eventbridge_tells_kms_the_source:
        return {}
    return lowered({**context, "aws:SourceAccount": world.account})

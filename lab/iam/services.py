"""AWS services as callers: the policy of what they reach decides, and that of its key.

EventBridge puts dead letters into a queue, alarms publish to a topic, CloudWatch Logs encrypts log
groups, and a service takes a role that trusts it. No identity policy speaks for them.

docs/aws-behaviour.md#keys-of-topics
docs/aws-behaviour.md#keys-and-eventbridge
docs/aws-behaviour.md#encrypted-log-groups
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lab.iam import keys
from lab.iam.evaluator import Decision, Request, allowing, evaluate
from lab.iam.resources import Keys, Resource, Resources, lowered
from lab.iam.table import Check
from lab.partitions import dns_suffix_of

EVENTS = "events.amazonaws.com"
FLOW_LOGS = "vpc-flow-logs.amazonaws.com"


def logs_of(region: str) -> str:
    """The principal of CloudWatch Logs, which is regional."""
    return f"logs.{region}.{dns_suffix_of(region)}"


def asked(
    known: Resources, service: str, action: str, arn: str, context: Mapping[str, str]
) -> list[Check]:
    """All that is evaluated when a service does this: on the resource, then on its key."""
    own = Check(action, Resource(arn, lowered(context)))
    return [own, *_uses_of_key(known, service, arn, context)]


def let_in_by(known: Resources, service: str, check: Check) -> set[str]:
    """Sids of the statements in the resource's policy that let the service in; none if it may not.

    A statement without a Sid counts as "".
    """
    policy = known.policy(check.resource.arn)
    return set() if policy is None else admitting(json.loads(policy), service, check)


def admitting(policy: Mapping[str, Any], service: str, check: Check) -> set[str]:
    """As `let_in_by`, of a given policy."""
    written = policy["Statement"]  # a single statement may stand without its list
    statements = written if isinstance(written, list) else [written]
    # A trust policy's statements name no resource.
    document = {"Statement": [{"Resource": "*"} | each for each in statements]}
    resource = check.resource
    request = Request(check.action, resource.arn, resource.keys, frozenset({service}))
    if evaluate([document], request) is not Decision.ALLOW:
        return set()
    return allowing([document], request)


def _uses_of_key(
    known: Resources, service: str, arn: str, context: Mapping[str, str]
) -> list[Check]:
    """What KMS is asked for the service if the topic or queue is encrypted."""
    if arn.split(":")[2] not in ("sns", "sqs"):
        return []
    name, uses = known.key_name_of(arn), keys.uses(known, arn)
    if name and not uses:
        # Nobody can write a service into the policy of a key that AWS manages; nor is
        # there a policy where the key is gone.
        key = Resource(known.arn("kms", name))
        return [Check(action, key) for action in keys.FOR_MESSAGES]
    told = _told_to_kms(known, service, context) if uses else {}
    return [Check(action, Resource(key.arn, key.keys | told)) for action, key in uses]


def _told_to_kms(known: Resources, service: str, context: Mapping[str, str]) -> Keys:
    """What KMS hears of the source. Of EventBridge it is not documented; of topics AWS says "not
    supported": https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    if service != EVENTS:
        return lowered(context)
    if not known.switches.eventbridge_tells_kms_the_source:
        return {}
    return lowered({**context, "aws:SourceAccount": known.account})

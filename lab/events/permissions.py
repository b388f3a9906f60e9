"""Whether EventBridge may call a function, by the function's own policy.

Of queues, `lab.iam.service_may` tells.

docs/aws-behaviour.md#permission-of-a-rule
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lab.iam.resources import Resource
from lab.iam.services import EVENTS, admitting
from lab.iam.table import Check


def may_invoke(policy: Mapping[str, Any], function_arn: str, rule_arn: str) -> bool:
    """EventBridge sends `aws:SourceArn`, the rule's, and no `aws:SourceAccount` (5.1)."""
    resource = Resource(function_arn, {"aws:sourcearn": rule_arn})
    return bool(admitting(policy, EVENTS, Check("lambda:InvokeFunction", resource)))

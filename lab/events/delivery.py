"""One event on its way to one target: latency, retries, dead letters.

docs/aws-behaviour.md#retries-and-dead-letters
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from moto.events.models import Rule

from lab.context import Lab
from lab.events import inputs, targets
from lab.events.interference import Event
from lab.events.targets import Refused

MAX_ATTEMPTS = 185
MAX_AGE_SECONDS = 86400


@dataclass
class Delivery:
    rule: Rule
    target: dict[str, Any]
    event: Event
    accepted_at: float  # lab time
    retries: int = field(default=0)

    @property
    def target_arn(self) -> str:
        return str(self.target["Arn"])

    def exhausted(self, now: float) -> str | None:
        """EXHAUSTED_RETRY_CONDITION, if the retry policy allows no further try."""
        policy = self.target.get("RetryPolicy") or {}
        if self.retries >= policy.get("MaximumRetryAttempts", MAX_ATTEMPTS):
            return "MaximumRetryAttempts"
        if now - self.accepted_at >= policy.get("MaximumEventAgeInSeconds", MAX_AGE_SECONDS):
            return "MaximumEventAgeInSeconds"
        return None


class Deliveries:
    """Everything under way from the bus to targets."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab

    def begin(self, rule: Rule, target: dict[str, Any], event: Event, late: float = 0.0) -> None:
        delivery = Delivery(rule, target, event, self._lab.clock.now())
        latency = self._lab.rng.uniform(*self._lab.switches.event_delivery_seconds)
        self._later(latency + late, delivery)

    def _later(self, delay: float, delivery: Delivery) -> None:
        label = f"{delivery.event['detail-type']} to {delivery.target_arn.rsplit(':', 1)[-1]}"
        self._lab.clock.call_later(delay, lambda: self._try(delivery), label)

    def _try(self, delivery: Delivery) -> None:
        try:
            if self._lab.events.takes("refuse", delivery.event):
                raise Refused("THROTTLING", "Rate exceeded", retryable=True)
            payload = inputs.shaped(delivery.event, delivery.target)
            targets.hand_over(self._lab, delivery.target_arn, payload, delivery.rule.arn)
        except Refused as refusal:
            self._refused(delivery, refusal)
        else:
            self._count(delivery, "Invocations")
            self._tell(delivery, "delivered")

    def _refused(self, delivery: Delivery, refusal: Refused) -> None:
        """Permissions and missing targets are not tried again: dead letter at once."""
        exhausted = delivery.exhausted(self._lab.clock.now()) if refusal.retryable else None
        if refusal.retryable and exhausted is None:
            first, longest = self._lab.switches.event_retry_seconds
            pause = min(longest, first * 2**delivery.retries) * self._lab.rng.uniform(0.5, 1.0)
            delivery.retries += 1
            self._tell(delivery, f"refused ({refusal.code}), tried again")
            self._later(pause, delivery)
            return
        self._count(delivery, "Invocations")
        self._count(delivery, "FailedInvocations")
        self._tell(delivery, f"failed ({refusal.code})")
        self._bury(delivery, refusal, exhausted)

    def _bury(self, delivery: Delivery, refusal: Refused, exhausted: str | None) -> None:
        queue_arn = (delivery.target.get("DeadLetterConfig") or {}).get("Arn")
        if queue_arn is None:
            self._tell(delivery, "lost: the target has no dead-letter queue")
            return
        attributes = {
            "RULE_ARN": delivery.rule.arn,
            "TARGET_ARN": delivery.target_arn,
            "ERROR_CODE": refusal.code,
            "ERROR_MESSAGE": refusal.message,
            "RETRY_ATTEMPTS": str(delivery.retries),
        }
        if exhausted:
            attributes["EXHAUSTED_RETRY_CONDITION"] = exhausted
        try:
            body = json.dumps(delivery.event)
            targets.send(self._lab, queue_arn, body, delivery.rule.arn, attributes)
        except Refused as refused_again:
            self._count(delivery, "InvocationsFailedToBeSentToDlq")
            self._tell(delivery, f"lost: dead-letter queue: {refused_again.message}")
        else:
            self._count(delivery, "InvocationsSentToDlq")
            self._tell(delivery, "dead-lettered")

    def _count(self, delivery: Delivery, metric: str) -> None:
        """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html: the rule
        alone means the default bus."""
        rule = delivery.rule
        dimensions = {"RuleName": rule.name}
        if rule.event_bus_name != "default":
            dimensions["EventBusName"] = rule.event_bus_name
        self._lab.metrics.record("AWS/Events", metric, 1, dimensions)

    def _tell(self, delivery: Delivery, what: str) -> None:
        self._lab.timeline.add(
            "EventBridge",
            f"{delivery.event['detail-type']} by rule {delivery.rule.name}: {what}",
            event=delivery.event["id"],
            rule=delivery.rule.name,
            target=delivery.target_arn,
            scheduled=delivery.event["source"] == "aws.events",
        )

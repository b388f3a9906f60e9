"""rate() rules on the lab's clock.

docs/aws-behaviour.md#scheduled-rules
"""

from __future__ import annotations

import re
from collections.abc import Callable

from moto.events.models import Rule

from lab.clock import Timer
from lab.context import Lab
from lab.errors import AwsError, NotModelled

RATE = re.compile(r"rate\((\d+) (minute|minutes|hour|hours|day|days)\)")
UNIT_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


def period_seconds(expression: str) -> int:
    """Seconds of `rate(value unit)`: value at least 1, the unit singular exactly at 1.

    Raises AwsError for what AWS refuses, NotModelled for cron, which the lab does not run.
    """
    if expression.startswith("cron("):
        raise NotModelled(f"EventBridge schedule {expression}")
    found = RATE.fullmatch(expression)
    value, unit = (int(found[1]), found[2]) if found else (0, "")
    if value < 1 or (value == 1) == unit.endswith("s"):
        raise AwsError("ValidationException", "Parameter ScheduleExpression is not valid.")
    return value * UNIT_SECONDS[unit.removesuffix("s")]


class Schedules:
    """One timer per enabled rate() rule; the first firing comes one period after enabling."""

    def __init__(self, lab: Lab, fire: Callable[[Rule], None]) -> None:
        self._lab = lab
        self._fire = fire
        self._timers: dict[str, Timer] = {}

    def follow(self, rule: Rule) -> None:
        """The rule was put, enabled or disabled."""
        self.forget(rule.arn)
        if rule.scheduled_expression and rule.state != "DISABLED":
            self._arm(rule, period_seconds(rule.scheduled_expression))

    def forget(self, rule_arn: str) -> None:
        """The rule was deleted."""
        timer = self._timers.pop(rule_arn, None)
        if timer:
            timer.cancel()

    def _arm(self, rule: Rule, period: int) -> None:
        def fire() -> None:
            self._arm(rule, period)
            self._fire(rule)

        self._timers[rule.arn] = self._lab.clock.call_later(period, fire, f"rule {rule.name}")

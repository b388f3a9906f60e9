"""Rules as they match: a change takes a moment until events meet it.

docs/aws-behaviour.md#changing-a-rule
"""

from __future__ import annotations

from moto.events.models import Rule

from lab.context import Lab


class Effect:
    """Which rule an event meets, by the rule's ARN; None: one that is not there yet."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._before: dict[str, tuple[float, Rule | None]] = {}

    def put(self, rule: Rule, before: Rule | None) -> None:
        """PutRule made `rule`, in the place of another one or of none."""
        shortest, longest = self._lab.switches.rule_takes_effect_seconds
        if longest > 0:
            moment = self._lab.rng.uniform(shortest, longest)
            self._before[rule.arn] = self._lab.clock.now() + moment, before

    def of(self, rule: Rule) -> Rule | None:
        """The rule whose pattern events meet now."""
        since, before = self._before.get(rule.arn, (0.0, None))
        return before if self._lab.clock.now() < since else rule

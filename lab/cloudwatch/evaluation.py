"""From the values of the last periods to the state of an alarm; pure.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

OK, ALARM, INSUFFICIENT_DATA = "OK", "ALARM", "INSUFFICIENT_DATA"

STATISTICS: dict[str, Callable[[Sequence[float]], float]] = {
    "Sum": sum,
    "Average": fmean,
    "Minimum": min,
    "Maximum": max,
    "SampleCount": len,
}
COMPARISONS: dict[str, tuple[Callable[[float, float], bool], str]] = {
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
    "LessThanThreshold": (operator.lt, "less than"),
}
MISSING_DATA = ("breaching", "notBreaching", "ignore", "missing")


@dataclass(frozen=True)
class Rule:
    """When an alarm is in ALARM: so many of the last `periods` values on the wrong side of the
    threshold; all of them unless `to_alarm` says how many."""

    periods: int
    comparison: str
    threshold: float
    missing_data: str = "missing"
    to_alarm: int | None = None

    @property
    def needed(self) -> int:
        return self.periods if self.to_alarm is None else self.to_alarm

    def breaches(self, value: float) -> bool:
        compare, _ = COMPARISONS[self.comparison]
        return compare(value, self.threshold)


def evaluate(rule: Rule, points: Sequence[float | None], present: str) -> tuple[str, str]:
    """State and reason. `points` are the periods of the evaluation range, the oldest first, None
    where nothing was reported: at least `rule.periods` of them. `present` is the state so far.

    Real points outvote missing ones: as long as the range holds enough of them, the latest are
    evaluated and how missing data are treated does not matter.
    """
    real = [point for point in points if point is not None]
    missing = max(0, rule.periods - len(real))
    breaching = [rule.breaches(point) for point in real[-rule.periods :]]
    if not missing:
        return _crossed(rule, real, ALARM if sum(breaching) >= rule.needed else OK)
    if rule.missing_data in ("breaching", "notBreaching"):
        filled = sum(breaching) + (missing if rule.missing_data == "breaching" else 0)
        return (ALARM if filled >= rule.needed else OK), _filled(rule, real, missing)
    if sum(breaching) >= rule.needed:
        return _crossed(rule, real, ALARM)
    if real and not all(breaching):
        return _crossed(rule, real, OK)
    if rule.missing_data == "ignore":
        return present, "Unchanged: not enough datapoints"
    if not real:
        return INSUFFICIENT_DATA, f"Insufficient Data: {missing} datapoints were unknown."
    return _crossed(rule, real, ALARM if _long_ago(rule, points) else present)


def _long_ago(rule: Rule, points: Sequence[float | None]) -> bool:
    """Whether the oldest real point is so old that a late one could no longer change the alarm."""
    oldest = next(place for place, point in enumerate(points) if point is not None)
    return len(points) - oldest >= rule.needed


def _crossed(rule: Rule, real: Sequence[float], state: str) -> tuple[str, str]:
    _, words = COMPARISONS[rule.comparison]
    latest = list(real[-rule.periods :])
    was = "was" if len(latest) == 1 else "were"
    compared = words if state == ALARM else f"not {words}"
    points = f"{_counted(len(latest), 'datapoint')} {latest}"
    return state, f"Threshold Crossed: {points} {was} {compared} the threshold ({rule.threshold})."


def _filled(rule: Rule, real: Sequence[float], missing: int) -> str:
    treated = "Breaching" if rule.missing_data == "breaching" else "NonBreaching"
    return (
        f"Threshold Crossed: {_many(len(real), 'datapoint')} received for "
        f"{_counted(rule.periods, 'period')} and {_many(missing, 'missing datapoint')} treated as "
        f"[{treated}]."
    )


def _many(number: int, noun: str) -> str:
    return f"{_counted(number, noun)} {'was' if number == 1 else 'were'}"


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"

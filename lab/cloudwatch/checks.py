"""Alarms as PutMetricAlarm gets them: what AWS refuses, and what the lab does not evaluate."""

from __future__ import annotations

from typing import Any

from lab.cloudwatch import actions, evaluation
from lab.errors import AwsError, NotModelled

MINUTE = 60
SHORT_PERIODS = (10, 20, 30)

# Arguments of PutMetricAlarm that the lab does not evaluate.
_NOT_EVALUATED = (
    "metric_data_queries",
    "extended_statistic",
    "evaluate_low_sample_count_percentile",
    "threshold_metric_id",
    "unit",
)


def check(wanted: dict[str, Any]) -> None:
    """Raise AwsError for an alarm that AWS refuses, NotModelled for one that would never be what
    it is on AWS."""
    unknown = [name for name in _NOT_EVALUATED if wanted.get(name)]
    known = (
        wanted["statistic"] in evaluation.STATISTICS
        and wanted["comparison_operator"] in evaluation.COMPARISONS
        and wanted.get("treat_missing_data") in (None, *evaluation.MISSING_DATA)
        and all(actions.is_known(arn) for arn in _actions(wanted))
    )
    if unknown or not known:
        raise NotModelled(f"alarm {wanted['name']}: {unknown or wanted}")
    if wanted["period"] not in SHORT_PERIODS and wanted["period"] % MINUTE:
        raise _refused("Period must be 10, 20, 30 or a multiple of 60")
    if (wanted.get("datapoints_to_alarm") or 0) > wanted["evaluation_periods"]:
        raise _refused("DatapointsToAlarm must not be greater than EvaluationPeriods")


def _refused(rule: str) -> AwsError:
    return AwsError("ValidationError", f"{rule}.")


def _actions(wanted: dict[str, Any]) -> list[str]:
    lists = ("alarm_actions", "ok_actions", "insufficient_data_actions")
    return [arn for name in lists for arn in wanted.get(name) or []]

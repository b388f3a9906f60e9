"""moto's metric alarms, evaluated every minute on the lab's clock; a transition acts.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
"""

from __future__ import annotations

from typing import Any

from moto.cloudwatch.models import Alarm, cloudwatch_backends
from moto.sqs.models import sqs_backends

from lab.cloudwatch import evaluation, notifications
from lab.context import Lab
from lab.errors import NotModelled

MINUTE = 60

# Arguments of PutMetricAlarm that the lab does not evaluate.
_NOT_EVALUATED = (
    "metric_data_queries",
    "extended_statistic",
    "evaluate_low_sample_count_percentile",
    "threshold_metric_id",
    "unit",
)


def check(wanted: dict[str, Any]) -> None:
    """Raise NotModelled for an alarm that would never be what it is on AWS."""
    unknown = [name for name in _NOT_EVALUATED if wanted.get(name)]
    periods = wanted["evaluation_periods"]
    known = (
        wanted["statistic"] in evaluation.STATISTICS
        and wanted["comparison_operator"] in evaluation.COMPARISONS
        and wanted.get("treat_missing_data") in (None, *evaluation.MISSING_DATA)
        and wanted["period"] % MINUTE == 0
        and (wanted.get("datapoints_to_alarm") in (None, periods) or _is_filled(wanted))
        and all(arn.split(":")[2] == "sns" for arn in _actions(wanted))
    )
    if unknown or not known:
        raise NotModelled(f"alarm {wanted['name']}: {unknown or wanted}")


def _is_filled(wanted: dict[str, Any]) -> bool:
    """Whether what is missing is taken for good or bad: only then are M of N values evaluated."""
    return wanted.get("treat_missing_data") in ("breaching", "notBreaching")


def _actions(wanted: dict[str, Any]) -> list[str]:
    lists = ("alarm_actions", "ok_actions", "insufficient_data_actions")
    return [arn for name in lists for arn in wanted.get(name) or []]


class Alarms:
    """`lab.alarms`. No alarm, no timer: a simulation without alarms pays nothing."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._ticking = False

    def follow(self) -> None:
        """An alarm was put: from now on they are evaluated."""
        if not self._ticking:
            self._ticking = True
            self._arm()

    def move(self, alarm: Alarm, state: str, reason: str) -> None:
        """Put the alarm into a state; a new one is told to the topics of that state."""
        before = alarm.state_value
        if state == before:
            return
        alarm.update_state(reason, "{}", state)
        self._tell(f"{state}: {alarm.name}", before, reason)
        actions = {
            evaluation.ALARM: alarm.alarm_actions,
            evaluation.OK: alarm.ok_actions,
            evaluation.INSUFFICIENT_DATA: alarm.insufficient_data_actions,
        }
        for topic_arn in actions[state] if alarm.actions_enabled else ():
            if not notifications.publish(self._lab, alarm, topic_arn, before):
                self._tell(f"{alarm.name} cannot reach {topic_arn}", before, reason)

    def _tell(self, what: str, before: str, reason: str) -> None:
        self._lab.timeline.add("CloudWatch", what, before=before, reason=reason)

    def state(self, name: str) -> str:
        """OK, ALARM or INSUFFICIENT_DATA; KeyError for an alarm that does not exist."""
        return str(
            cloudwatch_backends[self._lab.account][self._lab.region].alarms[name].state_value
        )

    def _arm(self) -> None:
        lag = self._lab.switches.alarm_lag_seconds
        now = self._lab.clock.now()
        next_minute = (now - lag) // MINUTE * MINUTE + MINUTE + lag
        self._lab.clock.call_later(next_minute - now, self._tick, "CloudWatch alarms")

    def _tick(self) -> None:
        alarms = cloudwatch_backends[self._lab.account][self._lab.region].alarms
        self._ticking = bool(alarms)
        if not self._ticking:
            return
        self._arm()
        self._sample_queues()
        for alarm in list(alarms.values()):
            self._evaluate(alarm)

    def _evaluate(self, alarm: Alarm) -> None:
        rule = evaluation.Rule(
            alarm.evaluation_periods,
            alarm.comparison_operator,
            alarm.threshold,
            alarm.treat_missing_data or "missing",
            alarm.datapoints_to_alarm,
        )
        state, reason = evaluation.evaluate(rule, self._points(alarm), alarm.state_value)
        self.move(alarm, state, reason)

    def _points(self, alarm: Alarm) -> list[float | None]:
        """The statistic of each period in the evaluation range, the oldest first.

        The latest one ended at the last full minute.
        """
        lab = self._lab
        end = (lab.clock.now() - lab.switches.alarm_lag_seconds + 0.001) // MINUTE * MINUTE
        dimensions = {str(each.name): str(each.value) for each in alarm.dimensions}
        many = alarm.evaluation_periods + lab.switches.alarm_extra_periods
        points: list[float | None] = []
        for back in range(many, 0, -1):
            start = end - back * alarm.period
            values = lab.metrics.between(
                alarm.namespace, alarm.metric_name, dimensions, start, start + alarm.period
            )
            statistic = evaluation.STATISTICS[alarm.statistic]
            points.append(float(statistic(values)) if values else None)
        return points

    def _sample_queues(self) -> None:
        """SQS reports once a minute, of the minute that has just ended."""
        for name, queue in sqs_backends[self._lab.account][self._lab.region].queues.items():
            self._lab.metrics.record(
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                queue.approximate_number_of_messages,
                {"QueueName": name},
                at=self._lab.clock.now() - self._lab.switches.alarm_lag_seconds - 1,
            )

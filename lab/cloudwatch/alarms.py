"""moto's metric alarms, evaluated on the lab's clock; a transition acts.

docs/aws-behaviour.md#evaluation-of-an-alarm
docs/aws-behaviour.md#alarms-of-short-periods
"""

from __future__ import annotations

import json
from typing import Any

from moto.cloudwatch.models import Alarm, cloudwatch_backends

from lab.cloudwatch import actions, evaluation, sampling
from lab.cloudwatch.checks import MINUTE
from lab.cloudwatch.transition import Change, State
from lab.context import Lab

SHORT = 10  # seconds between evaluations of an alarm whose period is below a minute
Points = list[float | None]


class Alarms:
    """`lab.alarms`. No alarm, no timer: a simulation without alarms pays nothing."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._ticking: set[int] = set()  # the paces at which something is evaluated
        self.changes: list[Change] = []

    def follow(self) -> None:
        """An alarm was put: from now on they are evaluated."""
        for pace in {_pace(alarm) for alarm in self._all()} - self._ticking:
            self._ticking.add(pace)
            self._arm(pace)

    def move(self, alarm: Alarm, state: str, reason: str, data: str = "{}") -> None:
        """Put the alarm into a state; a new one is told to whom that state's actions name."""
        before = State.of(alarm)
        if state == before.value:
            return
        alarm.update_state(reason, data, state)
        alarm.state_transitioned_timestamp = alarm.state_updated_timestamp  # type: ignore[attr-defined]
        self.changes.append(Change(alarm.name, self._lab.clock.now(), before, State.of(alarm)))
        self._tell(f"{state}: {alarm.name}", before, reason)
        named = {
            evaluation.ALARM: alarm.alarm_actions,
            evaluation.OK: alarm.ok_actions,
            evaluation.INSUFFICIENT_DATA: alarm.insufficient_data_actions,
        }
        for arn in named[state] if alarm.actions_enabled else ():
            if not actions.take(self._lab, alarm, arn, before):
                self._tell(f"{alarm.name} cannot reach {arn}", before, reason)

    def state(self, name: str) -> str:
        """OK, ALARM or INSUFFICIENT_DATA; KeyError for an alarm that does not exist."""
        return str(self._backend.alarms[name].state_value)

    @property
    def _backend(self) -> Any:
        return cloudwatch_backends[self._lab.account][self._lab.region]

    def _all(self) -> list[Alarm]:
        return list(self._backend.alarms.values())

    def _tell(self, what: str, before: State, reason: str) -> None:
        self._lab.timeline.add("CloudWatch", what, before=before.value, reason=reason)

    def _lag(self, pace: int) -> float:
        switches = self._lab.switches
        return switches.alarm_lag_seconds if pace == MINUTE else switches.short_alarm_lag_seconds

    def _arm(self, pace: int) -> None:
        lag, now = self._lag(pace), self._lab.clock.now()
        due = (now - lag) // pace * pace + pace + lag
        self._lab.clock.call_later(due - now, lambda: self._tick(pace), "CloudWatch alarms")

    def _tick(self, pace: int) -> None:
        alarms = [alarm for alarm in self._all() if _pace(alarm) == pace]
        if not alarms:
            self._ticking.discard(pace)
            return
        self._arm(pace)
        if pace == MINUTE:
            sampling.sample(self._lab, self._lab.clock.now() - self._lag(pace) - 1)
        for alarm in alarms:
            self._evaluate(alarm)

    def _evaluate(self, alarm: Alarm) -> None:
        rule = evaluation.Rule(
            alarm.evaluation_periods,
            alarm.comparison_operator,
            alarm.threshold,
            alarm.treat_missing_data or "missing",
            alarm.datapoints_to_alarm,
        )
        points = self._points(alarm)
        state, reason = evaluation.evaluate(rule, points, alarm.state_value)
        self.move(alarm, state, reason, _reason_data(alarm, points))

    def _points(self, alarm: Alarm) -> Points:
        """The statistic of each period in the evaluation range, the oldest first.

        The latest one ended when the alarm's pace last did, a full minute or ten seconds.
        """
        lab, pace = self._lab, _pace(alarm)
        end = (lab.clock.now() - self._lag(pace) + 0.001) // pace * pace
        dimensions = {str(each.name): str(each.value) for each in alarm.dimensions}
        many = alarm.evaluation_periods + lab.switches.alarm_extra_periods
        points: Points = []
        for back in range(many, 0, -1):
            start = end - back * alarm.period
            values = lab.metrics.between(
                alarm.namespace, alarm.metric_name, dimensions, start, start + alarm.period
            )
            statistic = evaluation.STATISTICS[alarm.statistic]
            points.append(float(statistic(values)) if values else None)
        return points


def _pace(alarm: Alarm) -> int:
    return MINUTE if alarm.period >= MINUTE else SHORT


def _reason_data(alarm: Alarm, points: Points) -> str:
    """What StateReasonData says of it, as far as people read it."""
    return json.dumps(
        {
            "version": "1.0",
            "statistic": alarm.statistic,
            "period": alarm.period,
            "recentDatapoints": [point for point in points if point is not None],
            "threshold": alarm.threshold,
        }
    )

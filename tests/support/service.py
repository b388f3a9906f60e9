"""A service on the VIP and a prober that asks it, in simulated time; and the check's alarm."""

from __future__ import annotations

from typing import Any

from lab.context import ACCOUNT, REGION
from lab.in_process import client
from tests.support.deployment import Deployment
from tests.support.environment import encode

ASKS_EVERY = 10.0  # seconds
PERIODS, TO_ALARM = 5, 3  # so many of so many periods without an answer
FIRST_BOOT = 20.0  # seconds from the VIP until the service answers


class Service:
    """Answers where the VIP is, on an instance that runs and has booted.

    hung: instances on which it does not answer. answers: False for a check that never passes.
    seen: whether the prober runs at all.
    """

    def __init__(self, deployed: Deployment, check: str = "sip-5060") -> None:
        self.hung: set[str] = set()
        self.answers = self.seen = True
        self.alarm = f"{deployed.name}-service-vip-{check}"
        self.arn = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{self.alarm}"
        self._deployed = deployed
        self._first_seen: dict[str, float] = {}  # with the VIP: seconds of lab time
        self._dimensions = {"Name": deployed.name, "Vip": "vip", "Check": check}
        self._ask()

    def watch(self) -> None:
        """Put the check's alarm, which calls the handler, and have the handler count it."""
        deployed = self._deployed
        deployed.admit_alarm(self.alarm)
        self.put_alarm()
        deployed.configure(SERVICE_ALARM_ARNS=encode([self.arn]))

    def put_alarm(self, **changes: Any) -> None:
        """The check's alarm, but for what is changed."""
        actions = [self._deployed.topic, self._deployed.function_arn]
        wanted = {
            "Namespace": "PersistentVnf",
            "MetricName": "CheckPassed",
            "Dimensions": [{"Name": key, "Value": its} for key, its in self._dimensions.items()],
            "Statistic": "Maximum",
            "Period": 10,
            "EvaluationPeriods": PERIODS,
            "DatapointsToAlarm": TO_ALARM,
            "Threshold": 1,
            "ComparisonOperator": "LessThanThreshold",
            "TreatMissingData": "missing",
            "AlarmActions": actions,
            "OKActions": actions[:1],
        } | changes
        client("cloudwatch").put_metric_alarm(AlarmName=self.alarm, **wanted)

    @property
    def state(self) -> str:
        """OK, ALARM or INSUFFICIENT_DATA."""
        return self._deployed.lab.alarms.state(self.alarm)

    def _ask(self) -> None:
        lab = self._deployed.lab
        lab.clock.call_later(ASKS_EVERY, self._ask, f"the prober's next round of {self.alarm}")
        if self.seen:
            passed = float(self.answers and self._answers())
            lab.metrics.record(
                "PersistentVnf", "CheckPassed", passed, self._dimensions, resolution=1
            )

    def _answers(self) -> bool:
        oracle, now = self._deployed.oracle, self._deployed.lab.clock.now()
        if oracle.why_not_serving():
            return False
        (holder,) = {str(each.instance.id) for each in oracle.interfaces()}
        booted = self._first_seen.setdefault(holder, now) + FIRST_BOOT <= now
        return booted and holder not in self.hung

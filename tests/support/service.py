"""A service on the VIP and a prober that asks it, in simulated time; and the check's alarm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from lab.context import ACCOUNT, REGION
from lab.in_process import client
from tests.support.deployment import Deployment
from tests.support.environment import encode

ASKS_EVERY = 10.0  # seconds
PERIODS, TO_ALARM = 5, 3  # so many of so many periods without an answer
TIMEOUT = 2.0  # seconds that the prober waits for an answer
FIRST_BOOT = 20.0  # seconds from the VIP until the service answers
SHORT, LONG = 10, 30  # seconds of an alarm's period


@dataclass(frozen=True)
class Round:
    """One question of the prober. on: who had all of the VIP then, if anybody had."""

    at: float
    on: str | None
    passed: bool


class Service:
    """Answers where the VIP is, on an instance that runs and has booted.

    hung: instances on which it does not answer. answers: False for a check that never passes.
    seen: whether the prober runs at all. every: seconds between its questions. to_alarm of periods
    without an answer are silence.
    """

    def __init__(
        self,
        deployed: Deployment,
        check: str = "sip-5060",
        *,
        answers: bool = True,
        every: float = ASKS_EVERY,
        periods: int = PERIODS,
        to_alarm: int = TO_ALARM,
    ) -> None:
        self.hung: set[str] = set()
        self.answers, self.seen = answers, True
        self.every, self.periods, self.to_alarm = every, periods, to_alarm
        self.period = SHORT if every <= SHORT else LONG
        self.alarm = f"{deployed.name}-service-vip-{check}"
        self.arn = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{self.alarm}"
        self.changed_at = 0.0  # when the alarm was last put
        self.rounds: list[Round] = []
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
            "Period": self.period,
            "EvaluationPeriods": self.periods,
            "DatapointsToAlarm": self.to_alarm,
            "Threshold": 1,
            "ComparisonOperator": "LessThanThreshold",
            "TreatMissingData": "missing",
            "AlarmActions": actions,
            "OKActions": actions[:1],
        } | changes
        client("cloudwatch").put_metric_alarm(AlarmName=self.alarm, **wanted)
        self.changed_at = self._deployed.lab.clock.now()

    @property
    def state(self) -> str:
        """OK, ALARM or INSUFFICIENT_DATA."""
        return self._deployed.lab.alarms.state(self.alarm)

    @property
    def known_after(self) -> float:
        """Seconds with the VIP after which questions to its holder alone decide the alarm."""
        return self.periods * self.period + 60.0

    def answers_on(self, holder: str) -> bool:
        """Whether it answers now, on the instance that has the VIP."""
        lab = self._deployed.lab
        booted_at = self._first_seen.setdefault(holder, lab.clock.now()) + FIRST_BOOT
        ails = holder in self.hung or holder in lab.ec2.impaired
        return self.answers and booted_at <= lab.clock.now() and not ails

    def _ask(self) -> None:
        lab = self._deployed.lab
        lab.clock.call_later(self.every, self._ask, f"the prober's next round of {self.alarm}")
        if not self.seen:
            return
        on = self._has_the_vip()
        asked = Round(lab.clock.now(), on, on is not None and self.answers_on(on))
        self.rounds.append(asked)
        if asked.passed:
            self._tell(asked)
        else:
            lab.clock.call_later(TIMEOUT, partial(self._tell, asked), f"{self.alarm}: no answer")

    def _tell(self, asked: Round) -> None:
        self._deployed.lab.metrics.record(
            "PersistentVnf",
            "CheckPassed",
            float(asked.passed),
            self._dimensions,
            resolution=1,
            at=asked.at,
        )

    def _has_the_vip(self) -> str | None:
        oracle = self._deployed.oracle
        if oracle.why_not_whole():
            return None
        (holder,) = {str(each.instance.id) for each in oracle.interfaces()}
        return holder

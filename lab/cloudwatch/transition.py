"""An alarm's change of state: what its actions tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from moto.cloudwatch.models import Alarm


def stamp(at: datetime) -> str:
    """As CloudWatch writes times inside its messages. moto's times are UTC without saying so."""
    return at.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"


@dataclass(frozen=True)
class State:
    """One state of an alarm, with its reason; `data` is the reason's JSON, or "{}"."""

    value: str
    reason: str
    data: str
    since: datetime

    @classmethod
    def of(cls, alarm: Alarm) -> State:
        return cls(
            alarm.state_value,
            alarm.state_reason,
            alarm.state_reason_data or "{}",
            alarm.state_updated_timestamp,
        )


@dataclass(frozen=True)
class Change:
    """An alarm went from one state to another; `at` is lab time in seconds."""

    alarm: str
    at: float
    before: State
    now: State

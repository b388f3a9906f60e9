"""What a run of the demo has to tell: plain data, made live, rendered by screen and report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tests.support.vip import Vip

Tone = Literal["plain", "good", "warn", "bad", "struck"]


@dataclass(frozen=True)
class Line:
    """Somebody did something."""

    at: float  # lab time
    actor: str  # "Auto Scaling", "EventBridge", "λ launch", "EC2", "VIP", "demo", ...
    text: str
    tone: Tone = "plain"
    folds: bool = False  # may share a line with its like: calls made side by side


@dataclass(frozen=True)
class Span:
    """A state that something was in for a while."""

    lane: str  # "i-…" (its group's view), "i-…/ec2", "VIP", "<function>/<request id>"
    label: str
    began: float
    ended: float | None = None  # None: it still lasts
    tone: Tone = "plain"


@dataclass
class Chapter:
    """One act of the demo with its lines; times are lab time."""

    title: str
    says: str
    began: float
    ended: float | None = None
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What came of one drill."""

    title: str
    before: Vip
    after: Vip
    noticed_after: float | None  # lab seconds until Auto Scaling or the handler first acted
    seconds_to_heal: float | None  # lab seconds; None: it did not heal
    calls_mutating: int  # of the hook handler
    calls_all: int
    problems: tuple[str, ...] = ()


@dataclass
class Run:
    """The whole demo. `rate`: lab seconds per real second; `real_seconds` by step."""

    rate: float
    chapters: list[Chapter] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)  # AZ of every instance there was
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    real_seconds: dict[str, float] = field(default_factory=dict)

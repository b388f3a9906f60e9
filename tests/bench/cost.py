"""What a heal or a take-over cost."""

from __future__ import annotations

from dataclasses import dataclass

from lab.pipeline.call_log import Call
from tests.bench.calls import changes, polls
from tests.bench.critical_path import critical_path
from tests.bench.happened import Happened


@dataclass(frozen=True)
class Cost:
    path: float  # lab seconds that it had to take
    seconds: float  # lab seconds that it took
    calls: int  # of the handler, all its runs, without the polls
    polls: int
    changes: int  # of the calls, refused ones too

    @property
    def ratio(self) -> float:
        """How many times as long as it had to take."""
        return self.seconds / self.path


def cost(happened: Happened, made: list[Call], answer: Call, *, began: float, ended: float) -> Cost:
    """Of what was done from `began` to `ended` by the calls `made`, the last of which `answer`
    is."""
    asked = len(polls(made))
    return Cost(
        path=critical_path(happened, answer, began=began, ended=ended),
        seconds=ended - began,
        calls=len(made) - asked,
        polls=asked,
        changes=len(changes(made)),
    )

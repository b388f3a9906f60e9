"""A time axis that folds what is quiet: minutes in which nothing happens take little room."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

QUIET_SECONDS = 25.0  # a longer silence is folded
FOLDED_WIDTH = 9.0  # to the width of so many seconds
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200)
TICK_PIXELS = 64.0


@dataclass(frozen=True)
class Fold:
    """A silence: where it is drawn, and how long it was."""

    x: float
    width: float
    seconds: float


class Axis:
    """Maps lab time to pixels from `left` on; ticks count from `began`.

    `moments`: when something happens. None: time passes evenly, nothing is folded.
    """

    def __init__(
        self,
        moments: Iterable[float] | None,
        began: float,
        ended: float,
        left: float,
        width: float,
    ) -> None:
        ended = max(ended, began + 1.0)
        quiet = math.inf if moments is None else QUIET_SECONDS
        inside = {at for at in moments or () if began < at < ended}
        self._times = sorted({began, ended, *inside})
        gaps = [b - a for a, b in zip(self._times, self._times[1:], strict=False)]
        weights = [FOLDED_WIDTH if gap > quiet else gap for gap in gaps]
        self.pixels_per_second = width / sum(weights)
        self._xs = [left]
        for weight in weights:
            self._xs.append(self._xs[-1] + weight * self.pixels_per_second)
        self.folds = [
            Fold(self._xs[i], self._xs[i + 1] - self._xs[i], gap)
            for i, gap in enumerate(gaps)
            if gap > quiet
        ]

    def x(self, at: float) -> float:
        """Times outside the axis are drawn at its ends."""
        at = min(max(at, self._times[0]), self._times[-1])
        i = min(bisect_right(self._times, at), len(self._times) - 1) - 1
        share = (at - self._times[i]) / (self._times[i + 1] - self._times[i])
        return self._xs[i] + share * (self._xs[i + 1] - self._xs[i])

    def ticks(self) -> list[tuple[float, int]]:
        """(x, seconds since the beginning), none inside a fold."""
        wanted = TICK_PIXELS / self.pixels_per_second
        step = next((step for step in STEPS if step >= wanted), STEPS[-1])
        length = int(self._times[-1] - self._times[0])
        places = [(self.x(self._times[0] + s), s) for s in range(0, length + 1, step)]
        return [(x, s) for x, s in places if not self._folded(x)]

    def _folded(self, x: float) -> bool:
        return any(fold.x + 1 < x < fold.x + fold.width - 1 for fold in self.folds)

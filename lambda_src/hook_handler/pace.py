"""How fast AWS is asked what has become of the thing that is waited for."""

from __future__ import annotations

# Seconds between two polls: the first, how it grows, and where it ends.
FIRST, GROWTH, LONGEST = 0.5, 1.2, 1.0


class Pace:
    """The pauses between polls: longer the longer it takes, twice as long for each throttle."""

    def __init__(self) -> None:
        self._polls = 0
        self._slowness = 1.0

    def next(self, jitter: float) -> float:
        """Seconds until the next poll; `jitter`, in [0, 1), keeps many VNFs out of step."""
        pause = min(FIRST * GROWTH**self._polls, LONGEST)
        self._polls += 1
        return pause * self._slowness * (0.75 + jitter / 2)

    def reset(self) -> None:
        """Something else is waited for."""
        self._polls = 0

    def slow_down(self) -> None:
        """AWS refused a poll: for the rest of the run it is asked half as often."""
        self._slowness *= 2

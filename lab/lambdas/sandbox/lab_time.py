"""Makes `time` tell lab time in a function's process.

Installed in the fork server before anything else is imported, so that code which keeps a reference
to `time.sleep` (botocore's retries do) keeps the scaled one. Until `follow` is called it is real
time. What waits in C (sockets, locks) and `datetime.now()` stay with real time.
"""

import queue  # noqa: F401  (queue and threading bind the real monotonic clock: they wait in C)
import threading  # noqa: F401
import time
from typing import Any

_monotonic = time.monotonic
_sleep = time.sleep


class _Scale:
    """Lab time = `start` + (CLOCK_MONOTONIC - `monotonic_start`) * `rate`.

    CLOCK_MONOTONIC is one for all processes of the machine, so lab and function agree exactly.
    """

    rate = 1.0
    monotonic_start = _monotonic()
    start = time.time()

    def elapsed(self) -> float:
        return (_monotonic() - self.monotonic_start) * self.rate

    def now(self) -> float:
        return self.start + self.elapsed()

    def sleep(self, seconds: float) -> None:
        _sleep(seconds / self.rate)


_scale = _Scale()


def install() -> None:
    time.time = _scale.now
    time.time_ns = lambda: int(_scale.now() * 1e9)
    time.monotonic = time.perf_counter = _scale.elapsed
    time.monotonic_ns = time.perf_counter_ns = lambda: int(_scale.elapsed() * 1e9)
    time.sleep = _scale.sleep  # type: ignore[assignment]


def in_real_time(seconds: float) -> float:
    """How many real seconds so many of the lab's are, for what waits in C."""
    return seconds / _scale.rate


def follow(clock: dict[str, Any]) -> None:
    """Take over the lab's clock: `rate`, `start` and `monotonic_start`, in seconds."""
    _scale.rate = clock["rate"]
    _scale.start = clock["start"]
    _scale.monotonic_start = clock["monotonic_start"]

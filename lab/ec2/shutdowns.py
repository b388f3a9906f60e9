"""How long an instance is `shutting-down`: as long as its guest takes, unless it is hastened.

docs/aws-behaviour.md#ending-an-instance
docs/aws-behaviour.md#ending-a-slow-instance
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lab.clock import Clock, Timer
from lab.switches import Range, Switches


@dataclass(frozen=True)
class Haste:
    """What TerminateInstances was asked for besides."""

    force: bool = False
    skip_os_shutdown: bool = False


@dataclass
class _Ending:
    timer: Timer
    end: Callable[[], None]
    label: str


class Shutdowns:
    """Those under way, by instance.

    guest_seconds: how long the guests of single instances take; others as the switch says.
    """

    def __init__(
        self, clock: Clock, draw: Callable[[Range], float], switches: Callable[[], Switches]
    ) -> None:
        self._clock = clock
        self._draw = draw
        self._switches = switches
        self._endings: dict[str, _Ending] = {}
        self.guest_seconds: dict[str, float] = {}

    def begin(self, instance_id: str, haste: Haste, end: Callable[[], None], label: str) -> float:
        """Call `end` when the instance has shut down; returns in how many seconds."""
        own = self.guest_seconds.get(instance_id)
        seconds = self._draw(self._switches().shutting_down_seconds) if own is None else own
        if haste.skip_os_shutdown:
            seconds = min(seconds, self._draw(self._switches().skipped_shutdown_seconds))
        if haste.force:
            seconds = min(seconds, self._draw(self._switches().forced_shutdown_seconds))
        self._in(instance_id, seconds, end, label)
        return seconds

    def hasten(self, instance_id: str, haste: Haste) -> None:
        """Another TerminateInstances; without haste it changes nothing."""
        ending = self._endings.get(instance_id)
        spans = [*self._skipping(haste)]
        if haste.force:
            spans.append(self._switches().forced_shutdown_seconds)
        if ending is None or not spans:
            return
        seconds = min(map(self._draw, spans))
        if self._clock.now() + seconds < ending.timer.due:
            ending.timer.cancel()
            self._in(instance_id, seconds, ending.end, ending.label)

    def _skipping(self, haste: Haste) -> list[Range]:
        """Whether a guest that shuts down already can still be skipped is a switch."""
        switches = self._switches()
        late = switches.skip_ends_a_shutdown_under_way
        return [switches.skipped_shutdown_seconds] if haste.skip_os_shutdown and late else []

    def _in(self, instance_id: str, seconds: float, end: Callable[[], None], label: str) -> None:
        def done() -> None:
            self._endings.pop(instance_id, None)
            end()

        timer = self._clock.call_later(seconds, done, label)
        self._endings[instance_id] = _Ending(timer, end, label)

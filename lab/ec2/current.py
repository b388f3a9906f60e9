"""What the patched moto classes ask at call time: the current Lab, its time, its chance."""

from __future__ import annotations

from collections.abc import Callable

from lab import context
from lab.context import Lab
from lab.switches import Range


def current() -> Lab:
    return context.current()


def now() -> float:
    """Lab seconds since the Unix epoch."""
    return current().clock.now()


def draw(span: Range) -> float:
    """A latency in lab seconds out of a switch's (shortest, longest)."""
    return current().rng.uniform(*span)


def after(span: Range, action: Callable[[], None], label: str) -> None:
    """Run `action` after a latency drawn from `span`; at once when that is nothing."""
    seconds = draw(span)
    if seconds <= 0:
        action()
    else:
        current().clock.call_later(seconds, action, label)


def tell(what: str, **detail: object) -> None:
    """Write a change that EC2 made into the timeline."""
    current().timeline.add("EC2", what, **detail)

"""When something happened, as far as looks at intervals can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

DIGITS = 1  # of a second; a look itself takes longer


@dataclass(frozen=True)
class Moment:
    """Something came to be after `after` and by `by`, in seconds since the Unix epoch."""

    after: float
    by: float


@dataclass(frozen=True)
class Span:
    """Seconds that went by between two moments."""

    at_least: float
    at_most: float

    def rounded(self) -> dict[str, float]:
        return {
            "at_least": round(self.at_least, DIGITS),
            "at_most": round(self.at_most, DIGITS),
        }


def between(begin: Moment, end: Moment) -> Span:
    """How long from `begin` to `end`; never negative."""
    return Span(max(0.0, end.after - begin.by), max(0.0, end.by - begin.after))


@dataclass(frozen=True)
class Seen:
    """When a look began and ended."""

    began: float
    ended: float


L = TypeVar("L", bound=Seen)


def first(looks: Iterable[L], condition: Callable[[L], bool]) -> Moment | None:
    """When `condition` came to hold: between the last look without it and the first with it."""
    after: float | None = None
    for look in looks:
        if condition(look):
            return Moment(look.began if after is None else after, look.ended)
        after = look.began
    return None

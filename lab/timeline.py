"""What happened, in words that a person can read."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Entry:
    number: int
    at: float  # lab time
    who: str  # "Auto Scaling", "EventBridge", "EC2", "fault", a function's name
    what: str
    detail: dict[str, Any]


@dataclass
class Timeline:
    now: Callable[[], float]
    entries: list[Entry] = field(default_factory=list)
    listeners: list[Callable[[Entry], None]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def add(self, who: str, what: str, **detail: Any) -> None:
        """Any thread may; the numbers follow the order of arrival."""
        entry = Entry(next(self._numbers), self.now(), who, what, detail)
        self.entries.append(entry)
        for listener in self.listeners:
            listener(entry)

    def as_json(self, after: int = 0) -> list[dict[str, Any]]:
        return [asdict(entry) for entry in self.entries[after:]]

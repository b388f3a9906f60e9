"""What Describe still shows, and which ids other calls do not know yet."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any

from lab.switches import Range, Switches

Snapshot = dict[str, Any]  # id -> copy of moto's object


class Past:
    """`now` tells lab time; how long something stays behind is drawn from the switches."""

    def __init__(self, now: Callable[[], float], rng: random.Random, switches: Switches) -> None:
        self._now = now
        self._rng = rng
        self._switches = switches
        self._shown: dict[str, tuple[float, Any]] = {}  # until, old copy or None
        self._unknown: dict[str, float] = {}  # until

    def learn(self, before: Snapshot, after: Snapshot) -> None:
        """Something was written."""
        switches = self._switches
        # In the store's order: a set has another one in each process, and so would the draws.
        for resource_id in before | after:
            old, new = before.get(resource_id), after.get(resource_id)
            if old is None:
                self._unknown[resource_id] = self._in(switches.unknown_after_create_seconds)
            if old is None or new is None or vars(old) != vars(new):
                self._remember(resource_id, old, self._in(switches.stale_describe_seconds))

    def knows(self, resource_id: str) -> bool:
        return self._unknown.get(resource_id, 0.0) <= self._now()

    def view(self, current_ones: Iterable[Any], prefix: str) -> list[Any]:
        """The objects as Describe sees them: changed late, born late, gone late."""
        if not self._shown and not self._unknown:
            return list(current_ones)
        objects = {str(one.id): one for one in current_ones if self.knows(str(one.id))}
        for resource_id, (until, old) in self._shown.items():
            if until > self._now() and resource_id.startswith(prefix):
                objects.pop(resource_id, None)
                if old is not None:
                    objects[resource_id] = old
        return list(objects.values())

    def _in(self, span: Range) -> float:
        return self._now() + self._rng.uniform(*span)

    def _remember(self, resource_id: str, old: Any, until: float) -> None:
        """The oldest version that is still shown stays: time does not run backwards."""
        if self._shown.get(resource_id, (0.0, None))[0] <= self._now():
            self._shown[resource_id] = until, old

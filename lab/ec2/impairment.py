"""Which instances fail their status checks, and since when.

docs/aws-behaviour.md#status-checks
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableSet

from moto.ec2.models import EC2Backend
from moto.ec2.models.instances import Instance


class Moments(set[str]):
    """A set that remembers the lab time at which each of its values came in."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self._now = now
        self.since: dict[str, float] = {}

    def add(self, value: str) -> None:
        if value not in self:
            self.since[value] = self._now()
        super().add(value)

    def update(self, *others: Iterable[str]) -> None:
        for value in (each for other in others for each in other):
            self.add(value)


class Impaired(MutableSet[str]):
    """Instances marked by hand, and those that run in a zone that is down."""

    def __init__(self, backend: Callable[[], EC2Backend], marked: Moments, zones: Moments) -> None:
        self._backend = backend
        self._marked = marked
        self._zones = zones

    def since(self, instance_id: str) -> float | None:
        """Lab time of the first check that failed; None: none fails now."""
        reasons = [self._marked.since[instance_id]] if instance_id in self._marked else []
        instance = self._backend().get_instance_by_id(instance_id)
        if instance is not None and self._caught(instance):
            reasons.append(self._zones.since[str(instance.availability_zone)])
        return min(reasons, default=None)

    def __contains__(self, instance_id: object) -> bool:
        if instance_id in self._marked:
            return True
        instance = self._backend().get_instance_by_id(str(instance_id))
        return instance is not None and self._caught(instance)

    def __iter__(self) -> Iterator[str]:
        everyone = self._backend().all_instances()
        caught = {str(each.id) for each in everyone if self._caught(each)}
        return iter(sorted(self._marked | caught))

    def _caught(self, instance: Instance) -> bool:
        return instance.availability_zone in self._zones and instance.state == "running"

    def __len__(self) -> int:
        return len(list(iter(self)))

    def add(self, value: str) -> None:
        self._marked.add(value)

    def discard(self, value: str) -> None:
        self._marked.discard(value)

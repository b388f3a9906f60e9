"""The store of metrics: every value with its lab time, by namespace, name and dimensions.

On AWS two sets of dimensions are two metrics, even if one holds the other; so they are here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Dimensions = Mapping[str, str]
# Seconds as which a value is stored: a minute unless its reporter wants 1, high resolution.
STANDARD = 60
Key = tuple[str, str, frozenset[tuple[str, str]]]

# Seconds: no function runs longer, and its lines arrive when it ends.
_LATEST_LINE = 900.0


@dataclass(frozen=True)
class Value:
    """One reported value. `at` is lab time in seconds, `resolution` how fine it is stored."""

    at: float
    value: float
    unit: str
    resolution: int

    @property
    def stored_at(self) -> float:
        return self.at // self.resolution * self.resolution


class Metrics:
    """`lab.metrics`. Callers hold the lab's lock."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._values: dict[Key, list[Value]] = defaultdict(list)

    def count(self, namespace: str, name: str, value: float = 1, **dimensions: str) -> None:
        """An AWS service reports a count, now."""
        self.record(namespace, name, value, dimensions)

    def record(
        self,
        namespace: str,
        name: str,
        value: float,
        dimensions: Dimensions,
        *,
        unit: str = "Count",
        resolution: int = STANDARD,
        at: float | None = None,
    ) -> None:
        """Store a value of lab time `at`, or of now."""
        when = self._now() if at is None else at
        self._values[_key(namespace, name, dimensions)].append(Value(when, value, unit, resolution))

    def values(self, namespace: str, name: str, **dimensions: str) -> list[float]:
        """Every value of exactly this metric, in the order in which they came."""
        return [each.value for each in self._of(namespace, name, dimensions)]

    def between(
        self, namespace: str, name: str, dimensions: Dimensions, start: float, end: float
    ) -> list[float]:
        """The values of lab time `start` and later, but before `end`."""
        found: list[float] = []
        # The end of the list is what alarms ask for. EMF lines may come late, by minutes at most.
        for each in reversed(self._of(namespace, name, dimensions)):
            if start <= each.stored_at < end:
                found.append(each.value)
            elif each.at < start - _LATEST_LINE:
                break
        return found

    def all(self) -> Iterator[tuple[str, str, dict[str, str], Value]]:
        """Namespace, name, dimensions and value of all that was reported."""
        for (namespace, name, dimensions), values in self._values.items():
            for each in values:
                yield namespace, name, dict(dimensions), each

    def _of(self, namespace: str, name: str, dimensions: Dimensions) -> list[Value]:
        return self._values.get(_key(namespace, name, dimensions), [])


def _key(namespace: str, name: str, dimensions: Dimensions) -> Key:
    return namespace, name, frozenset(dimensions.items())

"""How a function under test makes calls of which none waits for another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from common.runtime import outcome_of

Calls = Sequence[Callable[[], object]]


def one_after_another(calls: Calls) -> list[object]:
    """What simulations do: threads would make the order depend on the machine."""
    return [outcome_of(call) for call in calls]

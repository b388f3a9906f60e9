"""Which of the lab's switches a history asks: one that it never asks could not change it.

A case plays the same way each time. So where a switch is not asked, the case with that switch
flipped is the same case, and need not be played.
"""

from __future__ import annotations

from typing import Any

from tests.lab.switches import Switches


class Asked(Switches):
    """The switches, with a note of each that is read."""

    def start_noting(self) -> None:
        """Forget what was read so far."""
        vars(self)["_noted"] = set()

    def noted(self) -> frozenset[str]:
        """The names of the switches that were read since."""
        return frozenset(vars(self)["_noted"])

    def __getattribute__(self, name: str) -> Any:
        if name in Switches.__dataclass_fields__:
            vars(self).setdefault("_noted", set()).add(name)
        return super().__getattribute__(name)

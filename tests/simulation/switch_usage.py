"""Which of the lab's switches a case reads: one that it never reads could not change it.

A case runs the same way each time. So where a switch is not read, the case with that switch
flipped is the same case, and need not be run.
"""

from __future__ import annotations

from typing import Any

from lab.switches import Switches


class TrackedSwitches(Switches):
    """The switches, with a record of each that is read."""

    def start_tracking(self) -> None:
        """Forget what was read so far."""
        vars(self)["_used"] = set()

    def used(self) -> frozenset[str]:
        """The names of the switches that were read since."""
        return frozenset(vars(self)["_used"])

    def __getattribute__(self, name: str) -> Any:
        if name in Switches.__dataclass_fields__:
            vars(self).setdefault("_used", set()).add(name)
        return super().__getattribute__(name)

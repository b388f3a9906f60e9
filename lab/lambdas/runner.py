"""What the two ways of running a handler have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from lab.lambdas.invocation import Done, Invocation, Outcome


class Runner(Protocol):
    """Runs handlers: each in a process of its own (served) or as a task (simulated)."""

    def start(
        self,
        invocation: Invocation,
        ready: Callable[[], None],
        wrote: Callable[[], None],
        done: Done,
    ) -> None:
        """Begin, without waiting. `ready` tells that the handler itself begins: from there the
        function's time-out counts. `wrote` may tell of lines that have come; `done` is called
        once. All of them are called under the lab's lock."""

    def kill(self, invocation: Invocation, outcome: Outcome) -> None:
        """End the run at once, wherever the handler is; `done` then gets this outcome."""

    def stop(self) -> None:
        """Leave nothing behind."""

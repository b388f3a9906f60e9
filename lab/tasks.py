"""A cooperative task: code that runs only while it holds the baton.

Two handlers of the simulated lab interleave at their sleeps and nowhere else, so a scenario runs
the same way each time. A greenlet and not a thread: handing over costs next to nothing, and a
process that forks takes its tasks along, wherever each of them is.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from greenlet import greenlet

from lab.errors import Killed


class Task:
    def __init__(self, action: Callable[[], None], label: str) -> None:
        self.label = label
        self._action = action
        self._greenlet = greenlet(self._run)
        self._began = False

    @property
    def finished(self) -> bool:
        return bool(self._greenlet.dead)

    def resume(self) -> None:
        """Give the task the baton until it sleeps or ends; raises what it raised."""
        self._began = True
        # Whoever resumes it gets the baton back, also when the task ends.
        self._greenlet.parent = greenlet.getcurrent()
        self._greenlet.switch()

    def hand_over(self) -> None:
        """Called inside the task: give the baton back and wait for the next turn."""
        assert self._greenlet.parent is not None
        self._greenlet.parent.switch()

    def abandon(self) -> None:
        """Unwind a task that still sleeps; one that never began simply never will."""
        while self._began and not self.finished:
            self._greenlet.throw(Killed(self.label))

    def _run(self) -> None:
        with suppress(Killed):  # the end of a process, not an error of the lab
            self._action()

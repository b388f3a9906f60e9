"""A cooperative task: a thread that runs only while it holds the baton.

Two handlers of the simulated lab interleave at their sleeps and nowhere else, so a scenario runs
the same way each time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from tests.lab.errors import Killed


class Task:
    def __init__(self, action: Callable[[], None], label: str) -> None:
        self.label = label
        self.finished = False
        self._action = action
        self._error: BaseException | None = None
        self._abandoned = False
        self._turn = threading.Semaphore(0)
        self._back = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, name=label, daemon=True)

    def resume(self) -> None:
        """Give the task the baton until it sleeps or ends; raises what it raised."""
        if self._thread.ident is None:
            self._thread.start()
        self._turn.release()
        self._back.acquire()
        if self._error is not None:
            raise self._error

    def hand_over(self) -> None:
        """Called inside the task: give the baton back and wait for the next turn."""
        self._back.release()
        self._turn.acquire()
        if self._abandoned:
            raise Killed(self.label)

    def abandon(self) -> None:
        """Unwind a task that still sleeps; one that never began simply never will."""
        self._abandoned = True
        while self._thread.ident is not None and not self.finished:
            self._turn.release()
            self._back.acquire()

    def _run(self) -> None:
        self._turn.acquire()
        try:
            self._action()
        except Killed:
            pass  # the end of a process, not an error of the lab
        except BaseException as error:  # carried over to the thread that gave the turn
            self._error = error
        finally:
            self.finished = True
            self._back.release()

"""Simulated mode: what a handler prints becomes lines of its invocation.

Handlers share this process, so `printing` stands in for `print` and asks whose task prints. Not
for `sys.stdout`: pytest exchanges that one in mid-simulation.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from lab.lambdas.invocation import Line

_print = print


class Output:
    """Cuts what one invocation prints into lines of lab time."""

    def __init__(self, now: Callable[[], float], lines: list[Line]) -> None:
        self._now = now
        self._lines = lines
        self._rest = ""

    def write(self, text: str) -> None:
        *whole, self._rest = (self._rest + text).split("\n")
        self._lines.extend(Line(self._now(), line) for line in whole)


# Of the invocation that runs in this task; none outside of any.
_of_task: ContextVar[Output | None] = ContextVar("output", default=None)


def belongs_to(output: Output) -> None:
    """From now on, what this task prints goes to `output`."""
    _of_task.set(output)


def printing(*values: object, sep: str = " ", end: str = "\n", **rest: Any) -> None:
    """Stands in for `print`; what no invocation prints goes where it went before."""
    output = _of_task.get()
    if output is None or rest.get("file") is not None:
        _print(*values, sep=sep, end=end, **rest)
        return
    output.write(sep.join(map(str, values)) + end)

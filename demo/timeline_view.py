"""The demo in the terminal: chapters, lines as they happen, what is being waited for.

With a terminal: colours, and one line at the bottom that says what is going on. Without one (CI):
plain lines only.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from dataclasses import replace
from datetime import UTC, datetime

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.status import Status
from rich.table import Table
from rich.text import Text

from demo.model import Chapter, Line
from lab.clock import Clock

# A call is known when it has finished and is told at the time it began: lines wait this long (lab
# seconds) so that they come in order.
HOLD_BACK_SECONDS = 2.5
PUMP_SECONDS = 0.1  # real time
PLAIN_WIDTH = 170  # columns where there is no terminal to ask
SIDE_BY_SIDE_SECONDS = 1.0  # lab time: calls of one step, shown in one line

COLOURS = {
    "Auto Scaling": "magenta",
    "EventBridge": "blue",
    "λ launch": "bright_cyan",
    "λ terminate": "cyan",
    "λ state change": "bright_white",
    "λ audit": "bright_blue",
    "CloudWatch": "bright_magenta",
    "EC2": "yellow",
    "VIP": "bold green",
    "demo": "bold red",
}
TONES = {"plain": "", "good": "green", "warn": "yellow", "bad": "red", "struck": "bold red"}


class Screen:
    """Lines may be said from any thread; they are printed in order of lab time."""

    def __init__(self, console: Console, clock: Clock) -> None:
        self.console = console
        self.chapters: list[Chapter] = []
        self._clock = clock
        self._waiting: list[tuple[float, int, Line]] = []
        self._sequence = itertools.count()
        self._lock = threading.Lock()
        self._printing = threading.Lock()
        self._stopped = threading.Event()
        self._status: Status | None = None
        self._pump = threading.Thread(target=self._run, name="demo-screen", daemon=True)
        self._pump.start()

    def say(self, line: Line) -> None:
        with self._lock:
            heapq.heappush(self._waiting, (line.at, next(self._sequence), line))

    def chapter(self, title: str, says: str) -> Chapter:
        """Lines from now on belong to a new chapter."""
        self.flush()
        now = self._clock.now()
        if self.chapters:
            self.chapters[-1].ended = now
        self.chapters.append(Chapter(title, says, now))
        self.print(
            "", Rule(Text(title, style="bold"), align="left", style="dim"), Text(says, "dim")
        )
        return self.chapters[-1]

    def doing(self, text: str) -> None:
        """What is being waited for, at the bottom of a terminal."""
        if not self.console.is_terminal:
            return
        if self._status is None:
            self._status = self.console.status(text)
            self._status.start()
        else:
            self._status.update(text)

    def note(self, text: str) -> None:
        """How far something is, where there is no terminal to show it at the bottom."""
        if not self.console.is_terminal:
            self.print(f"… {text}")

    def idle(self) -> None:
        """Nothing is being waited for."""
        if self._status:
            self._status.stop()
            self._status = None

    def print(self, *parts: RenderableType) -> None:
        self.console.print(*parts, sep="\n", highlight=False)

    def flush(self) -> None:
        """Print everything that has been said."""
        self._print_until(float("inf"))

    def stop(self) -> None:
        self._stopped.set()
        self._pump.join()
        self.idle()
        self.flush()
        if self.chapters:
            self.chapters[-1].ended = self._clock.now()

    def _run(self) -> None:
        while not self._stopped.wait(PUMP_SECONDS):
            self._print_until(self._clock.now() - HOLD_BACK_SECONDS)

    def _print_until(self, at: float) -> None:
        # Two locks: whoever says a line holds the lab's lock, and must not wait for a terminal.
        with self._printing:
            while line := self._next(at):
                chapter = self.chapters[-1]
                chapter.lines.append(line)
                self.print(render(line, chapter.began))

    def _next(self, before: float) -> Line | None:
        """The earliest line, together with those it folds with."""
        with self._lock:
            if not self._waiting or self._waiting[0][0] > before:
                return None
            line = heapq.heappop(self._waiting)[2]
            while self._waiting and _fold(line, self._waiting[0][2]):
                more = heapq.heappop(self._waiting)[2]
                line = replace(line, text=f"{line.text} · {more.text}")
            return line


def _fold(line: Line, following: Line) -> bool:
    alike = line.folds and following.folds and line.actor == following.actor
    return alike and following.at - line.at < SIDE_BY_SIDE_SECONDS


def render(line: Line, began: float) -> RenderableType:
    """`00:03:12  +12.4 s  EC2  instance i-0a1b2c running`, wrapped within its column."""
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(width=8, style="dim")
    grid.add_column(width=9, style="dim", justify="right")
    grid.add_column(width=12)
    grid.add_column(ratio=1, overflow="fold")
    colour = COLOURS.get(line.actor, "")
    grid.add_row(
        time_of_day(line.at),
        f"{line.at - began:+.1f} s",
        Text(line.actor, style=colour),
        Text(line.text, style=TONES[line.tone]),
    )
    return grid


def time_of_day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%H:%M:%S")


def console() -> Console:
    """The terminal; without one, lines wide enough not to be broken."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=PLAIN_WIDTH)

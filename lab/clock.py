"""One clock drives every timer of the lab, in one of two ways.

*Served*: accelerated real time. The lab's seconds pass `rate` times faster than the wall's.
*Simulated*: virtual time that jumps to the next timer; single file, deterministic.

Both count lab seconds since the Unix epoch and start at LAB_EPOCH unless told otherwise.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from lab.tasks import Task

LAB_EPOCH = datetime(2026, 11, 23, tzinfo=UTC).timestamp()

Action = Callable[[], None]
ErrorListener = Callable[[str, BaseException], None]


def _nobody_listens(_label: str, _error: BaseException) -> None:
    """Until a lab binds the clock."""


class Timer:
    """One pending action; `cancel()` may be called at any time, also after it ran."""

    def __init__(self, due: float, sequence: int, action: Action, label: str) -> None:
        self.due = due
        self.label = label
        self.action = action
        self.cancelled = False
        self._order = (due, sequence)

    def cancel(self) -> None:
        self.cancelled = True

    def __lt__(self, other: Timer) -> bool:
        return self._order < other._order


class Clock(Protocol):
    rate: float  # lab seconds per real second; 0 when time is virtual
    origin: float  # lab time at which the clock started

    def now(self) -> float: ...

    def call_later(self, delay_seconds: float, action: Action, label: str) -> Timer:
        """Run `action` under the lab's lock once the delay has passed. It must not sleep."""

    def spawn(self, action: Action, label: str) -> None:
        """Run `action` beside everything else, without the lab's lock. It may sleep."""

    def sleep(self, seconds: float) -> None: ...

    def run_until(self, predicate: Callable[[], bool], limit_seconds: float) -> bool:
        """Let time pass until `predicate` holds; False when the limit came first."""

    def bind(self, lock: AbstractContextManager[object], on_error: ErrorListener) -> None:
        """Called by the Lab: the lock timers run under, and who hears of their exceptions."""

    def stop(self) -> None: ...


class Gate:
    """Where one task waits until another lets it go on."""

    def __init__(self) -> None:
        self.open: Action = lambda: None  # while nobody waits


class _Timers:
    """A heap of timers; equal due times run in the order in which they were set."""

    def __init__(self) -> None:
        self._heap: list[Timer] = []
        self._sequence = 0

    def add(self, due: float, action: Action, label: str) -> Timer:
        self._sequence += 1
        timer = Timer(due, self._sequence, action, label)
        heapq.heappush(self._heap, timer)
        return timer

    def next(self) -> Timer | None:
        """The earliest timer that still counts, left in the heap."""
        while self._heap and self._heap[0].cancelled:
            heapq.heappop(self._heap)
        return self._heap[0] if self._heap else None

    def pop(self) -> Timer:
        return heapq.heappop(self._heap)


class SimulatedClock:
    """Virtual time for scenarios in one process.

    Whoever calls `advance`, `sleep` or `run_until` from outside is the driver: due timers run in
    the driver's thread, in order of due time. Code started by `spawn` runs as a task that hands
    control back whenever it sleeps, so several handlers interleave, always in the same way.
    """

    rate = 0.0

    def __init__(self, start: float = LAB_EPOCH) -> None:
        self.origin = start
        self._now = start
        self._timers = _Timers()
        self._tasks: list[Task] = []
        self._running: Task | None = None
        self._in_timer: str | None = None
        self._lock: AbstractContextManager[object] = nullcontext()
        self._on_error: ErrorListener = _nobody_listens

    def bind(self, lock: AbstractContextManager[object], on_error: ErrorListener) -> None:
        self._lock, self._on_error = lock, on_error

    def now(self) -> float:
        return self._now

    def call_later(self, delay_seconds: float, action: Action, label: str) -> Timer:
        return self._timers.add(
            self._now + max(0.0, delay_seconds), lambda: self._run_timer(action, label), label
        )

    def spawn(self, action: Action, label: str) -> None:
        task = Task(action, label)
        self._tasks.append(task)
        self._timers.add(self._now, lambda: self._resume(task), label)

    def sleep(self, seconds: float) -> None:
        task = self._running
        if task is not None:
            self._timers.add(self._now + max(0.0, seconds), lambda: self._resume(task), task.label)
            task.hand_over()
        elif self._in_timer is not None:
            raise RuntimeError(f"timer {self._in_timer!r} must not sleep: spawn a task instead")
        else:
            self.advance(seconds)

    def wait_at(self, gate: Gate, limit_seconds: float) -> None:
        """Called inside a task: wait until `gate` is opened, or the limit has passed."""
        task = self._running
        if task is None:
            raise RuntimeError("only a task can wait at a gate")
        resume = partial(self._resume, task)
        limit = self._timers.add(self._now + limit_seconds, resume, task.label)

        def open_once() -> None:
            gate.open = lambda: None
            limit.cancel()
            self._timers.add(self._now, resume, task.label)

        gate.open = open_once
        task.hand_over()
        gate.open = lambda: None

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass, running all that becomes due."""
        self.run_until(lambda: False, seconds)

    def run_until(self, predicate: Callable[[], bool], limit_seconds: float) -> bool:
        end = self._now + max(0.0, limit_seconds)
        while not predicate():
            timer = self._timers.next()
            if timer is None or timer.due > end:
                self._now = end
                return predicate()
            self._timers.pop()
            self._now = max(self._now, timer.due)
            timer.action()
        return True

    def stop(self) -> None:
        """End the tasks that still sleep, as a killed process ends."""
        for task in self._tasks:
            task.abandon()
        self._tasks.clear()

    def _run_timer(self, action: Action, label: str) -> None:
        self._in_timer = label
        try:
            with self._lock:
                action()
        except Exception as error:
            self._on_error(label, error)
            raise
        finally:
            self._in_timer = None

    def _resume(self, task: Task) -> None:
        self._running = task
        try:
            task.resume()
        except Exception as error:
            self._on_error(task.label, error)
            raise
        finally:
            self._running = None
            if task.finished:
                self._tasks.remove(task)


class ServedClock:
    """Accelerated real time: one daemon thread runs due timers, each under the lab's lock.

    Above about 30 times the real CPU time of a Lambda weighs too much (a cold start of 0.3 s is
    ten lab seconds).
    """

    def __init__(self, rate: float = 20.0, start: float = LAB_EPOCH) -> None:
        self.rate = rate
        self.origin = start
        # CLOCK_MONOTONIC is one for all processes of the machine: with it a Lambda process can
        # follow lab time exactly.
        self.monotonic_origin = time.monotonic()
        self._timers = _Timers()
        self._changed = threading.Condition()
        self._stopped = threading.Event()
        self._spawned: list[threading.Thread] = []
        self._lock: AbstractContextManager[object] = nullcontext()
        self._on_error: ErrorListener = _nobody_listens
        self._start()

    def bind(self, lock: AbstractContextManager[object], on_error: ErrorListener) -> None:
        self._lock, self._on_error = lock, on_error

    def now(self) -> float:
        return self.origin + (time.monotonic() - self.monotonic_origin) * self.rate

    def call_later(self, delay_seconds: float, action: Action, label: str) -> Timer:
        with self._changed:
            timer = self._timers.add(self.now() + max(0.0, delay_seconds), action, label)
            self._changed.notify()
        return timer

    def spawn(self, action: Action, label: str) -> None:
        beside = threading.Thread(
            target=self._guarded, args=(action, label, nullcontext()), name=label, daemon=True
        )
        self._spawned = [each for each in self._spawned if each.is_alive()] + [beside]
        beside.start()

    @property
    def alone(self) -> bool:
        """Whether nothing that was spawned still runs."""
        return not any(each.is_alive() for each in self._spawned)

    def sleep(self, seconds: float) -> None:
        self._stopped.wait(max(0.0, seconds) / self.rate)

    def run_until(self, predicate: Callable[[], bool], limit_seconds: float) -> bool:
        end = self.now() + limit_seconds
        while not predicate():
            if self.now() > end or self._stopped.wait(0.02):
                return predicate()
        return True

    def stop(self) -> None:
        self._stopped.set()
        with self._changed:
            self._changed.notify()

    def pause(self) -> None:
        """Stand still until `resume`: no timer runs. A timer that runs now is waited for."""
        self.stop()
        self._thread.join()

    def resume(self, at: float) -> None:
        """Go on from the moment `at`, in lab time; in a fork as well, which has no thread yet."""
        self.monotonic_origin = time.monotonic() - (at - self.origin) / self.rate
        self._stopped.clear()
        self._start()

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="lab-clock", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped.is_set():
            timer = self._await_due()
            if timer is not None and not timer.cancelled:
                self._guarded(timer.action, timer.label, self._lock)

    def _await_due(self) -> Timer | None:
        with self._changed:
            timer = self._timers.next()
            if timer is not None and timer.due <= self.now():
                return self._timers.pop()
            wait = None if timer is None else (timer.due - self.now()) / self.rate
            if not self._stopped.is_set():
                self._changed.wait(wait)
            return None

    def _guarded(self, action: Action, label: str, lock: AbstractContextManager[object]) -> None:
        try:
            with lock:
                action()
        except Exception as error:
            self._on_error(label, error)

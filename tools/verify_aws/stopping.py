"""How the program ends early: a sentence for a person, or a signal that must not cut a clean-up."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopError(Exception):
    """The program cannot go on; the message tells a person why."""


@contextmanager
def signals_interrupt() -> Iterator[None]:
    """Meanwhile all of SIGNALS are what Ctrl-C is: KeyboardInterrupt, so that `finally` runs."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _answered_by(interrupt):
        yield


@contextmanager
def signals_wait(say: Callable[[str], None]) -> Iterator[None]:
    """Meanwhile a signal is answered with a sentence: what is cleaned up now is not left behind."""

    def refuse(_number: int, _frame: FrameType | None) -> None:
        say("Still destroying; to stop now would leave things behind that cost money.")

    with _answered_by(refuse):
        yield


@contextmanager
def _answered_by(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in SIGNALS}
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous)

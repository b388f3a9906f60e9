"""A served lab that stands still, and goes on from there as often as wanted, each time in a fork.

Many stories that begin with the same deployment cost one deployment. A fork serves at the same
address, from the same moment of lab time: what Terraform wrote down of it stays true.
"""

from __future__ import annotations

import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lab.clock import ServedClock
from lab.context import Lab
from lab.server import LabServer

QUIET_SECONDS = 600  # lab time


class NeverQuiet(Exception):
    """Somebody was at work all the time: a fork would have lost him in the middle."""


class Failed(Exception):
    """A story went wrong in its fork; the message is its traceback."""


@dataclass
class FrozenLab:
    """Nothing moves here. `tell` runs one story."""

    lab: Lab
    server: LabServer
    clock: ServedClock
    moment: float  # lab time

    def tell(self, story: Callable[[], str], limit_seconds: float) -> str:
        """Run `story` in a fork in which the lab is alive. Returns what it returned.

        limit_seconds: real time. Raises Failed with the story's own traceback, or when its time
        is up.
        """
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            self._in_the_fork(story, writer)
        os.close(writer)
        timer = threading.Timer(limit_seconds, os.kill, (child, signal.SIGTERM))
        timer.start()
        with os.fdopen(reader, "rb") as pipe:
            told = pipe.read().decode()
        os.waitpid(child, 0)
        timer.cancel()
        if not told:
            raise Failed(f"no end in {limit_seconds} s")
        if told[0] != "+":
            raise Failed(told[1:])
        return told[1:]

    def _in_the_fork(self, story: Callable[[], str], writer: int) -> None:
        """Never returns: what stands above on the stack is the parent's."""
        try:
            signal.signal(signal.SIGTERM, _give_up)
            self.clock.resume(self.moment)
            self.server.start()
            told = "+" + story()
        except BaseException:
            told = "-" + traceback.format_exc()
        try:
            self.lab.lambdas.stop()
        finally:
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(told.encode())
            os._exit(0)


@contextmanager
def frozen(lab: Lab, server: LabServer) -> Iterator[FrozenLab]:
    """Stop a served lab while nobody is at work; meanwhile only its forks go on.

    Clients made before are of no use in a fork: the thread that answers them is not there.
    """
    clock = lab.clock
    assert isinstance(clock, ServedClock)
    deadline = time.monotonic() + QUIET_SECONDS / clock.rate
    clock.pause()
    while not (clock.alone and lab.lambdas.idle()):
        if time.monotonic() > deadline:
            raise NeverQuiet
        clock.resume(clock.now())
        time.sleep(1 / clock.rate)
        clock.pause()
    server.pause()
    moment = clock.now()
    try:
        yield FrozenLab(lab, server, clock, moment)
    finally:
        clock.resume(moment)
        server.start()


def _give_up(_number: int, _frame: object) -> None:
    raise TimeoutError("its time is up")

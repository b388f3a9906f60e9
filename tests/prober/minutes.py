"""Invocations in simulated time: nothing is waited for, and no probe leaves the process."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from prober.checks import Check
from prober.codec import ALIVE, Verdict
from prober.config import Config
from prober.handler import SOURCE, run
from prober.journal import Journal
from prober.rounds import Runtime
from tests.prober.described import checks, described

BEGAN = 1_800_000_000.5
TIMEOUT_SECONDS = 70  # of the function, as Terraform sets it
EVENT = {"source": SOURCE}
ONE_CHECK = {"tcp-22": 2}
Probe = Callable[[Check], Verdict]


class Minutes:
    """One function's process, invoked as often as a test likes."""

    def __init__(self, timeouts: Mapping[str, int] = ONE_CHECK, interval: int = 10) -> None:
        """timeouts: of each check, by its name; in seconds, as the interval."""
        listed = [described("tcp", name, timeout_seconds=timeouts[name]) for name in timeouts]
        self.config = Config(checks(*listed), interval, "PersistentVnf", "sbc")
        self.now = BEGAN
        self.slept: list[float] = []
        self.probe: Probe = lambda _: ALIVE
        self._journal = Journal()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def invoke(self, event: object = EVENT, remaining: float = TIMEOUT_SECONDS) -> dict[str, Any]:
        """remaining: seconds that Lambda grants."""
        ends = self.now + remaining
        runtime = Runtime(
            now=lambda: self.now,
            sleep=self.sleep,
            remaining=lambda: ends - self.now,
            probe=lambda check: self.probe(check),
        )
        return run(event, self.config, runtime, self._journal)


def printed(capsys: pytest.CaptureFixture[str]) -> list[Mapping[str, Any]]:
    """The EMF lines since it was last asked."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def moments(lines: list[Mapping[str, Any]], metric: str) -> list[float]:
    """When the values of the metric are of, in seconds after the first invocation began."""
    stamps = [line["_aws"]["Timestamp"] for line in lines if metric in line]
    return [stamp / 1000 - BEGAN for stamp in stamps]

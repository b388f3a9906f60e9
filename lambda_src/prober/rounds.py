"""Rounds of probes: all checks side by side, every few seconds, until the minute is over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.metrics import emit_metric

if TYPE_CHECKING:
    from prober.checks import Check
    from prober.codec import Verdict
    from prober.config import Config
    from prober.journal import Journal

log = logging.getLogger(__name__)

MINUTE = 60  # seconds; the schedule starts the next invocation then
_MARGIN = 1.0  # seconds that a round takes beyond its probes' time-outs, at most


@dataclass(frozen=True)
class Runtime:
    """Time of one invocation, in seconds, and what makes a probe: the seam of the tests."""

    now: Callable[[], float]
    sleep: Callable[[float], None]
    remaining: Callable[[], float]
    probe: Callable[[Check], Verdict]


@dataclass
class Rounds:
    """The rounds of one invocation. broken: the checks that could not be probed at all."""

    config: Config
    runtime: Runtime
    journal: Journal

    def run(self) -> tuple[int, set[str]]:
        """How many there were, and the checks whose codec failed in one of them."""
        broken: set[str] = set()
        rounds = 0
        for _ in self._starts():
            rounds += 1
            broken |= self._round()
        return rounds, broken

    def _starts(self) -> Iterator[float]:
        """Comes back when a round is due. One that was missed is not made up for."""
        config, runtime = self.config, self.runtime
        interval = config.service_check_interval_seconds
        longest = max(check.timeout_seconds for check in config.service_checks) + _MARGIN
        began = runtime.now()
        for after in range(0, MINUTE, interval):
            wait = began + after - runtime.now()
            if wait <= -interval:
                continue
            if runtime.remaining() < max(wait, 0) + longest:
                return
            if wait > 0:
                runtime.sleep(wait)
            yield after

    def _round(self) -> set[str]:
        at = self.runtime.now()
        broken: set[str] = set()
        checks = self.config.service_checks
        with ThreadPoolExecutor(max_workers=len(checks)) as threads:
            probes = {threads.submit(self.runtime.probe, check): check for check in checks}
            # As each comes, so that none waits for the time-out of another one.
            for done in as_completed(probes):
                check = probes[done]
                if (error := done.exception()) is not None:
                    log.error(
                        "check broken",
                        extra={"vip": check.vip, "check": check.name},
                        exc_info=error,
                    )
                    broken.add(f"{check.vip}/{check.name}")
                    continue
                verdict = done.result()
                self.journal.note(check, verdict)
                self._emit(
                    at, {"Vip": check.vip, "Check": check.name}, "CheckPassed", verdict.passed
                )
        self._emit(at, {}, "ProbeRounds", True)
        return broken

    def _emit(self, at: float, of: dict[str, str], name: str, value: bool) -> None:
        config = self.config
        named = {"Name": config.owner_tag_value, **of}
        emit_metric(
            config.metrics_namespace, named, at, {name: 1 if value else 0}, by_the_second=True
        )

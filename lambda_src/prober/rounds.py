"""Rounds of probes: all checks side by side, every few seconds, until the minute is over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
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


class Rounds:
    """The rounds of one invocation. broken: the checks whose codec failed, as "vip/name"."""

    def __init__(self, config: Config, runtime: Runtime, journal: Journal) -> None:
        self._config = config
        self._runtime = runtime
        self._journal = journal
        self.broken: set[str] = set()

    def run(self) -> int:
        """All of them. Returns how many there were."""
        rounds = 0
        for _ in self._due():
            self._probe_all()
            rounds += 1
        return rounds

    def _due(self) -> Iterator[None]:
        """Comes back when a round is due. One that was missed is not made up for."""
        config, runtime = self._config, self._runtime
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
            yield

    def _probe_all(self) -> None:
        at, checks = self._runtime.now(), self._config.service_checks
        with ThreadPoolExecutor(max_workers=len(checks)) as threads:
            probes = {threads.submit(self._runtime.probe, check): check for check in checks}
            # As each comes, so that none waits for the time-out of another one.
            for done in as_completed(probes):
                self._tell(probes[done], done, at)
        self._emit(at, {}, ProbeRounds=1)

    def _tell(self, check: Check, done: Future[Verdict], at: float) -> None:
        """A codec that fails is our mistake, and says nothing of the service: there is no value."""
        if error := done.exception():
            named = {"vip": check.vip, "check": check.name}
            log.error("check broken", extra=named, exc_info=error)
            self.broken.add(f"{check.vip}/{check.name}")
            return
        verdict = done.result()
        self._journal.note(check, verdict)
        passed = 1 if verdict.passed else 0
        self._emit(at, {"Vip": check.vip, "Check": check.name}, CheckPassed=passed)

    def _emit(self, at: float, of: dict[str, str], **values: float) -> None:
        """of: the dimensions besides the module instance, by their names."""
        named = {"Name": self._config.owner_tag_value, **of}
        emit_metric(self._config.metrics_namespace, named, at, values, by_the_second=True)

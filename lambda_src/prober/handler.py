"""The entry point: a minute of probes."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from common import log_format, log_level
from prober.config import Config, from_environment
from prober.exchange import probe
from prober.journal import Journal
from prober.rounds import Rounds, Runtime

if TYPE_CHECKING:
    from common.runtime import LambdaContext

log = logging.getLogger(__name__)

SOURCE = "persistent-vnf.prober"
_JOURNAL = Journal()


class BrokenChecksError(Exception):
    """Checks could not be probed by a mistake of this code. That says nothing of the service."""


def handle(event: object, context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry. Returns what came of it; see `run`."""
    log_format.apply(os.environ)
    log_level.apply(os.environ)
    runtime = Runtime(
        now=time.time,
        sleep=time.sleep,
        remaining=lambda: context.get_remaining_time_in_millis() / 1000,
        probe=probe,
    )
    return run(event, from_environment(os.environ), runtime, _JOURNAL)


def run(event: object, config: Config, runtime: Runtime, journal: Journal) -> dict[str, Any]:
    """Probe until the minute is over. Raises BrokenChecksError then, for an alarm to see."""
    if not isinstance(event, Mapping) or event.get("source") != SOURCE:
        log.warning("event refused", extra={"event_type": type(event).__name__})
        return {"outcome": "refused"}
    rounds = Rounds(config, runtime, journal)
    count = rounds.run()
    if rounds.broken:
        broken = ", ".join(sorted(rounds.broken))
        raise BrokenChecksError(f"These checks could not be probed: {broken}.")
    return {"outcome": "probed", "rounds": count}

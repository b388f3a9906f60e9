"""What is logged of the probes: a verdict that is not the one before."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prober.checks import Check
    from prober.codec import Verdict

log = logging.getLogger(__name__)


class Journal:
    """Remembers each check's last verdict, for as long as Lambda keeps the process."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], Verdict] = {}

    def note(self, check: Check, verdict: Verdict) -> None:
        """Log the verdict if it is news."""
        key = (check.vip, check.name)
        if self._last.get(key) == verdict:
            return
        self._last[key] = verdict
        named = {"vip": check.vip, "check": check.name}
        if verdict.passed:
            log.info("check passes", extra=named)
        else:
            log.warning("check fails", extra=named | {"reason": verdict.reason})

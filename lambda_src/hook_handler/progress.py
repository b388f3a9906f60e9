"""What one invocation has done so far, and what it met."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hook_handler.steps import Attach, Call, Detach, ForceDetach

if TYPE_CHECKING:
    from hook_handler.errors import TerminalError

log = logging.getLogger(__name__)


@dataclass
class Progress:
    """done: the calls that succeeded, in order. owners: the key of the VIP that each was for.

    given_up: what was refused for good and is done without. blocked: the VIPs, by key, that such a
    call left unfinished while others go on. obstacles: all that was met and did not stop the
    invocation.
    """

    done: list[Call] = field(default_factory=list)
    owners: dict[Call, str] = field(default_factory=dict)
    given_up: dict[Call, TerminalError] = field(default_factory=dict)
    blocked: dict[str, TerminalError] = field(default_factory=dict)
    obstacles: list[TerminalError] = field(default_factory=list)

    @property
    def refused_for_good(self) -> list[TerminalError]:
        """All that the VIPs which are held are held without."""
        return [*self.given_up.values(), *self.blocked.values()]

    @property
    def took_over(self) -> bool:
        """Whether this invocation took the VIP from another attachment."""
        return any(isinstance(call, Detach | ForceDetach) for call in self.done)

    @property
    def attached(self) -> bool:
        """Whether this invocation attached the VIP to an instance."""
        return any(isinstance(call, Attach) for call in self.done)

    def record_obstacle(self, obstacle: TerminalError) -> None:
        """Log an obstacle, and go on."""
        log.error("obstacle", extra={"sentence": str(obstacle)})
        self.obstacles.append(obstacle)

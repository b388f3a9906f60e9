"""EC2 says that an instance stopped or ended: Auto Scaling hears of it at once.

Its own health check notices within a minute or so (docs/aws-behaviour.md#health-of-an-instance).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hook_handler.marking import MARKED, NOTHING, mark, may_mark, serves
from hook_handler.observe import group

if TYPE_CHECKING:
    from hook_handler.clients import Clients
    from hook_handler.config import Config
    from hook_handler.retry import Retrier

# Seconds within which EC2 shows what its event says: events and Describe are not of one mind.
SHOWS_WITHIN = 10.0
LOOK_AGAIN = 1.0


def mark_if_gone(instance_id: str, config: Config, clients: Clients, retrier: Retrier) -> str:
    """Mark the instance unhealthy if a look shows that it serves no more. Returns what came of it.

    Raises what AWS refuses, and RetryLater.
    """
    began = clients.runtime.now()
    while clients.runtime.now() - began < SHOWS_WITHIN and not retrier.out_of_time():
        shown = group(config, clients, retrier)
        member = shown.member(instance_id) if shown else None
        if shown is None or member is None or not serves(member):
            return NOTHING
        if not may_mark(shown):
            return "left alone"
        if member.dead or member.stopped:
            return MARKED if mark(instance_id, clients, retrier, "stopped or ended") else NOTHING
        clients.runtime.sleep(LOOK_AGAIN)
    return "not seen"

"""EC2's status checks fail on the instance that serves: it is replaced once they did for long.

Auto Scaling gives it "a few minutes" that it does not tell
(docs/aws-behaviour.md#health-of-an-instance). With `impaired_after_seconds` it is this module that
says how many. Read are the checks themselves: an alarm's word is a hint where to look.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hook_handler.giving_up import Sick, give_up, runs_and_serves
from hook_handler.marking import NOTHING, may_mark
from hook_handler.observe import history, impaired_since

if TYPE_CHECKING:
    from hook_handler.clients import Clients
    from hook_handler.config import Config
    from hook_handler.report import Reporter
    from hook_handler.retry import Retrier
    from hook_handler.world import Group, History

log = logging.getLogger(__name__)


def mark_if_impaired(
    shown: Group | None, config: Config, clients: Clients, retrier: Retrier, report: Reporter
) -> str:
    """Mark the instance that fails its checks for long enough unhealthy. Returns what came of it.

    Nobody is marked while somebody enters or leaves: a move is under way. Raises what AWS refuses,
    and RetryLater.
    """
    if not config.impaired_after_seconds or shown is None or shown.in_motion:
        return NOTHING
    if not may_mark(shown):
        return "left alone"
    running = [each.instance_id for each in shown.members if runs_and_serves(each)]
    failing = impaired_since(running, clients, retrier)
    if not failing:
        return NOTHING
    instance_id = min(failing, key=failing.__getitem__)
    if clients.runtime.now() - failing[instance_id] < config.impaired_after_seconds:
        return "not for long enough"
    told = history(instance_id, config, clients, retrier)
    if _never_passed(told, failing[instance_id], config):
        log.warning("status checks fail since the start", extra={"instance": instance_id})
        return "never passed"
    sick = Sick(instance_id, "fails its status checks")
    return give_up(sick, told, shown, config, clients, retrier, report)


def _never_passed(told: History, since: float, config: Config) -> bool:
    """Whether it has failed since its first boot: the next instance would do the same."""
    entered_at = told.entered_at
    return entered_at is not None and since <= entered_at + config.health_check_grace_seconds

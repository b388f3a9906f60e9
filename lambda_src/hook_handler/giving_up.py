"""Giving up a running instance in service that is sick: EC2 or the service itself says so.

Replacing it may not help, and costs an outage: so not too often, and where there should be two only
if the other one can serve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hook_handler import storm_limit
from hook_handler.marking import MARKED, NOTHING, mark, serves
from hook_handler.observe import checks_passed

if TYPE_CHECKING:
    from hook_handler.clients import Clients
    from hook_handler.config import Config
    from hook_handler.report import Reporter
    from hook_handler.retry import Retrier
    from hook_handler.world import Group, History, Member


@dataclass(frozen=True)
class Sick:
    """Who is sick, and of what: a sentence without its subject."""

    instance_id: str
    because: str


def give_up(
    sick: Sick,
    told: History,
    shown: Group,
    config: Config,
    clients: Clients,
    retrier: Retrier,
    report: Reporter,
) -> str:
    """Mark it unhealthy, unless restraint forbids that. Returns what came of it.

    Raises what AWS refuses, and RetryLater.
    """
    if _storms(told, config, clients.runtime.now()):
        report.early_replacement_stopped(sick.instance_id, sick.because)
        return "storm limit"
    if config.has_standby and not _another_is_ready(sick, shown, config, clients, retrier):
        return "nobody to take over"
    return MARKED if mark(sick.instance_id, clients, retrier, sick.because) else NOTHING


def runs_and_serves(member: Member) -> bool:
    """Whether it is in service, healthy, and runs."""
    return serves(member) and member.ec2_state == "running"


def _another_is_ready(
    sick: Sick, shown: Group, config: Config, clients: Clients, retrier: Retrier
) -> bool:
    """Whether somebody in service has booted and passes his checks: where there should be two, one
    that is sick is better than one that cannot serve yet."""
    booted_before = clients.runtime.now() - config.health_check_grace_seconds
    return any(
        runs_and_serves(each)
        and each.launched_at <= booted_before
        and checks_passed(each.instance_id, clients, retrier) is True
        for each in shown.members
        if each.instance_id != sick.instance_id
    )


def _storms(told: History, config: Config, now: float) -> bool:
    limit = config.max_replacements_per_hour
    return storm_limit.is_reached(told.marks, limit, config.storm_cleared_at, now)

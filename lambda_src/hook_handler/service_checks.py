"""The service behind the VIP does not answer, although EC2 sees nothing wrong: alarms say so.

They are a user's own, on whatever sees the service; what they say is read and not remembered. It
counts against the instance that has the VIP only if it was OK on that very instance before: a check
that never passed says that the check is wrong, or what is between (port, security group, licence),
and the next instance would fare the same. Nor does it count while it may tell of a time before the
VIP was last repaired.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hook_handler.answers import by_region
from hook_handler.errors import RetryLater
from hook_handler.giving_up import Sick, give_up, runs_and_serves
from hook_handler.marking import NOTHING, may_mark
from hook_handler.observe import history, service_alarms, was_ok

if TYPE_CHECKING:
    from hook_handler.assessment import Assessment
    from hook_handler.clients import Clients
    from hook_handler.config import Config
    from hook_handler.report import Reporter
    from hook_handler.retry import Retrier
    from hook_handler.world import ServiceAlarm

log = logging.getLogger(__name__)

# Seconds that a probe takes to count in an alarm, beyond the periods that it looks back on.
COUNTS_AFTER = 60.0


def mark_if_sick(
    assessment: Assessment, config: Config, clients: Clients, retrier: Retrier, report: Reporter
) -> str:
    """Mark the instance that has the VIP, if its service fell silent. Returns what came of it.

    Alarms are asked only where all else is as it should be, so they never hold up a move. Raises
    what AWS refuses, and RetryLater.
    """
    shown, holder = assessment.world.group, assessment.holder
    if not config.service_alarm_arns or not assessment.settled or shown is None or holder is None:
        return NOTHING
    if shown.in_motion or not runs_and_serves(holder):
        return NOTHING
    if not may_mark(shown):
        return "left alone"
    attached_at = max(each.attached_at for each in assessment.world.attachments)
    if clients.runtime.now() < attached_at + config.health_check_grace_seconds:
        return "may still boot"
    ringing = _ringing(config, clients, retrier)
    if not ringing:
        return NOTHING
    repaired_at = max(each.repaired_at for each in assessment.world.interfaces)
    now = clients.runtime.now()
    ringing = [each for each in ringing if now > _tells_of(each, repaired_at)]
    if not ringing:
        return "just repaired"
    silent = [each.arn for each in ringing if _passed_here(each, attached_at, clients, retrier)]
    if not silent:
        report.never_passed(holder.instance_id, [each.arn for each in ringing])
        return "never passed"
    sick = Sick(holder.instance_id, f"runs, but its service does not answer: {', '.join(silent)}")
    told = history(holder.instance_id, config, clients, retrier)
    return give_up(sick, told, shown, config, clients, retrier, report)


def _ringing(config: Config, clients: Clients, retrier: Retrier) -> list[ServiceAlarm]:
    """Those in ALARM. A region that does not answer says nothing, and hides nothing of others."""
    found: list[ServiceAlarm] = []
    for region, names in by_region(config.service_alarm_arns).items():
        try:
            found += service_alarms(region, names, clients, retrier)
        except RetryLater as busy:
            log.warning("alarms not read", extra={"region": region, "reason": str(busy)})
    return [each for each in found if each.rings]


def _passed_here(
    alarm: ServiceAlarm, attached_at: float, clients: Clients, retrier: Retrier
) -> bool:
    """Whether the alarm, as it is now, was OK by probes of this very holder, and rings since."""
    begins = _tells_of(alarm, max(attached_at, alarm.configured_at))
    return alarm.since > begins and was_ok(alarm.arn, begins, clients, retrier)


def _tells_of(alarm: ServiceAlarm, moment: float) -> float:
    """From when the alarm tells of what was since `moment`, and of nothing before."""
    return moment + alarm.watches_seconds + COUNTS_AFTER

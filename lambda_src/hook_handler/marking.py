"""Marking an instance unhealthy: Auto Scaling replaces it at once, and the hooks move the VIP.

Only one in service is marked, and only while the group replaces its instances: all others are in
Standby, in a hook, on their way out, or marked already (docs/decisions/no-lock.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from common.failures import AwsFailure, is_gone_from_group
from hook_handler.at_rest import HEALING
from hook_handler.errors import RetryLater, TerminalError
from hook_handler.refusals import of_request
from hook_handler.world import MAINTENANCE

if TYPE_CHECKING:
    from hook_handler.clients import Clients
    from hook_handler.report import Reporter
    from hook_handler.retry import Retrier
    from hook_handler.world import Group, Member

log = logging.getLogger(__name__)

MARKED, NOTHING = "marked", "nothing to do"


def serves(member: Member) -> bool:
    """Whether Auto Scaling takes that instance for healthy and in service."""
    return member.lifecycle_state == "InService" and member.healthy


def may_mark(group: Group) -> bool:
    """Whether whoever is marked would be replaced, and nobody works on the group."""
    return not group.suspended & (HEALING | MAINTENANCE)


def mark(instance_id: str, clients: Clients, retrier: Retrier, because: str) -> bool:
    """Mark it. False if it has left the group meanwhile: Auto Scaling says ValidationError then.

    Also inside its grace period (docs/aws-behaviour.md#marking-an-instance-unhealthy): whoever asks
    for a mark has looked at that himself.
    """
    try:
        retrier.call(
            lambda: clients.autoscaling.set_instance_health(
                InstanceId=instance_id, HealthStatus="Unhealthy", ShouldRespectGracePeriod=False
            )
        )
    except AwsFailure as error:
        if not is_gone_from_group(error):
            raise
        return False
    log.info("marked unhealthy", extra={"instance": instance_id, "because": because})
    return True


def attempt(marked: Callable[[], str], report: Reporter) -> str:
    """What came of a mark. Never raises AwsFailure, RetryLater or TerminalError: nothing depends on
    it, as another audit comes. To be given a retrier that fails fast.
    """
    try:
        return marked()
    except RetryLater as busy:
        log.warning("not marked", extra={"reason": str(busy)})
        return "AWS is busy"
    except AwsFailure as error:
        report.failed(of_request(error), told_elsewhere=True)
        return "refused"
    except TerminalError as obstacle:
        report.failed(obstacle, told_elsewhere=True)
        return "refused"

"""EC2 says that an instance stopped or ended: Auto Scaling hears of it at once.

Its own health check notices within a minute or so (docs/aws-behaviour.md#health-of-an-instance).
Whoever is marked unhealthy is replaced at once, and the rest is as ever: the hooks move the VIP.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from common.failures import AwsFailure, is_gone_from_group
from hook_handler.at_rest import HEALING
from hook_handler.errors import RetryLater
from hook_handler.observe import group
from hook_handler.refusals import of_request
from hook_handler.world import MAINTENANCE

if TYPE_CHECKING:
    from hook_handler.clients import Clients
    from hook_handler.config import Config
    from hook_handler.report import Reporter
    from hook_handler.retry import Retrier
    from hook_handler.world import Group, Member

log = logging.getLogger(__name__)

# Seconds within which EC2 shows what its event says: events and Describe are not of one mind.
SHOWS_WITHIN = 10.0
LOOK_AGAIN = 1.0


def mark_if_gone(
    instance_id: str, config: Config, clients: Clients, retrier: Retrier, report: Reporter
) -> str:
    """Mark the instance unhealthy if a look shows that it serves no more. Returns what came of it.

    To be given a retrier that fails fast. Never raises RetryLater: nothing depends on it, as
    Auto Scaling notices by itself, only later.
    """
    try:
        return _mark_if_seen_gone(instance_id, config, clients, retrier)
    except RetryLater as busy:
        log.warning("not marked", extra={"reason": str(busy)})
        return "AWS is busy"
    except AwsFailure as error:
        report.failed(of_request(error), told_elsewhere=True)
        return "refused"


def _mark_if_seen_gone(instance_id: str, config: Config, clients: Clients, retrier: Retrier) -> str:
    began = clients.runtime.now()
    while clients.runtime.now() - began < SHOWS_WITHIN and not retrier.out_of_time():
        shown = group(config, clients, retrier)
        member = _in_service(instance_id, shown)
        if shown is None or member is None:
            return "nothing to do"
        if shown.suspended & (HEALING | MAINTENANCE):
            return "left alone"
        if member.dead or member.stopped:
            return _mark(instance_id, clients, retrier)
        clients.runtime.sleep(LOOK_AGAIN)
    return "not seen"


def _in_service(instance_id: str, shown: Group | None) -> Member | None:
    """The member, if it is one that Auto Scaling takes for healthy and in service: all others are
    in Standby, in a hook, on their way out, or marked already."""
    members = shown.members if shown else ()
    return next(
        (
            each
            for each in members
            if each.instance_id == instance_id
            and each.lifecycle_state == "InService"
            and each.healthy
        ),
        None,
    )


def _mark(instance_id: str, clients: Clients, retrier: Retrier) -> str:
    """Mark it, also inside its grace period (docs/aws-behaviour.md#marking-an-instance-unhealthy).

    Auto Scaling says ValidationError of one that has left the group meanwhile.
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
        return "nothing to do"
    log.info("marked unhealthy", extra={"instance": instance_id})
    return "marked"

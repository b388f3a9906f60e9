"""Whoever serves is protected from scaling in: to lower the group ends the standby, not the holder.

A single instance is not protected: in a group that shall be empty, it would run on. Nor is the old
one beside its replacement under launch-before-terminate, which a refresh would wait for
(docs/aws-behaviour.md#refreshing-protected-instances).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from common.failures import AwsFailure, is_gone_from_group
from hook_handler.errors import RetryLater, TerminalError
from hook_handler.refusals import of_request

if TYPE_CHECKING:
    from hook_handler.assessment import Assessment
    from hook_handler.clients import Clients
    from hook_handler.config import Config
    from hook_handler.retry import Retrier
    from hook_handler.world import Group

log = logging.getLogger(__name__)

# States in which AWS takes it (docs/aws-behaviour.md#protection-from-scaling-in).
_PROTECTABLE = ("InService", "EnteringStandby", "Standby")


def protect(
    assessment: Assessment, config: Config, clients: Clients, retrier: Retrier
) -> TerminalError | None:
    """Have the holder protected beside its standby, and nobody else.

    To be given what was just seen. A holder that was protected stays so until it is alone: a
    standby that is switched off goes after the function is told of it. Returns what a person has to
    mend.
    """
    group = assessment.world.group
    if group is None:
        return None
    spared = _spared(group, assessment)
    try:
        # The holder first: that for a moment nobody can go does less harm than that anybody can.
        for protected in (True, False) if config.has_standby else (False,):
            if ids := _to_be_set(group, spared, protected):
                _set(ids, protected, config, clients, retrier)
    except RetryLater as busy:
        log.warning("not protected", extra={"reason": str(busy)})
    except AwsFailure as error:
        return None if is_gone_from_group(error) else of_request(error)
    return None


def _spared(group: Group, assessment: Assessment) -> str | None:
    """Who is to be protected: the holder, while others are there and somebody shall serve."""
    staying = [member for member in group.members if not member.leaving]
    if group.desired == 0 or len(staying) < 2 or not assessment.holder_in_service:
        return None
    assert assessment.holder is not None
    return assessment.holder.instance_id


def _to_be_set(group: Group, spared: str | None, protected: bool) -> list[str]:
    return [
        member.instance_id
        for member in group.members
        if member.lifecycle_state in _PROTECTABLE
        and member.protected != protected
        and (member.instance_id == spared) == protected
    ]


def _set(
    ids: list[str], protected: bool, config: Config, clients: Clients, retrier: Retrier
) -> None:
    retrier.call(
        lambda: clients.autoscaling.set_instance_protection(
            AutoScalingGroupName=config.group_name,
            InstanceIds=ids,
            ProtectedFromScaleIn=protected,
        )
    )
    log.info("protection", extra={"instances": ids, "on": protected})

"""Answering lifecycle actions: complete one, or ask whether it is still open."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from common.failures import code_of
from hook_handler.events import HookAction
from hook_handler.obstacles import unanswerable

if TYPE_CHECKING:
    from hook_handler.work import Work

log = logging.getLogger(__name__)

CONTINUE = "CONTINUE"
ABANDON = "ABANDON"


def lost_action(instance_id: str, hook: str) -> HookAction:
    """The open action of an instance whose event nobody has: answered by the instance's id."""
    return HookAction(instance_id=instance_id, hook=hook, token=None, began_at=None)


def complete(work: Work, action: HookAction, result: str) -> bool:
    """Answer `action` with CONTINUE or ABANDON. False when somebody has answered it before.

    Auto Scaling says ValidationError to a second answer
    (docs/aws-behaviour.md#completing-a-lifecycle-action): that is a success of somebody else, who
    also tells people. Raises Obstacle when the answer is refused for good.
    """
    answered = _answer(
        work,
        lambda: work.tools.autoscaling.complete_lifecycle_action(
            AutoScalingGroupName=work.config.group_name,
            LifecycleHookName=action.hook,
            LifecycleActionResult=result,
            **action.key,
        ),
    )
    log.info("hook completed", extra={"result": result, "first": answered, **action.for_log})
    return answered


def still_open(work: Work, action: HookAction) -> bool:
    """Extend `action`, and so learn whether Auto Scaling still waits for an answer.

    Raises Obstacle when the question is refused for good.
    """
    return _answer(
        work,
        lambda: work.tools.autoscaling.record_lifecycle_action_heartbeat(
            AutoScalingGroupName=work.config.group_name,
            LifecycleHookName=action.hook,
            **action.key,
        ),
    )


def _answer(work: Work, call: Callable[[], object]) -> bool:
    try:
        work.persist(call)
    except ClientError as error:
        if code_of(error) in ("ValidationError", "ValidationException"):
            log.info("hook is no longer open", extra={"error": str(error)})
            return False
        raise unanswerable(error) from error
    return True

"""Answering lifecycle actions: completing one, or extending it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from common.failures import AwsFailure, is_gone_from_group
from hook_handler.events import HookAction
from hook_handler.refusals import of_request

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient

    from hook_handler.retry import Retrier

log = logging.getLogger(__name__)

CONTINUE = "CONTINUE"
ABANDON = "ABANDON"


def lost_action(instance_id: str, hook: str) -> HookAction:
    """The open action of an instance whose event nobody has: answered by the instance's id."""
    return HookAction(instance_id=instance_id, hook=hook, token=None, began_at=None)


class Hooks:
    """The lifecycle hooks of one group.

    Its methods raise TerminalError when Auto Scaling refuses for good, and RetryLater when time is
    up.
    """

    def __init__(self, group_name: str, autoscaling: AutoScalingClient, retrier: Retrier) -> None:
        self._group_name = group_name
        self._autoscaling = autoscaling
        self._retrier = retrier

    def complete(self, action: HookAction, result: str) -> bool:
        """Answer `action` with CONTINUE or ABANDON. False when somebody has answered it before.

        Auto Scaling says ValidationError to a second answer
        (docs/aws-behaviour.md#completing-a-lifecycle-action): that is a success of somebody else,
        who also tells people.
        """
        answered = self._send(
            lambda: self._autoscaling.complete_lifecycle_action(
                AutoScalingGroupName=self._group_name,
                LifecycleHookName=action.hook,
                LifecycleActionResult=result,
                **action.key,
            ),
        )
        log.info("hook completed", extra={"result": result, "first": answered, **action.for_log})
        return answered

    def heartbeat(self, action: HookAction) -> bool:
        """Extend `action`. False when Auto Scaling no longer waits for an answer."""
        return self._send(
            lambda: self._autoscaling.record_lifecycle_action_heartbeat(
                AutoScalingGroupName=self._group_name,
                LifecycleHookName=action.hook,
                **action.key,
            ),
        )

    def _send(self, call: Callable[[], object]) -> bool:
        """Make the call. False when the action that it speaks of is no longer open."""
        try:
            self._retrier.call(call)
        except AwsFailure as error:
            if is_gone_from_group(error):
                log.info("hook is no longer open", extra={"error": str(error)})
                return False
            raise of_request(error) from error
        return True

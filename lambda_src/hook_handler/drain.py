"""A group that is being drained for good: nobody else ends what rests in Standby there.

Terraform's provider sets every size of a group to 0 before it deletes it, and waits until the group
is empty (docs/aws-behaviour.md#draining-a-group). Auto Scaling leaves an instance in Standby alone,
so that would never come (docs/aws-behaviour.md#standby).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from common.failures import AwsFailure, is_gone_from_group
from hook_handler.refusals import of_request

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient

    from hook_handler.retry import Retrier
    from hook_handler.world import World

log = logging.getLogger(__name__)


def left_in_standby(world: World) -> tuple[str, ...]:
    """The ids of those in Standby in a group whose maximum size is 0."""
    group = world.group
    if group is None or group.max_size > 0:
        return ()
    return tuple(each.instance_id for each in group.members if each.lifecycle_state == "Standby")


def end(instance_id: str, autoscaling: AutoScalingClient, retrier: Retrier) -> None:
    """End it: its terminate hook takes the VIP off it, as of any that leaves.

    It does not count towards the desired capacity, so there is nothing to decrement. Raises
    TerminalError when Auto Scaling refuses for good, and RetryLater when time is up.
    """
    try:
        retrier.call(
            lambda: autoscaling.terminate_instance_in_auto_scaling_group(
                InstanceId=instance_id, ShouldDecrementDesiredCapacity=False
            )
        )
    except AwsFailure as error:
        if is_gone_from_group(error):
            log.info("left the group already", extra={"instance": instance_id})
            return
        raise of_request(error) from error
    log.info("ended in Standby", extra={"instance": instance_id})

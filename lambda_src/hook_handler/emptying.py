"""A group that is being emptied for good: nobody else ends what rests in Standby there.

Terraform's provider sets every size of a group to 0 before it deletes it, and waits until the group
is empty (docs/aws-behaviour.md#draining-a-group). Auto Scaling leaves an instance in Standby alone,
so that would never come (docs/aws-behaviour.md#standby).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from common.failures import code_of
from hook_handler.obstacles import unanswerable

if TYPE_CHECKING:
    from hook_handler.work import Scene, Work
    from hook_handler.world import Member

log = logging.getLogger(__name__)


def end_standby(work: Work, scene: Scene) -> bool:
    """End what is in Standby in a group whose maximum size is 0. True: another look decides.

    The instance's terminate hook takes the VIP off it, as of any that leaves.
    """
    group = scene.world.group
    if group is None or group.max_size > 0:
        return False
    resting = [each for each in group.members if each.lifecycle_state == "Standby"]
    undecided = False
    for member in resting:
        certain = work.certain(f"{member.instance_id} is left in Standby")
        undecided |= not certain
        if certain:
            _end(work, member)
    return undecided


def _end(work: Work, member: Member) -> None:
    """It does not count towards the desired capacity, so there is nothing to decrement."""
    try:
        work.persist(
            lambda: work.tools.autoscaling.terminate_instance_in_auto_scaling_group(
                InstanceId=member.instance_id, ShouldDecrementDesiredCapacity=False
            )
        )
    except ClientError as error:
        if code_of(error) in ("ValidationError", "ValidationException"):
            log.info("left the group already", extra={"instance": member.instance_id})
            return
        work.meet(unanswerable(error))
        return
    log.info("ended in Standby", extra={"instance": member.instance_id})

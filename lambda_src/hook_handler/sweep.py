"""Terraform's own pokes: takes the VIP down before the network it lives in is destroyed.

Terraform does not know the VIP subnet. Left behind, it would block the deletion of the VPC
(docs/aws-behaviour.md#deleting-a-vpc).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hook_handler.audit import audit
from hook_handler.obstacles import NotYet
from hook_handler.remains import look_for_remains

if TYPE_CHECKING:
    from hook_handler.work import Work


def sweep(work: Work, action: str) -> str:
    """Act on Terraform's `action`: nothing for create, converge for update, take down for delete.

    A delete also comes in mid-life, when Terraform replaces the function: it only acts when the
    group is gone, or at 0 and empty. Raises NotYet when time is up: a repeated destroy goes on; and
    Obstacle for what would keep Terraform waiting afterwards.
    """
    if action == "create":
        return "nothing to do"
    if action == "update":
        return audit(work)
    return _take_down(work)


def _take_down(work: Work) -> str:
    while True:
        scene = work.look_for_the_end()
        group = scene.world.group
        if group is not None and not group.idle:
            return f"left alone: the group has {len(group.members)} instances and wants " + str(
                group.desired
            )
        # An empty answer may be a stale one: two of them are needed before anything is deleted.
        if work.certain("the group is gone or at rest"):
            if group is None:
                look_for_remains(work)
            if scene.world.empty:
                return "nothing left"
            if work.act(scene):
                continue
        if work.out_of_time():
            raise NotYet(
                f"The VIP subnet is not gone yet: {scene.plan}. Run terraform destroy again."
            )
        work.wait()

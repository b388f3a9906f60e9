"""Terraform destroys: takes the VIP down before the network it lives in.

Terraform does not know the VIP subnet. Left behind, it would block the deletion of the VPC
(docs/aws-behaviour.md#deleting-a-vpc).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.failures import AwsFailure
from hook_handler import leftovers, observe
from hook_handler.errors import RetryLater, TerminalError
from hook_handler.refusals import of_request
from hook_handler.steps import DeleteSubnet

if TYPE_CHECKING:
    from hook_handler.plan import Plan
    from hook_handler.reconcile import Reconciler
    from hook_handler.world import World


def sweep(reconciler: Reconciler) -> str:
    """Take the VIP down, if the group is gone, or at 0 and empty. Returns what came of it.

    Terraform also asks for it in mid-life, when it replaces the function. Raises RetryLater when
    time is up: a repeated destroy goes on; and TerminalError for what would keep Terraform waiting
    afterwards.
    """
    while True:
        assessment = reconciler.look_for_the_end()
        group = assessment.world.group
        if group is not None and not group.idle:
            return f"left alone: the group has {len(group.members)} instances and wants " + str(
                group.desired
            )
        # An empty answer may be a stale one: two of them are needed before anything is deleted.
        if reconciler.confirm("the group is gone or at rest"):
            if reconciler.advance(assessment):
                continue
            if group is None:
                _refuse_leftovers(reconciler, assessment.plan)
            if assessment.world.empty and not assessment.plan:
                return "nothing left"
            reconciler.raise_blocked(assessment)
        if reconciler.out_of_time():
            raise RetryLater(
                f"The VIP subnet is not gone yet: {assessment.plan}. Run terraform destroy again."
            )
        reconciler.wait()


def tidy(reconciler: Reconciler) -> None:
    """Be rid of what the configuration had before Terraform changed it, and has no longer.

    In the midst of a heal it stays as long as it may: a handler that began before the change knows
    of the old configuration only, and brings back what it had. It ends no later than this one.

    Raises RetryLater when time is up, and TerminalError for what AWS refuses for good. Terraform
    shows either; but it takes a failed update for made, and does not ask again by itself.
    """
    while reconciler.config.removed:
        assessment = reconciler.look_for_the_removed()
        # An empty answer may be a stale one.
        gone = not assessment.plan and reconciler.confirm("nothing of the old one is left")
        if gone and _is_calm(assessment.world):
            return
        if reconciler.advance(assessment):
            continue
        reconciler.raise_blocked(assessment)
        if reconciler.out_of_time():
            if not assessment.plan:
                return
            raise RetryLater(
                f"What was removed is not gone yet: {assessment.plan}. Remove it by hand; or apply "
                "the former configuration, and then this one once more. An interface that does not "
                "come off even by force comes off when its instance ends."
            )
        reconciler.wait()


def _is_calm(world: World) -> bool:
    """Whether nobody comes or leaves: then there is no handler for long."""
    serving = [member for member in world.members if member.lifecycle_state == "InService"]
    return world.group is None or len(world.members) == len(serving) >= world.group.desired


def _refuse_leftovers(reconciler: Reconciler, plan: Plan) -> None:
    """Raise TerminalError once only what is not ours keeps Terraform from deleting the rest.

    Then nothing of ours is left, or only subnets with somebody's interfaces in them.
    """
    subnets = {step.subnet_id for step in plan if isinstance(step, DeleteSubnet)}
    if len(subnets) < len(plan):
        return
    config = reconciler.config
    try:
        found = observe.leftovers(config, reconciler.clients, reconciler.retrier)
    except AwsFailure as error:
        raise of_request(error) from error
    kept = subnets <= found.interfaces.keys()
    if kept and (sentence := leftovers.sentence(found, config)):
        raise TerminalError(sentence)

"""When a newcomer may enter service: the rule that launch and audit share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hook_handler.hooks import ABANDON, CONTINUE

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from hook_handler.assessment import Assessment
    from hook_handler.config import Config
    from hook_handler.events import HookAction
    from hook_handler.hooks import Hooks
    from hook_handler.report import Reporter
    from hook_handler.world import Member

    # Whether two observations agree on a fact; remembers the first.
    Confirm = Callable[[Hashable], bool]


def verdict(
    assessment: Assessment, instance_id: str, config: Config, confirm: Confirm
) -> str | None:
    """CONTINUE or ABANDON, or None while the answer has to wait.

    Where one look is not enough, `confirm` remembers this one for the next.
    """
    member = assessment.world.member(instance_id)
    if member and (member.dead or _confirm_lost(member, confirm)):
        return ABANDON
    if assessment.elects(instance_id):
        return CONTINUE if assessment.settled else None
    return CONTINUE if _confirm_stand_by(assessment, instance_id, config, confirm) else None


def conclude(
    assessment: Assessment, action: HookAction, answer: str, hooks: Hooks, report: Reporter
) -> str:
    """Answer the action; whoever answers first tells people.

    Raises TerminalError when the answer is refused for good, and RetryLater when time is up.
    """
    if not hooks.complete(action, answer):
        return "already answered"
    if answer == ABANDON:
        report.abandoned(
            action.instance_id, "it was ended, stopped or marked unhealthy before it served"
        )
    elif assessment.elects(action.instance_id):
        report.placed(assessment, action.instance_id)
        report.done_without()
    return answer


def may_stand_by(assessment: Assessment, config: Config) -> bool:
    """Whether a newcomer may enter without the VIP, which another one serves.

    Only as the hot standby, under launch-before-terminate, or while the holder rests in Standby: it
    keeps the VIP until a rival is in service, and so would never give way to one that waits.
    Otherwise a newcomer exists because the old one leaves, so it waits for the VIP.
    """
    rests = assessment.holder is not None and assessment.holder.lifecycle_state == "Standby"
    wanted = config.has_standby or config.launch_before_terminate
    return assessment.settled and (rests or wanted)


def who_lost_it(assessment: Assessment, before: Assessment, config: Config) -> str | None:
    """Whom the VIP has left since `before`, when a standby may have been getting it already.

    None: nobody.
    """
    attached = [each.instance_id for each in before.world.attachments]
    group = before.world.group
    if not attached and config.has_standby and group:
        attached = [each.instance_id for each in group.members if each.leaving or not each.eligible]
    return next((each for each in attached if not assessment.elects(each)), None)


def _confirm_lost(member: Member, confirm: Confirm) -> bool:
    """Whether the instance was stopped, or marked unhealthy, before it served: in service it would
    be replaced for that.

    One look is not enough: an instance out of the warm pool was stopped a moment ago.
    """
    return member.impaired and confirm(f"{member.instance_id} is lost")


def _confirm_stand_by(
    assessment: Assessment, instance_id: str, config: Config, confirm: Confirm
) -> bool:
    """One look is not enough to let an instance in without the VIP."""
    return may_stand_by(assessment, config) and confirm(f"{instance_id} stands by")

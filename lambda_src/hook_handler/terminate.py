"""An instance leaves service: it is released once it holds nothing of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hook_handler.errors import RetryLater, TerminalError
from hook_handler.hooks import CONTINUE

if TYPE_CHECKING:
    from hook_handler.assessment import Assessment
    from hook_handler.events import HookAction
    from hook_handler.hooks import Hooks
    from hook_handler.reconcile import Reconciler
    from hook_handler.report import Reporter


def terminate(reconciler: Reconciler, hooks: Hooks, report: Reporter, action: HookAction) -> str:
    """Take the VIP off the leaver, do what can be done for its successor, and answer.

    That an instance leaves is never taken back, so one look is enough. The action is never
    extended for the sake of more time: a leaver whose forced detach hangs is released, because
    ending it frees the interface (docs/aws-behaviour.md#interfaces-of-an-ending-instance). Raises
    RetryLater, and leaves to the audit what is in the way, as `launch` does.
    """
    try:
        return _reconcile_until_released(reconciler, hooks, report, action)
    except TerminalError as obstacle:
        # A refused look or answer: a launch meets the same, and tells people.
        report.failed(obstacle, told_elsewhere=True)
        return "obstacle"


def _reconcile_until_released(
    reconciler: Reconciler, hooks: Hooks, report: Reporter, action: HookAction
) -> str:
    leaver = action.instance_id
    assessment = reconciler.look()
    if not _is_seen_leaving(assessment, leaver):
        # Describe and the event disagree. Only the token can tell which of them is stale.
        if not hooks.heartbeat(action):
            return "stale"
        assessment = reconciler.look(leaver=leaver)
    try:
        # Always as a look shows it. Who holds nothing need not wait for what the successor gets.
        while not _may_go(reconciler, assessment, leaver):
            if not _advance_unless_zone_bound(reconciler, assessment, leaver):
                if reconciler.out_of_time():
                    _require_free(assessment, leaver)
                    break
                reconciler.wait()
            assessment = reconciler.look(leaver=leaver)
        reconciler.raise_blocked(assessment, assessment.world.held_by(leaver))
    except TerminalError as obstacle:
        report.failed(obstacle, told_elsewhere=_launch_tells(assessment))
        if assessment.world.held_by(leaver):
            return "obstacle"
        # What is left to do does not concern the leaver.
    answer = _release(reconciler, hooks, report, assessment, action)
    if answer == CONTINUE:
        _finish(reconciler, leaver, assessment)
    return answer


def _finish(reconciler: Reconciler, leaver: str, assessment: Assessment) -> None:
    """Finish what was begun and need not hold the leaver.

    What AWS refused is tried again: a detached interface is in use for some seconds more
    (docs/aws-behaviour.md#deleting-an-interface). An appliance that got its interface here is
    rebooted here: nobody else does so while this handler may be alive. What is in the way is left
    to the audit.
    """
    try:
        while _is_begun(reconciler, assessment) and not reconciler.out_of_time():
            if not reconciler.advance(assessment):
                reconciler.wait()
            assessment = reconciler.look(leaver=leaver)
    except TerminalError as obstacle:
        reconciler.progress.record_obstacle(obstacle)


def _is_begun(reconciler: Reconciler, assessment: Assessment) -> bool:
    refused = reconciler.refused and reconciler.progress.done
    return bool(refused) or assessment.takes_down or reconciler.owes_reboot(assessment)


def _is_seen_leaving(assessment: Assessment, instance_id: str) -> bool:
    member = assessment.world.member(instance_id)
    return member is not None and member.leaving


def _advance_unless_zone_bound(reconciler: Reconciler, assessment: Assessment, leaver: str) -> bool:
    """Whether something was done. A zone's obstacle is the successor's launch to give up."""
    try:
        # What is in the making is finished, as it takes seconds: the successor finds it ready.
        return reconciler.advance(
            assessment,
            lambda later: later.in_the_making or not _may_go(reconciler, later, leaver),
        )
    except TerminalError as obstacle:
        if obstacle.zone_bound and not _successor_depends_on_us(assessment):
            return False
        raise


def _require_free(assessment: Assessment, leaver: str) -> None:
    """Raise RetryLater for a leaver that holds the VIP when time is up."""
    if assessment.world.held_by(leaver):
        raise RetryLater(f"{leaver} still holds the VIP: {assessment.plan}")


def _may_go(reconciler: Reconciler, assessment: Assessment, leaver: str) -> bool:
    held = assessment.world.held_by(leaver)
    free = held or not _successor_depends_on_us(assessment)
    return bool(free) and reconciler.may_release(assessment, leaver)


def _successor_depends_on_us(assessment: Assessment) -> bool:
    """Whether the VIP is on its way to an instance that is in service already.

    That is launch-before-terminate: no launch action is open that would see the move through. In
    every other case there is one, and it goes on from here.
    """
    return assessment.holder_in_service and not assessment.settled


def _launch_tells(assessment: Assessment) -> bool:
    """Whether the launch of a successor meets the same obstacle, and tells people of it."""
    group = assessment.world.group
    return group is not None and group.desired > 0 and not assessment.holder_in_service


def _release(
    reconciler: Reconciler,
    hooks: Hooks,
    report: Reporter,
    assessment: Assessment,
    action: HookAction,
) -> str:
    """Let the leaver go, and tell people.

    Of a VIP that went to an instance in service whoever attached it tells: no launch action sees
    that move through, so several handlers may. Of all else whoever answers first, if it did
    anything.
    """
    answered = hooks.complete(action, CONTINUE)
    if assessment.settled and assessment.holder_in_service:
        if reconciler.progress.attached:
            assert assessment.holder is not None
            report.placed(assessment, assessment.holder.instance_id)
            report.done_without()
    elif answered and reconciler.progress.done:
        report.released(action.instance_id)
    return CONTINUE if answered else "already answered"

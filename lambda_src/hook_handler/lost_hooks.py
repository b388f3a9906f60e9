"""Hooks whose event or answer was lost: what can be answered for them from what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hook_handler.admission import conclude, may_stand_by, verdict
from hook_handler.errors import TerminalError
from hook_handler.hooks import CONTINUE, lost_action

if TYPE_CHECKING:
    from hook_handler.assessment import Assessment
    from hook_handler.hooks import Hooks
    from hook_handler.reconcile import Reconciler
    from hook_handler.report import Reporter
    from hook_handler.world import Member

# States in which an open terminate hook holds an instance that leaves service:
# docs/aws-behaviour.md#origin-and-destination.
LEAVERS = ("Terminating:Wait", "Warmed:Pending:Wait", "Warmed:Terminating:Wait")
# The same hook holds one that only gets a new root volume: it keeps the VIP meanwhile.
SURVIVOR = "ReplacingRootVolume:Wait"


def answer_lost_hooks(
    reconciler: Reconciler,
    hooks: Hooks,
    report: Reporter,
    assessment: Assessment,
    entering: bool,
) -> bool:
    """Answer what can be answered. True when a second look would answer more.

    While a newcomer is `entering`, its own handler is at work.
    """
    undecided = False
    for member in assessment.world.members:
        try:
            if member.lifecycle_state == "Pending:Wait" and not entering:
                undecided |= _answer_launch(reconciler, hooks, report, assessment, member)
            else:
                undecided |= _answer_leaver(reconciler, hooks, assessment, member)
        except TerminalError as obstacle:
            reconciler.progress.record_obstacle(obstacle)
    return undecided


def _answer_launch(
    reconciler: Reconciler, hooks: Hooks, report: Reporter, assessment: Assessment, member: Member
) -> bool:
    """Answer for a newcomer whose handler is gone. True when another look would decide."""
    config = reconciler.config
    answer = verdict(assessment, member.instance_id, config, reconciler.confirm)
    if answer:
        if answer == CONTINUE:
            reconciler.raise_zone_bound()
        lost = lost_action(member.instance_id, config.launch_hook_name)
        conclude(assessment, lost, answer, hooks, report)
    return not answer and (may_stand_by(assessment, config) or member.impaired)


def _answer_leaver(
    reconciler: Reconciler, hooks: Hooks, assessment: Assessment, member: Member
) -> bool:
    """Release one that leaves, or gets a new root volume. True when another look would.

    It may have a handler at work: only if it still waits in a second look, with nothing to wait
    for, it has lost it.
    """
    if not _may_go(reconciler, assessment, member):
        return False
    forgotten = reconciler.confirm(f"{member.instance_id} can go")
    if forgotten:
        lost = lost_action(member.instance_id, reconciler.config.terminate_hook_name)
        hooks.complete(lost, CONTINUE)
    return not forgotten


def _may_go(reconciler: Reconciler, assessment: Assessment, member: Member) -> bool:
    if member.lifecycle_state == SURVIVOR:
        return True
    return member.lifecycle_state in LEAVERS and reconciler.may_release(
        assessment, member.instance_id
    )

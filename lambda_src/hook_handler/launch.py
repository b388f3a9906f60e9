"""An instance enters service: it is let in once it holds the VIP wholly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hook_handler.admission import conclude, verdict, who_lost_it
from hook_handler.errors import RetryLater, TerminalError
from hook_handler.hooks import ABANDON, CONTINUE
from hook_handler.protection import protect
from hook_handler.state_rule import write_rule

if TYPE_CHECKING:
    from hook_handler.assessment import Assessment
    from hook_handler.events import HookAction
    from hook_handler.hooks import Hooks
    from hook_handler.reconcile import Reconciler
    from hook_handler.report import Reporter

_ENTERING = ("Pending", "Pending:Wait")


def launch(reconciler: Reconciler, hooks: Hooks, report: Reporter, action: HookAction) -> str:
    """Bring the VIP onto whom the world elects, and answer the action. Returns what came of it.

    Raises RetryLater near the end of the invocation, after a heartbeat: Lambda's own retry goes on.
    What no other launch would mend is told and left to the audit, which keeps trying; the hook
    stays open until its time is up. Lambda's retries would only meet it, and tell it, again.
    """
    try:
        return _reconcile_until_admitted(reconciler, hooks, report, action)
    except TerminalError as obstacle:
        return _abandon_if_zone_bound(hooks, report, action, obstacle)


def _reconcile_until_admitted(
    reconciler: Reconciler, hooks: Hooks, report: Reporter, action: HookAction
) -> str:
    before: Assessment | None = None
    while True:
        assessment = reconciler.look()
        before = before or assessment
        if not _is_seen_entering(assessment, action):
            # Describe and the event disagree. Only the token can tell which of them is stale.
            if not hooks.heartbeat(action):
                return "stale"
        elif answer := verdict(
            assessment, action.instance_id, reconciler.config, reconciler.confirm
        ):
            if answer == CONTINUE:
                reconciler.raise_zone_bound()
            if answer == ABANDON or not reconciler.is_coming_up(action.instance_id):
                outcome = conclude(assessment, action, answer, hooks, report)
                if outcome == CONTINUE:
                    _prepare_for_its_end(reconciler, assessment)
                _tell_of_a_move(reconciler, report, assessment, before)
                return outcome
            continue
        elif reconciler.advance(assessment):
            continue
        if reconciler.out_of_time():
            if not hooks.heartbeat(action):
                return "stale"
            raise RetryLater(f"{action.instance_id} does not hold the VIP yet: {assessment.plan}")
        reconciler.wait()


def _prepare_for_its_end(reconciler: Reconciler, assessment: Assessment) -> None:
    """EC2 tells at once if it stops or ends, and the holder stays if the group is lowered.

    An obstacle is left to the audit.
    """
    config, clients, retrier = reconciler.config, reconciler.clients, reconciler.retrier
    protect(assessment, config, clients, retrier)
    write_rule(assessment.world, config, clients, retrier)


def _tell_of_a_move(
    reconciler: Reconciler, report: Reporter, assessment: Assessment, before: Assessment
) -> None:
    """Of a newcomer that stands by, and brought the VIP to the other one first."""
    left = who_lost_it(assessment, before, reconciler.config)
    if left and assessment.holder_in_service and reconciler.progress.attached:
        report.moved(assessment, left)


def _is_seen_entering(assessment: Assessment, action: HookAction) -> bool:
    member = assessment.world.member(action.instance_id)
    return member is not None and member.lifecycle_state in _ENTERING


def _abandon_if_zone_bound(
    hooks: Hooks, report: Reporter, action: HookAction, obstacle: TerminalError
) -> str:
    """Another launch helps only if the obstacle is bound to this one's zone."""
    if not obstacle.zone_bound:
        report.failed(obstacle)
        return "obstacle"
    if hooks.complete(action, ABANDON):
        report.abandoned(action.instance_id, str(obstacle))
    return ABANDON

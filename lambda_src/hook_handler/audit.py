"""The schedule's trigger: repairs drift, and answers the hooks whose event or answer was lost.

EventBridge delivers Auto Scaling's events by best effort
(docs/aws-behaviour.md#delivery-of-events): this is what stands in for a lost one.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from hook_handler import at_rest, drain
from hook_handler.admission import who_lost_it
from hook_handler.errors import RetryLater, TerminalError
from hook_handler.lost_hooks import answer_lost_hooks
from hook_handler.marking import MARKED, attempt
from hook_handler.next_hops import taken
from hook_handler.observe import last_activity
from hook_handler.protection import protect
from hook_handler.public_access import blocked
from hook_handler.removal import unknown
from hook_handler.report import in_maintenance
from hook_handler.service_checks import mark_if_sick
from hook_handler.state_rule import write_rule
from hook_handler.status_checks import mark_if_impaired
from hook_handler.timing import REBOOT_SHOWS, becomes_due

if TYPE_CHECKING:
    from hook_handler.assessment import Assessment
    from hook_handler.config import Config
    from hook_handler.hooks import Hooks
    from hook_handler.reconcile import Reconciler, WorthWaiting
    from hook_handler.report import Reporter

log = logging.getLogger(__name__)

# Seconds from its launch in which a newcomer is left to its own launch event. Two handlers at once
# are safe, but get in each other's way, and every instance would be launched under two of them.
# A reboot takes its time on top.
NEWCOMER = 90.0


def scheduled_audit(
    reconciler: Reconciler, hooks: Hooks, report: Reporter, *, moves: bool = False
) -> str:
    """Audit, and never raise TerminalError or RetryLater: the next audit comes anyway.

    To be given a retrier that fails fast, unless it `moves` the VIP to a standby: AWS's tokens are
    for those that do.
    """
    try:
        return audit(reconciler, hooks, report, moves=moves)
    except RetryLater as busy:
        log.warning("not audited", extra={"reason": str(busy)})
        return "AWS is busy"
    except TerminalError as obstacle:
        # Not told by mail: it would come with every audit. The alarm on Failures tells once.
        reconciler.progress.record_obstacle(obstacle)
        report.count(Failures=1)
        return "refused"


def audit(
    reconciler: Reconciler,
    hooks: Hooks,
    report: Reporter,
    *,
    is_asked: bool = False,
    moves: bool = False,
) -> str:
    """Converge as far as this invocation's own calls lead. Returns what came of it.

    is_asked: a person wants this, by an apply, also in maintenance. moves: it is this invocation
    that moves the VIP to whoever is in service, so it waits for that to its end.

    Else it waits only for what it began itself, and for a second look or a hanging detach. What a
    handler at work waits for is that handler's. Raises TerminalError when a look is refused for
    good, and RetryLater when AWS is busy for too long.
    """
    worth_waiting_for = partial(_worth_waiting, reconciler, moves=moves)
    assessment = before = reconciler.look()
    report.count(Audits=1)  # somebody looked: an alarm hears when nobody does
    while True:
        if not reconciler.progress.done:
            before = assessment
        entering = _is_left_to_its_launch(assessment, reconciler.now(), reconciler.config)
        open_questions = answer_lost_hooks(reconciler, hooks, report, assessment, entering)
        open_questions |= _end_standby(reconciler, assessment)
        rests = not is_asked and _rests(reconciler, assessment)
        acts = not entering and not rests
        progressed = acts and _act_past_obstacles(reconciler, assessment, worth_waiting_for)
        worth_waiting = open_questions or (
            not entering and worth_waiting_for(assessment, rests=rests)
        )
        if not progressed and not worth_waiting:
            break
        if reconciler.out_of_time():
            break
        if not progressed:
            reconciler.wait()
        assessment = reconciler.look()
    if not rests:
        _protect_the_holder(reconciler, assessment)
    _have_ec2_tell(reconciler, assessment)
    # What was just repaired may be why the service was silent, and its alarm rings for a while.
    if assessment.settled and not is_asked and not reconciler.progress.done:
        _look_for_the_sick(reconciler, report, assessment)
    return _report_outcome(reconciler, report, assessment, before, rests)


def _protect_the_holder(reconciler: Reconciler, assessment: Assessment) -> None:
    refused = protect(assessment, reconciler.config, reconciler.clients, reconciler.retrier)
    if refused:
        reconciler.progress.record_obstacle(refused)


def _have_ec2_tell(reconciler: Reconciler, assessment: Assessment) -> None:
    """EC2 tells at once if an instance of the group stops or ends."""
    told = write_rule(assessment.world, reconciler.config, reconciler.clients, reconciler.retrier)
    if told:
        reconciler.progress.record_obstacle(told)


def _look_for_the_sick(reconciler: Reconciler, report: Reporter, assessment: Assessment) -> None:
    """An alarm asks for that too, but only once: here nothing is lost with it."""
    group, config = assessment.world.group, reconciler.config
    clients, retrier = reconciler.clients, reconciler.retrier
    marked = attempt(lambda: mark_if_impaired(group, config, clients, retrier, report), report)
    if marked != MARKED:
        attempt(lambda: mark_if_sick(assessment, config, clients, retrier, report), report)


def _is_left_to_its_launch(assessment: Assessment, now: float, config: Config) -> bool:
    """Whether the elected one is so new that its own launch event is still to bring it in."""
    holder = assessment.holder
    if holder is None or not holder.entering:
        return False
    reboot = config.reboot_delay_seconds + REBOOT_SHOWS if config.reboot_after_attach else 0.0
    return now - holder.launched_at < NEWCOMER + reboot


def _rests(reconciler: Reconciler, assessment: Assessment) -> bool:
    """Whether somebody works on the instance, and is not to be interfered with.

    What was begun is finished: while an instance enters or leaves a move is under way, and what
    this invocation has changed is its own to complete.
    """
    group = assessment.world.group
    calm = group is not None and group.in_maintenance and not group.in_motion
    return calm and not reconciler.progress.done


def _worth_waiting(
    reconciler: Reconciler, assessment: Assessment, *, rests: bool = False, moves: bool = False
) -> bool:
    if rests:
        return not assessment.consistent
    if moves and assessment.holder_in_service and not reconciler.progress.obstacles:
        return not assessment.settled
    begun = bool(reconciler.progress.done) and bool(assessment.plan)
    return (
        (begun and assessment.holder is not None)
        or reconciler.holds_up_others(assessment)
        or becomes_due(assessment.plan)
        or not assessment.consistent
    )


def _end_standby(reconciler: Reconciler, assessment: Assessment) -> bool:
    """End what nobody else ends. True when another look decides."""
    undecided = False
    for instance_id in drain.left_in_standby(assessment.world):
        confirmed = reconciler.confirm(f"{instance_id} is left in Standby")
        undecided |= not confirmed
        if confirmed:
            try:
                drain.end(instance_id, reconciler.clients.autoscaling, reconciler.retrier)
            except TerminalError as obstacle:
                reconciler.progress.record_obstacle(obstacle)
    return undecided


def _act_past_obstacles(
    reconciler: Reconciler, assessment: Assessment, worth_waiting: WorthWaiting
) -> bool:
    try:
        return reconciler.advance(assessment, worth_waiting)
    except TerminalError as obstacle:
        reconciler.progress.record_obstacle(obstacle)
        return False


def _report_outcome(
    reconciler: Reconciler,
    report: Reporter,
    assessment: Assessment,
    before: Assessment,
    rests: bool,
) -> str:
    progress, config, world = reconciler.progress, reconciler.config, assessment.world
    for told in (*unknown(world), *taken(world, config), *blocked(world, config)):
        progress.record_obstacle(TerminalError(told))
    if progress.obstacles:
        report.count(Failures=1)
    if at_rest.is_intended(world, config, reconciler.now(), lambda: _gone_for(reconciler)):
        return "at rest"
    report.held(assessment)
    if sentence := at_rest.why_unintended(world, config):
        log.warning("nobody wished this rest", extra={"sentence": sentence})
    if rests and not assessment.settled:
        sentence = f"{in_maintenance(world)} Not done: {assessment.plan}"
        log.warning("left alone", extra={"sentence": sentence})
        return "in maintenance"
    if assessment.settled and progress.refused_for_good:
        return "incomplete"
    # What brings the VIP to a newcomer is no repair: the newcomer's hook tells of it.
    both_in_service = before.holder_in_service and assessment.holder_in_service
    if both_in_service and assessment.settled and progress.done:
        return _report_change(reconciler, report, assessment, before)
    return "held" if assessment.settled else "not held"


def _gone_for(reconciler: Reconciler) -> float:
    """Seconds since a group that is gone did anything; infinite when AWS does not tell."""
    last = last_activity(reconciler.config, reconciler.clients, reconciler.retrier)
    return float("inf") if last is None else reconciler.now() - last


def _report_change(
    reconciler: Reconciler, report: Reporter, assessment: Assessment, before: Assessment
) -> str:
    """Tell what came of it: a move to another instance in service, or a repair in place.

    A standby gets the interface by several at a time, so whoever attached it tells. A repair is
    told by whoever had a part in it: the audit that attached may have met a busy AWS and ended.
    """
    by_several = reconciler.config.has_standby
    told = not (by_several and _attached_by_another(reconciler, assessment, before))
    if left := who_lost_it(assessment, before, reconciler.config):
        if told:
            report.moved(assessment, left)
        return "moved"
    if told:
        report.repaired(assessment)
    return "repaired"


def _attached_by_another(
    reconciler: Reconciler, assessment: Assessment, before: Assessment
) -> bool:
    since = [each.attached_at for each in assessment.world.attachments]
    began = before.sight.looked_at
    return not reconciler.progress.attached and bool(since) and min(since) > began

"""The schedule's poke: repairs drift, and answers the hooks whose event or answer was lost.

EventBridge delivers Auto Scaling's events by best effort
(docs/aws-behaviour.md#delivery-of-events): this is what stands in for a lost one.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hook_handler import hooks, report, rest
from hook_handler.emptying import end_standby
from hook_handler.launch import conclude, may_stand_by, verdict
from hook_handler.obstacles import NotYet, Obstacle
from hook_handler.patience import REBOOT_SHOWS, ripens

if TYPE_CHECKING:
    from hook_handler.config import Config
    from hook_handler.work import Scene, Work
    from hook_handler.world import Member

log = logging.getLogger(__name__)


# Seconds from its launch in which a newcomer is left to its own launch event. Two handlers at once
# are safe, but get in each other's way, and every instance would be launched under two of them.
# A reboot takes its time on top.
NEWCOMER = 90.0
# States in which an open terminate hook holds an instance that leaves service:
# docs/aws-behaviour.md#origin-and-destination.
LEAVERS = ("Terminating:Wait", "Warmed:Pending:Wait", "Warmed:Terminating:Wait")
# The same hook holds one that only gets a new root volume: it keeps the VIP meanwhile.
SURVIVOR = "ReplacingRootVolume:Wait"


def audit(work: Work) -> str:
    """Converge as far as this invocation's own calls lead; a scheduled one never raises Obstacle.

    It waits only for what it began itself, and for a second look or a hanging detach. What a
    handler at work waits for is that handler's. A scheduled one leaves a busy AWS alone: it comes
    again in a minute, and the tokens are for those that move a VIP.
    """
    try:
        return _converge(work)
    except NotYet as not_yet:
        if not work.hasty:
            raise
        log.warning("not audited", extra={"reason": str(not_yet)})
        return "AWS is busy"
    except Obstacle as obstacle:
        if not work.hasty:
            raise
        # Not told by mail: it would come every minute. The alarm on Failures tells once.
        work.meet(obstacle)
        report.count(work, Failures=1)
        return "refused"


def _converge(work: Work) -> str:
    scene = work.look()
    report.count(work, Audits=1)  # somebody looked: an alarm hears when nobody does
    first = scene
    while True:
        entering = _is_entering(work, scene)
        open_questions = _answer_lost_hooks(work, scene, entering)
        open_questions |= end_standby(work, scene)
        progressed = not entering and _progress(work, scene)
        worth_waiting = open_questions or (not entering and _worth_waiting(work, scene))
        if not progressed and not worth_waiting:
            break
        if work.out_of_time():
            break
        if not progressed:
            work.wait()
        scene = work.look()
    return _state(work, scene, first)


def _is_entering(work: Work, scene: Scene) -> bool:
    holder = scene.holder
    young = holder is not None and work.now() - holder.launched_at < _entering_takes(work.config)
    return young and holder is not None and holder.lifecycle_state.startswith("Pending")


def _entering_takes(config: Config) -> float:
    reboot = config.reboot_delay_seconds + REBOOT_SHOWS if config.reboot_after_attach else 0.0
    return NEWCOMER + reboot


def _serves(scene: Scene) -> bool:
    return scene.holder is not None and scene.holder.lifecycle_state == "InService"


def _worth_waiting(work: Work, scene: Scene) -> bool:
    begun = bool(work.done) and bool(scene.plan) and scene.holder is not None
    return begun or ripens(scene.plan) or not scene.clear


def _answer_lost_hooks(work: Work, scene: Scene, entering: bool) -> bool:
    """Answer what can be answered. True when a second look would answer more.

    While a newcomer is `entering`, its own handler is at work. One that leaves, or gets a new root
    volume, may have one too: only if it still waits in a second look, with nothing to wait for, it
    has lost it.
    """
    undecided = False
    for member in scene.world.members:
        try:
            undecided |= _is_undecided(work, scene, member, entering)
        except Obstacle as obstacle:
            work.meet(obstacle)
    return undecided


def _is_undecided(work: Work, scene: Scene, member: Member, entering: bool) -> bool:
    instance_id = member.instance_id
    if member.lifecycle_state == "Pending:Wait" and not entering:
        let_in = _let_in(work, scene, instance_id)
        return not let_in and _another_look_decides(work, scene, member)
    if not _can_go(work, scene, member):
        return False
    forgotten = work.certain(f"{instance_id} can go")
    if forgotten:
        _let_go(work, instance_id)
    return not forgotten


def _can_go(work: Work, scene: Scene, member: Member) -> bool:
    if member.lifecycle_state == SURVIVOR:
        return True
    return member.lifecycle_state in LEAVERS and work.can_let_go(scene, member.instance_id)


def _another_look_decides(work: Work, scene: Scene, newcomer: Member) -> bool:
    return may_stand_by(work, scene) or newcomer.ailing


def _let_in(work: Work, scene: Scene, instance_id: str) -> bool:
    answer = verdict(work, scene, instance_id)
    if answer:
        conclude(work, scene, hooks.lost_action(instance_id, work.config.launch_hook_name), answer)
    return answer is not None


def _let_go(work: Work, instance_id: str) -> None:
    lost = hooks.lost_action(instance_id, work.config.terminate_hook_name)
    hooks.complete(work, lost, hooks.CONTINUE)


def _progress(work: Work, scene: Scene) -> bool:
    try:
        return work.act(scene)
    except Obstacle as obstacle:
        work.meet(obstacle)
        return False


def _state(work: Work, scene: Scene, first: Scene) -> str:
    if work.obstacles:
        report.count(work, Failures=1)
    if rest.is_wished(scene.world, work.config, work.now(), work.gone_for):
        return "at rest"
    report.held(work, scene)
    if sentence := rest.accident(scene.world, work.config):
        log.warning("nobody wished this rest", extra={"sentence": sentence})
    if scene.settled and work.given_up:
        return "incomplete"
    # What brings the VIP to a newcomer is no repair: the newcomer's hook tells of it.
    if _serves(first) and _serves(scene) and scene.settled and work.done:
        return _tell(work, scene, first)
    return "held" if scene.settled else "not held"


def _tell(work: Work, scene: Scene, first: Scene) -> str:
    """Tell what came of it: a move to another instance in service, or a repair in place."""
    before = next(iter(first.world.attachments), None)
    if before and not scene.elects(before.instance_id):
        report.moved(work, scene, before.instance_id)
        return "moved"
    report.repaired(work, scene)
    return "repaired"

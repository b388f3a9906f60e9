"""An instance enters service: it is let in once it holds the VIP wholly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hook_handler import hooks, report
from hook_handler.obstacles import NotYet, Obstacle

if TYPE_CHECKING:
    from hook_handler.events import HookAction
    from hook_handler.work import Scene, Work
    from hook_handler.world import Member

_ENTERING = ("Pending", "Pending:Wait")


def launch(work: Work, action: HookAction) -> str:
    """Bring the VIP onto whom the world elects, and answer the action. Returns what came of it.

    Raises NotYet near the end of the invocation, after a heartbeat: Lambda's own retry goes on.
    What no other launch would mend is told and left to the audit, which keeps trying; the hook
    stays open until its time is up. Lambda's retries would only meet it, and tell it, again.
    """
    try:
        return _converge(work, action)
    except Obstacle as obstacle:
        return _give_up(work, action, obstacle)


def _converge(work: Work, action: HookAction) -> str:
    while True:
        scene = work.look()
        if not _is_entering(scene, action):
            # Describe and the event disagree. Only the token can tell which of them is stale.
            if not hooks.still_open(work, action):
                return "stale"
        elif answer := verdict(work, scene, action.instance_id):
            if answer == hooks.ABANDON or not work.comes_up(action.instance_id):
                return conclude(work, scene, action, answer)
            work.wait()
            continue
        elif work.act(scene):
            continue
        if work.out_of_time():
            if not hooks.still_open(work, action):
                return "stale"
            raise NotYet(f"{action.instance_id} does not hold the VIP yet: {scene.plan}")
        work.wait()


def verdict(work: Work, scene: Scene, instance_id: str) -> str | None:
    """CONTINUE or ABANDON, or None while the answer has to wait."""
    member = scene.world.member(instance_id)
    if member and (member.dead or _is_lost(work, member)):
        return hooks.ABANDON
    if scene.elects(instance_id):
        return hooks.CONTINUE if scene.settled else None
    return hooks.CONTINUE if _stands_by(work, scene, instance_id) else None


def conclude(work: Work, scene: Scene, action: HookAction, answer: str) -> str:
    """Answer the action; whoever answers first tells people."""
    if not hooks.complete(work, action, answer):
        return "already answered"
    if answer == hooks.ABANDON:
        report.abandoned(
            work, action.instance_id, "it was ended, stopped or marked unhealthy before it served"
        )
    elif scene.elects(action.instance_id):
        report.placed(work, scene, action.instance_id)
        report.done_without(work)
    return answer


def _is_entering(scene: Scene, action: HookAction) -> bool:
    member = scene.world.member(action.instance_id)
    return member is not None and member.lifecycle_state in _ENTERING


def _is_lost(work: Work, member: Member) -> bool:
    """Whether the instance was stopped, or marked unhealthy, before it served: in service it would
    be replaced for that.

    One look is not enough: an instance out of the warm pool was stopped a moment ago.
    """
    return member.ailing and work.certain(f"{member.instance_id} is lost")


def may_stand_by(work: Work, scene: Scene) -> bool:
    """Whether a newcomer may enter without the VIP, which another one serves.

    Only under launch-before-terminate, or while the holder rests in Standby: it keeps the VIP until
    a rival is in service, and so would never give way to one that waits. Otherwise a newcomer
    exists because the old one leaves, so it waits for the VIP.
    """
    rests = scene.holder is not None and scene.holder.lifecycle_state == "Standby"
    return scene.settled and (rests or work.config.launch_before_terminate)


def _stands_by(work: Work, scene: Scene, instance_id: str) -> bool:
    """One look is not enough to let an instance in without the VIP."""
    return may_stand_by(work, scene) and work.certain(f"{instance_id} stands by")


def _give_up(work: Work, action: HookAction, obstacle: Obstacle) -> str:
    """Another launch helps only if the obstacle is bound to this one's zone."""
    if not obstacle.zone_bound:
        report.failed(work, obstacle)
        return "obstacle"
    if hooks.complete(work, action, hooks.ABANDON):
        report.abandoned(work, action.instance_id, str(obstacle))
    return hooks.ABANDON

"""An instance leaves service: it is let go once it holds nothing of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hook_handler import hooks, report
from hook_handler.obstacles import NotYet, Obstacle

if TYPE_CHECKING:
    from hook_handler.events import HookAction
    from hook_handler.work import Scene, Work


def terminate(work: Work, action: HookAction) -> str:
    """Take the VIP off the leaver, do what can be done for its successor, and answer.

    That an instance leaves is never taken back, so one look is enough. The action is never
    extended for the sake of more time: a leaver whose forced detach hangs is let go, because ending
    it frees the interface (docs/aws-behaviour.md#interfaces-of-an-ending-instance). Raises NotYet,
    and leaves to the audit what is in the way, as `launch` does.
    """
    try:
        return _converge(work, action)
    except Obstacle as obstacle:
        # A refused look or answer: a launch meets the same, and tells people.
        report.failed(work, obstacle, told_elsewhere=True)
        return "obstacle"


def _converge(work: Work, action: HookAction) -> str:
    leaver = action.instance_id
    scene = work.look()
    if not _is_leaving(scene, leaver):
        # Describe and the event disagree. Only the token can tell which of them is stale.
        if not hooks.still_open(work, action):
            return "stale"
        scene = work.look(leaver=leaver)
    try:
        while _progress(work, scene) or not _finished(work, scene, leaver):
            scene = work.look(leaver=leaver)
    except Obstacle as obstacle:
        return _give_up(work, scene, action, obstacle)
    return _conclude(work, scene, action)


def _is_leaving(scene: Scene, instance_id: str) -> bool:
    member = scene.world.member(instance_id)
    return member is not None and member.leaving


def _progress(work: Work, scene: Scene) -> bool:
    try:
        return work.act(scene)
    except Obstacle as obstacle:
        if obstacle.zone_bound and not _successor_depends_on_us(scene):
            return False  # the successor's own launch gives that zone up
        raise


def _finished(work: Work, scene: Scene, leaver: str) -> bool:
    """Whether the leaver may go now. Otherwise lets some time go by, or raises NotYet."""
    held = scene.world.held_by(leaver)
    if work.can_let_go(scene, leaver) and (held or not _successor_depends_on_us(scene)):
        return True
    if work.out_of_time():
        if not held:
            return True
        raise NotYet(f"{leaver} still holds the VIP: {scene.plan}")
    work.wait()
    return False


def _successor_depends_on_us(scene: Scene) -> bool:
    """Whether the VIP is on its way to an instance that is in service already.

    That is launch-before-terminate: no launch action is open that would see the move through. In
    every other case there is one, and it goes on from here.
    """
    in_service = scene.holder is not None and scene.holder.lifecycle_state == "InService"
    return in_service and not scene.settled


def _give_up(work: Work, scene: Scene, action: HookAction, obstacle: Obstacle) -> str:
    report.failed(work, obstacle, told_elsewhere=_launch_tells(scene))
    if scene.world.held_by(action.instance_id):
        return "obstacle"
    return _conclude(work, scene, action)  # what is left to do does not concern the leaver


def _launch_tells(scene: Scene) -> bool:
    """Whether the launch of a successor meets the same obstacle, and tells people of it."""
    serves = scene.holder is not None and scene.holder.lifecycle_state == "InService"
    wanted = scene.world.group is not None and scene.world.group.desired > 0
    return wanted and not serves


def _conclude(work: Work, scene: Scene, action: HookAction) -> str:
    if not hooks.complete(work, action, hooks.CONTINUE):
        return "already answered"
    if work.done and scene.settled and scene.holder and scene.holder.lifecycle_state == "InService":
        report.placed(work, scene, scene.holder.instance_id)
        report.done_without(work)
    elif work.done:
        report.released(work, action.instance_id)
    return hooks.CONTINUE

"""Who should hold the VIP? A pure answer from one observation, the same for every trigger."""

from __future__ import annotations

from functools import partial

from hook_handler.world import Attachment, Member, World

# How much a lifecycle state recommends its instance; a state that is not listed never holds.
# The holder keeps the VIP through a root-volume replacement, as the instance survives
# (docs/aws-behaviour.md#origin-and-destination).
_CANDIDATES = {
    "InService": 0,
    "Pending:Proceed": 1,
    "Pending:Wait": 2,
    "Pending": 2,
    "Standby": 3,
    "EnteringStandby": 3,
}
_ROOT_VOLUME = (
    "ReplacingRootVolume",
    "ReplacingRootVolume:Wait",
    "ReplacingRootVolume:Proceed",
    "RootVolumeReplaced",
)


def elect(world: World) -> Member | None:
    """The instance that should hold the VIP, or None when nobody can.

    The present holder stays while it serves: two candidates never flap. Should two hold a VIP each,
    it is the one with the lower device index.
    """
    eligible = [member for member in world.members if member.eligible]
    in_service = any(member.lifecycle_state == "InService" for member in eligible)
    staying = [
        (min(held.device_index for held in world.held_by(member.instance_id)), member)
        for member in eligible
        if world.held_by(member.instance_id) and _stays(member, in_service)
    ]
    if staying:
        return min(staying, key=lambda each: (each[0], each[1].instance_id))[1]
    candidates = [member for member in eligible if member.lifecycle_state in _CANDIDATES]
    return min(candidates, key=partial(_preference, world), default=None)


def _stays(member: Member, in_service: bool) -> bool:
    if member.lifecycle_state in ("Standby", "EnteringStandby"):
        return not in_service
    return member.lifecycle_state == "InService" or member.lifecycle_state in _ROOT_VOLUME


def _preference(world: World, member: Member) -> tuple[int, bool, float, str]:
    """Whoever holds the VIP before whoever was launched last: one that comes back with a new root
    volume enters service once more, beside its replacement."""
    holds_nothing = not world.held_by(member.instance_id)
    rank = _CANDIDATES[member.lifecycle_state]
    return rank, holds_nothing, -member.launched_at, member.instance_id


def may_take_down(world: World) -> bool:
    """Whether the VIP may go although nobody follows.

    Only when its holder is leaving or has ended, or nothing holds it while an instance leaves or
    the group rests at 0. In doubt it stays where it is, and the alarm tells a person. A group that
    is gone, or goes by force, leaves it behind: which shows that it was not intended (at_rest.py).
    """
    if world.group is None or world.group.ends_by_force:
        return False
    if world.attachments:
        return all(_gives_up(world, each) for each in world.attachments)
    return world.group.idle or any(member.leaving for member in world.members)


def _gives_up(world: World, attachment: Attachment) -> bool:
    if attachment.instance_state == "terminated":
        return True
    member = world.member(attachment.instance_id)
    # A detached instance lives on outside the group, by somebody's decision: it keeps the VIP.
    return member is not None and member.lifecycle_state.startswith(("Terminat", "Warmed:"))

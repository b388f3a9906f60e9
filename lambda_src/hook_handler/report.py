"""What people and graphs are told. Each transition once, by whoever's answer completed it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common import tell
from common.failures import AwsFailure
from hook_handler.rest import suspended
from hook_handler.steps import (
    AssociateAddress,
    AssociateRouteTable,
    Attach,
    BeginReboot,
    CreateInterface,
    CreateSubnet,
    DeleteInterface,
    DeleteSubnet,
    Detach,
    DisableSourceDestCheck,
    ForceDetach,
    MarkRebooted,
    Reboot,
    ReplaceRouteTable,
    SetSecurityGroups,
)

if TYPE_CHECKING:
    from hook_handler.obstacles import Obstacle
    from hook_handler.work import Scene, Work

log = logging.getLogger(__name__)

_LEAVES = re.compile(r"(?:Terminating|Detaching) EC2 instance: (i-[0-9a-f]+)")
# Part of AWS's cause when a group was lowered: its instance went because nobody wanted one.
_LOWERED = "shrinking the capacity"
_RECENT = 20  # scaling activities that are searched for the leaver

_WORDS = {
    CreateSubnet: "VIP subnet created",
    DeleteSubnet: "VIP subnet deleted",
    AssociateRouteTable: "route table associated",
    ReplaceRouteTable: "route table put back",
    CreateInterface: "interface created",
    DeleteInterface: "interface deleted",
    AssociateAddress: "Elastic IP associated",
    DisableSourceDestCheck: "source/destination check switched off",
    SetSecurityGroups: "security groups put back",
    Attach: "interface attached",
    Detach: "interface detached",
    ForceDetach: "interface detached by force",
    Reboot: "instance rebooted",
    BeginReboot: "reboot noted as begun",
    MarkRebooted: "reboot noted on the interface",
}


@dataclass(frozen=True)
class Leaver:
    """The instance that left last, as the group's activities tell it."""

    instance_id: str
    zone: str
    began_at: float  # seconds since the Unix epoch
    cause: str


def placed(work: Work, scene: Scene, instance_id: str) -> None:
    """The VIP is on a new instance, and that instance is let into service."""
    member = scene.world.member(instance_id)
    zone = member.zone if member else "unknown zone"
    leaver = _leaver(work, instance_id)
    facts = [f"It is now on {instance_id} in {zone}."]
    if leaver and _LOWERED in leaver.cause:
        facts.append(f"The group had been lowered; {leaver.instance_id} served before.")
    elif leaver:
        took = work.now() - leaver.began_at
        facts.append(f"Before, it was on {leaver.instance_id} in {leaver.zone}.")
        facts.append(f"{took:.0f} seconds went by since that instance began to leave.")
        facts.append(f"Why: {leaver.cause}")
        count(work, HealSeconds=round(took, 3), Takeovers=1 if work.took_over else 0)
    _tell(work, f"VIP {work.config.vip_address} is on {instance_id} in {zone}", facts)


def released(work: Work, instance_id: str) -> None:
    """A leaver gave the VIP up."""
    facts = [
        f"{instance_id} leaves the group and holds the VIP no longer.",
        "If the group wants an instance, its replacement takes the same addresses over.",
    ]
    _tell(work, f"VIP {work.config.vip_address} left {instance_id}", facts)


def held(work: Work, scene: Scene) -> None:
    """What the alarms are told each minute: is the VIP held, and would its holder be replaced?"""
    held = 1 if work.holds_the_address(scene) else 0
    count(work, VipHeld=held, ProcessesSuspended=len(suspended(scene.world.group)))


def moved(work: Work, scene: Scene, before: str) -> None:
    """The audit moved the VIP to an instance that was in service already."""
    assert scene.holder is not None
    count(work, Takeovers=1 if work.took_over else 0)
    now_on = f"{scene.holder.instance_id} in {scene.holder.zone}"
    facts = [f"It is now on {now_on}.", f"Before, it was on {before}.", *_why(scene, before)]
    _tell(work, f"VIP {work.config.vip_address} moved to {now_on}", facts)


def _why(scene: Scene, before: str) -> list[str]:
    """Why the VIP left an instance, as the group and EC2 show it."""
    member = scene.world.member(before)
    if member is None:
        return [f"Why: {before} is no longer in the group."]
    if member.lifecycle_state in ("Standby", "EnteringStandby"):
        return [
            f"Why: {before} is in Standby, and an instance is in service.",
            f"{before} runs on without the VIP until it is ended or switched back to.",
        ]
    if member.leaving:
        return [f"Why: {before} leaves the group."]
    if member.stopped or member.dead:
        return [f"Why: {before} is {member.ec2_state}."]
    if not member.healthy:
        return [f"Why: {before} is marked unhealthy."]
    return [f"Why: {before} is {member.lifecycle_state}, and the other one serves."]


def repaired(work: Work, scene: Scene) -> None:
    """The audit put something back that had been changed behind the module's back."""
    count(work, Repairs=1)
    holder = scene.holder.instance_id if scene.holder else "nobody"
    facts = [
        f"It is wholly on {holder} again.",
        "Something had changed it: a new configuration, or a hand. CloudTrail tells whose.",
    ]
    _tell(work, f"VIP {work.config.vip_address} was repaired on {holder}", facts)


def abandoned(work: Work, instance_id: str, reason: str) -> None:
    """A launch was given up; Auto Scaling launches another instance."""
    could_not = f"{instance_id} could not take the VIP: {reason}"
    log.error("launch abandoned", extra={"sentence": could_not})
    count(work, Failures=1)
    facts = [
        could_not,
        "Auto Scaling ends it and launches another one, maybe in another Availability Zone.",
    ]
    _tell(work, f"VIP {work.config.vip_address}: launch of {instance_id} abandoned", facts)


def failed(work: Work, obstacle: Obstacle, *, told_elsewhere: bool = False) -> None:
    """Something that a person has to mend.

    The metric says so each time, and its alarm tells once. The message with the sentence is sent by
    one of the handlers that meet the same obstacle.
    """
    log.error("obstacle", extra={"sentence": str(obstacle)})
    count(work, Failures=1)
    if not told_elsewhere:
        waits = "The group waits until its hook times out. The audit tries every minute."
        _needs_you(work, [str(obstacle), waits])


def done_without(work: Work) -> None:
    """A hook was answered although something that carries no address was refused for good."""
    if work.given_up:
        count(work, Failures=1)
        waits = "The VIP is held without it. The audit tries every minute."
        _needs_you(work, [*map(str, work.given_up.values()), waits])


def _needs_you(work: Work, facts: list[str]) -> None:
    _tell(work, f"VIP {work.config.vip_address} needs you", facts)


def count(work: Work, **values: float) -> None:
    """Emit metrics of this module instance."""
    config = work.config
    tell.metric(config.metrics_namespace, config.owner_tag_value, work.now(), values)


def _tell(work: Work, subject: str, facts: list[str]) -> None:
    steps = [f"  - {_WORDS[type(call)]}" for call in work.done]
    done = ["", "Done:", *steps] if steps else []
    body = "\n".join([f"{work.config.owner_tag_value}: {subject}", "", *facts, *done])
    if not tell.people(work.tools.sns, work.config.topic_arn, subject, body):
        count(work, MessagesLost=1)


def _leaver(work: Work, newcomer: str) -> Leaver | None:
    """Who left last. Only a message depends on it: an AWS error leaves the sentence out."""
    try:
        activities = work.tools.autoscaling.describe_scaling_activities(
            AutoScalingGroupName=work.config.group_name, MaxRecords=_RECENT
        )["Activities"]
    except AwsFailure as error:
        log.warning("no activities", extra={"error": str(error)})
        return None
    for activity in activities:  # newest first
        found = _LEAVES.search(activity.get("Description", ""))
        if found and found[1] != newcomer:
            return _as_leaver(found[1], activity)
    return None


def _as_leaver(instance_id: str, activity: Mapping[str, Any]) -> Leaver:
    details = json.loads(activity.get("Details") or "{}")
    return Leaver(
        instance_id=instance_id,
        zone=details.get("Availability Zone", "an unknown zone"),
        began_at=activity["StartTime"].timestamp(),
        cause=activity.get("Cause", "unknown"),
    )

"""What people and graphs are told. Each transition once, by whoever's answer completed it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from common import notify
from common.metrics import emit_metric
from hook_handler.answers import MARKED
from hook_handler.at_rest import suspended
from hook_handler.observe import last_leaver
from hook_handler.plan import held_vips
from hook_handler.steps import (
    AssignAddresses,
    AssignIpv6Address,
    AssociateAddress,
    AssociateIpv6Range,
    AssociateRouteTable,
    Attach,
    BeginReboot,
    CreateInterface,
    CreateRoute,
    CreateSubnet,
    DeleteInterface,
    DeleteRoute,
    DeleteSubnet,
    Detach,
    DisableSourceDestCheck,
    DisassociateAddress,
    DisassociateIpv6Range,
    EndShutdown,
    ForceDetach,
    MarkRebooted,
    Reboot,
    ReplaceNetworkAcl,
    ReplaceRoute,
    ReplaceRouteTable,
    SetConnectionTracking,
    SetSecurityGroups,
    UnassignAddresses,
    UnassignIpv6Address,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hook_handler.assessment import Assessment
    from hook_handler.clients import Clients
    from hook_handler.config import Config
    from hook_handler.errors import TerminalError
    from hook_handler.progress import Progress
    from hook_handler.retry import Retrier
    from hook_handler.steps import Call
    from hook_handler.world import World

log = logging.getLogger(__name__)

# Part of AWS's cause when a group was lowered: its instance went because nobody wanted one.
_LOWERED = "shrinking the capacity"
# Who marks an instance unhealthy.
_WHO_MARKS = (
    "A user's health check is this module's, on EC2's word that the instance stopped or ended or "
    "fails its status checks or on an alarm of its service, or an operator's mark."
)

# What a person reads of each kind of call.
WORDS = {
    CreateSubnet: "VIP subnet created",
    DeleteSubnet: "VIP subnet deleted",
    AssociateRouteTable: "route table associated",
    ReplaceRouteTable: "route table put back",
    ReplaceNetworkAcl: "network ACL set",
    AssociateIpv6Range: "IPv6 range associated",
    DisassociateIpv6Range: "IPv6 range taken off",
    CreateInterface: "interface created",
    DeleteInterface: "interface deleted",
    AssignAddresses: "secondary addresses assigned",
    UnassignAddresses: "secondary addresses taken off",
    AssignIpv6Address: "IPv6 address assigned",
    UnassignIpv6Address: "IPv6 address taken off",
    AssociateAddress: "Elastic IP associated",
    DisassociateAddress: "Elastic IP disassociated",
    DisableSourceDestCheck: "source/destination check switched off",
    SetSecurityGroups: "security groups put back",
    SetConnectionTracking: "connection tracking set",
    CreateRoute: "route created",
    ReplaceRoute: "route led to the interface",
    DeleteRoute: "route deleted",
    Attach: "interface attached",
    Detach: "interface detached",
    ForceDetach: "interface detached by force",
    EndShutdown: "its last instance ended without its guest",
    Reboot: "instance rebooted",
    BeginReboot: "reboot noted as begun",
    MarkRebooted: "reboot noted on the interface",
}


class Reporter:
    """Tells people, by e-mail, and graphs, by metrics, of one invocation's progress."""

    def __init__(
        self, config: Config, clients: Clients, retrier: Retrier, progress: Progress
    ) -> None:
        self._config = config
        self._clients = clients
        self._retrier = retrier
        self._progress = progress
        self._vip, self._is, self._was, self._needs = _named(config)

    def placed(self, assessment: Assessment, instance_id: str) -> None:
        """The VIP is on a new instance, and that instance is let into service."""
        member = assessment.world.member(instance_id)
        zone = member.zone if member else "unknown zone"
        kind = f" ({member.instance_type})" if member and member.instance_type else ""
        leaver = last_leaver(instance_id, self._config, self._clients, self._retrier)
        facts = [f"Now on {instance_id}{kind} in {zone}.", *_while_in_maintenance(assessment)]
        if leaver and _LOWERED in leaver.cause:
            facts.append(f"The group had been lowered; {leaver.instance_id} served before.")
        elif leaver:
            took = self._clients.runtime.now() - leaver.began_at
            facts.append(f"Before on {leaver.instance_id} in {leaver.zone}.")
            facts.append(f"{took:.0f} seconds went by since that instance began to leave.")
            facts.append(f"Why: {leaver.cause}")
            facts += [_WHO_MARKS] if MARKED in leaver.cause else []
            self.count(HealSeconds=round(took, 3), Takeovers=1 if self._progress.took_over else 0)
        self._email(f"{self._vip} {self._is} on {instance_id} in {zone}", facts)

    def released(self, instance_id: str) -> None:
        """A leaver gave the VIP up."""
        facts = [
            f"{instance_id} leaves the group and holds nothing of ours any longer.",
            "If the group wants an instance, its replacement takes the same addresses over.",
        ]
        self._email(f"{self._vip} left {instance_id}", facts)

    def held(self, assessment: Assessment) -> None:
        """What each audit tells the alarms: is each VIP held, would its holder be replaced?"""
        held = _held_addresses(assessment, self._config, self._progress)
        for vip in self._config.vips:
            self._emit({"Vip": vip.key}, VipHeld=1 if vip.key in held else 0)
        group = assessment.world.group
        maintenance = 1 if group and group.in_maintenance else 0
        self.count(ProcessesSuspended=len(suspended(group)), Maintenance=maintenance)
        if self._config.has_standby:
            zones = _zones_of_standbys(assessment)
            alike = assessment.holder is not None and {assessment.holder.zone} == set(zones)
            self.count(StandbysInService=len(zones), AllInOneZone=1 if alike else 0)

    def moved(self, assessment: Assessment, before: str) -> None:
        """The audit moved the VIP to an instance that was in service already."""
        assert assessment.holder is not None
        self.count(Takeovers=1 if self._progress.took_over else 0)
        now_on = f"{assessment.holder.instance_id} in {assessment.holder.zone}"
        why = _why_it_left(assessment, before)
        facts = [f"Now on {now_on}.", f"Before on {before}.", *why]
        facts += _while_in_maintenance(assessment)
        self._email(f"{self._vip} moved to {now_on}", facts)

    def repaired(self, assessment: Assessment) -> None:
        """The audit put something back that had been changed behind the module's back."""
        self.count(Repairs=1)
        holder = assessment.holder.instance_id if assessment.holder else "nobody"
        facts = [
            f"Wholly on {holder} again.",
            "Something had changed it: a new configuration, or a hand. CloudTrail tells whose.",
            *_while_in_maintenance(assessment),
        ]
        self._email(f"{self._vip} {self._was} repaired on {holder}", facts)

    def maintenance(self, begins: bool) -> None:
        """An apply began maintenance, or ended it."""
        if begins:
            facts = [
                "An apply began it (maintenance = true).",
                "Until it ends the instance is not replaced if it fails, and the audit repairs and "
                "moves nothing. Instances that come or go get or give up the VIP as ever.",
            ]
            self._email(f"{self._vip} {self._is} in maintenance", facts)
        else:
            facts = ["An apply ended it (maintenance = false). All is healed and repaired again."]
            self._email(f"{self._vip} {self._is} out of maintenance", facts)

    def abandoned(self, instance_id: str, reason: str) -> None:
        """A launch was given up; Auto Scaling launches another instance."""
        could_not = f"{instance_id} could not take the VIP: {reason}"
        log.error("launch abandoned", extra={"sentence": could_not})
        self.count(Failures=1)
        facts = [
            could_not,
            "Auto Scaling ends it and launches another one, maybe in another Availability Zone.",
        ]
        self._email(f"{self._vip}: launch of {instance_id} abandoned", facts)

    def failed(self, obstacle: TerminalError, *, told_elsewhere: bool = False) -> None:
        """Something that a person has to mend.

        The metric says so each time, and its alarm tells once. The message with the sentence is
        sent by one of the handlers that meet the same obstacle.
        """
        log.error("obstacle", extra={"sentence": str(obstacle)})
        self.count(Failures=1)
        if not told_elsewhere:
            waits = "The group waits until its hook times out. The audit keeps trying."
            self._email_for_help([str(obstacle), waits])

    def early_replacement_stopped(self, instance_id: str, because: str) -> None:
        """The instance is sick, and not replaced for it: that came too often. The alarm tells."""
        limit = self._config.max_replacements_per_hour
        sentence = (
            f"{instance_id} {because}. It is not replaced for that: an hour of the last "
            f"day had {limit} such replacements or more (max_replacements_per_hour)."
        )
        log.error("storm limit", extra={"sentence": sentence})
        self.count(EarlyReplacementsStopped=1)

    def never_passed(self, instance_id: str, alarm_arns: Sequence[str]) -> None:
        """Checks of the service fail, and never passed on that instance. The alarm tells."""
        sentence = (
            f"{', '.join(alarm_arns)} in ALARM, and never OK since {instance_id} has the VIP. It "
            "is not replaced for that: the check, or what is on its way, is wrong, or the image."
        )
        log.warning("never passed", extra={"sentence": sentence})
        self.count(ServiceNeverPassed=1)

    def done_without(self) -> None:
        """A hook was answered although something that carries no address was refused for good."""
        if refused := self._progress.refused_for_good:
            self.count(Failures=1)
            waits = "The instance serves without it. The audit keeps trying."
            self._email_for_help([*map(str, refused), waits])

    def count(self, **values: float) -> None:
        """Emit metrics of this module instance."""
        self._emit({}, **values)

    def _emit(self, of: dict[str, str], **values: float) -> None:
        """of: the dimensions besides the module instance, by their names."""
        config, now = self._config, self._clients.runtime.now()
        named = {"Name": config.owner_tag_value, **of}
        emit_metric(config.metrics_namespace, named, now, values)

    def _whose(self, call: Call) -> str:
        """Which of several VIPs a call was for."""
        key = self._progress.owners.get(call)
        return f" ({key})" if key and len(self._config.vips) > 1 else ""

    def _email_for_help(self, facts: list[str]) -> None:
        self._email(f"{self._vip} {self._needs} you", facts)

    def _email(self, subject: str, facts: list[str]) -> None:
        steps = [f"  - {WORDS[type(call)]}{self._whose(call)}" for call in self._progress.done]
        done = ["", "Done:", *steps] if steps else []
        config = self._config
        body = "\n".join([f"{config.owner_tag_value}: {subject}", "", *facts, *done])
        if not notify.email(self._clients.sns, config.topic_arn, subject, body):
            self.count(MessagesLost=1)


def in_maintenance(world: World) -> str:
    """What it means that the group is in maintenance, a sentence; empty if it is not."""
    group = world.group
    if group is None or not group.in_maintenance:
        return ""
    since = f" since {group.in_maintenance_since}" if group.in_maintenance_since else ""
    return (
        f"In maintenance{since}: the instance is not replaced if it fails, and the audit repairs "
        "and moves nothing."
    )


def _while_in_maintenance(assessment: Assessment) -> list[str]:
    sentence = in_maintenance(assessment.world)
    return [sentence] if sentence else []


def _held_addresses(assessment: Assessment, config: Config, progress: Progress) -> frozenset[str]:
    """The keys of the VIPs that serve on the elected one; only the note of a reboot may be missing.

    Folded and torn pictures show nothing surely.
    """
    sure = assessment.consistent and not assessment.sight.folded
    unbooted = any(isinstance(step, Reboot) for step in (*assessment.plan, *progress.given_up))
    if not assessment.holder or not sure or unbooted:
        return frozenset()
    return held_vips(assessment.world, assessment.holder, config)


def _zones_of_standbys(assessment: Assessment) -> list[str]:
    """Of those in service who could take the VIP over."""
    members = assessment.world.group.members if assessment.world.group else ()
    return [
        each.zone
        for each in members
        if each.eligible
        and each.lifecycle_state == "InService"
        and not assessment.elects(each.instance_id)
    ]


def _named(config: Config) -> tuple[str, str, str, str]:
    """What messages call the VIPs, and the verbs that go with one or with several."""
    if len(config.vips) == 1:
        return f"VIP {config.vips[0].address}", "is", "was", "needs"
    names = ", ".join(f"{vip.key} {vip.address}" for vip in config.vips)
    return f"VIPs {names}", "are", "were", "need"


def _why_it_left(assessment: Assessment, before: str) -> list[str]:
    """Why the VIP left an instance, as the group and EC2 show it."""
    member = assessment.world.member(before)
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

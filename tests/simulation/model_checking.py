"""The planner, model-checked by brute force: every world within bounds, every trigger.

From each world every step of the plan is taken alone, in whatever order, in a small model of EC2.
What is checked is the graph that comes of it: it has no cycle, and it ends at the goal and nowhere
else. So the longest way to the goal gets shorter with each step, whichever is taken first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from hook_handler import reconcile
from hook_handler.assessment import Assessment
from hook_handler.config import Config
from hook_handler.elect import may_take_down
from hook_handler.reboot_mark import rebooted
from hook_handler.reconcile import Reconciler
from hook_handler.retry import Retrier
from hook_handler.steps import (
    TAKES_AWAY,
    Attach,
    DeleteInterface,
    DeleteSubnet,
    Detach,
    ForceDetach,
)
from hook_handler.world import Attachment, ElasticIp, Group, Interface, Member, Subnet, World
from tests.support.planner.model import RefusedByAwsError, apply
from tests.support.planner.worlds import (
    ADDRESS,
    AWAY,
    EIP,
    HOME,
    NEW,
    NO_EIP,
    OLD,
    attachment,
    config,
    interface,
    member,
    subnet,
)

OUTSIDER = "i-0000000000000009"
TRIGGERS = ("launch or audit", "end of the old", "end of the new", "sweep")
LEAVERS = {"end of the old": OLD, "end of the new": NEW}
FOREIGN_EIP = ElasticIp("eipalloc-1", "198.51.100.7", "eni-foreign", "10.16.1.9")
ALONE = ("Pending:Wait", "InService", "Standby", "Terminating:Wait", "Detaching", "Warmed:Stopped")
STATES = ("pending", "running", "stopped", "terminated", None)
# Time stands still: what is to be waited for is a step of the model.
_AT_REST: Any = SimpleNamespace(runtime=SimpleNamespace(now=lambda: 3000.0))


@dataclass(frozen=True)
class Checked:
    """What was looked at."""

    worlds: int
    steps: int
    longest: int  # steps from a world to the goal, on the longest way


class ViolationError(Exception):
    """A step that does not lead to the goal, or may not be taken."""


def check(*, every: bool) -> Checked:
    """Every trigger from every world, with and without a reboot; ViolationError tells the first."""
    total = Checked(0, 0, 0)
    for trigger, reboot in product(TRIGGERS, (False, True)):
        graph = _Graph(trigger, config(REBOOT_AFTER_ATTACH="true" if reboot else "false"))
        for world in worlds(every=every):
            graph.explore(world)
        total = Checked(
            total.worlds + len(graph.far),
            total.steps + graph.steps,
            max(total.longest, *graph.far.values()),
        )
    return total


def worlds(*, every: bool) -> Iterator[World]:
    """The worlds to begin with. Not `every`: with the members of an ordinary heal only."""
    groups = [*_ordinary(), *_pairs(), *_alone()] if every else [*_ordinary()]
    for members, (subnets, interfaces), eip in product(
        groups, _things(), (EIP, NO_EIP, FOREIGN_EIP)
    ):
        if eip is EIP and not any(each.interface_id == EIP.interface_id for each in interfaces):
            continue
        yield World(Group(len(members), members), subnets, _true_to(interfaces, members), eip)


def _ordinary() -> Iterator[tuple[Member, ...]]:
    yield ()
    yield (member(OLD, "InService"),)
    yield (member(OLD, "InService", ec2_state="stopped"),)
    yield member(OLD, "InService"), member(NEW, "InService", launched_at=2000.0)
    yield (
        member(OLD, "Terminating:Wait"),
        member(NEW, "Pending:Wait", zone=AWAY, launched_at=2000.0),
    )


def _pairs() -> Iterator[tuple[Member, ...]]:
    old = product(("InService", "Terminating:Wait"), ("running", "terminated"), (True, False))
    new = product(("Pending:Wait", "InService"), ("pending", "running"), (HOME, AWAY))
    for (state, ec2, healthy), (state2, ec2_2, zone) in product(old, new):
        yield (
            member(OLD, state, ec2_state=ec2, healthy=healthy),
            member(NEW, state2, ec2_state=ec2_2, zone=zone, launched_at=2000.0),
        )


def _alone() -> Iterator[tuple[Member, ...]]:
    for state, ec2, healthy in product(ALONE, STATES, (True, False)):
        yield (member(NEW, state, ec2_state=ec2, healthy=healthy),)


def _things() -> Iterator[tuple[tuple[Subnet, ...], tuple[Interface, ...]]]:
    """Subnets and interfaces: as they should be, on the way, and each thing wrong alone."""
    yield (), ()
    places = (
        subnet(),
        subnet(AWAY),
        subnet(state="pending", route_table_id=None, association_id=None),
        subnet(route_table_id=None, association_id=None),
        subnet(route_table_id="rtb-9", association_id="rtbassoc-9"),
        subnet(cidr="10.16.99.0/24"),
    )
    for place in places:
        yield (place,), ()
        for each in _interfaces():
            yield (place,), (each,)
    second = interface(interface_id="eni-2", address="10.16.10.99")
    yield (subnet(), subnet(AWAY, subnet_id="subnet-2", cidr="10.16.99.0/24")), (second,)
    yield (subnet(),), (interface(attachment(OLD)), second)


def _interfaces() -> Iterator[Interface]:
    for odd in (
        {},
        {"status": "pending"},
        {"address": "10.16.10.99"},
        {"source_dest_check": True},
        {"group_ids": frozenset({"sg-9"})},
    ):
        yield interface(**odd)
    for holder, status, index in product(
        (OLD, NEW, OUTSIDER), ("attaching", "attached", "detaching"), (1, 2)
    ):
        yield interface(attachment(holder, status=status, device_index=index))
    held = attachment(NEW)
    yield interface(held, description=rebooted(held.attachment_id))


def _true_to(
    interfaces: tuple[Interface, ...], members: tuple[Member, ...]
) -> tuple[Interface, ...]:
    """The same, with what EC2 says of each holder as the group says it."""
    states = {each.instance_id: each.ec2_state for each in members}
    return tuple(
        replace(each, attachment=_of(each.attachment, states)) if each.attachment else each
        for each in interfaces
    )


def _of(held: Attachment, states: dict[str, Any]) -> Attachment:
    return replace(held, instance_state=states.get(held.instance_id, "running"))


class _Graph:
    """What one trigger makes of the worlds: `far` is how many steps the goal is away at most."""

    def __init__(self, trigger: str, wanted: Config) -> None:
        self.trigger = trigger
        self.config = wanted
        self.far: dict[World, int] = {}
        self.steps = 0
        self._on_the_way: set[World] = set()

    def explore(self, start: World) -> int:
        if start in self.far:
            return self.far[start]
        if start in self._on_the_way:
            raise ViolationError(f"{self.trigger} leads round in a circle: {start}")
        self._on_the_way.add(start)
        followers = self._followers(start)
        self.far[start] = max((1 + self.explore(each) for each in followers), default=0)
        self._on_the_way.discard(start)
        return self.far[start]

    def _followers(self, world: World) -> list[World]:
        assessment = self._assess(world)
        found = []
        for step in assessment.plan:
            self._must_be_safe(assessment, step)
            try:
                after = apply(world, step, self.config)
            except RefusedByAwsError as error:
                raise ViolationError(
                    f"{self.trigger}: {step} is refused with {error}: {world}"
                ) from error
            if after == world and not _hopeless(assessment):
                raise ViolationError(f"{self.trigger}: {step} changes nothing: {world}")
            found += [after] if after != world else []
        self.steps += len(found)
        if not found and not _hopeless(assessment):
            self._must_be_the_goal(assessment)
        return found

    def _assess(self, world: World) -> Assessment:
        reconciler = Reconciler(self.config, _AT_REST, Retrier(_AT_REST.runtime))
        with patch.object(reconcile, "observe", lambda *_: world):
            if self.trigger == "sweep":
                return reconciler.look_for_the_end()
            return reconciler.look(leaver=LEAVERS.get(self.trigger))

    def _must_be_safe(self, assessment: Assessment, step: object) -> None:
        world, holder = assessment.world, assessment.holder
        loose = {each.interface_id for each in world.interfaces if not each.attachment}
        inside = {each.subnet_id for each in world.interfaces}
        wrong = (
            (isinstance(step, Attach) and world.attachments)
            or (isinstance(step, DeleteInterface) and step.interface_id not in loose)
            or (isinstance(step, DeleteSubnet) and step.subnet_id in inside)
            or (isinstance(step, Detach | ForceDetach) and holder and self._right(assessment, step))
            or (isinstance(step, TAKES_AWAY) and not holder and not self._nobody_follows(world))
        )
        if wrong:
            raise ViolationError(f"{self.trigger}: {step} must not be taken: {world}")

    def _nobody_follows(self, world: World) -> bool:
        """Whether the VIP may go although nobody takes it: its holder leaves, or there is none."""
        members = {each.instance_id: each.lifecycle_state for each in world.members}
        leaving = ("Terminating", "Warmed:")
        return self.trigger == "sweep" or all(
            held.instance_state == "terminated"
            or members.get(held.instance_id, "").startswith(leaving)
            for held in world.attachments
        )

    def _right(self, assessment: Assessment, step: Detach | ForceDetach) -> bool:
        """Whether that attachment is as it should be: on the elected one, or on one in service."""
        zones = {each.subnet_id: (each.cidr, each.zone) for each in assessment.world.subnets}
        return any(
            held.attachment_id == step.attachment_id
            and (owner := self._entitled(assessment, held)) is not None
            and each.address == ADDRESS
            and zones.get(each.subnet_id) == (self.config.vip_cidr, owner.zone)
            for each in assessment.world.interfaces
            if (held := each.attachment) and held.status != "detaching" and held.device_index == 1
        )

    def _entitled(self, assessment: Assessment, held: Attachment) -> Member | None:
        owner = assessment.world.member(held.instance_id)
        if owner is None or owner == assessment.holder:
            return owner
        return owner if owner.lifecycle_state == "InService" and owner.eligible else None

    def _must_be_the_goal(self, assessment: Assessment) -> None:
        world, holder = assessment.world, assessment.holder
        whole = world.empty if holder is None else _wholly_on(world, holder, self.config)
        if not whole:
            raise ViolationError(f"{self.trigger} ends before the goal: {world}")


def _hopeless(assessment: Assessment) -> bool:
    """Nobody can hold the VIP and nobody gives it up: it stays, and the alarm tells."""
    return (
        assessment.holder is None and bool(assessment.plan) and not may_take_down(assessment.world)
    )


def _wholly_on(world: World, holder: Member, wanted: Config) -> bool:
    if len(world.subnets) != 1 or len(world.interfaces) != 1 or world.elastic_ip is None:
        return False
    (place,), (one,) = world.subnets, world.interfaces
    held = one.attachment
    return (
        (place.cidr, place.zone, place.state) == (wanted.vip_cidr, holder.zone, "available")
        and place.route_table_id == wanted.vip_route_table_id
        and (one.address, one.subnet_id) == (wanted.vip_address, place.subnet_id)
        and (one.source_dest_check, one.group_ids) == (False, wanted.vip_security_group_ids)
        and held is not None
        and (held.instance_id, held.device_index, held.status)
        == (holder.instance_id, 1, "attached")
        and world.elastic_ip.interface_id == one.interface_id
        and (not wanted.reboot_after_attach or held.attachment_id in one.description)
    )

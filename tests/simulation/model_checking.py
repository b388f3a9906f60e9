"""The planner, model-checked by brute force: every world within bounds, every trigger.

From each world every step of the plan is taken alone, in whatever order, in a small model of EC2;
where there are two VIPs, a whole stage at once.
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
from hook_handler.plan import Plan
from hook_handler.reboot_mark import rebooted
from hook_handler.reconcile import Reconciler
from hook_handler.retry import Retrier
from hook_handler.steps import (
    TAKES_AWAY,
    Attach,
    DeleteInterface,
    DeleteRoute,
    DeleteSubnet,
    Detach,
    ForceDetach,
    ReplaceRoute,
    Step,
)
from hook_handler.vips import ConnectionTracking, Vip
from hook_handler.world import Attachment, ElasticIp, Group, Interface, Member, Subnet, World
from tests.support.planner.goal import is_foreign, wholly_on
from tests.support.planner.model import RefusedByAwsError, apply
from tests.support.planner.worlds import (
    AWAY,
    CORE,
    EIP,
    HOME,
    NEW,
    NO_EIP,
    OLD,
    attachment,
    changed,
    config,
    interface,
    member,
    subnet,
    whole,
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
    for trigger, reboot, two in product(TRIGGERS, (False, True), (False, True)):
        vips = ({}, CORE) if two else ({},)
        graph = _Graph(trigger, config(*vips, REBOOT_AFTER_ATTACH="true" if reboot else "false"))
        for world in beside_each_other(graph.config) if two else worlds(every=every):
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
        yield World(Group(len(members), members), subnets, _true_to(interfaces, members), (eip,))


def beside_each_other(wanted: Config) -> Iterator[World]:
    """Worlds of two VIPs: one is whole, or gone, while the other one is anything of the kind."""
    first, second = wanted.vips
    for members, holder, states in product(_ordinary(), (OLD, NEW), product(_PARTS, _PARTS)):
        seen = whole(wanted, *members, by=holder)
        for vip, part in zip((first, second), states, strict=True):
            seen = part(seen, vip)
        yield replace(seen, interfaces=_true_to(seen.interfaces, members))


def _as_it_should_be(world: World, _: Vip) -> World:
    return world


def _gone(world: World, vip: Vip) -> World:
    return _without(world, {f"subnet-{vip.key}", f"eni-{vip.key}"})


def _without_its_interface(world: World, vip: Vip) -> World:
    return _without(world, {f"eni-{vip.key}"})


def _loose(world: World, vip: Vip) -> World:
    return changed(world, f"eni-{vip.key}", attachment=None, status="available")


def _elsewhere(world: World, vip: Vip) -> World:
    return changed(world, f"subnet-{vip.key}", zone=AWAY)


def _bare(world: World, vip: Vip) -> World:
    """All that it may have is missing, and its route leads to the other VIP's interface."""
    seen = changed(
        changed(world, f"subnet-{vip.key}", ipv6=None, network_acl_id="acl-default"),
        f"eni-{vip.key}",
        secondary_addresses=frozenset(),
        ipv6_addresses=frozenset(),
        connection_tracking=ConnectionTracking(),
    )
    return replace(
        seen,
        elastic_ips=tuple(
            replace(NO_EIP, allocation_id=each.allocation_id) for each in seen.elastic_ips
        ),
        hops=tuple(replace(each, interface_id="eni-vip") for each in seen.hops[:1]),
    )


def _led_elsewhere(world: World, vip: Vip) -> World:
    """Somebody leads its routes to an interface of theirs."""
    theirs = frozenset(vip.next_hop_routes)
    return replace(
        world,
        hops=tuple(
            replace(each, interface_id="eni-theirs", active=True) if each.route in theirs else each
            for each in world.hops
        ),
    )


_PARTS = (
    _as_it_should_be,
    _gone,
    _without_its_interface,
    _loose,
    _elsewhere,
    _bare,
    _led_elsewhere,
)


def _without(world: World, gone: set[str]) -> World:
    return replace(
        world,
        subnets=tuple(each for each in world.subnets if each.subnet_id not in gone),
        interfaces=tuple(each for each in world.interfaces if each.interface_id not in gone),
        elastic_ips=tuple(
            replace(NO_EIP, allocation_id=each.allocation_id) if each.interface_id in gone else each
            for each in world.elastic_ips
        ),
        hops=tuple(
            replace(each, active=False) if each.interface_id in gone else each
            for each in world.hops
        ),
    )


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
        for steps in self._ways(assessment.plan):
            after = world
            for step in steps:
                self._must_be_safe(assessment, step)
                after = self._applied(after, step)
            if after == world and not _hopeless(assessment):
                raise ViolationError(f"{self.trigger}: {steps} change nothing: {world}")
            found += [after] if after != world else []
        self.steps += len(found)
        if not found and not _hopeless(assessment):
            self._must_be_the_goal(assessment)
        return found

    def _ways(self, plan: Plan) -> list[Plan]:
        """Each step alone; of several VIPs a whole stage, forwards and backwards: step by step they
        would multiply."""
        if len(self.config.vips) == 1:
            return [(step,) for step in plan]
        return [plan, plan[::-1]] if plan else []

    def _applied(self, world: World, step: Step) -> World:
        try:
            return apply(world, step, self.config)
        except RefusedByAwsError as error:
            raise ViolationError(
                f"{self.trigger}: {step} is refused with {error}: {world}"
            ) from error

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
            (isinstance(step, Attach) and self._is_wrong_place(world, step))
            or (isinstance(step, DeleteInterface) and step.interface_id not in loose)
            or (isinstance(step, DeleteSubnet) and step.subnet_id in inside)
            or (isinstance(step, Detach | ForceDetach) and holder and self._right(assessment, step))
            or (isinstance(step, TAKES_AWAY) and not holder and not self._nobody_follows(world))
            or (isinstance(step, ReplaceRoute | DeleteRoute) and _is_theirs(world, step))
        )
        if wrong:
            raise ViolationError(f"{self.trigger}: {step} must not be taken: {world}")

    def _is_wrong_place(self, world: World, step: Attach) -> bool:
        """A second attachment of a VIP, another index than its own, or one out of turn."""
        vip = self.config.vip(str(world.owner(step.interface_id)))
        on = {each.vip for each in world.interfaces if each.attachment}
        lower = {each.key for each in self.config.vips if each.device_index < vip.device_index}
        return vip.key in on or step.device_index != vip.device_index or not lower <= on

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
            and each.address == (vip := self.config.vip(each.vip)).address
            and held.device_index == vip.device_index
            and zones.get(each.subnet_id) == (vip.cidr, owner.zone)
            for each in assessment.world.interfaces
            if (held := each.attachment) and held.status != "detaching"
        )

    def _entitled(self, assessment: Assessment, held: Attachment) -> Member | None:
        owner = assessment.world.member(held.instance_id)
        if owner is None or owner == assessment.holder:
            return owner
        return owner if owner.lifecycle_state == "InService" and owner.eligible else None

    def _must_be_the_goal(self, assessment: Assessment) -> None:
        world, holder = assessment.world, assessment.holder
        whole = world.empty if holder is None else wholly_on(world, holder, self.config)
        if not whole:
            raise ViolationError(f"{self.trigger} ends before the goal: {world}")


def _is_theirs(world: World, step: ReplaceRoute | DeleteRoute) -> bool:
    hop = world.hop(step.route)
    return hop is not None and is_foreign(hop, {each.interface_id for each in world.interfaces})


def _hopeless(assessment: Assessment) -> bool:
    """Nobody can hold the VIP and nobody gives it up: it stays, and the alarm tells."""
    return (
        assessment.holder is None and bool(assessment.plan) and not may_take_down(assessment.world)
    )

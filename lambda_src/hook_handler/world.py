"""The world as one observation shows it: plain values, compared by value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace

from hook_handler.vips import ConnectionTracking, NextHopRoute

# Lifecycle states of an instance that is on its way out of the group, or that waits in the warm
# pool: it never holds the VIP (docs/aws-behaviour.md#lifecycle-states).
_LEAVING = ("Terminating", "Terminated", "Detaching", "Detached", "Warmed:")
_DEAD = ("shutting-down", "terminated")
# What maintenance suspends. The health check too: whom it finds unhealthy in the meantime would be
# replaced as soon as that is resumed, although he runs again.
MAINTENANCE = frozenset({"HealthCheck", "ReplaceUnhealthy"})
_BY_DEFAULT = ConnectionTracking()
NOT_BLOCKED = "off"


@dataclass(frozen=True)
class Member:
    """An instance of the group, as Auto Scaling and EC2 together show it."""

    instance_id: str
    lifecycle_state: str
    healthy: bool
    zone: str
    ec2_state: str | None  # None: EC2 shows no such instance
    launched_at: float  # seconds since the Unix epoch
    instance_type: str = ""
    protected: bool = False  # from scaling in

    @property
    def entering(self) -> bool:
        """On its way into service."""
        return self.lifecycle_state.startswith("Pending")

    @property
    def leaving(self) -> bool:
        """Terminating, detached or bound for the warm pool."""
        return self.lifecycle_state.startswith(_LEAVING)

    @property
    def dead(self) -> bool:
        """EC2 is ending it or has ended it."""
        return self.ec2_state in _DEAD

    @property
    def stopped(self) -> bool:
        """EC2 stops it or has stopped it."""
        return self.ec2_state in ("stopping", "stopped")

    @property
    def impaired(self) -> bool:
        """Stopped, or marked unhealthy: no use in service."""
        return self.stopped or not self.healthy

    @property
    def eligible(self) -> bool:
        """Alive in EC2 and not marked unhealthy: it can serve."""
        return self.healthy and self.ec2_state in ("pending", "running")


@dataclass(frozen=True)
class Group:
    """The Auto Scaling group."""

    desired: int
    members: tuple[Member, ...]
    max_size: int = 1  # 0: nobody shall be in it any more
    suspended: frozenset[str] = frozenset()  # processes, by AWS's names
    in_maintenance_since: str = ""  # as AWS writes it; empty: AWS does not tell
    created_at: float = 0.0  # seconds since the Unix epoch
    being_deleted: bool = False

    def member(self, instance_id: str) -> Member | None:
        """The instance of that id."""
        return next((each for each in self.members if each.instance_id == instance_id), None)

    @property
    def idle(self) -> bool:
        """At 0 and empty."""
        return self.desired == 0 and not self.members

    @property
    def in_maintenance(self) -> bool:
        """Somebody works on it: nobody is replaced for being unhealthy."""
        return "ReplaceUnhealthy" in self.suspended

    @property
    def in_motion(self) -> bool:
        """Somebody enters or leaves: a hook is open, or soon will be."""
        return any(member.entering or member.leaving for member in self.members)

    @property
    def drained(self) -> bool:
        """At 0, and empty but for those that leave."""
        return self.desired == 0 and all(member.leaving for member in self.members)

    @property
    def ends_by_force(self) -> bool:
        """Being deleted with instances inside, which no hook holds: AWS asks for force for that."""
        return self.being_deleted and bool(self.members)


@dataclass(frozen=True)
class Ipv6Range:
    """The IPv6 range of a subnet."""

    cidr: str
    association_id: str
    state: str  # associating, associated


@dataclass(frozen=True)
class Subnet:
    """A subnet that carries our ownership tag."""

    subnet_id: str
    vip: str  # its VIP's key; empty: of none that anybody knows
    cidr: str
    zone: str
    state: str
    route_table_id: str | None = None  # explicit association only
    association_id: str | None = None
    network_acl_id: str | None = None  # read only where one is wanted
    network_acl_association_id: str | None = None
    ipv6: Ipv6Range | None = None
    block_mode: str = NOT_BLOCKED  # of VPC Block Public Access


@dataclass(frozen=True)
class Attachment:
    """How an interface hangs on an instance."""

    attachment_id: str
    instance_id: str
    device_index: int
    status: str  # attaching, attached, detaching
    attached_at: float  # seconds since the Unix epoch
    instance_state: str | None = None  # of that instance in EC2


@dataclass(frozen=True)
class Interface:
    """A network interface that carries our ownership tag."""

    interface_id: str
    vip: str  # its VIP's key; empty: of none that anybody knows
    subnet_id: str
    address: str
    status: str  # pending, available, attaching, in-use, detaching
    description: str
    source_dest_check: bool
    group_ids: frozenset[str]
    attachment: Attachment | None = None
    secondary_addresses: frozenset[str] = frozenset()
    ipv6_addresses: frozenset[str] = frozenset()
    connection_tracking: ConnectionTracking = _BY_DEFAULT
    repaired_at: float = 0.0  # seconds since the Unix epoch; 0: never while its holder served

    @property
    def addresses(self) -> frozenset[str]:
        """Its private IPv4 addresses."""
        return self.secondary_addresses | {self.address}


@dataclass(frozen=True)
class ElasticIp:
    """Where an Elastic IP points."""

    allocation_id: str
    public_address: str
    interface_id: str | None = None
    private_address: str | None = None
    association_id: str | None = None


@dataclass(frozen=True)
class Hop:
    """Where a route of somebody's table leads at present."""

    route: NextHopRoute
    interface_id: str | None  # None: to something else than an interface
    active: bool  # not a blackhole


@dataclass(frozen=True)
class World:
    """Everything that carries our tag in our VPC, our group, our Elastic IPs, and our routes."""

    group: Group | None
    subnets: tuple[Subnet, ...]
    interfaces: tuple[Interface, ...]
    elastic_ips: tuple[ElasticIp, ...] = ()
    hops: tuple[Hop, ...] = ()
    # What belongs to no VIP of the configuration: an older or a newer one made it.
    unknown: tuple[Subnet | Interface, ...] = ()

    @property
    def members(self) -> tuple[Member, ...]:
        """The group's instances; none when there is no group."""
        return self.group.members if self.group else ()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Every attachment of our interfaces."""
        return tuple(each.attachment for each in self.interfaces if each.attachment)

    @property
    def empty(self) -> bool:
        """Nothing of ours is left that would block the VPC's deletion."""
        return not self.subnets and not self.interfaces

    @property
    def coherent(self) -> bool:
        """Whether every interface's subnet was seen too."""
        seen = {each.subnet_id for each in self.subnets}
        return all(each.subnet_id in seen for each in self.interfaces)

    @property
    def things(self) -> tuple[Subnet | Interface, ...]:
        """All that is there of VIPs."""
        return (*self.subnets, *self.interfaces)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the VIPs of which there is anything."""
        return frozenset(each.vip for each in self.things)

    def of(self, key: str) -> World:
        """The same world, with the subnets and interfaces of that VIP alone."""
        return self._with({key}.__contains__)

    def knowing(self, keys: Set[str]) -> World:
        """The same world, with all that is not of those VIPs set apart as unknown."""
        unknown = tuple(each for each in self.things if each.vip not in keys)
        return replace(self._with(keys.__contains__), unknown=unknown)

    def with_unknown(self) -> World:
        """The same world, with the unknown among the rest: all of it shall go."""
        subnets = (each for each in self.unknown if isinstance(each, Subnet))
        interfaces = (each for each in self.unknown if isinstance(each, Interface))
        return replace(
            self,
            subnets=(*self.subnets, *subnets),
            interfaces=(*self.interfaces, *interfaces),
            unknown=(),
        )

    def _with(self, is_wanted: Callable[[str], bool]) -> World:
        return replace(
            self,
            subnets=tuple(each for each in self.subnets if is_wanted(each.vip)),
            interfaces=tuple(each for each in self.interfaces if is_wanted(each.vip)),
        )

    def owner(self, thing_id: str) -> str | None:
        """The key of the VIP whose subnet, interface, attachment or association has that id."""
        return next(
            (each.vip for each in self.things if thing_id in _ids(each)),
            None,
        )

    def elastic_ip(self, allocation_id: str) -> ElasticIp | None:
        """The Elastic IP of that allocation; None if there is none."""
        found = (each for each in self.elastic_ips if each.allocation_id == allocation_id)
        return next(found, None)

    def hop(self, route: NextHopRoute) -> Hop | None:
        """Where that route leads; None if its table has no such route."""
        return next((each for each in self.hops if each.route == route), None)

    def member(self, instance_id: str) -> Member | None:
        """The group's instance of that id."""
        return self.group.member(instance_id) if self.group else None

    def held_by(self, instance_id: str) -> tuple[Attachment, ...]:
        """What hangs on that instance, in whatever status."""
        return tuple(each for each in self.attachments if each.instance_id == instance_id)

    def confirmed_gone(self, attachment: Attachment) -> bool:
        """Whether the attachment's instance is positively seen to be no rightful holder.

        An instance that no answer mentions is not "seen": an answer may be stale
        (docs/aws-behaviour.md#ec2-eventual-consistency).
        """
        member = self.member(attachment.instance_id)
        if member and (member.leaving or not member.healthy):
            return True
        return attachment.instance_state not in (None, "pending", "running")

    def with_leaver(self, instance_id: str) -> World:
        """The same world, with an instance known to be leaving although Describe lags behind."""
        member = self.member(instance_id)
        if self.group is None or member is None or member.leaving:
            return self
        gone = replace(member, lifecycle_state="Terminating:Wait")
        members = tuple(gone if each is member else each for each in self.members)
        return replace(self, group=replace(self.group, members=members))

    def with_instance_states(self, states: Mapping[str, str]) -> World:
        """The same world, with instances in the EC2 states that were seen since, by their ids."""
        interfaces = tuple(
            replace(each, attachment=_in_state(each.attachment, states))
            if each.attachment
            else each
            for each in self.interfaces
        )
        group = self.group
        if group:
            members = tuple(
                replace(each, ec2_state=states.get(each.instance_id, each.ec2_state))
                for each in group.members
            )
            group = replace(group, members=members)
        return replace(self, group=group, interfaces=interfaces)


def _ids(thing: Subnet | Interface) -> tuple[str, ...]:
    if isinstance(thing, Interface):
        held = thing.attachment
        return (thing.interface_id, held.attachment_id) if held else (thing.interface_id,)
    ipv6 = thing.ipv6.association_id if thing.ipv6 else None
    associations = (thing.association_id, thing.network_acl_association_id, ipv6)
    return (thing.subnet_id, *(each for each in associations if each))


def _in_state(attachment: Attachment, states: Mapping[str, str]) -> Attachment:
    state = states.get(attachment.instance_id, attachment.instance_state)
    return replace(attachment, instance_state=state)


@dataclass(frozen=True)
class Leaver:
    """The instance that left last, as the group's activities tell it."""

    instance_id: str
    zone: str
    began_at: float  # seconds since the Unix epoch
    cause: str


@dataclass(frozen=True)
class ServiceAlarm:
    """An alarm that says whether the service answers, as CloudWatch shows it.

    Times are seconds since the Unix epoch; watches_seconds: of the periods that it looks back on.
    """

    arn: str
    rings: bool
    since: float
    configured_at: float
    watches_seconds: float


@dataclass(frozen=True)
class History:
    """What the group's newest activities tell of an instance. Seconds since the Unix epoch."""

    entered_at: float | None  # when it came into service; None: longer ago than they tell
    marks: tuple[float, ...]  # when instances were given up because somebody marked them


@dataclass(frozen=True)
class Leftovers:
    """What is left in the VPC when the group is gone, and keeps something from being deleted."""

    instances: tuple[str, ...]  # alive
    subnets: tuple[str, ...]  # on a VIP's range, without our tag
    interfaces: Mapping[str, tuple[str, ...]]  # without our tag, by the VIP subnet they are in

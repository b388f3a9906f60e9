"""The steps a plan is made of. Each is one call that AWS itself refuses when the world has changed:
by attachment id, by interface id, by subnet id. No other fence is needed."""

from __future__ import annotations

from dataclasses import dataclass

from hook_handler.vips import ConnectionTracking, NextHopRoute


@dataclass(frozen=True)
class CreateSubnet:
    """Build a VIP's subnet in an Availability Zone. With its IPv6 range, if it has one."""

    vip: str
    zone: str


@dataclass(frozen=True)
class DeleteSubnet:
    """Refused by EC2 while any interface is inside."""

    subnet_id: str


@dataclass(frozen=True)
class AssociateRouteTable:
    """Give the VIP subnet its route table."""

    subnet_id: str
    route_table_id: str


@dataclass(frozen=True)
class ReplaceRouteTable:
    """Somebody gave the VIP subnet another table: put ours back in one call."""

    association_id: str
    route_table_id: str


@dataclass(frozen=True)
class ReplaceNetworkAcl:
    """A new subnet has the VPC's default network ACL: give it the configured one."""

    association_id: str
    network_acl_id: str


@dataclass(frozen=True)
class AssociateIpv6Range:
    """Give a VIP subnet that has none its IPv6 range."""

    subnet_id: str
    cidr: str


@dataclass(frozen=True)
class DisassociateIpv6Range:
    """Refused by EC2 while an interface has an address of it."""

    association_id: str


@dataclass(frozen=True)
class CreateInterface:
    """Create the interface with all addresses of its VIP."""

    vip: str
    subnet_id: str


@dataclass(frozen=True)
class DeleteInterface:
    """Refused by EC2 while it is attached. Elastic IPs are disassociated with it."""

    interface_id: str


@dataclass(frozen=True)
class AssignAddresses:
    """Give the interface secondary addresses. Refused by EC2 for what another interface has."""

    interface_id: str
    addresses: frozenset[str]


@dataclass(frozen=True)
class UnassignAddresses:
    """Take secondary addresses from the interface."""

    interface_id: str
    addresses: frozenset[str]


@dataclass(frozen=True)
class AssignIpv6Address:
    """Give the interface its IPv6 address."""

    interface_id: str
    address: str


@dataclass(frozen=True)
class UnassignIpv6Address:
    """Take its IPv6 address from the interface."""

    interface_id: str
    address: str


@dataclass(frozen=True)
class AssociateAddress:
    """Point an Elastic IP at an address of the interface, from wherever it points."""

    interface_id: str
    allocation_id: str
    private_address: str


@dataclass(frozen=True)
class DisassociateAddress:
    """Let an Elastic IP that is no longer configured point nowhere."""

    association_id: str
    allocation_id: str


@dataclass(frozen=True)
class DisableSourceDestCheck:
    """A VNF forwards packets that are not its own."""

    interface_id: str


@dataclass(frozen=True)
class SetSecurityGroups:
    """Put the configured security groups on the interface."""

    interface_id: str
    group_ids: frozenset[str]


@dataclass(frozen=True)
class SetConnectionTracking:
    """Set how long EC2 remembers the interface's idle connections."""

    interface_id: str
    tracking: ConnectionTracking


@dataclass(frozen=True)
class CreateRoute:
    """Lead a route to the interface. Refused by EC2 if the table has one of that destination."""

    route: NextHopRoute
    interface_id: str


@dataclass(frozen=True)
class ReplaceRoute:
    """Lead a route, which was seen to be ours, to the interface."""

    route: NextHopRoute
    interface_id: str


@dataclass(frozen=True)
class DeleteRoute:
    """Remove a route of ours that is no longer configured."""

    route: NextHopRoute


@dataclass(frozen=True)
class Attach:
    """Attach the interface, always at its VIP's device index."""

    interface_id: str
    instance_id: str
    device_index: int


@dataclass(frozen=True)
class Detach:
    """Detach by the attachment observed: another attachment of the same interface is safe."""

    attachment_id: str
    # The instance was not positively seen to be leaving: look twice before taking its VIP.
    doubtful: bool = False


@dataclass(frozen=True)
class AwaitDetach:
    """The guest has been asked to release it. Forced when its time is up."""

    attachment_id: str
    of: str  # the interface's id
    # Force may leave a guest with a dead device slot until it restarts
    # (docs/aws-behaviour.md#forced-detach). That does not matter to an instance that is going away.
    instance_goes_away: bool = False


@dataclass(frozen=True)
class ForceDetach:
    """Take the interface from a guest that does not release it."""

    attachment_id: str


@dataclass(frozen=True)
class EndShutdown:
    """End an instance without its guest. Only ever one that EC2 shows shutting down already."""

    instance_id: str


@dataclass(frozen=True)
class Begun:
    """A reboot that is noted as begun, and not yet as made."""

    ordinal: int  # the first, second, … for this attachment
    at: float  # seconds since the Unix epoch


@dataclass(frozen=True)
class Reboot:
    """Make the appliance see its new interface. Whoever attached it does so, after a delay."""

    instance_id: str
    interface_id: str
    attachment_id: str
    attached_at: float  # seconds since the Unix epoch
    begun: Begun | None = None  # by somebody who did not attach it


@dataclass(frozen=True)
class BeginReboot:
    """Write into the interface that its instance is about to be rebooted for this attachment.

    Whoever did not attach it has to get this note through before each reboot: what can never be
    noted can never be repeated.
    """

    interface_id: str
    attachment_id: str
    begun: Begun


@dataclass(frozen=True)
class MarkRebooted:
    """Write into the interface that its instance was rebooted for this attachment."""

    interface_id: str
    attachment_id: str


@dataclass(frozen=True)
class Wait:
    """Nothing to call: AWS or the instance is at work."""

    reason: str
    of: str | None = None  # the id of the subnet, interface or instance that is waited for
    brief: bool = False  # AWS alone is at it, for seconds: it takes no guest


Call = (
    CreateSubnet
    | DeleteSubnet
    | AssociateRouteTable
    | ReplaceRouteTable
    | ReplaceNetworkAcl
    | AssociateIpv6Range
    | DisassociateIpv6Range
    | CreateInterface
    | DeleteInterface
    | AssignAddresses
    | UnassignAddresses
    | AssignIpv6Address
    | UnassignIpv6Address
    | AssociateAddress
    | DisassociateAddress
    | DisableSourceDestCheck
    | SetSecurityGroups
    | SetConnectionTracking
    | CreateRoute
    | ReplaceRoute
    | DeleteRoute
    | Attach
    | Detach
    | ForceDetach
    | EndShutdown
    | Reboot
    | BeginReboot
    | MarkRebooted
)
Step = Call | AwaitDetach | Wait
TAKES_AWAY = (Detach, ForceDetach, DeleteInterface, DeleteSubnet)
# What a wrong picture of the world must not lead to: it takes from who should hold the VIP, or
# gives to who should not.
NEEDS_CERTAINTY = (*TAKES_AWAY, Attach)
# What needs to know who is in the group now. The elected one may have begun to leave since it was
# looked at, while an interface came off or a subnet was made. A deletion needs it not: it removes
# only what was seen then, and AWS refuses it for what has come into use since. No fence of AWS
# guards a route that is replaced or deleted: where it leads is read with the group.
NEEDS_MEMBERS = (Attach, Detach, ForceDetach, Reboot, ReplaceRoute, DeleteRoute)
# What goes with an address and does not carry it. Refused for good, it is told and tried again by
# each audit, but it holds nobody in a hook: the hook's time-out would end an instance that serves,
# and the next one would fare no better.
CARRIES_NOTHING = (
    AssociateRouteTable,
    ReplaceRouteTable,
    ReplaceNetworkAcl,
    AssociateAddress,
    DisableSourceDestCheck,
    SetSecurityGroups,
    SetConnectionTracking,
    CreateRoute,
    ReplaceRoute,
    EndShutdown,
    Reboot,
    BeginReboot,
    MarkRebooted,
)
# Without one of these, a reboot cannot be made and noted.
REBOOTING = (Reboot, BeginReboot, MarkRebooted)

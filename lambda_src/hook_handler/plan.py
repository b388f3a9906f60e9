"""What is one safe stage from the world as observed to every VIP wholly on its holder, or gone?

Pure. The steps of one stage do not depend on each other and run side by side; the next stage comes
from the next observation. An empty plan means that the goal is reached.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from hook_handler import next_hops, reboot_mark
from hook_handler.config import Config
from hook_handler.steps import (
    REBOOTING,
    AssignAddresses,
    AssignIpv6Address,
    AssociateAddress,
    AssociateIpv6Range,
    AssociateRouteTable,
    Attach,
    AwaitDetach,
    Call,
    CreateInterface,
    CreateSubnet,
    DeleteInterface,
    DeleteSubnet,
    Detach,
    DisableSourceDestCheck,
    MarkRebooted,
    Reboot,
    ReplaceNetworkAcl,
    ReplaceRouteTable,
    SetConnectionTracking,
    SetSecurityGroups,
    Step,
    Wait,
)
from hook_handler.vips import ConnectionTracking, Vip
from hook_handler.world import Attachment, Interface, Member, Subnet, World

Plan = tuple[Step, ...]


@dataclass(frozen=True)
class Without:
    """What AWS refused for good in this invocation: calls that carry no address, and whole VIPs, by
    their keys. All else goes on."""

    calls: Set[Call] = frozenset()
    vips: Set[str] = frozenset()


NOTHING = Without()


def towards(world: World, holder: Member, config: Config, without: Without = NOTHING) -> Plan:
    """The next steps that bring every VIP wholly onto `holder`, but for what is done `without`.

    Each VIP has its own plan, and nothing of one waits for another; only that interfaces are
    attached in ascending device index, as guests name them in the order of their coming.
    """
    steps: Plan = ()
    lower_attached = True
    for vip in config.vips:
        if vip.key in without.vips:
            continue
        steps += _towards(world, holder, vip, without.calls, lower_attached)
        lower_attached = lower_attached and _hangs(world.of(vip.key), holder, vip)
    return steps or _reboot(world, holder, config, without.calls)


def away(world: World, without: Without = NOTHING, only: Set[str] | None = None) -> Plan:
    """The next steps that take everything of ours down: no interface, then no subnet.

    only: the keys of the VIPs that shall go; all of them unless it is given.
    """
    keys = world.keys if only is None else world.keys & only
    return tuple(
        step
        for key in sorted(keys - without.vips)
        for step in _clear(world.of(key), holder=None, keep_subnet=None, keep_interface=None)
    )


def held_vips(world: World, holder: Member, config: Config) -> frozenset[str]:
    """The keys of the VIPs that lack nothing on `holder`."""
    return frozenset(
        vip.key for vip in config.vips if not _towards(world, holder, vip, frozenset(), True)
    )


def _towards(
    world: World, holder: Member, vip: Vip, given_up: Set[Call], lower_attached: bool
) -> Plan:
    ours = frozenset(each.interface_id for each in world.interfaces)
    world = world.of(vip.key)
    subnet = _fitting_subnet(world, holder.zone, vip)
    interface = _fitting_interface(world, subnet, vip)
    obstacles = _clear(world, holder, subnet, interface)
    if obstacles:
        return obstacles
    if subnet is None:
        return (CreateSubnet(vip.key, holder.zone),)
    if subnet.state == "pending":
        return (Wait("the VIP subnet is being created", subnet.subnet_id, brief=True),)
    network = (*_route(subnet, vip), *_network_acl(subnet, vip))
    ipv6 = _ipv6_range(subnet, vip)
    if interface is None:
        # Its addresses come with it, so the range that one of them is of has to be there.
        return _but(given_up, *network, *(ipv6 or (CreateInterface(vip.key, subnet.subnet_id),)))
    # First what depends most on who is in the group now.
    hang = _hang(interface, holder, vip, lower_attached, world)
    repairs = _repair(world, interface, vip, ipv6)
    routes = next_hops.lead(world, interface, holder, vip, ours)
    return _but(given_up, *hang, *network, *ipv6, *repairs, *routes)


def _but(given_up: Set[Call], *steps: Step) -> Plan:
    return tuple(step for step in steps if step not in given_up)


def _fitting_subnet(world: World, zone: str, vip: Vip) -> Subnet | None:
    fitting = (
        each
        for each in world.subnets
        if (each.cidr, each.zone) == (vip.cidr, zone) and _may_have_range(each, vip)
    )
    return min(fitting, key=lambda each: each.subnet_id, default=None)


def _may_have_range(subnet: Subnet, vip: Vip) -> bool:
    """A subnet has one IPv6 range at most: what has another one is built anew."""
    return None in (subnet.ipv6, vip.ipv6_cidr) or (
        subnet.ipv6 is not None and subnet.ipv6.cidr == vip.ipv6_cidr
    )


def _fitting_interface(world: World, subnet: Subnet | None, vip: Vip) -> Interface | None:
    if subnet is None:
        return None
    place = (subnet.subnet_id, vip.address)
    fitting = (each for each in world.interfaces if (each.subnet_id, each.address) == place)
    return min(fitting, key=lambda each: each.interface_id, default=None)


def _clear(
    world: World,
    holder: Member | None,
    keep_subnet: Subnet | None,
    keep_interface: Interface | None,
) -> Plan:
    """Everything of a VIP that is in the way, from the inside out."""
    interfaces = tuple(
        _remove(world, each, holder) for each in world.interfaces if each is not keep_interface
    )
    occupied = {each.subnet_id for each in world.interfaces}
    subnets = tuple(
        DeleteSubnet(each.subnet_id)
        for each in world.subnets
        if each is not keep_subnet and each.subnet_id not in occupied
    )
    return interfaces + subnets


def _remove(world: World, interface: Interface, holder: Member | None) -> Step:
    if interface.attachment:
        return _detach(world, interface, interface.attachment, holder)
    if interface.status == "pending":
        return Wait("an interface is being created", interface.interface_id, brief=True)
    return DeleteInterface(interface.interface_id)


def _detach(
    world: World, interface: Interface, attachment: Attachment, holder: Member | None
) -> Step:
    goes_away = world.confirmed_gone(attachment)
    if attachment.status == "detaching":
        return AwaitDetach(attachment.attachment_id, interface.interface_id, goes_away)
    # To put the holder's own interface right takes nothing from anybody.
    own = holder is not None and attachment.instance_id == holder.instance_id
    return Detach(attachment.attachment_id, doubtful=not goes_away and not own)


def _route(subnet: Subnet, vip: Vip) -> Plan:
    if subnet.route_table_id == vip.route_table_id:
        return ()
    if subnet.association_id:
        return (ReplaceRouteTable(subnet.association_id, vip.route_table_id),)
    return (AssociateRouteTable(subnet.subnet_id, vip.route_table_id),)


def _network_acl(subnet: Subnet, vip: Vip) -> Plan:
    wanted, association_id = vip.network_acl_id, subnet.network_acl_association_id
    if wanted is None or subnet.network_acl_id == wanted:
        return ()
    if association_id is None:  # it comes with the subnet, and only a look shows it
        return (Wait("the new subnet's network ACL is not seen yet", brief=True),)
    return (ReplaceNetworkAcl(association_id, wanted),)


def _ipv6_range(subnet: Subnet, vip: Vip) -> Plan:
    if vip.ipv6_cidr is None:
        return ()
    if subnet.ipv6 is None:
        return (AssociateIpv6Range(subnet.subnet_id, vip.ipv6_cidr),)
    if subnet.ipv6.state != "associated":
        return (Wait("the IPv6 range is being associated", subnet.subnet_id, brief=True),)
    return ()


def _repair(world: World, interface: Interface, vip: Vip, ipv6: Plan) -> Plan:
    if interface.status == "pending":
        return (Wait("the VIP interface is being created", interface.interface_id, brief=True),)
    steps: list[Step] = []
    interface_id = interface.interface_id
    if missing := vip.secondary_addresses - interface.secondary_addresses:
        steps.append(AssignAddresses(interface_id, missing))
    if not ipv6 and vip.ipv6_address and vip.ipv6_address not in interface.ipv6_addresses:
        steps.append(AssignIpv6Address(interface_id, vip.ipv6_address))
    for address, allocation_id in vip.elastic_ips:
        eip = world.elastic_ip(allocation_id)
        pointed = (eip.interface_id, eip.private_address) if eip else None
        if pointed != (interface_id, address) and address in interface.addresses:
            steps.append(AssociateAddress(interface_id, allocation_id, address))
    if interface.source_dest_check:
        steps.append(DisableSourceDestCheck(interface_id))
    if interface.group_ids != vip.security_group_ids:
        steps.append(SetSecurityGroups(interface_id, vip.security_group_ids))
    if vip.connection_tracking and not _tracks(interface, vip.connection_tracking):
        steps.append(SetConnectionTracking(interface_id, vip.connection_tracking))
    return tuple(steps)


def _tracks(interface: Interface, wanted: ConnectionTracking) -> bool:
    """What is not said is EC2's to choose, and differs from type to type of instances."""
    found = interface.connection_tracking
    return all(
        want in (None, has)
        for want, has in (
            (wanted.tcp_established_seconds, found.tcp_established_seconds),
            (wanted.udp_stream_seconds, found.udp_stream_seconds),
            (wanted.udp_seconds, found.udp_seconds),
        )
    )


def _hang(
    interface: Interface, holder: Member, vip: Vip, lower_attached: bool, world: World
) -> Plan:
    attachment = interface.attachment
    if attachment is None:
        if interface.status == "pending":
            return ()
        if holder.ec2_state != "running":
            return (Wait("the instance is booting", holder.instance_id),)
        attach = Attach(interface.interface_id, holder.instance_id, vip.device_index)
        return (attach,) if lower_attached else ()
    if attachment.instance_id == holder.instance_id and attachment.status == "attaching":
        return (Wait("the interface is being attached", interface.interface_id),)
    wanted = (holder.instance_id, vip.device_index, "attached")
    if (attachment.instance_id, attachment.device_index, attachment.status) != wanted:
        return (_detach(world, interface, attachment, holder),)
    return ()


def _hangs(world: World, holder: Member, vip: Vip) -> bool:
    wanted = (holder.instance_id, vip.device_index, "attached")
    return any(
        (held.instance_id, held.device_index, held.status) == wanted for held in world.attachments
    )


def _reboot(world: World, holder: Member, config: Config, given_up: Set[Call]) -> Plan:
    """One reboot after all attachments. It is noted on every interface, as any of them may go: the
    instance would be rebooted once more for those that stay."""
    keys = {vip.key for vip in config.vips}
    held = [
        (each, each.attachment)
        for each in world.interfaces
        if each.vip in keys
        and each.attachment
        and each.attachment.instance_id == holder.instance_id
    ]
    if not config.reboot_after_attach or not held:
        return ()
    interface, last = max(held, key=lambda each: (each[1].attached_at, each[1].device_index))
    if _is_given_up(last, given_up):
        return ()
    if not _is_noted(interface, last):
        begun = reboot_mark.begun_for(last.attachment_id, interface.description)
        return (
            Reboot(
                holder.instance_id,
                interface.interface_id,
                last.attachment_id,
                last.attached_at,
                begun,
            ),
        )
    return tuple(
        MarkRebooted(each.interface_id, attachment.attachment_id)
        for each, attachment in held
        if not _is_noted(each, attachment) and not _is_given_up(attachment, given_up)
    )


def _is_noted(interface: Interface, attachment: Attachment) -> bool:
    return interface.description == reboot_mark.rebooted(attachment.attachment_id)


def _is_given_up(attachment: Attachment, given_up: Set[Call]) -> bool:
    return any(
        isinstance(each, REBOOTING) and each.attachment_id == attachment.attachment_id
        for each in given_up
    )

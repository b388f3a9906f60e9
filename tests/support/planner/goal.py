"""What a plan has to come to: said once more, and not by the planner's code."""

from __future__ import annotations

from hook_handler.config import Config
from hook_handler.reboot_mark import rebooted
from hook_handler.vips import Vip
from hook_handler.world import Attachment, Hop, Interface, Member, Subnet, World


def wholly_on(world: World, holder: Member, wanted: Config) -> bool:
    """Whether every VIP is whole on `holder`, and nothing else is there."""
    if {each.vip for each in world.things} != {vip.key for vip in wanted.vips}:
        return False
    return all(_is_whole(world, holder, vip, wanted) for vip in wanted.vips)


def _is_whole(world: World, holder: Member, vip: Vip, wanted: Config) -> bool:
    subnets = [each for each in world.subnets if each.vip == vip.key]
    interfaces = [each for each in world.interfaces if each.vip == vip.key]
    if len(subnets) != 1 or len(interfaces) != 1:
        return False
    (place,), (one,) = subnets, interfaces
    return (
        _is_right(place, holder, vip)
        and one.subnet_id == place.subnet_id
        and _has_its_addresses(world, one, vip)
        and _is_equipped(world, one, vip)
        and _hangs(one.attachment, holder, vip)
        and (not wanted.reboot_after_attach or _is_noted(one))
    )


def _is_right(place: Subnet, holder: Member, vip: Vip) -> bool:
    ipv6 = (place.ipv6.cidr, place.ipv6.state) if place.ipv6 else None
    return (
        (place.cidr, place.zone, place.state) == (vip.cidr, holder.zone, "available")
        and place.route_table_id == vip.route_table_id
        and vip.network_acl_id in (None, place.network_acl_id)
        and (vip.ipv6_cidr is None or ipv6 == (vip.ipv6_cidr, "associated"))
    )


def _has_its_addresses(world: World, one: Interface, vip: Vip) -> bool:
    pointing = {
        each.private_address: each.allocation_id
        for each in world.elastic_ips
        if each.interface_id == one.interface_id
    }
    return (
        one.address == vip.address
        and vip.secondary_addresses <= one.secondary_addresses
        and vip.ipv6_address in (None, *one.ipv6_addresses)
        and dict(vip.elastic_ips).items() <= pointing.items()
    )


def _is_equipped(world: World, one: Interface, vip: Vip) -> bool:
    ours = {each.interface_id for each in world.interfaces}
    hops = [world.hop(route) for route in vip.next_hop_routes]
    led = [
        hop is not None and (hop.interface_id == one.interface_id or is_foreign(hop, ours))
        for hop in hops
    ]
    tracks = vip.connection_tracking in (None, one.connection_tracking)
    right = (one.source_dest_check, one.group_ids) == (False, vip.security_group_ids)
    return right and tracks and all(led)


def is_foreign(hop: Hop, ours: set[str]) -> bool:
    """Whether somebody else leads that route, to what is none of our interfaces."""
    return hop.active and hop.interface_id not in ours


def _hangs(held: Attachment | None, holder: Member, vip: Vip) -> bool:
    place = (holder.instance_id, vip.device_index, "attached")
    return held is not None and (held.instance_id, held.device_index, held.status) == place


def _is_noted(one: Interface) -> bool:
    held = one.attachment
    return held is not None and one.description == rebooted(held.attachment_id)

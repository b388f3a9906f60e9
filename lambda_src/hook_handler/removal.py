"""What the configuration no longer has: the way to be rid of it. Pure.

Only Terraform's call after a change knows what there was before. Whoever else meets something that
it does not know leaves it alone and tells of it: its own configuration may be the old one.
"""

from __future__ import annotations

from hook_handler import next_hops
from hook_handler.config import Config
from hook_handler.plan import Plan, away
from hook_handler.steps import (
    DisassociateAddress,
    DisassociateIpv6Range,
    Step,
    UnassignAddresses,
    UnassignIpv6Address,
)
from hook_handler.vips import Vip
from hook_handler.world import Interface, Subnet, World


def plan(world: World, config: Config) -> Plan:
    """The next steps; those of one stage do not depend on each other. Empty: nothing is left."""
    gone = away(world, only=config.removed.vips)
    released = _elastic_ips(world, config)
    addresses = tuple(
        step
        for vip in config.vips
        for interface in world.of(vip.key).interfaces
        for step in _addresses(interface, config)
    )
    ranges = tuple(step for vip in config.vips for step in _ipv6_ranges(world.of(vip.key), vip))
    # An Elastic IP goes before the address that it points to, an address before its range.
    return (*gone, *next_hops.remove(world, config), *(released or addresses or ranges))


def unknown(world: World) -> tuple[str, ...]:
    """A sentence for each VIP of which there is something, and that is not configured."""
    ids: dict[str, list[str]] = {}
    for each in world.unknown:
        name = each.subnet_id if isinstance(each, Subnet) else each.interface_id
        ids.setdefault(each.vip, []).append(name)
    return tuple(
        f"{', '.join(found)}: of {f'the VIP {key}' if key else 'a VIP without a name'}, which is "
        "not configured here. Left alone: delete it if nobody needs it."
        for key, found in sorted(ids.items())
    )


def _elastic_ips(world: World, config: Config) -> tuple[Step, ...]:
    ours = {each.interface_id for each in world.interfaces}
    found = (world.elastic_ip(each) for each in sorted(config.removed.elastic_ips))
    return tuple(
        DisassociateAddress(eip.association_id, eip.allocation_id)
        for eip in found
        if eip and eip.association_id and eip.interface_id in ours
    )


def _addresses(interface: Interface, config: Config) -> tuple[Step, ...]:
    gone = {address for key, address in config.removed.addresses if key == interface.vip}
    ipv4 = interface.secondary_addresses & gone
    steps: list[Step] = []
    if ipv4:
        steps.append(UnassignAddresses(interface.interface_id, ipv4))
    steps.extend(
        UnassignIpv6Address(interface.interface_id, address)
        for address in sorted(interface.ipv6_addresses & gone)
    )
    return tuple(steps)


def _ipv6_ranges(world: World, vip: Vip) -> tuple[Step, ...]:
    """The range of a VIP that has no IPv6 address any more."""
    if vip.ipv6_cidr is not None:
        return ()
    return tuple(
        DisassociateIpv6Range(each.ipv6.association_id) for each in world.subnets if each.ipv6
    )

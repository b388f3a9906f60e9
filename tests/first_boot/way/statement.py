"""The packet's way, as docs/packets-way.md states it: which packet leaves by which interface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from tests.first_boot.way.model import Interface, Packet, Route, Router
from tests.first_boot.way.surroundings import WAN_SUBNETS, Surroundings

TUNNEL = Interface("tunnel", IPv4Interface("169.254.9.1/30"))
REMOTE_SITE = IPv4Network("10.50.0.0/16")


@dataclass(frozen=True)
class Case:
    """A packet, what it is, and the interfaces that it may leave by."""

    what: str
    packet: Packet
    leaves_by: tuple[str, ...]


@dataclass(frozen=True)
class Sides:
    """A profile's names of the WAN interface and the VIPs'. Without these its first boot has none.

    ``unbound`` is the side that what it sends without a chosen source leaves by: a platform with
    a management plane of its own sends it there (rule 5). ``by_source``: also what it starts itself
    from an address that is not the first VIP's leaves by that one's interface, not its answers
    alone.
    """

    wan: str
    vips: tuple[str, ...]
    unbound: str
    by_source: bool = True


def cases(sides: Sides, around: Surroundings) -> Iterator[Case]:
    """Every case of the statement, for each peer."""
    for peer, address in around.peers.items():
        yield Case(
            f"2: answer of the WAN address to {peer}",
            Packet(address, around.wan.ip, answers_on=sides.wan),
            (sides.wan,),
        )
        if sides.by_source:
            packet = Packet(address, around.wan.ip)
            yield Case(f"2: sent from the WAN address to {peer}", packet, (sides.wan,))
        near = address in around.wan.network  # either way is right
        by = (sides.wan, *(sides.vips[:1] or (sides.wan,))) if near else (sides.unbound,)
        yield Case(f"3: no source chosen, to {peer}", Packet(address), by)
        for number, (name, vip) in enumerate(zip(sides.vips, around.vips, strict=False)):
            for source in vip.addresses:
                yield from own(source, peer, address, name, sides.by_source or number == 0)
        if sides.vips:
            yield from forwarded(f"to {peer}", address, sides.vips[0])
    if sides.vips:
        yield from forwarded("into the tunnel", REMOTE_SITE[9], TUNNEL.name)


def own(
    source: IPv4Address, peer: str, address: IPv4Address, interface: str, started: bool
) -> Iterator[Case]:
    """Rule 1: what has an address of a VIP, an answer or, if asked, what the router starts."""
    answer = Packet(address, source, answers_on=interface)
    yield Case(f"1: answer of {source} to {peer}", answer, (interface,))
    if started:
        yield Case(f"1: sent from {source} to {peer}", Packet(address, source), (interface,))


def forwarded(where: str, destination: IPv4Address, interface: str) -> Iterator[Case]:
    """Forwarded packets: from the remote site, and with sources that look like WAN addresses."""
    sources = [REMOTE_SITE[5], *(subnet[77] for subnet in WAN_SUBNETS)]
    for source in sources:
        packet = Packet(destination, source, forwarded=True)
        yield Case(f"4: forwarded from {source} {where}", packet, (interface,))


def with_tunnel(router: Router) -> Router:
    """The router with a tunnel to the remote site, where its forwarded packets are looked up."""
    table = router.data_table
    routes = (*router.tables.get(table, ()), Route(REMOTE_SITE, TUNNEL.name))
    return Router(
        interfaces=(*router.interfaces, Interface(TUNNEL.name, TUNNEL.address, table=table)),
        tables={**router.tables, table: routes},
        rules=router.rules,
        data_table=table,
        source_first=router.source_first,
        answers_by_ingress=router.answers_by_ingress,
    )


def problems(router: Router, sides: Sides, around: Surroundings) -> list[str]:
    """The cases in which the router does otherwise, or EC2's check drops what it sends."""
    found = []
    tunnelled = with_tunnel(router)
    for case in cases(sides, around):
        way = tunnelled.leaves(case.packet)
        if way is None:
            found.append(f"{case.what}: no route")
        elif way.interface.name not in case.leaves_by:
            found.append(f"{case.what}: leaves by {way.interface.name}")
        elif way.dropped_by_check:
            found.append(f"{case.what}: EC2 drops it on {way.interface.name}")
    return found

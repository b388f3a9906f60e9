"""A router as far as a packet's way goes: which interface it leaves by, and with which source.

Every vendor's configuration is read into this one form (``ios.py``, ``junos.py``, …), in which
the differences between the platforms are data: rules asked before the routes, tables of their own
for interfaces, sources chosen early or late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
)

Address = IPv4Address | IPv6Address
HostAddress = IPv4Interface | IPv6Interface
Network = IPv4Network | IPv6Network

ANY = IPv4Network("0.0.0.0/0")
UNCHOSEN = IPv4Address("0.0.0.0")
MAIN = "main"


@dataclass(frozen=True)
class Interface:
    """An interface with its address, and ``others`` of the same subnet.

    ``checked`` is EC2's source/destination check; ``table`` has the interface's subnet, and is
    where packets that come in here are looked up, and own packets that carry its address.
    """

    name: str
    address: HostAddress
    checked: bool = False
    table: str = MAIN
    others: tuple[Address, ...] = ()

    def has(self, address: Address | None) -> bool:
        """Whether that is an address of the interface."""
        return address in (self.address.ip, *self.others)


@dataclass(frozen=True)
class Route:
    """A route; the longest prefix wins, among these the smallest ``metric``.

    Without a ``gateway`` the destination is on the interface's link. Without an ``interface`` it
    is the one whose link the gateway is on, by the main table; if that says none, the route is
    not there.
    """

    destination: Network
    interface: str | None = None
    gateway: Address | None = None
    metric: int = 0


@dataclass(frozen=True)
class Rule:
    """A rule asked before the ordinary look-up, in the order given.

    If its ``table`` has no route for the packet, the next rule is asked. ``own`` limits it to
    what the router sends itself (True) or forwards (False). ``but_not`` are pairs of source and
    destination that it leaves alone. A packet without a source counts as from 0.0.0.0.
    """

    table: str
    source: Network = ANY
    destination: Network = ANY
    own: bool | None = None
    but_not: tuple[tuple[Network, Network], ...] = ()

    def matches(self, packet: Packet) -> bool:
        return (
            self.own in (None, not packet.forwarded)
            and _within(packet, self.source, self.destination)
            and not any(_within(packet, *pair) for pair in self.but_not)
        )


@dataclass(frozen=True)
class Packet:
    """A packet before its way is known.

    ``source`` is None when the router sends it and leaves the source to its routes. ``answers_on``
    is the interface by which the request came that the router answers itself with it.
    """

    destination: Address
    source: Address | None = None
    forwarded: bool = False
    answers_on: str | None = None


@dataclass(frozen=True)
class Exit:
    """How a packet leaves: the interface, its source then, the next hop (None: on the link)."""

    interface: Interface
    source: Address
    gateway: Address | None

    @property
    def dropped_by_check(self) -> bool:
        """Whether EC2's source/destination check drops it on its way out."""
        return self.interface.checked and not self.interface.has(self.source)


@dataclass(frozen=True)
class Router:
    """Interfaces, tables and rules. A table's routes come besides its interfaces' own subnets.

    ``data_table``: where forwarded packets are looked up, after the rules. ``source_first``: a
    packet without a source gets that of the ordinary look-up *before* the rules are asked.
    ``answers_by_ingress``: an answer takes a route by the interface its request came by, if there
    is one, and is not subject to the rules.
    """

    interfaces: tuple[Interface, ...]
    tables: dict[str, tuple[Route, ...]]
    rules: tuple[Rule, ...] = ()
    data_table: str = MAIN
    source_first: bool = False
    answers_by_ingress: bool = False
    _named: dict[str, Interface] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._named.update({interface.name: interface for interface in self.interfaces})

    def interface(self, name: str) -> Interface:
        """The interface of that name; KeyError if the router has none."""
        return self._named[name]

    def leaves(self, packet: Packet) -> Exit | None:
        """How the packet leaves, or None if no route is there for it.

        Raises ValueError if two routes are equally good: then its way is chance.
        """
        source = packet.source
        if source is None and self.source_first:
            ordinary = self._best(self._ordinary_table(packet), packet)
            if ordinary is None:
                return None
            source = self.interface(ordinary.interface or "").address.ip
            packet = Packet(packet.destination, source, packet.forwarded, packet.answers_on)
        route = self._route(packet)
        if route is None:
            return None
        interface = self.interface(route.interface or "")
        return Exit(interface, source or interface.address.ip, route.gateway)

    def _route(self, packet: Packet) -> Route | None:
        if self.answers_by_ingress and packet.answers_on:
            back = self._best(self._ordinary_table(packet), packet, only=packet.answers_on)
            if back:
                return back
        for rule in self.rules:
            if rule.matches(packet) and (found := self._best(rule.table, packet)):
                return found
        return self._best(self._ordinary_table(packet), packet)

    def _ordinary_table(self, packet: Packet) -> str:
        if packet.forwarded:
            return self.data_table
        bound = [each.table for each in self.interfaces if each.has(packet.source)]
        return bound[0] if bound else MAIN

    def _best(self, table: str, packet: Packet, only: str | None = None) -> Route | None:
        found = [
            route
            for route in self._routes(table)
            if packet.destination in route.destination and only in (None, route.interface)
        ]
        if not found:
            return None
        key = {route: (-route.destination.prefixlen, route.metric) for route in found}
        best = [route for route in found if key[route] == min(key.values())]
        if len(best) > 1:
            raise ValueError(f"{packet.destination} has several ways in {table}: {best}")
        return best[0]

    def _routes(self, table: str) -> Iterator[Route]:
        """The table's routes, each with its interface; those that cannot be resolved are not in."""
        for interface in self.interfaces:
            if interface.table == table:
                yield Route(interface.address.network, interface.name)
        for route in self.tables.get(table, ()):
            if route.interface in self._named:
                yield route
            elif route.interface is None and (link := self._link(route.gateway)):
                yield Route(route.destination, link, route.gateway, route.metric)

    def _link(self, gateway: Address | None) -> str | None:
        """The interface that a gateway is on the link of."""
        links = [
            route
            for route in (*self._subnets(), *self.tables.get(MAIN, ()))
            if gateway and gateway in route.destination and route.interface in self._named
        ]
        if not links:
            return None
        nearest = max(links, key=lambda route: route.destination.prefixlen)
        return nearest.interface if nearest.gateway in (None, gateway) else None

    def _subnets(self) -> Iterator[Route]:
        for interface in self.interfaces:
            yield Route(interface.address.network, interface.name)


def _within(packet: Packet, source: Network, destination: Network) -> bool:
    return (packet.source or UNCHOSEN) in source and packet.destination in destination

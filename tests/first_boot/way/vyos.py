"""What the Linux kernel of a VyOS gets for its commands: rules and routes, as VyOS's scripts say.

Rules: https://github.com/vyos/vyos-1x/blob/sagitta/src/conf_mode/policy_local-route.py, ``apply``,
which calls ``ip rule add``. Routes: data/templates/frr/static_routes_macro.j2 and staticd.frr.j2
there, which give ``ip route`` to FRR; FRR keeps those of the smallest distance, and of these only
such whose gateway is found by the very interface they name
(https://github.com/FRRouting/frr/blob/master/zebra/zebra_nhg.c, ``nexthop_valid_resolve``). What
DHCP names as router gets the distance 210 (default-route-distance.xml.i of vyos-1x).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Network, ip_address, ip_network
from typing import Any

from tests.first_boot.models.vyos import command, lines
from tests.first_boot.way.model import ANY, MAIN, Address, HostAddress, Network

DHCP_DISTANCE = 210
# By cloud-init, from the instance's metadata (cc_vyos.py), and not by our commands.
ALWAYS_DHCP = "eth0"
Tree = dict[str, Any]


@dataclass(frozen=True)
class Family:
    """How VyOS names what concerns IPv4, or IPv6."""

    policy: str
    route: str
    any: Network


IPV4 = Family("local-route", "route", ANY)
IPV6 = Family("local-route6", "route6", IPv6Network("::/0"))


@dataclass(frozen=True)
class Link:
    """An interface that is there: its address, and the router that DHCP would name."""

    address: HostAddress
    router: Address


@dataclass(frozen=True)
class Rule:
    """A rule of the kernel's; the smallest priority is asked first.

    ``inbound`` is the interface that a packet must have come in by, "lo" for the router's own,
    None for any. A source of 0.0.0.0/32 means a packet whose source is not chosen yet.
    """

    priority: int
    table: str
    source: Network = ANY
    destination: Network = ANY
    inbound: str | None = None

    @property
    def command(self) -> str:
        inbound = f" iif {self.inbound}" if self.inbound else ""
        between = f"from {self.source} to {self.destination}{inbound}"
        return (
            f"ip -{self.source.version} rule add prio {self.priority} {between} lookup {self.table}"
        )


@dataclass(frozen=True)
class Route:
    """A route; without a gateway its destination is on the interface's link."""

    table: str
    destination: Network
    interface: str | None
    gateway: Address | None = None
    distance: int = 1

    @property
    def command(self) -> str:
        via = f" via {self.gateway}" if self.gateway else ""
        version = self.destination.version
        where = f"dev {self.interface} table {self.table}"
        return f"ip -{version} route add {self.destination}{via} {where}"


def configuration(text: str) -> Tree:
    """The configuration that a user data document makes, values as the last words of a path."""
    tree: Tree = {}
    for line in lines(text):
        read = command(line)
        if read is None:
            continue
        words = [*read.path, *([] if read.value is None else [read.value])]
        node: Tree | None = tree
        if read.action == "set":
            for word in words:
                node = node.setdefault(word, {}) if node is not None else None
        else:
            for word in words[:-1]:
                node = node.get(word) if node is not None else None
            (node or {}).pop(words[-1], None)
    return tree


def _first(tree: Tree, name: str) -> str | None:
    return next(iter(tree.get(name, {})), None)


def rules(tree: Tree, family: Family = IPV4) -> Iterator[Rule]:
    """The rules of ``policy local-route``, in the order in which the kernel asks them."""
    numbered = tree.get("policy", {}).get(family.policy, {}).get("rule", {})
    for number in sorted(numbered, key=int):
        rule = numbered[number]
        for source in rule.get("source", {}).get("address", [str(family.any)]):
            for destination in rule.get("destination", {}).get("address", [str(family.any)]):
                yield Rule(
                    int(number),
                    next(iter(rule["set"]["table"])),
                    ip_network(source),
                    ip_network(destination),
                    _first(rule, "inbound-interface"),
                )


def routes(tree: Tree, family: Family = IPV4) -> Iterator[Route]:
    """All static routes that are configured, whether they can be there or not."""
    static = tree.get("protocols", {}).get("static", {})
    tables = {MAIN: static, **static.get("table", {})}
    for table, content in tables.items():
        for prefix, ways in content.get(family.route, {}).items():
            destination = ip_network(prefix)
            for interface, more in ways.get("interface", {}).items():
                yield Route(table, destination, interface, None, int(_first(more, "distance") or 1))
            for gateway, more in ways.get("next-hop", {}).items():
                yield Route(
                    table,
                    destination,
                    _first(more, "interface"),
                    ip_address(gateway),
                    int(_first(more, "distance") or 1),
                )


def installed(tree: Tree, links: Mapping[str, Link], family: Family = IPV4) -> list[Route]:
    """The routes that are there, besides the interfaces' own subnets, with these interfaces.

    A gateway without an interface is taken only where it is on a link. (FRR would seek on, by the
    default route too: no configuration should rely on that.)
    """
    found: dict[tuple[str, Network], Route] = {}
    learnt = _of_dhcp(tree, links) if family == IPV4 else ()
    for route in [*routes(tree, family), *learnt]:
        resolved = _resolved(route, links)
        key = (route.table, route.destination)
        if resolved and (key not in found or resolved.distance < found[key].distance):
            found[key] = resolved
    return list(found.values())


def _of_dhcp(tree: Tree, links: Mapping[str, Link]) -> Iterator[Route]:
    ethernet = tree.get("interfaces", {}).get("ethernet", {})
    for name, link in links.items():
        if name == ALWAYS_DHCP or "dhcp" in ethernet.get(name, {}).get("address", {}):
            yield Route(MAIN, ANY, name, link.router, DHCP_DISTANCE)


def _resolved(route: Route, links: Mapping[str, Link]) -> Route | None:
    if route.gateway is None:
        return route if route.interface in links else None
    for name, link in links.items():
        if route.interface in (None, name) and route.gateway in link.address.network:
            return Route(route.table, route.destination, name, route.gateway, route.distance)
    return None


def kernel(text: str, links: Mapping[str, Link], family: Family = IPV4) -> list[str]:
    """The ``ip`` commands, rules first, that user data comes to with these interfaces."""
    tree = configuration(text)
    return [
        *(rule.command for rule in rules(tree, family)),
        *(route.command for route in installed(tree, links, family)),
    ]

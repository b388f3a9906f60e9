"""Cisco IOS XE's configuration as a router of the model.

Rules of the platform, with their sources:

- ``ip local policy`` concerns what the router sends itself, by the source that the ordinary
  look-up chose (https://www.oreilly.com/library/view/cisco-ios-in/0596008694/re363.html);
- ``set ip next-hop`` counts if the next hop is in the routing table, else the ordinary look-up
  does; a next hop that is reached by another gateway is taken as not there
  (https://www.cisco.com/c/en/us/support/docs/ip/ip-routed-protocols/47121-pbr-cmds-ce.html);
- a static route by an interface alone has its destination on that link, one by DHCP has the
  distance 254, one by hand 1 (https://cisco.com/en/US/docs/ios-xml/ios/ipaddr/command/ipaddr-i4.html);
- AWS's images come with ``ip route 0.0.0.0 0.0.0.0 GigabitEthernet1`` by the WAN gateway.
"""

from __future__ import annotations

from ipaddress import IPv4Address

from tests.first_boot.models.ios import Device, commands
from tests.first_boot.way.model import ANY, Interface, Route, Router, Rule
from tests.first_boot.way.surroundings import Surroundings
from tests.first_boot.way.text import network

WAN = "GigabitEthernet1"


def router(text: str, around: Surroundings) -> Router:
    """The router that a first-boot configuration makes, all interfaces being there."""
    vips = {f"GigabitEthernet{number}": vip for number, vip in enumerate(around.vips, 2)}
    running = Device({WAN, *vips}).enter(commands(text)).running
    rules, tables = policy(running)
    return Router(
        interfaces=(
            Interface(WAN, around.wan, checked=True),
            *(Interface(name, vip.address, others=vip.secondary) for name, vip in vips.items()),
        ),
        tables={"main": static(running, around), **tables},
        rules=rules,
        source_first=True,
    )


def static(running: list[tuple[str, str]], around: Surroundings) -> tuple[Route, ...]:
    """The image's and the configuration's static routes, and the default that DHCP brings."""
    routes = [Route(ANY, WAN, around.wan_gateway, 1)]
    for _, line in running:
        words = line.split()
        if words[:3] == ["no", "ip", "route"]:
            gone = network(words[3], words[4])
            routes = [route for route in routes if route.destination != gone]
        elif words[:2] == ["ip", "route"]:
            gateway = IPv4Address(words[5]) if len(words) > 5 else None
            routes.append(Route(network(words[2], words[3]), words[4], gateway, 1))
    return (*routes, Route(ANY, WAN, around.wan_gateway, 254))


def policy(running: list[tuple[str, str]]) -> tuple[tuple[Rule, ...], dict[str, tuple[Route, ...]]]:
    """The clauses of the local policy: rules, and a table for each, with its next hop alone."""
    rules: list[Rule] = []
    tables: dict[str, tuple[Route, ...]] = {}
    for name in (line.split()[-1] for _, line in running if line.startswith("ip local policy ")):
        clauses = sorted(
            {block for block, _ in running if block.startswith(f"route-map {name} ")},
            key=lambda block: int(block.split()[-1]),
        )
        for clause in clauses:
            inside = [line.split() for block, line in running if block == clause]
            (listed,) = (words[-1] for words in inside if words[0] == "match")
            (next_hop,) = (IPv4Address(words[-1]) for words in inside if words[0] == "set")
            tables[clause] = (Route(ANY, gateway=next_hop),)
            rules.extend(matching(running, listed, clause))
    return tuple(rules), tables


def matching(running: list[tuple[str, str]], name: str, table: str) -> list[Rule]:
    """An access list's permitting entries as rules, each without what was denied before it."""
    rules, denied = [], []
    for block, line in running:
        if block != f"ip access-list extended {name}":
            continue
        words = line.split()
        source = network(words[2], words[3])
        destination = ANY if words[4] == "any" else network(words[4], words[5])
        if words[0] == "deny":
            denied.append((source, destination))
        else:
            rules.append(Rule(table, source, destination, own=True, but_not=tuple(denied)))
    return rules

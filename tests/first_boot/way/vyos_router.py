"""VyOS's configuration as a router of the model: the kernel's rules and routes of ``vyos.py``."""

from __future__ import annotations

from tests.first_boot.way import vyos
from tests.first_boot.way.model import Interface, Route, Router, Rule
from tests.first_boot.way.surroundings import Surroundings

WAN = "eth0"


def router(text: str, around: Surroundings) -> Router:
    """The router that a first-boot configuration makes, all interfaces being there."""
    tree = vyos.configuration(text)
    vips = {f"eth{number}": vip for number, vip in enumerate(around.vips, 1)}
    links = {WAN: vyos.Link(around.wan, around.wan_gateway)}
    links |= {name: vyos.Link(vip.address, vip.gateway) for name, vip in vips.items()}
    tables: dict[str, tuple[Route, ...]] = {}
    for route in vyos.installed(tree, links):
        known = Route(route.destination, route.interface, route.gateway, route.distance)
        tables[route.table] = (*tables.get(route.table, ()), known)
    return Router(
        interfaces=(
            Interface(WAN, around.wan, checked=True),
            *(Interface(name, vip.address, others=vip.secondary) for name, vip in vips.items()),
        ),
        tables=tables,
        rules=tuple(
            Rule(rule.table, rule.source, rule.destination, own=True if rule.inbound else None)
            for rule in sorted(vyos.rules(tree), key=lambda rule: rule.priority)
        ),
    )

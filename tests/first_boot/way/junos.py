"""Junos's configuration (vSRX, vMX) as a router of the model.

Rules of the platform, with their sources:

- an interface belongs to the routing instance that lists it, else to the main one, inet.0; each
  has a table of its own, where also packets are looked up that come in by its interfaces
  (https://juniper.net/documentation/en_US/junos13.2/topics/reference/configuration-statement/routing-instances-edit.html);
- fxp0 is for management, nothing is forwarded by it; DHCP gives inet.0 its default route
  (https://www.juniper.net/documentation/us/en/software/junos/junos-getting-started/topics/concept/interfaces-understanding-management-ethernet-interfaces.html);
- what the router sends itself, without an instance being named, is looked up in inet.0.
"""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Any

from tests.first_boot.way.model import ANY, MAIN, Interface, Route, Router
from tests.first_boot.way.surroundings import Surroundings
from tests.first_boot.way.text import blocks, network

WAN = "fxp0"


def router(text: str, around: Surroundings) -> Router:
    """The router that a first-boot configuration makes."""
    configuration: Any = blocks(text)
    instances = configuration.get("routing-instances", {})
    tables = {MAIN: (Route(ANY, WAN, around.wan_gateway),)}
    tables_of = {}
    for name, inside in instances.items():
        interface = inside.get("interface", "none").removesuffix(".0")
        tables_of[interface] = name
        tables[name] = static(inside["routing-options"]["static"], interface)
    vips = [
        Interface(name, vip.address, table=tables_of.get(name, MAIN), others=vip.secondary)
        for name, vip in ((f"ge-0/0/{number}", vip) for number, vip in enumerate(around.vips))
    ]
    return Router(
        interfaces=(Interface(WAN, around.wan, checked=True), *vips),
        tables=tables,
        data_table=vips[0].table,
    )


def static(statements: dict[str, str], interface: str) -> tuple[Route, ...]:
    """``route PREFIX next-hop ADDRESS`` of a routing instance."""
    found = []
    for statement in statements.values():
        prefix, _, next_hop = statement.split()
        found.append(
            Route(network(*prefix.split("/")), interface, IPv4Address(next_hop)),
        )
    return tuple(found)

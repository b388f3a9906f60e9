"""FortiOS's configuration as a router of the model.

Rules of the platform, with their sources:

- replies leave by the interface by which the request came, as long as ``auxiliary-session`` is
  off, its default (https://docs.fortinet.com/document/fortigate/6.4.3/fortios-release-notes/450757);
  said of forwarded sessions, taken to hold for the FortiGate's own answers, too;
- of routes to one destination those of the smallest distance are in the table, and of these the
  smallest priority is preferred (https://community.fortinet.com, ta-p/196645); a static route has
  distance 10 and priority 1 unless it says otherwise;
- what it sends itself follows the table, with the address of the interface it leaves by.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from tests.first_boot.way.model import ANY, Interface, Route, Router
from tests.first_boot.way.surroundings import Surroundings
from tests.first_boot.way.text import between, entries, network

WAN = "port1"


def router(text: str, around: Surroundings) -> Router:
    """The router that a first-boot configuration makes."""
    ports = entries(between(text, "config system interface", "end"))
    candidates = [
        candidate(route, around)
        for route in entries(between(text, "config router static", "end")).values()
    ]
    if ports[WAN].get("defaultgw") == "enable":
        default = Route(ANY, WAN, around.wan_gateway, int(ports[WAN]["priority"]))
        candidates.append((int(ports[WAN]["distance"]), default))
    vips = {f"port{number}": vip for number, vip in enumerate(around.vips, 2)}
    return Router(
        interfaces=(
            Interface(WAN, around.wan, checked=True),
            *(Interface(name, vip.address, others=vip.secondary) for name, vip in vips.items()),
        ),
        tables={"main": nearest(candidates)},
        answers_by_ingress=True,
    )


def candidate(route: dict[str, str], around: Surroundings) -> tuple[int, Route]:
    """A static route with its distance."""
    destination = network(*route["dst"].split()) if "dst" in route else ANY
    dynamic = route.get("dynamic-gateway") == "enable"
    gateway = around.wan_gateway if dynamic else IPv4Address(route["gateway"])
    metric = int(route.get("priority", 1))
    return int(route.get("distance", 10)), Route(destination, route["device"], gateway, metric)


def nearest(candidates: list[tuple[int, Route]]) -> tuple[Route, ...]:
    """The routes that get into the table."""
    smallest: dict[IPv4Network, int] = {}
    for distance, route in candidates:
        known = smallest.get(route.destination, distance)
        smallest[route.destination] = min(known, distance)
    return tuple(route for distance, route in candidates if distance == smallest[route.destination])

"""PAN-OS's first-boot configuration as a router of the model: its management plane alone.

The management interface has a table of its own, and by default what PAN-OS sends itself (DNS,
updates, Panorama) leaves by it
(https://docs.paloaltonetworks.com/pan-os/10-1/pan-os-networking-admin/service-routes). Data
interfaces, and the VIP with them, are configured by Panorama or a bootstrap bucket.
"""

from __future__ import annotations

from tests.first_boot.way.model import ANY, MAIN, Interface, Route, Router
from tests.first_boot.way.surroundings import Surroundings

WAN = "management"


def router(text: str, around: Surroundings) -> Router:
    """The management plane that a first-boot configuration makes; ValueError if not by DHCP."""
    if "type=dhcp-client" not in text.splitlines():
        raise ValueError("the management interface has no address: type=dhcp-client is missing")
    return Router(
        interfaces=(Interface(WAN, around.wan, checked=True),),
        tables={MAIN: (Route(ANY, WAN, around.wan_gateway),)},
    )

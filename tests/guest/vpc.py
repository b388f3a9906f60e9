"""The VPC around one instance: routers, peers, DHCP, metadata, and the source/destination check.

peers + routers + metadata (one network namespace)
    |wan  check on                |vip  check off                 |another vip  check off
    |ens5                         |ens6, plugged in later         |ens7, plugged in later
                the guest
"""

from __future__ import annotations

import socket
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address, IPv4Interface
from typing import Any

from lab.metadata import Tree, read
from tests.guest import imds
from tests.guest.dhcp import SERVER_PORT, Dhcp
from tests.guest.imds import Imds
from tests.support.namespaces.namespace import Namespace, network

# Where somebody may be who speaks with the VNF; the WAN subnets are those of the lab's small world.
PEERS = {
    "on the internet": "203.0.113.9",
    "behind the VPC's gateway": "172.31.5.9",
    "in the serving zone's WAN subnet": "10.16.1.77",
    "in another zone's WAN subnet": "10.16.2.77",
}
# As Linux names them on Nitro instances, by their slot.
WAN, VIP, OTHER_VIP = INTERFACES = ("ens5", "ens6", "ens7")


@dataclass(frozen=True)
class Link:
    """One interface of the instance, as its metadata shows it: `others` are secondary addresses."""

    name: str
    mac: str
    address: IPv4Interface
    others: tuple[IPv4Interface, ...] = ()

    @property
    def router(self) -> IPv4Address:
        """The second address of the subnet."""
        return self.address.network.network_address + 1


class Vpc:
    """A network namespace with everything but the guest; `close` ends it."""

    def __init__(self, tree: Tree) -> None:
        self.net: Namespace = network()
        self._dhcp: dict[str, Dhcp] = {}
        self.net.run("ip", "link", "set", "lo", "up")
        for address in (imds.ADDRESS, *PEERS.values()):
            self.net.run("ip", "address", "add", f"{address}/32", "dev", "lo")
        # Own addresses are looked up after the check, and not before everything else.
        self.net.run("ip", "rule", "add", "pref", "100", "lookup", "local")
        self.net.run("ip", "rule", "delete", "pref", "0")
        listening = self.net.socket(socket.SOCK_STREAM, imds.ADDRESS, imds.PORT)
        self.imds = Imds(listening, tree)

    def plug(self, link: Link, into: Namespace, *, checked: bool) -> None:
        """The interface appears in the running guest, not configured; `checked` as EC2 would."""
        ours, ip = f"to-{link.name}", partial(self.net.run, "ip")
        theirs = ("peer", "name", link.name, "address", link.mac)
        ip("link", "add", ours, "type", "veth", *theirs)
        ip("address", "add", f"{link.router}/{link.address.network.prefixlen}", "dev", ours)
        ip("link", "set", ours, "up")
        if checked:
            own = ("from", str(link.address.ip), "iif", ours)
            ip("rule", "add", "pref", "10", *own, "goto", "100")
            ip("rule", "add", "pref", "11", "iif", ours, "blackhole")
        server = self.net.socket(socket.SOCK_DGRAM, "0.0.0.0", SERVER_PORT, ours)
        self._dhcp[link.name] = Dhcp(server, link.mac, link.address)
        ip("link", "set", link.name, "netns", str(into.pid))

    def unplug(self, link: Link) -> None:
        """The interface is gone from the guest, as after a detachment."""
        self._dhcp.pop(link.name).close()
        self.net.run("ip", "link", "delete", f"to-{link.name}")

    def close(self) -> None:
        for server in self._dhcp.values():
            server.close()
        self.imds.close()
        self.net.close()


def links(tree: Tree) -> list[Link]:
    """The interfaces that metadata shows, by device number."""
    found = {}
    for mac in str(read(tree, "network/interfaces/macs")).replace("/", "").splitlines():
        below = f"network/interfaces/macs/{mac}"
        number = int(str(read(tree, f"{below}/device-number")))
        length = str(read(tree, f"{below}/subnet-ipv4-cidr-block")).partition("/")[2]
        first, *others = (
            IPv4Interface(f"{address}/{length}")
            for address in str(read(tree, f"{below}/local-ipv4s")).splitlines()
        )
        found[number] = Link(INTERFACES[number], mac, first, tuple(others))
    return [found[number] for number in sorted(found)]


def with_device_number(tree: Tree, mac: str, number: str) -> Tree:
    """The same metadata, but for the device number of one interface."""
    changed = deepcopy(tree)
    interface: Any = changed
    for part in ("network", "interfaces", "macs", mac):
        interface = interface[part]
    interface["device-number"] = number
    return changed

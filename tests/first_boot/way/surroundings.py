"""The addresses of the golden files, seen from one serving zone."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

WAN_SUBNETS = (IPv4Network("10.16.1.0/24"), IPv4Network("10.16.2.0/25"))
VIP = IPv4Interface("10.16.10.20/24")


@dataclass(frozen=True)
class Surroundings:
    """Where the router serves: its two addresses, and the peers it may have."""

    wan: IPv4Interface
    vip: IPv4Interface
    peers: dict[str, IPv4Address]

    @property
    def wan_gateway(self) -> IPv4Address:
        """The VPC's router on the WAN side, the second address of the subnet."""
        return self.wan.network[1]

    @property
    def vip_gateway(self) -> IPv4Address:
        """The VPC's router on the VIP side."""
        return self.vip.network[1]


def surroundings(serving: int) -> Surroundings:
    """With the router in the zone of that WAN subnet, counted from 0."""
    own = WAN_SUBNETS[serving]
    (other,) = (subnet for subnet in WAN_SUBNETS if subnet != own)
    return Surroundings(
        wan=IPv4Interface(f"{own[50]}/{own.prefixlen}"),
        vip=VIP,
        peers={
            "internet": IPv4Address("203.0.113.7"),
            "behind the VPC's gateway": IPv4Address("192.168.1.5"),
            "the serving zone's WAN subnet": own[60],
            "its upper half": own[-20],
            "another zone's WAN subnet": other[60],
        },
    )

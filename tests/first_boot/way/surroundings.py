"""The addresses of the golden files, seen from one serving zone."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

WAN_SUBNETS = (IPv4Network("10.16.1.0/24"), IPv4Network("10.16.2.0/25"))


@dataclass(frozen=True)
class Vip:
    """A VIP's address in its subnet, and its secondary addresses."""

    address: IPv4Interface
    secondary: tuple[IPv4Address, ...] = ()

    @property
    def gateway(self) -> IPv4Address:
        """The VPC's router on this side, the second address of the subnet."""
        return self.address.network[1]

    @property
    def addresses(self) -> tuple[IPv4Address, ...]:
        """All of them, the first one first."""
        return (self.address.ip, *self.secondary)


ONE_VIP = (Vip(IPv4Interface("10.16.10.20/24")),)
TWO_VIPS = (
    Vip(IPv4Interface("10.16.10.20/24"), (IPv4Address("10.16.10.21"),)),
    Vip(IPv4Interface("10.16.20.20/25")),
)
THREE_VIPS = (*TWO_VIPS, Vip(IPv4Interface("10.16.30.20/24")))
# By the name of the golden files' case.
VIPS_OF = {
    "default": ONE_VIP,
    "changed": ONE_VIP,
    "two_vips": TWO_VIPS,
    "dual_stack": THREE_VIPS,
}


@dataclass(frozen=True)
class Surroundings:
    """Where the router serves: its WAN address, its VIPs, and the peers it may have."""

    wan: IPv4Interface
    vips: tuple[Vip, ...]
    peers: dict[str, IPv4Address]

    @property
    def wan_gateway(self) -> IPv4Address:
        """The VPC's router on the WAN side."""
        return self.wan.network[1]


def surroundings(serving: int, vips: tuple[Vip, ...] = ONE_VIP) -> Surroundings:
    """With the router in the zone of that WAN subnet, counted from 0."""
    own = WAN_SUBNETS[serving]
    (other,) = (subnet for subnet in WAN_SUBNETS if subnet != own)
    return Surroundings(
        wan=IPv4Interface(f"{own[50]}/{own.prefixlen}"),
        vips=vips,
        peers={
            "internet": IPv4Address("203.0.113.7"),
            "behind the VPC's gateway": IPv4Address("192.168.1.5"),
            "the serving zone's WAN subnet": own[60],
            "its upper half": own[-20],
            "another zone's WAN subnet": other[60],
        },
    )

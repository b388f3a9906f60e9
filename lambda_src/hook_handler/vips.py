"""The VIPs that the function keeps, as Terraform describes them (modules/vip/outputs.tf)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from common.environment import BadEnvironmentError, unpacked


@dataclass(frozen=True, order=True)
class NextHopRoute:
    """A route of somebody's table that shall lead to a VIP's interface. destination: a CIDR."""

    route_table_id: str
    destination: str


@dataclass(frozen=True)
class ConnectionTracking:
    """How long EC2 remembers idle connections of an interface, in seconds. None: its default."""

    tcp_established_seconds: int | None = None
    udp_stream_seconds: int | None = None
    udp_seconds: int | None = None


@dataclass(frozen=True)
class Vip:
    """One persistent address and what goes with it.

    elastic_ips: pairs of one of its private addresses and the allocation id of what points there.
    """

    key: str
    cidr: str
    address: str
    device_index: int
    route_table_id: str
    security_group_ids: frozenset[str]
    secondary_addresses: frozenset[str] = frozenset()
    elastic_ips: tuple[tuple[str, str], ...] = ()
    ipv6_cidr: str | None = None
    ipv6_address: str | None = None
    network_acl_id: str | None = None
    next_hop_routes: tuple[NextHopRoute, ...] = ()
    connection_tracking: ConnectionTracking | None = None
    interface_tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Removed:
    """What an earlier configuration had and the present one has not.

    Addresses, IPv4 and IPv6, go with the key of their VIP; Elastic IPs are allocation ids.
    """

    vips: frozenset[str] = frozenset()
    addresses: frozenset[tuple[str, str]] = frozenset()
    elastic_ips: frozenset[str] = frozenset()
    routes: frozenset[NextHopRoute] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.vips or self.addresses or self.elastic_ips or self.routes)


NOTHING_REMOVED = Removed()


def decode(value: str) -> tuple[Vip, ...]:
    """The VIPs of the variable VIPS, which Lambda's 4 KB take compressed only."""
    try:
        return parse(unpacked(value))
    except (ValueError, KeyError, TypeError) as error:
        raise BadEnvironmentError(f"VIPS cannot be read: {error!r}.") from error


def parse(described: Sequence[Mapping[str, Any]]) -> tuple[Vip, ...]:
    """VIPs as Terraform describes them, in ascending device index: the order of attachment."""
    return tuple(sorted(map(_vip, described), key=lambda vip: vip.device_index))


def removed(before: Sequence[Vip], now: Sequence[Vip]) -> Removed:
    """What `before` had and `now` has not. What goes with a removed VIP is not named again."""
    kept = {vip.key for vip in now}
    staying = [vip for vip in before if vip.key in kept]
    return Removed(
        vips=frozenset(vip.key for vip in before) - kept,
        addresses=_addresses(staying) - _addresses(now),
        elastic_ips=_allocations(staying) - _allocations(now),
        routes=_routes(before) - _routes(now),
    )


def _vip(described: Mapping[str, Any]) -> Vip:
    tracking = described["connection_tracking"]
    return Vip(
        key=described["key"],
        cidr=described["cidr"],
        address=described["address"],
        device_index=described["device_index"],
        route_table_id=described["route_table_id"],
        security_group_ids=frozenset(described["security_group_ids"]),
        secondary_addresses=frozenset(described["secondary_addresses"]),
        elastic_ips=tuple(sorted(described["elastic_ips"].items())),
        ipv6_cidr=described["ipv6_cidr"],
        ipv6_address=described["ipv6_address"],
        network_acl_id=described["network_acl_id"],
        next_hop_routes=tuple(NextHopRoute(**route) for route in described["next_hop_routes"]),
        connection_tracking=ConnectionTracking(**tracking) if tracking else None,
        interface_tags=tuple(sorted(described["interface_tags"].items())),
    )


def _addresses(vips: Sequence[Vip]) -> frozenset[tuple[str, str]]:
    """All but the first address, which is never taken from an interface."""
    return frozenset(
        (vip.key, address)
        for vip in vips
        for address in (*vip.secondary_addresses, vip.ipv6_address)
        if address
    )


def _allocations(vips: Sequence[Vip]) -> frozenset[str]:
    return frozenset(allocation_id for vip in vips for _, allocation_id in vip.elastic_ips)


def _routes(vips: Sequence[Vip]) -> frozenset[NextHopRoute]:
    return frozenset(route for vip in vips for route in vip.next_hop_routes)

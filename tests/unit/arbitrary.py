"""Arbitrary worlds: what Hypothesis looks for a counterexample in."""

from __future__ import annotations

from hypothesis import strategies as st

from hook_handler.config import Config
from hook_handler.vips import Vip
from hook_handler.world import (
    Attachment,
    ElasticIp,
    Group,
    Hop,
    Interface,
    Ipv6Range,
    Member,
    Subnet,
    World,
)
from tests.support.planner.worlds import AWAY, HOME, NEW, OLD, config

STRANGER = "i-0000000000000009"
# Often the states of an ordinary heal, and sometimes any other.
STATES = st.sampled_from(
    ["Pending", "Pending:Wait", "InService", "Standby", "Terminating:Wait", "Detaching"]
) | st.sampled_from(
    [
        *("Pending:Proceed", "EnteringStandby", "Quarantined", "Detached"),
        *("ReplacingRootVolume", "ReplacingRootVolume:Wait", "RootVolumeReplaced"),
        *("Terminating", "Terminating:Proceed", "Terminating:Retained", "Terminated"),
        *("Warmed:Pending:Wait", "Warmed:Stopped", "Warmed:Terminating:Wait"),
    ]
)
ANOTHER_INDEX = 5  # beyond the configured one
ANOTHER_RANGE = "2001:db8:0:99::/64"


@st.composite
def members(draw: st.DrawFn) -> tuple[Member, ...]:
    ids = draw(st.lists(st.sampled_from([OLD, NEW]), unique=True, max_size=2))
    return tuple(
        Member(
            instance_id,
            draw(STATES),
            draw(st.booleans()),
            draw(st.sampled_from([HOME, AWAY])),
            draw(st.sampled_from(["pending", "running", "stopped", "terminated", None])),
            draw(st.sampled_from([1.0, 2.0])),
        )
        for instance_id in ids
    )


@st.composite
def attachments(draw: st.DrawFn, vip: Vip) -> Attachment:
    index = draw(st.sampled_from([vip.device_index, vip.device_index + ANOTHER_INDEX]))
    return Attachment(
        f"eni-attach-{vip.device_index}",
        draw(st.sampled_from([OLD, NEW, STRANGER])),
        index,
        draw(st.sampled_from(["attaching", "attached", "detaching"])),
        0.0,
        draw(st.sampled_from(["running", "stopped", "shutting-down", "terminated", None])),
    )


@st.composite
def interfaces(draw: st.DrawFn, vip: Vip, places: tuple[Subnet, ...]) -> tuple[Interface, ...]:
    if not places:
        return ()
    found = []
    for number in range(draw(st.integers(0, 2))):
        # At most one attachment exists at any moment: an invariant of the handler itself.
        attached = number == 0 and draw(st.booleans())
        place = draw(st.sampled_from(places))
        found.append(
            Interface(
                f"eni-{number}" if vip.device_index == 1 else f"eni-{vip.key}-{number}",
                vip.key,
                place.subnet_id,
                draw(st.sampled_from([vip.address, "10.16.10.99"])),
                "in-use" if attached else draw(st.sampled_from(["pending", "available"])),
                "Persistent VIP",
                draw(st.booleans()),
                frozenset(draw(st.sampled_from([("sg-1", "sg-2"), ("sg-9",)]))),
                draw(attachments(vip)) if attached else None,
                secondary_addresses=draw(_some_of(vip.secondary_addresses)),
                ipv6_addresses=draw(_ipv6_addresses(vip, place)),
            )
        )
    return tuple(found)


@st.composite
def subnets(draw: st.DrawFn, vip: Vip) -> tuple[Subnet, ...]:
    another = f"10.16.9{vip.device_index}.0/24"
    cidrs = draw(st.lists(st.sampled_from([vip.cidr, another]), unique=True, max_size=2))
    acls = [("acl-default", "aclassoc-1"), (vip.network_acl_id, "aclassoc-2"), (None, None)]
    return tuple(
        Subnet(
            f"subnet-{number}" if vip.device_index == 1 else f"subnet-{vip.key}-{number}",
            vip.key,
            cidr,
            draw(st.sampled_from([HOME, AWAY])),
            draw(st.sampled_from(["pending", "available"])),
            *draw(st.sampled_from([(None, None), ("rtb-1", "rtbassoc-1"), ("rtb-9", "assoc-9")])),
            *draw(st.sampled_from(acls)),
            ipv6=draw(_ipv6_ranges(vip, number)),
        )
        for number, cidr in enumerate(cidrs)
    )


@st.composite
def hops(draw: st.DrawFn, vip: Vip, interface_ids: list[str]) -> tuple[Hop, ...]:
    """Of the VIP's routes: to one of ours, to somebody else's, to nowhere, or none."""
    found = []
    for route in vip.next_hop_routes:
        to = draw(st.sampled_from([*interface_ids, "eni-foreign", "eni-gone", None]))
        if to:
            found.append(Hop(route, to, to != "eni-gone"))
    return tuple(found)


@st.composite
def elastic_ips(draw: st.DrawFn, vip: Vip, interface_ids: list[str]) -> tuple[ElasticIp, ...]:
    """The VIP's: at one of its interfaces, at somebody else's, or nowhere."""
    found = []
    for number, (address, allocation_id) in enumerate(vip.elastic_ips):
        places = [("eni-foreign", "10.16.1.9"), (None, None)]
        places += [(each, address) for each in interface_ids]
        found.append(
            ElasticIp(allocation_id, f"198.51.100.{7 + number}", *draw(st.sampled_from(places)))
        )
    return tuple(found)


@st.composite
def worlds(draw: st.DrawFn, wanted: Config | None = None) -> World:
    """Of the VIPs that are `wanted`: without, of the default one alone."""
    there: list[Subnet] = []
    found: list[Interface] = []
    led: list[Hop] = []
    pointing: list[ElasticIp] = []
    for vip in (wanted or config()).vips:
        places = draw(subnets(vip))
        own = draw(interfaces(vip, places))
        there += places
        found += own
        led += draw(hops(vip, [each.interface_id for each in own]))
        pointing += draw(elastic_ips(vip, [each.interface_id for each in own]))
    group = Group(1, draw(members()))
    return World(group, tuple(there), tuple(found), tuple(pointing), tuple(led))


def _some_of(addresses: frozenset[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.sampled_from([addresses, frozenset()])


def _ipv6_ranges(vip: Vip, number: int) -> st.SearchStrategy[Ipv6Range | None]:
    if vip.ipv6_cidr is None:
        return st.none()
    association_id = f"subnet-cidr-assoc-{number}"
    return st.none() | st.builds(
        Ipv6Range,
        st.sampled_from([vip.ipv6_cidr, ANOTHER_RANGE]),
        st.just(association_id),
        st.sampled_from(["associating", "associated"]),
    )


def _ipv6_addresses(vip: Vip, place: Subnet) -> st.SearchStrategy[frozenset[str]]:
    """Only where the subnet has the range."""
    there = place.ipv6 is not None and place.ipv6.cidr == vip.ipv6_cidr
    return _some_of(frozenset({vip.ipv6_address} if there and vip.ipv6_address else ()))

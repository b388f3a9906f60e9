"""What accepted calls about several VIPs, addresses, ranges and routes tell of the world."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hook_handler import fold
from hook_handler.answers import Glimpse
from hook_handler.steps import (
    AssignAddresses,
    AssignIpv6Address,
    AssociateAddress,
    AssociateIpv6Range,
    Attach,
    Call,
    CreateInterface,
    CreateRoute,
    CreateSubnet,
    DeleteInterface,
    DeleteRoute,
    DisassociateAddress,
    DisassociateIpv6Range,
    ReplaceNetworkAcl,
    ReplaceRoute,
    SetConnectionTracking,
    UnassignAddresses,
    UnassignIpv6Address,
)
from hook_handler.vips import ConnectionTracking
from hook_handler.world import ElasticIp, Hop, Ipv6Range, World
from tests.support.planner.worlds import (
    CORE,
    HOME,
    NEW,
    changed,
    config,
    interface_of,
    member,
    whole,
)

TWO = config({}, CORE)
WHOLE = whole(TWO, member())
VIP_, CORE_ = TWO.vips
ROUTE, ROUTE6 = CORE_.next_hop_routes
SECONDARY, WITH_EIP = "10.16.11.21", "10.16.11.22"
RANGE, IPV6 = "2001:db8:0:11::/64", "2001:db8:0:11::20"
FREE = ElasticIp("eipalloc-2", "198.51.100.7")


def after(world: World, call: Call, answer: dict[str, Any] | None = None) -> World:
    return fold.accepted(world, call, answer or {}, TWO, now=3000.0)


@pytest.mark.parametrize(
    ("thing", "before", "call", "answer"),
    [
        (
            "eni-core",
            {"secondary_addresses": frozenset({WITH_EIP})},
            AssignAddresses("eni-core", frozenset({SECONDARY})),
            {},
        ),
        (
            "eni-core",
            {"secondary_addresses": frozenset({SECONDARY, WITH_EIP, "10.16.11.23"})},
            UnassignAddresses("eni-core", frozenset({"10.16.11.23"})),
            {},
        ),
        ("eni-core", {"ipv6_addresses": frozenset()}, AssignIpv6Address("eni-core", IPV6), {}),
        (
            "eni-core",
            {"ipv6_addresses": frozenset({IPV6, "2001:db8:0:11::21"})},
            UnassignIpv6Address("eni-core", "2001:db8:0:11::21"),
            {},
        ),
        (
            "eni-core",
            {"connection_tracking": ConnectionTracking()},
            SetConnectionTracking("eni-core", ConnectionTracking(7440, None, 60)),
            {},
        ),
        (
            "subnet-core",
            {"network_acl_id": "acl-9", "network_acl_association_id": "aclassoc-9"},
            ReplaceNetworkAcl("aclassoc-9", "acl-1"),
            {"NewAssociationId": "aclassoc-core"},
        ),
        (
            "subnet-core",
            {"ipv6": None},
            AssociateIpv6Range("subnet-core", RANGE),
            {
                "Ipv6CidrBlockAssociation": {
                    "Ipv6CidrBlock": RANGE,
                    "AssociationId": "ipv6-core",
                    "Ipv6CidrBlockState": {"State": "associated"},
                }
            },
        ),
    ],
)
def test_a_thing_becomes_whole(
    thing: str, before: dict[str, Any], call: Call, answer: dict[str, Any]
) -> None:
    """And the same thing of the other VIP stays as it is."""
    assert after(changed(WHOLE, thing, **before), call, answer) == WHOLE


def test_a_range_that_was_taken_off_is_gone() -> None:
    gone = after(WHOLE, DisassociateIpv6Range("ipv6-core"))
    assert [each.ipv6 for each in gone.subnets] == [None, None]
    assert after(WHOLE, DisassociateIpv6Range("ipv6-another")) == WHOLE


class TestElasticIps:
    def test_each_points_where_it_was_told_to(self) -> None:
        loose = replace(WHOLE, elastic_ips=(WHOLE.elastic_ips[0], FREE))
        call = AssociateAddress("eni-core", "eipalloc-2", WITH_EIP)
        assert after(loose, call, {"AssociationId": "eipassoc-1"}) == WHOLE

    def test_what_no_look_has_shown_is_known_by_the_call(self) -> None:
        call = AssociateAddress("eni-core", "eipalloc-2", WITH_EIP)
        unseen = replace(WHOLE, elastic_ips=WHOLE.elastic_ips[:1])
        found = after(unseen, call, {"AssociationId": "eipassoc-1"}).elastic_ip("eipalloc-2")
        assert found is not None
        assert (found.interface_id, found.private_address) == ("eni-core", WITH_EIP)

    def test_an_address_has_one(self) -> None:
        """A second one replaces the first."""
        call = AssociateAddress("eni-core", "eipalloc-1", WITH_EIP)
        seen = after(WHOLE, call, {"AssociationId": "eipassoc-3"})
        assert seen.elastic_ip("eipalloc-2") == FREE
        assert seen.elastic_ip("eipalloc-1") == ElasticIp(
            "eipalloc-1", "198.51.100.7", "eni-core", WITH_EIP, "eipassoc-3"
        )

    def test_disassociated_it_points_nowhere(self) -> None:
        seen = after(WHOLE, DisassociateAddress("eipassoc-1", "eipalloc-2"))
        assert seen.elastic_ips == (WHOLE.elastic_ips[0], FREE)


class TestRoutes:
    def test_a_new_one_leads_to_the_interface(self) -> None:
        bare = replace(WHOLE, hops=WHOLE.hops[:1])
        assert after(bare, CreateRoute(ROUTE6, "eni-core")) == WHOLE

    def test_a_replaced_one_leads_there_instead(self) -> None:
        elsewhere = replace(WHOLE, hops=(WHOLE.hops[1], Hop(ROUTE, "eni-vip", active=False)))
        seen = after(elsewhere, ReplaceRoute(ROUTE, "eni-core"))
        assert set(seen.hops) == set(WHOLE.hops)

    def test_a_deleted_one_is_gone(self) -> None:
        assert after(WHOLE, DeleteRoute(ROUTE)).hops == WHOLE.hops[1:]

    def test_those_of_a_deleted_interface_are_black_holes(self) -> None:
        loose = changed(WHOLE, "eni-core", attachment=None, status="available")
        gone = after(loose, DeleteInterface("eni-core"))
        assert gone.hops == (Hop(ROUTE, "eni-core", False), Hop(ROUTE6, "eni-core", False))
        assert gone.elastic_ip("eipalloc-2") == FREE
        assert after(loose, DeleteInterface("eni-vip")).hops == WHOLE.hops


def test_what_is_new_is_of_its_vip() -> None:
    made = {
        "SubnetId": "subnet-2",
        "CidrBlock": CORE_.cidr,
        "AvailabilityZone": HOME,
        "State": "pending",
        "Tags": [{"Key": "PersistentVip", "Value": "core"}],
    }
    bare = WHOLE.of("vip")
    (subnet,) = after(bare, CreateSubnet("core", HOME), {"Subnet": made}).of("core").subnets
    assert subnet.subnet_id == "subnet-2"
    shown = {
        "NetworkInterfaceId": "eni-2",
        "SubnetId": "subnet-2",
        "PrivateIpAddress": CORE_.address,
        "Status": "pending",
        "SourceDestCheck": True,
        "Groups": [],
    }
    call = CreateInterface("core", "subnet-2")
    (interface,) = after(bare, call, {"NetworkInterface": shown}).of("core").interfaces
    assert interface.interface_id == "eni-2"


def test_an_attachment_has_its_vips_index() -> None:
    loose = replace(WHOLE, interfaces=(WHOLE.interfaces[0], interface_of(CORE_, None)))
    seen = after(loose, Attach("eni-core", NEW, 2), {"AttachmentId": "eni-attach-9"})
    assert sorted(each.device_index for each in seen.held_by(NEW)) == [1, 2]


class TestPoll:
    COMING = Ipv6Range(RANGE, "ipv6-core", "associating")

    def seen(self, known: Ipv6Range | None, shown: Ipv6Range | None) -> Ipv6Range | None:
        before = changed(WHOLE, "subnet-core", ipv6=known)
        (subnet,) = changed(WHOLE, "subnet-core", ipv6=shown).of("core").subnets
        glimpse = Glimpse({"subnet-core": subnet}, {}, {})
        return fold.seen(before, glimpse).of("core").subnets[0].ipv6

    def test_a_range_comes_to_be_associated(self) -> None:
        there = replace(self.COMING, state="associated")
        assert self.seen(self.COMING, there) == there

    def test_a_poll_that_is_older_than_the_call_tells_nothing(self) -> None:
        there = replace(self.COMING, state="associated")
        assert self.seen(there, self.COMING) == there
        assert self.seen(self.COMING, None) == self.COMING
        assert self.seen(self.COMING, replace(there, association_id="ipv6-9")) == self.COMING

"""Several VIPs, and all that one may have besides an address: the plan for each thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hook_handler import plan
from hook_handler.plan import Without
from hook_handler.reboot_mark import rebooted
from hook_handler.steps import (
    AssignAddresses,
    AssignIpv6Address,
    AssociateAddress,
    AssociateIpv6Range,
    AssociateRouteTable,
    Attach,
    CreateInterface,
    CreateRoute,
    CreateSubnet,
    DeleteSubnet,
    Detach,
    DisableSourceDestCheck,
    MarkRebooted,
    Reboot,
    ReplaceNetworkAcl,
    ReplaceRoute,
    SetConnectionTracking,
    Wait,
)
from hook_handler.vips import ConnectionTracking, NextHopRoute
from hook_handler.world import ElasticIp, Hop, Ipv6Range, World
from tests.support.planner.worlds import (
    CORE,
    NEW,
    OLD,
    changed,
    config,
    interface_of,
    member,
    subnet_of,
    whole,
)

TWO = config({}, CORE)
VIP_, CORE_ = TWO.vips
HOLDER = member(NEW)
WHOLE = whole(TWO, HOLDER)
SECONDARY, WITH_EIP = "10.16.11.21", "10.16.11.22"
IPV6, IPV6_RANGE = "2001:db8:0:11::20", "2001:db8:0:11::/64"
ROUTE, ROUTE6 = CORE_.next_hop_routes
NO_EIP = ElasticIp("eipalloc-2", "198.51.100.8")


def stage(seen: World, without: Without = plan.NOTHING) -> plan.Plan:
    return plan.towards(seen, HOLDER, TWO, without)


def led(*hops: Hop) -> World:
    """Whole, but for where the routes lead."""
    return replace(WHOLE, hops=hops)


def test_of_what_is_whole_nothing_is_left_to_do() -> None:
    assert stage(WHOLE) == ()
    assert plan.held_vips(WHOLE, HOLDER, TWO) == {"vip", "core"}


@pytest.mark.parametrize(
    ("thing", "changes", "step"),
    [
        (
            "eni-core",
            {"secondary_addresses": frozenset({WITH_EIP})},
            AssignAddresses("eni-core", frozenset({SECONDARY})),
        ),
        ("eni-core", {"ipv6_addresses": frozenset()}, AssignIpv6Address("eni-core", IPV6)),
        ("subnet-core", {"ipv6": None}, AssociateIpv6Range("subnet-core", IPV6_RANGE)),
        (
            "subnet-core",
            {"network_acl_id": "acl-default"},
            ReplaceNetworkAcl("aclassoc-core", "acl-1"),
        ),
        (
            "eni-core",
            {"connection_tracking": ConnectionTracking(432_000, None, 60)},
            SetConnectionTracking("eni-core", ConnectionTracking(7440, None, 60)),
        ),
    ],
)
def test_what_is_wrong_is_put_right_in_place(
    thing: str, changes: dict[str, Any], step: object
) -> None:
    seen = changed(WHOLE, thing, **changes)
    assert stage(seen) == (step,)
    assert plan.held_vips(seen, HOLDER, TWO) == {"vip"}


@pytest.mark.parametrize(
    ("thing", "changes"),
    [
        ("eni-core", {"secondary_addresses": frozenset({SECONDARY, WITH_EIP, "10.16.11.99"})}),
        ("eni-core", {"ipv6_addresses": frozenset({IPV6, "2001:db8:0:11::99"})}),
        ("eni-core", {"connection_tracking": ConnectionTracking(7440, 120, 60)}),
        ("eni-vip", {"connection_tracking": ConnectionTracking(432_000, 180, 30)}),
        ("subnet-vip", {"ipv6": Ipv6Range(IPV6_RANGE, "ipv6-vip", "associated")}),
        ("subnet-vip", {"network_acl_id": "acl-9", "network_acl_association_id": "aclassoc-9"}),
    ],
)
def test_what_the_configuration_does_not_speak_of_is_left_alone(
    thing: str, changes: dict[str, Any]
) -> None:
    assert stage(changed(WHOLE, thing, **changes)) == ()


def test_a_network_acl_that_is_not_seen_yet_is_looked_for_again() -> None:
    """It is there, with the subnet; and without it the VIP is not whole."""
    seen = changed(WHOLE, "subnet-core", network_acl_id=None, network_acl_association_id=None)
    assert stage(seen) == (Wait("the new subnet's network ACL is not seen yet", brief=True),)


class TestElasticIps:
    def test_each_points_to_its_own_address(self) -> None:
        seen = replace(WHOLE, elastic_ips=(*WHOLE.elastic_ips[:1], NO_EIP))
        assert stage(seen) == (AssociateAddress("eni-core", "eipalloc-2", WITH_EIP),)

    def test_several_are_associated_side_by_side(self) -> None:
        wanted = config(
            {"secondary_addresses": ["10.16.10.21"]}
            | {"elastic_ips": {"10.16.10.20": "eipalloc-1", "10.16.10.21": "eipalloc-3"}}
        )
        seen = replace(whole(wanted, HOLDER), elastic_ips=())
        assert plan.towards(seen, HOLDER, wanted) == (
            AssociateAddress("eni-vip", "eipalloc-1", "10.16.10.20"),
            AssociateAddress("eni-vip", "eipalloc-3", "10.16.10.21"),
        )

    def test_without_one_nothing_points_there(self) -> None:
        private = config({"elastic_ips": {}})
        assert plan.towards(whole(private, HOLDER), HOLDER, private) == ()

    def test_not_before_its_address_is_there(self) -> None:
        bare = changed(WHOLE, "eni-core", secondary_addresses=frozenset({SECONDARY}))
        seen = replace(bare, elastic_ips=(*WHOLE.elastic_ips[:1], NO_EIP))
        assert stage(seen) == (AssignAddresses("eni-core", frozenset({WITH_EIP})),)


class TestIpv6:
    WAIT = Wait("the IPv6 range is being associated", "subnet-core", brief=True)

    def test_the_range_is_waited_for_before_the_address(self) -> None:
        coming = Ipv6Range(IPV6_RANGE, "ipv6-core", "associating")
        seen = changed(
            changed(WHOLE, "subnet-core", ipv6=coming), "eni-core", ipv6_addresses=frozenset()
        )
        assert stage(seen) == (self.WAIT,)

    def test_an_interface_is_made_when_the_range_is_there(self) -> None:
        coming = Ipv6Range(IPV6_RANGE, "ipv6-core", "associating")
        bare = replace(WHOLE, interfaces=WHOLE.interfaces[:1], hops=())
        assert stage(changed(bare, "subnet-core", ipv6=coming)) == (self.WAIT,)
        assert stage(bare) == (CreateInterface("core", "subnet-core"),)

    def test_a_subnet_with_another_range_is_built_anew(self) -> None:
        another = Ipv6Range("2001:db8:0:99::/64", "ipv6-core", "associated")
        seen = changed(WHOLE, "subnet-core", ipv6=another)
        assert stage(seen) == (Detach("eni-attach-core"),)
        free = changed(seen, "eni-core", attachment=None, status="available")
        gone = replace(free, interfaces=free.interfaces[:1])
        assert stage(gone) == (DeleteSubnet("subnet-core"),)


class TestRoutes:
    """Of others' tables."""

    def test_a_missing_one_is_created(self) -> None:
        assert stage(led()) == (CreateRoute(ROUTE, "eni-core"), CreateRoute(ROUTE6, "eni-core"))

    @pytest.mark.parametrize("hop", [Hop(ROUTE, "eni-vip", True), Hop(ROUTE, "eni-gone", False)])
    def test_one_of_ours_or_to_nowhere_is_led_here(self, hop: Hop) -> None:
        assert stage(led(hop, WHOLE.hops[1])) == (ReplaceRoute(ROUTE, "eni-core"),)

    @pytest.mark.parametrize("hop", [Hop(ROUTE, "eni-foreign", True), Hop(ROUTE, None, True)])
    def test_one_of_somebody_else_is_left_alone(self, hop: Hop) -> None:
        assert stage(led(hop, WHOLE.hops[1])) == ()

    def test_none_is_led_to_what_is_not_attached_yet(self) -> None:
        """It would be a black hole; and what it led to may still get through."""
        loose = changed(led(), "eni-core", attachment=None, status="available")
        assert stage(loose) == (Attach("eni-core", NEW, 2),)

    def test_none_is_led_to_what_is_just_being_attached(self) -> None:
        (one,) = WHOLE.of("core").interfaces
        assert one.attachment is not None
        coming = changed(led(), "eni-core", attachment=replace(one.attachment, status="attaching"))
        assert stage(coming) == (Wait("the interface is being attached", "eni-core"),)

    def test_none_is_led_to_whom_it_is_taken_from(self) -> None:
        on_old = whole(TWO, member(OLD, "Terminating:Wait"), HOLDER, by=OLD)
        assert stage(replace(on_old, hops=())) == (
            Detach("eni-attach-vip"),
            Detach("eni-attach-core"),
        )


class TestEachForItself:
    def test_each_has_its_own_stage(self) -> None:
        """One is to be made from nothing, the other one to be repaired."""
        half = replace(WHOLE, subnets=(subnet_of(CORE_),), interfaces=(interface_of(CORE_),))
        seen = changed(half, "eni-core", source_dest_check=True)
        assert stage(seen) == (CreateSubnet("vip", HOLDER.zone), DisableSourceDestCheck("eni-core"))

    def test_interfaces_come_in_ascending_order(self) -> None:
        loose = replace(WHOLE, interfaces=(interface_of(VIP_, None), interface_of(CORE_, None)))
        assert stage(loose) == (Attach("eni-vip", NEW, 1),)
        first = replace(loose, interfaces=(interface_of(VIP_), interface_of(CORE_, None)))
        assert stage(first) == (Attach("eni-core", NEW, 2),)

    def test_the_next_one_waits_until_the_one_before_is_attached(self) -> None:
        coming = interface_of(VIP_)
        assert coming.attachment is not None
        coming = replace(coming, attachment=replace(coming.attachment, status="attaching"))
        seen = replace(WHOLE, interfaces=(coming, interface_of(CORE_, None)))
        assert stage(seen) == (Wait("the interface is being attached", "eni-vip"),)

    def test_a_lower_one_that_comes_later_takes_nothing_from_a_higher_one(self) -> None:
        """After a repair guests see another order: nothing is taken off to restore it."""
        seen = replace(WHOLE, interfaces=(interface_of(VIP_, None), interface_of(CORE_)))
        assert stage(seen) == (Attach("eni-vip", NEW, 1),)

    def test_what_is_done_without_holds_nobody_up(self) -> None:
        loose = replace(WHOLE, interfaces=(interface_of(VIP_, None), interface_of(CORE_, None)))
        assert stage(loose, Without(vips={"vip"})) == (Attach("eni-core", NEW, 2),)
        bare = changed(WHOLE, "subnet-core", route_table_id=None, association_id=None)
        associate = AssociateRouteTable("subnet-core", "rtb-1")
        assert stage(bare) == (associate,)
        assert stage(bare, Without(calls={associate})) == ()

    def test_what_goes_away_goes_of_each(self) -> None:
        leaves = whole(TWO, member(OLD, "Terminating:Wait"), by=OLD)
        assert plan.away(leaves) == (Detach("eni-attach-core"), Detach("eni-attach-vip"))
        assert plan.away(leaves, only={"core"}) == (Detach("eni-attach-core"),)
        assert plan.away(leaves, Without(vips={"core"})) == (Detach("eni-attach-vip"),)


class TestReboot:
    WANTED = config({}, CORE, REBOOT_AFTER_ATTACH="true")

    def stage(self, seen: World) -> plan.Plan:
        return plan.towards(seen, HOLDER, self.WANTED)

    def later(self, seen: World, interface_id: str, seconds: float) -> World:
        """The same, with that interface attached later."""
        (one,) = [each for each in seen.interfaces if each.interface_id == interface_id]
        assert one.attachment is not None
        held = replace(one.attachment, attached_at=one.attachment.attached_at + seconds)
        return changed(seen, interface_id, attachment=held)

    def test_not_before_all_are_attached(self) -> None:
        seen = replace(WHOLE, interfaces=(interface_of(VIP_), interface_of(CORE_, None)))
        assert self.stage(seen) == (Attach("eni-core", NEW, 2),)

    @pytest.mark.parametrize(("last", "other"), [("vip", "core"), ("core", "vip")])
    def test_one_for_the_last_attachment(self, last: str, other: str) -> None:
        (step,) = self.stage(self.later(WHOLE, f"eni-{last}", 1.0))
        assert isinstance(step, Reboot)
        assert step.attachment_id == f"eni-attach-{last}"
        assert other not in step.attachment_id

    def test_of_two_in_one_second_the_higher_index_came_later(self) -> None:
        (step,) = self.stage(WHOLE)
        assert isinstance(step, Reboot)
        assert step.attachment_id == "eni-attach-core"

    def test_it_is_noted_on_every_interface(self) -> None:
        seen = changed(WHOLE, "eni-core", description=rebooted("eni-attach-core"))
        assert self.stage(seen) == (MarkRebooted("eni-vip", "eni-attach-vip"),)
        assert self.stage(changed(seen, "eni-vip", description=rebooted("eni-attach-vip"))) == ()

    def test_a_vip_that_is_removed_costs_no_reboot(self) -> None:
        seen = changed(WHOLE, "eni-core", description=rebooted("eni-attach-core"))
        seen = changed(seen, "eni-vip", description=rebooted("eni-attach-vip")).of("vip")
        alone = config(REBOOT_AFTER_ATTACH="true")
        assert plan.towards(seen, HOLDER, alone) == ()

    def test_who_cannot_be_noted_as_rebooted_is_noted_nowhere(self) -> None:
        """For the other interfaces it would say what nobody knows."""
        (step,) = self.stage(WHOLE)
        without = Without(calls={step})  # type: ignore[arg-type]
        assert plan.towards(WHOLE, HOLDER, self.WANTED, without) == ()


def test_a_route_of_a_table_is_told_by_its_destination() -> None:
    another = NextHopRoute("rtb-5", "10.0.0.0/16")
    seen = led(Hop(another, "eni-foreign", True), *WHOLE.hops)
    assert stage(seen) == ()

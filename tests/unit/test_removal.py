"""What the configuration no longer has: stage by stage; and what nobody knows, which stays."""

from __future__ import annotations

from dataclasses import replace

from hook_handler import next_hops, removal
from hook_handler.config import Config
from hook_handler.plan import Plan
from hook_handler.steps import (
    AwaitDetach,
    DeleteInterface,
    DeleteRoute,
    DeleteSubnet,
    Detach,
    DisassociateAddress,
    DisassociateIpv6Range,
    UnassignAddresses,
    UnassignIpv6Address,
)
from hook_handler.vips import Removed
from hook_handler.world import Hop, World
from tests.support.planner.worlds import CORE, NEW, OLD, changed, config, member, whole

SERVES = member(NEW)
TWO = config({}, CORE)
WHOLE = whole(TWO, SERVES)
ROUTE, ROUTE6 = TWO.vip("core").next_hop_routes
SECONDARY, WITH_EIP, IPV6 = "10.16.11.21", "10.16.11.22", "2001:db8:0:11::20"
ONE = replace(config(), removed=Removed(frozenset({"core"}), routes=frozenset({ROUTE, ROUTE6})))


def without(**gone: object) -> Config:
    """Both VIPs, of which some things have been removed."""
    return replace(TWO, removed=Removed(**gone))  # type: ignore[arg-type]


def stage(seen: World, wanted: Config) -> Plan:
    return removal.plan(seen, wanted)


class TestVip:
    def test_it_comes_off_and_its_routes_go(self) -> None:
        """The instance is not seen to leave: twice looked at, as nothing else tells."""
        assert set(stage(WHOLE, ONE)) == {
            Detach("eni-attach-core", doubtful=True),
            DeleteRoute(ROUTE),
            DeleteRoute(ROUTE6),
        }

    def test_then_it_is_waited_for(self) -> None:
        core = WHOLE.interfaces[1].attachment
        assert core is not None
        seen = changed(WHOLE, "eni-core", attachment=replace(core, status="detaching"))
        seen = replace(seen, hops=())
        assert stage(seen, ONE) == (AwaitDetach("eni-attach-core", "eni-core"),)

    def test_then_it_is_deleted_from_the_inside_out(self) -> None:
        loose = changed(replace(WHOLE, hops=()), "eni-core", attachment=None, status="available")
        assert stage(loose, ONE) == (DeleteInterface("eni-core"),)
        bare = replace(loose, interfaces=loose.interfaces[:1])
        assert stage(bare, ONE) == (DeleteSubnet("subnet-core"),)
        assert stage(replace(bare, subnets=bare.subnets[:1]), ONE) == ()


class TestAddresses:
    GONE = frozenset({("core", SECONDARY), ("core", WITH_EIP), ("core", IPV6)})

    def test_the_elastic_ip_goes_before_the_address_that_it_points_to(self) -> None:
        wanted = without(addresses=self.GONE, elastic_ips=frozenset({"eipalloc-2"}))
        assert stage(WHOLE, wanted) == (DisassociateAddress("eipassoc-1", "eipalloc-2"),)

    def test_an_elastic_ip_that_somebody_has_taken_since_is_left_there(self) -> None:
        wanted = without(elastic_ips=frozenset({"eipalloc-2"}))
        elsewhere = replace(WHOLE.elastic_ips[1], interface_id="eni-foreign")
        seen = replace(WHOLE, elastic_ips=(WHOLE.elastic_ips[0], elsewhere))
        assert stage(seen, wanted) == ()
        free = replace(elsewhere, interface_id=None, association_id=None)
        assert stage(replace(WHOLE, elastic_ips=(free,)), wanted) == ()

    def test_then_the_addresses(self) -> None:
        wanted = without(addresses=self.GONE)
        assert stage(WHOLE, wanted) == (
            UnassignAddresses("eni-core", frozenset({SECONDARY, WITH_EIP})),
            UnassignIpv6Address("eni-core", IPV6),
        )

    def test_the_same_address_of_another_vip_stays(self) -> None:
        assert stage(WHOLE, without(addresses=frozenset({("vip", SECONDARY)}))) == ()

    def test_then_the_range(self) -> None:
        less = config({}, CORE | {"ipv6_cidr": None, "ipv6_address": None})
        wanted = replace(less, removed=Removed(addresses=frozenset({("core", IPV6)})))
        assert stage(WHOLE, wanted) == (UnassignIpv6Address("eni-core", IPV6),)
        seen = changed(WHOLE, "eni-core", ipv6_addresses=frozenset())
        assert stage(seen, wanted) == (DisassociateIpv6Range("ipv6-core"),)
        assert stage(changed(seen, "subnet-core", ipv6=None), wanted) == ()


class TestRoutes:
    WANTED = without(routes=frozenset({ROUTE}))

    def led(self, *hops: Hop) -> World:
        return replace(WHOLE, hops=hops)

    def test_one_of_ours_or_to_nowhere_is_deleted(self) -> None:
        for hop in (Hop(ROUTE, "eni-core", True), Hop(ROUTE, "eni-gone", False)):
            assert stage(self.led(hop), self.WANTED) == (DeleteRoute(ROUTE),)

    def test_one_of_somebody_else_stays(self) -> None:
        assert stage(self.led(Hop(ROUTE, "eni-foreign", True)), self.WANTED) == ()
        assert stage(self.led(), self.WANTED) == ()

    def test_what_is_configured_is_never_removed(self) -> None:
        assert stage(WHOLE, without(routes=frozenset())) == ()


class TestTold:
    """Whoever does not know a thing leaves it alone, and tells of it."""

    def test_each_vip_that_is_not_configured(self) -> None:
        seen = whole(TWO, SERVES).knowing({"vip"})
        (sentence,) = removal.unknown(seen)
        assert sentence.startswith(
            "subnet-core, eni-core: of the VIP core, which is not configured"
        )

    def test_what_is_of_no_vip(self) -> None:
        lost = changed(changed(WHOLE, "subnet-core", vip=""), "eni-core", vip="")
        (sentence,) = removal.unknown(lost.knowing({"vip", "core"}))
        assert "of a VIP without a name" in sentence

    def test_nothing_of_what_is_known(self) -> None:
        assert removal.unknown(WHOLE.knowing({"vip", "core"})) == ()

    def test_a_route_that_leads_elsewhere(self) -> None:
        seen = replace(WHOLE, hops=(Hop(ROUTE, "eni-foreign", True), WHOLE.hops[1]))
        (sentence,) = next_hops.taken(seen, TWO)
        assert "10.0.0.0/8 in rtb-5 leads elsewhere (eni-foreign)" in sentence
        assert "the VIP core" in sentence
        (nameless,) = next_hops.taken(
            replace(WHOLE, hops=(Hop(ROUTE, None, True), WHOLE.hops[1])), TWO
        )
        assert "leads elsewhere, and not" in nameless

    def test_no_route_of_ours_and_none_that_is_missing(self) -> None:
        assert next_hops.taken(WHOLE, TWO) == ()
        assert next_hops.taken(replace(WHOLE, hops=()), TWO) == ()


def test_an_elected_instance_that_leaves_is_not_doubted() -> None:
    seen = whole(TWO, member(OLD, "Terminating:Wait"), by=OLD)
    assert Detach("eni-attach-core") in stage(seen, ONE)

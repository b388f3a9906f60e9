"""VIPs as Terraform describes them, and what a change of the description removes."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from common.environment import BadEnvironmentError
from hook_handler.vips import (
    NOTHING_REMOVED,
    ConnectionTracking,
    NextHopRoute,
    Removed,
    Vip,
    decode,
    parse,
    removed,
)
from tests.support.environment import encode
from tests.support.planner.worlds import CORE, VIP

FULL = VIP | CORE
ROUTES = (NextHopRoute("rtb-5", "10.0.0.0/8"), NextHopRoute("rtb-5", "2001:db8:9::/48"))


def packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def test_all_that_is_described_is_read() -> None:
    assert decode(encode([FULL | {"interface_tags": {"b": "2", "a": "1"}}])) == (
        Vip(
            key="core",
            cidr="10.16.11.0/24",
            address="10.16.11.20",
            device_index=2,
            route_table_id="rtb-1",
            security_group_ids=frozenset({"sg-1", "sg-2"}),
            secondary_addresses=frozenset({"10.16.11.21", "10.16.11.22"}),
            elastic_ips=(("10.16.11.22", "eipalloc-2"),),
            ipv6_cidr="2001:db8:0:11::/64",
            ipv6_address="2001:db8:0:11::20",
            network_acl_id="acl-1",
            next_hop_routes=ROUTES,
            connection_tracking=ConnectionTracking(7440, None, 60),
            interface_tags=(("a", "1"), ("b", "2")),
        ),
    )


def test_what_is_not_wanted_is_nothing() -> None:
    (vip,) = parse([VIP])
    assert vip.secondary_addresses == frozenset()
    assert vip.next_hop_routes == vip.interface_tags == ()
    assert vip.ipv6_cidr is vip.ipv6_address is vip.network_acl_id is vip.connection_tracking
    assert vip.connection_tracking is None


def test_they_come_in_ascending_device_index() -> None:
    assert [vip.key for vip in parse([FULL, VIP])] == ["vip", "core"]


@pytest.mark.parametrize(
    "value",
    [
        "no base64",
        base64.b64encode(b"no gzip").decode(),
        base64.b64encode(gzip.compress(b"cut off", mtime=0)[:-9]).decode(),
        packed("no JSON"),
        packed('"text"'),
        packed("[{}]"),
        packed(json.dumps([VIP | {"next_hop_routes": [{"another": "form"}]}])),
    ],
)
def test_what_cannot_be_read_is_named(value: str) -> None:
    with pytest.raises(BadEnvironmentError, match="VIPS"):
        decode(value)


def gone(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> Removed:
    return removed(parse(before), parse(now))


class TestRemoved:
    def test_nothing_where_nothing_changed(self) -> None:
        assert gone([VIP, FULL], [FULL, VIP]) == NOTHING_REMOVED
        assert not NOTHING_REMOVED

    def test_nothing_where_something_was_added(self) -> None:
        assert not gone([VIP], [VIP, FULL])
        assert not gone([VIP], [VIP | {"secondary_addresses": ["10.16.10.21"]}])

    def test_a_vip_with_its_routes_and_no_more(self) -> None:
        """Its addresses and Elastic IPs go with its interface; routes stay behind."""
        found = gone([VIP, FULL], [VIP])
        assert found == Removed(vips=frozenset({"core"}), routes=frozenset(ROUTES))

    def test_addresses_of_a_vip_that_stays(self) -> None:
        less = FULL | {"secondary_addresses": ["10.16.11.22"], "ipv6_address": None}
        assert gone([FULL], [less]) == Removed(
            addresses=frozenset({("core", "10.16.11.21"), ("core", "2001:db8:0:11::20")})
        )

    def test_the_first_address_is_never_taken_from_an_interface(self) -> None:
        assert not gone([VIP], [VIP | {"address": "10.16.10.99"}])

    def test_an_elastic_ip(self) -> None:
        assert gone([VIP], [VIP | {"elastic_ips": {}}]) == Removed(
            elastic_ips=frozenset({"eipalloc-1"})
        )

    def test_an_elastic_ip_that_another_vip_has_now_is_not_removed(self) -> None:
        moved = FULL | {"elastic_ips": {"10.16.11.20": "eipalloc-1"}}
        found = gone([VIP, FULL], [VIP | {"elastic_ips": {}}, moved])
        assert found == Removed(elastic_ips=frozenset({"eipalloc-2"}))

    def test_a_route(self) -> None:
        less = FULL | {"next_hop_routes": FULL["next_hop_routes"][1:]}
        assert gone([FULL], [less]) == Removed(routes=frozenset(ROUTES[:1]))

    def test_a_route_that_another_vip_has_now_is_not_removed(self) -> None:
        routes = {"next_hop_routes": FULL["next_hop_routes"]}
        assert gone([VIP, FULL], [VIP | routes]) == Removed(vips=frozenset({"core"}))

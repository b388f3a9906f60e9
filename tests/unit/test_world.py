"""The world told apart by VIPs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.planner.worlds import CORE, changed, config, member, whole

TWO = config({}, CORE)
WORLD = whole(TWO, member())


def test_of_one_vip_there_are_its_things_alone() -> None:
    core = WORLD.of("core")
    assert [each.subnet_id for each in core.subnets] == ["subnet-core"]
    assert [each.interface_id for each in core.interfaces] == ["eni-core"]
    assert (core.group, core.elastic_ips, core.hops) == (
        WORLD.group,
        WORLD.elastic_ips,
        WORLD.hops,
    )


def test_what_is_not_known_is_set_apart_and_comes_back() -> None:
    seen = WORLD.knowing({"vip"})
    assert seen.keys == {"vip"}
    assert seen.unknown == (WORLD.subnets[1], WORLD.interfaces[1])
    assert [each.device_index for each in seen.attachments] == [1]
    assert seen.with_unknown() == WORLD
    assert WORLD.knowing({"vip", "core"}) == WORLD


def test_nothing_is_left_only_without_what_is_known() -> None:
    assert not WORLD.empty
    assert WORLD.knowing(set()).empty
    assert not WORLD.knowing(set()).with_unknown().empty


@pytest.mark.parametrize(
    "thing_id", ["subnet-core", "eni-core", "eni-attach-core", "aclassoc-core", "ipv6-core"]
)
def test_every_id_has_its_owner(thing_id: str) -> None:
    assert WORLD.owner(thing_id) == "core"


def test_an_id_that_nothing_has_has_no_owner() -> None:
    assert WORLD.owner("eni-foreign") is None


def test_an_association_is_of_the_subnet_that_has_it() -> None:
    assert changed(WORLD, "subnet-core", association_id="rtbassoc-2").owner("rtbassoc-2") == "core"


def test_elastic_ips_and_hops_are_found() -> None:
    pointing, hop = WORLD.elastic_ips[1], WORLD.hops[0]
    assert WORLD.elastic_ip("eipalloc-2") == pointing
    assert WORLD.elastic_ip("eipalloc-9") is None
    assert WORLD.hop(hop.route) == hop
    assert WORLD.hop(replace(hop.route, destination="10.0.0.0/16")) is None


def test_of_an_interface_all_private_addresses() -> None:
    assert WORLD.interfaces[1].addresses == {"10.16.11.20", "10.16.11.21", "10.16.11.22"}

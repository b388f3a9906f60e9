"""The sentence on a VIP whose Elastic IP VPC Block Public Access cuts off."""

from __future__ import annotations

import pytest

from hook_handler.public_access import blocked
from tests.support.planner.worlds import CORE, changed, config, member, whole

PRIVATE = CORE | {"elastic_ips": {}}
BLOCKED = {"block_mode": "block-bidirectional"}


@pytest.mark.parametrize("mode", ["block-bidirectional", "block-ingress"])
def test_it_names_vip_subnet_mode_and_fix(mode: str) -> None:
    two = config({}, CORE)
    (sentence,) = blocked(changed(whole(two, member()), "subnet-core", block_mode=mode), two)
    assert (
        f"VPC Block Public Access is {mode} in subnet-core, the subnet of the VIP core" in sentence
    )
    command = "aws ec2 create-vpc-block-public-access-exclusion --vpc-id vpc-1 "
    assert f"`{command}--internet-gateway-exclusion-mode allow-bidirectional`" in sentence


def test_each_vip_with_an_elastic_ip_has_its_own() -> None:
    two = config({}, CORE)
    world = changed(whole(two, member()), "subnet-core", **BLOCKED)
    assert len(blocked(changed(world, "subnet-vip", **BLOCKED), two)) == 2


def test_a_vip_without_an_elastic_ip_has_none() -> None:
    """Its IPv6 address may be meant for the inside alone."""
    two = config({}, PRIVATE)
    assert blocked(changed(whole(two, member()), "subnet-core", **BLOCKED), two) == ()


def test_nothing_is_said_where_it_is_off_or_no_subnet_is_there() -> None:
    two = config({}, CORE)
    world = whole(two, member())
    assert blocked(world, two) == ()
    assert blocked(world.of("nobody"), two) == ()

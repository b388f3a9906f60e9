"""Describe answers in pages."""

from __future__ import annotations

import pytest

from tests.support.worlds.ec2 import ZONE_A, Ec2World, refusal


@pytest.mark.behaviour("pages-of-an-answer")
@pytest.mark.parametrize("call", ["subnets", "network_interfaces", "route_tables"])
def test_describe_answers_in_pages(world: Ec2World, call: str) -> None:
    """All of it only by asking for the next page, as boto3's paginators do."""
    for _ in range(3):
        world.interface(world.wan[ZONE_A])
        world.route_table()
    key = "".join(word.title() for word in call.split("_"))
    whole = getattr(world.ec2, f"describe_{call}")()[key]
    world.lab.switches.describe_page_size = 2
    assert getattr(world.ec2, f"describe_{call}")()[key] == whole[:2]
    pages = list(world.ec2.get_paginator(f"describe_{call}").paginate())
    assert [one for page in pages for one in page[key]] == whole
    assert len(pages) == (len(whole) + 1) // 2


@pytest.mark.behaviour("pages-of-an-answer")
def test_max_results_not_together_with_ids(world: Ec2World) -> None:
    """InvalidParameterCombination."""
    code, _ = refusal(
        world.ec2.describe_network_interfaces,
        NetworkInterfaceIds=[world.vip()],
        MaxResults=5,
    )
    assert code == "InvalidParameterCombination"

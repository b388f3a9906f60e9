"""Event patterns: the matching is moto's own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from moto.events.models import EventPattern

from tests.support.event_shapes import AUTO_SCALING, LAUNCH_ACTION

EVENT = {
    "source": AUTO_SCALING,
    "detail-type": LAUNCH_ACTION,
    "detail": {"AutoScalingGroupName": "edge", "Count": 3, "Address": "10.16.10.20", "Tags": ["a"]},
}


def matches(pattern: dict[str, Any]) -> bool:
    return bool(EventPattern(json.dumps(pattern), pattern).matches_event(EVENT))


@pytest.mark.behaviour("event-patterns")
@pytest.mark.moto
@pytest.mark.parametrize(
    ("values", "hit"),
    [
        (["edge"], True),
        (["other", "edge"], True),
        (["other"], False),
        (["Edge"], False),
        ([{"prefix": "ed"}], True),
        ([{"prefix": "ge"}], False),
        ([{"suffix": "ge"}], True),
        ([{"equals-ignore-case": "EDGE"}], True),
        ([{"wildcard": "e*e"}], True),
        ([{"anything-but": ["edge"]}], False),
        ([{"anything-but": ["other"]}], True),
        ([{"exists": True}], True),
        ([{"exists": False}], False),
    ],
    ids=str,
)
def test_a_text_is_matched_exactly_or_by_filter(values: list[Any], hit: bool) -> None:
    assert matches({"detail": {"AutoScalingGroupName": values}}) is hit


@pytest.mark.behaviour("event-patterns")
@pytest.mark.moto
@pytest.mark.parametrize(
    ("detail", "hit"),
    [
        ({"Count": [3]}, True),
        ({"Count": [{"numeric": [">", 2, "<=", 3]}]}, True),
        ({"Count": [{"numeric": [">", 3]}]}, False),
        ({"Address": [{"cidr": "10.16.10.0/24"}]}, True),
        ({"Address": [{"cidr": "10.16.11.0/24"}]}, False),
        ({"Tags": ["a", "b"]}, True),
        ({"Tags": ["b"]}, False),
        ({"Missing": ["edge"]}, False),
        ({"Missing": [{"exists": False}]}, True),
    ],
    ids=str,
)
def test_numbers_addresses_lists_and_absent_keys(detail: dict[str, Any], hit: bool) -> None:
    assert matches({"detail": detail}) is hit


@pytest.mark.behaviour("event-patterns")
@pytest.mark.moto
def test_all_keys_must_match_and_of_or_one() -> None:
    assert matches({"source": [AUTO_SCALING], "detail": {"Count": [3]}})
    assert not matches({"source": ["aws.ec2"], "detail": {"Count": [3]}})
    assert matches({"$or": [{"source": ["aws.ec2"]}, {"detail": {"Count": [3]}}]})
    assert not matches({"$or": [{"source": ["aws.ec2"]}, {"detail": {"Count": [4]}}]})

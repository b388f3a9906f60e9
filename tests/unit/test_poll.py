"""What is waited for is asked by id: one call for each kind of thing, whatever their number."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from hook_handler.answers import Glimpse
from hook_handler.observe import poll
from hook_handler.retry import Retrier
from tests.support.calls import one_after_another
from tests.support.planner.worlds import ADDRESS, HOME, config
from tests.unit.client_errors import client_error

SHOWN: dict[str, dict[str, Any]] = {
    "describe_subnets": {
        "Subnets": [
            {
                "SubnetId": "subnet-1",
                "CidrBlock": "10.16.10.0/24",
                "AvailabilityZone": HOME,
                "State": "available",
            }
        ]
    },
    "describe_network_interfaces": {
        "NetworkInterfaces": [
            {
                "NetworkInterfaceId": each,
                "SubnetId": "subnet-1",
                "PrivateIpAddress": ADDRESS,
                "Status": "available",
                "SourceDestCheck": False,
                "Groups": [],
            }
            for each in ("eni-1", "eni-2")
        ]
    },
    "describe_instances": {
        "Reservations": [{"Instances": [{"InstanceId": "i-1", "State": {"Name": "running"}}]}]
    },
}


class Ec2:
    """Shows the same to everybody, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.refuses: set[str] = set()

    def get_paginator(self, call: str) -> Any:
        def paginate(*, Filters: Any) -> list[dict[str, Any]]:  # noqa: N803 - boto3's name
            self.asked.append((call, Filters))
            if call in self.refuses:
                raise client_error("RequestLimitExceeded")
            return [SHOWN[call]]

        return SimpleNamespace(paginate=paginate)


@pytest.fixture
def ec2() -> Ec2:
    return Ec2()


def polled(ec2: Ec2, *ids: str) -> Glimpse | None:
    runtime: Any = SimpleNamespace(side_by_side=one_after_another)
    clients: Any = SimpleNamespace(ec2=ec2, runtime=runtime)
    return poll(set(ids), config(), clients, Retrier(runtime))


def test_several_of_a_kind_are_one_call(ec2: Ec2) -> None:
    glimpse = polled(ec2, "eni-2", "eni-1")
    wanted = [{"Name": "network-interface-id", "Values": ["eni-1", "eni-2"]}]
    assert ec2.asked == [("describe_network_interfaces", wanted)]
    assert glimpse is not None
    assert sorted(glimpse.interfaces) == ["eni-1", "eni-2"]
    assert glimpse.subnets == glimpse.instance_states == {}


def test_each_kind_is_asked_for_in_its_own_call(ec2: Ec2) -> None:
    glimpse = polled(ec2, "subnet-1", "eni-1", "i-1")
    assert sorted(call for call, _ in ec2.asked) == sorted(SHOWN)
    assert glimpse is not None
    assert list(glimpse.subnets) == ["subnet-1"]
    assert glimpse.instance_states == {"i-1": "running"}


def test_a_refusal_of_one_says_nothing_of_any_and_is_not_repeated(ec2: Ec2) -> None:
    """A half of what was asked for might agree with no moment; the next poll asks again."""
    ec2.refuses = {"describe_subnets"}
    assert polled(ec2, "subnet-1", "eni-1") is None
    assert len(ec2.asked) == 2

"""Token buckets against AWS's published figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lab.clock import SimulatedClock
from lab.context import Lab
from lab.errors import AwsError
from lab.in_process import client, simulated
from lab.pipeline.call_log import Call
from lab.pipeline.principals import OPERATOR
from lab.pipeline.throttle import Throttle
from lab.switches import Switches

FILTERED = {"Filters": [{"Name": "vpc-id", "Values": ["vpc-1"]}]}


@pytest.fixture
def throttle() -> Throttle:
    return Throttle(SimulatedClock(), Switches())


def admitted(
    throttle: Throttle,
    action: str,
    params: dict[str, Any] | None = None,
    *,
    service: str = "ec2",
    region: str = "eu-west-1",
    account: str = "123456789012",
    tries: int = 1000,
) -> int:
    """How many calls in a row get through."""
    call = Call(1, 0.0, OPERATOR, service, action, params or {}, region)
    for done in range(tries):
        try:
            throttle.admit(account, call)
        except AwsError:
            return done
    return tries


@pytest.mark.behaviour("ec2-request-rate")
@pytest.mark.parametrize(
    ("action", "params", "burst", "refill"),
    [
        ("DescribeSubnets", FILTERED, 100, 20),
        ("DescribeNetworkInterfaces", FILTERED, 100, 20),
        ("DescribeNetworkInterfaces", {}, 50, 10),
        ("DescribeInstances", {}, 50, 10),
        ("CreateSubnet", {"VpcId": "vpc-1"}, 50, 5),
        ("AttachNetworkInterface", {"DeviceIndex": 1}, 50, 5),
        ("AssociateAddress", {"AllocationId": "eipalloc-1"}, 50, 5),
        ("CreateNetworkInterface", {"SubnetId": "subnet-1"}, 100, 5),
        ("ModifyNetworkInterfaceAttribute", {"NetworkInterfaceId": "eni-1"}, 100, 5),
        ("CreateTags", {"Resources": ["eni-1"]}, 100, 10),
        ("RunInstances", {"MinCount": 1}, 5, 2),
    ],
)
def test_burst_and_refill(
    throttle: Throttle, action: str, params: dict[str, Any], burst: int, refill: int
) -> None:
    assert admitted(throttle, action, params) == burst
    throttle.clock.sleep(1)
    assert admitted(throttle, action, params) == refill
    throttle.clock.sleep(3600)
    assert admitted(throttle, action, params) == burst


@pytest.mark.behaviour("ec2-request-rate")
def test_each_action_region_and_account_has_its_own_bucket(throttle: Throttle) -> None:
    assert admitted(throttle, "CreateSubnet") == 50
    assert admitted(throttle, "CreateSubnet") == 0
    assert admitted(throttle, "DeleteSubnet", tries=1) == 1
    assert admitted(throttle, "CreateSubnet", region="eu-west-2", tries=1) == 1
    assert admitted(throttle, "CreateSubnet", account="210987654321", tries=1) == 1


@pytest.mark.behaviour("auto-scaling-request-rate")
def test_auto_scaling_shares_one_bucket(throttle: Throttle) -> None:
    """The sizes are switches."""
    throttle.switches.auto_scaling_burst = 2
    assert admitted(throttle, "DescribeAutoScalingGroups", service="autoscaling") == 2
    assert admitted(throttle, "CompleteLifecycleAction", service="autoscaling") == 0


def test_services_without_published_figures_are_not_throttled(throttle: Throttle) -> None:
    assert admitted(throttle, "Publish", service="sns") == 1000


def test_the_switch_turns_it_off(throttle: Throttle) -> None:
    throttle.switches.throttling = False
    assert admitted(throttle, "RunInstances") == 1000


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=1) as active:
        yield active


@pytest.mark.behaviour("sdk-retries")
def test_the_sdk_waits_and_gets_through(lab: Lab) -> None:
    for _ in range(60):
        client("ec2").describe_vpcs(MaxResults=5)
        client("ec2").describe_instances()
    throttled = [c for c in lab.call_log.calls if c.error == "RequestLimitExceeded"]
    assert throttled
    assert {c.action for c in throttled} == {"DescribeInstances"}
    assert lab.clock.now() > lab.clock.origin

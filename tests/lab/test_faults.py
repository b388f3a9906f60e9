"""Injected faults: what strikes, when, and what is left behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from lab.context import Lab
from lab.errors import AwsError, Killed
from lab.in_process import client, simulated
from lab.pipeline.faults import Fault
from tests.lab.test_calls import HANDLER, KEY, AllowAll, make_subnet, make_vpc

ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})


class Graveyard:
    """Stands for the Lambda runner, which has tests of its own."""

    def __init__(self) -> None:
        self.killed: list[str] = []

    def kill(self, request_id: str) -> None:
        self.killed.append(request_id)

    def stop(self) -> None:
        """Nothing runs."""


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=1) as active:
        active.iam = AllowAll()  # type: ignore[assignment]
        active.lambdas = Graveyard()  # type: ignore[assignment]
        active.callers.register(KEY, HANDLER)
        yield active


def subnets(vpc_id: str) -> int:
    found = client("ec2").describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])
    return len(found["Subnets"])


def create_subnet(vpc_id: str, key: str = "test") -> None:
    client("ec2", key, ONCE).create_subnet(VpcId=vpc_id, CidrBlock="10.16.1.0/24")


def test_an_error_before_has_no_effect(lab: Lab) -> None:
    vpc_id = make_vpc()
    refusal = AwsError("SubnetLimitExceeded", "The maximum number of subnets has been reached.")
    lab.faults.inject(Fault("ec2", "CreateSubnet", "error", error=refusal))
    with pytest.raises(ClientError, match="SubnetLimitExceeded"):
        create_subnet(vpc_id)
    assert subnets(vpc_id) == 0


def test_an_error_after_leaves_the_effect(lab: Lab) -> None:
    vpc_id = make_vpc()
    broken = AwsError("InternalError", "An internal error has occurred", status=500)
    lab.faults.inject(Fault("ec2", "CreateSubnet", "error", when="after", error=broken))
    with pytest.raises(ClientError, match="InternalError"):
        create_subnet(vpc_id)
    assert subnets(vpc_id) == 1


def test_a_fault_strikes_from_the_nth_match_on_count_times(lab: Lab) -> None:
    lab.faults.inject(Fault("ec2", "DescribeVpcs", "throttle", nth=2, count=2))
    answers = []
    for _ in range(4):
        try:
            client("ec2", "test", ONCE).describe_vpcs()
            answers.append("ok")
        except ClientError as error:
            answers.append(error.response["Error"]["Code"])
    assert answers == ["ok", "RequestLimitExceeded", "RequestLimitExceeded", "ok"]


def test_a_fault_for_lambda_callers_spares_the_operator(lab: Lab) -> None:
    lab.faults.inject(Fault("*", "*", "throttle", caller="lambda"))
    client("ec2").describe_vpcs()
    with pytest.raises(ClientError, match="RequestLimitExceeded"):
        client("ec2", KEY, ONCE).describe_vpcs()


@pytest.mark.behaviour("ec2-error-codes")
def test_throttling_speaks_the_services_language(lab: Lab) -> None:
    lab.faults.inject(Fault("*", "*", "throttle", count=3))
    codes = []
    for service, call in (
        ("autoscaling", "describe_auto_scaling_groups"),
        ("lambda", "list_functions"),
        ("ec2", "describe_vpcs"),
    ):
        with pytest.raises(ClientError) as caught:
            getattr(client(service, "test", ONCE), call)()
        codes.append(caught.value.response["Error"]["Code"])
    assert codes == ["Throttling", "ThrottlingException", "RequestLimitExceeded"]


@pytest.mark.behaviour("client-tokens")
def test_a_lost_answer_is_retried_by_the_sdk_and_finds_its_own_effect(lab: Lab) -> None:
    """No token on CreateSubnet, so the retry sees a conflict with itself."""
    vpc_id = make_vpc()
    lab.faults.inject(Fault("ec2", "CreateSubnet", "lost"))
    with pytest.raises(ClientError, match=r"InvalidSubnet\.Conflict"):
        make_subnet(vpc_id)
    assert subnets(vpc_id) == 1
    assert [c.error for c in lab.call_log.of("ec2", "CreateSubnet")] == [
        "ConnectionClosed",
        "InvalidSubnet.Conflict",
    ]


@pytest.mark.behaviour("client-tokens")
def test_a_lost_answer_with_a_token_is_answered_again(lab: Lab) -> None:
    subnet_id = make_subnet(make_vpc())
    lab.faults.inject(Fault("ec2", "CreateNetworkInterface", "lost"))
    client("ec2").create_network_interface(SubnetId=subnet_id)
    assert len(client("ec2").describe_network_interfaces()["NetworkInterfaces"]) == 1


def test_without_a_retry_the_caller_sees_a_closed_connection(lab: Lab) -> None:
    lab.faults.inject(Fault("ec2", "DescribeVpcs", "lost"))
    with pytest.raises(ConnectionClosedError):
        client("ec2", "test", ONCE).describe_vpcs()


def test_a_delay_passes_on_the_labs_clock(lab: Lab) -> None:
    lab.faults.inject(Fault("ec2", "DescribeVpcs", "delay", seconds=42))
    client("ec2").describe_vpcs()
    assert lab.clock.now() == lab.clock.origin + 42


@pytest.mark.parametrize(("when", "left"), [("before", 0), ("after", 1)])
def test_kill_ends_the_process_before_or_after_the_effect(lab: Lab, when: str, left: int) -> None:
    vpc_id = make_vpc()
    lab.faults.inject(Fault("ec2", "CreateSubnet", "kill", when=when, caller="lambda"))  # type: ignore[arg-type]
    with pytest.raises(Killed):
        create_subnet(vpc_id, KEY)
    assert subnets(vpc_id) == left
    assert lab.lambdas.killed == ["request-1"]  # type: ignore[attr-defined]


def test_the_dead_do_not_call(lab: Lab) -> None:
    """A `finally` of a handler that runs inline must not reach AWS: after SIGKILL none runs."""
    vpc_id = make_vpc()
    lab.faults.inject(Fault("ec2", "DescribeVpcs", "kill", caller="lambda"))
    with pytest.raises(Killed):
        client("ec2", KEY).describe_vpcs()
    with pytest.raises(Killed):
        create_subnet(vpc_id, KEY)
    assert subnets(vpc_id) == 0


def test_faults_are_told_in_the_timeline(lab: Lab) -> None:
    lab.faults.inject(Fault("ec2", "DescribeVpcs", "delay", seconds=1))
    client("ec2").describe_vpcs()
    assert [(e.who, e.what) for e in lab.timeline.entries] == [
        ("fault", "delay before ec2:DescribeVpcs")
    ]


def test_an_error_fault_needs_its_error() -> None:
    with pytest.raises(ValueError, match="needs the error"):
        Fault("ec2", "CreateSubnet", "error")

"""What happens to every call on its way to moto: record, caller, token, gap, latency."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.ec2.models.vpcs import VPC

from lab.context import Lab
from lab.in_process import client, simulated
from lab.pipeline.principals import Caller

KEY = "ASIAHOOKHANDLER00001"
HANDLER = Caller("lambda", "hook-handler", "request-1", "arn:aws:iam::123456789012:role/hook")


class AllowAll:
    """Stands for the IAM engine, which has tests of its own."""

    def authorize(self, *asked: Any) -> None:
        self.asked = asked


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=1) as active:
        active.iam = AllowAll()  # type: ignore[assignment]
        active.callers.register(KEY, HANDLER)
        yield active


def make_vpc() -> str:
    return str(client("ec2").create_vpc(CidrBlock="10.16.0.0/16")["Vpc"]["VpcId"])


def make_subnet(vpc_id: str, cidr: str = "10.16.1.0/24") -> str:
    made = client("ec2").create_subnet(VpcId=vpc_id, CidrBlock=cidr)
    return str(made["Subnet"]["SubnetId"])


def test_every_call_is_recorded_with_its_parameters_in_boto3s_shape(lab: Lab) -> None:
    vpc_id = make_vpc()
    client("ec2").describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])
    client("sqs").create_queue(QueueName="failed-events")
    client("lambda").list_functions(MaxItems=7)
    assert [(call.name, call.params) for call in lab.call_log.calls] == [
        ("ec2:CreateVpc", {"CidrBlock": "10.16.0.0/16"}),
        ("ec2:DescribeSubnets", {"Filters": [{"Name": "vpc-id", "Values": [vpc_id]}]}),
        ("sqs:CreateQueue", {"QueueName": "failed-events"}),
        ("lambda:ListFunctions", {"MaxItems": 7}),
    ]
    assert {call.caller.kind for call in lab.call_log.calls} == {"operator"}
    assert {call.region for call in lab.call_log.calls} == {"eu-west-1"}


def test_a_failed_call_is_recorded_with_its_error_code(lab: Lab) -> None:
    with pytest.raises(ClientError):
        client("ec2").delete_subnet(SubnetId="subnet-00000000")
    with pytest.raises(ClientError):
        client("lambda").get_function(FunctionName="none")
    with pytest.raises(ClientError):
        client("events").describe_rule(Name="none")
    assert [call.error for call in lab.call_log.calls] == [
        "InvalidSubnetID.NotFound",
        "ResourceNotFoundException",
        "ResourceNotFoundException",
    ]


def test_a_registered_key_tells_the_caller_and_is_put_before_iam(lab: Lab) -> None:
    client("ec2", KEY).describe_vpcs()
    assert lab.call_log.calls[0].caller == HANDLER
    assert lab.iam.asked == (HANDLER, "ec2", "DescribeVpcs", {})  # type: ignore[attr-defined]


def test_whoever_calls_the_account_is_the_same(lab: Lab) -> None:
    for key in ("test", KEY):
        assert client("sts", key).get_caller_identity()["Account"] == lab.account


def test_only_callers_inside_the_lab_wait_for_their_answers(lab: Lab) -> None:
    make_vpc()
    assert lab.clock.now() == lab.clock.origin
    client("ec2", KEY).describe_vpcs()
    low, high = lab.switches.read_latency_seconds
    assert low <= lab.clock.now() - lab.clock.origin <= high


@pytest.mark.usefixtures("lab")
def test_the_same_token_gives_the_same_interface() -> None:
    wanted = {"SubnetId": make_subnet(make_vpc()), "ClientToken": "token-1"}
    ec2 = client("ec2")
    first = ec2.create_network_interface(**wanted)["NetworkInterface"]
    again = ec2.create_network_interface(**wanted)["NetworkInterface"]
    assert first["NetworkInterfaceId"] == again["NetworkInterfaceId"]
    assert len(ec2.describe_network_interfaces()["NetworkInterfaces"]) == 1


@pytest.mark.usefixtures("lab")
def test_a_token_with_other_parameters_is_refused() -> None:
    wanted = {"SubnetId": make_subnet(make_vpc()), "ClientToken": "token-1"}
    client("ec2").create_network_interface(**wanted)
    with pytest.raises(ClientError, match="IdempotentParameterMismatch"):
        client("ec2").create_network_interface(**wanted, Description="other")


@pytest.mark.usefixtures("lab")
def test_a_failed_call_does_not_use_up_its_token() -> None:
    vpc_id = make_vpc()
    wanted = {"SubnetId": "subnet-00000000", "ClientToken": "token-1"}
    with pytest.raises(ClientError, match=r"InvalidSubnetID\.NotFound"):
        client("ec2").create_network_interface(**wanted)
    wanted["SubnetId"] = make_subnet(vpc_id)
    assert client("ec2").create_network_interface(**wanted)["NetworkInterface"]


def test_what_moto_does_not_know_is_a_gap_and_a_400_that_names_it(lab: Lab) -> None:
    with pytest.raises(ClientError) as caught:
        client("ec2").create_ipam_pool(IpamScopeId="ipam-scope-1", AddressFamily="ipv4")
    answer = caught.value.response
    assert answer["Error"]["Code"] == "NotModelled"
    assert "ec2:CreateIpamPool" in answer["Error"]["Message"]
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert answer["ResponseMetadata"]["RetryAttempts"] == 0
    assert [gap.where for gap in lab.gaps.all] == ["ec2:CreateIpamPool"]


@pytest.mark.usefixtures("lab")
def test_timestamps_are_lab_time() -> None:
    client("sns").create_topic(Name="t")
    date = client("sqs").list_queues()["ResponseMetadata"]["HTTPHeaders"]["date"]
    assert date == "Mon, 23 Nov 2026 00:00:00 GMT"


@pytest.mark.usefixtures("lab")
def test_moto_keeps_no_list_of_all_it_ever_made() -> None:
    """It would until a reset: a leak in thousands of scenarios."""
    make_vpc()
    assert VPC.instances_tracked == []


def test_the_same_seed_gives_the_same_world() -> None:
    def world(seed: int) -> list[object]:
        with simulated(seed=seed) as active:
            vpc_id = make_vpc()
            return [vpc_id, make_subnet(vpc_id), active.rng.random()]

    assert world(3) == world(3)
    assert world(3) != world(4)

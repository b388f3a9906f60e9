"""A call without HTTP gives what the same call gives by HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from common.aws import CLIENT_CONFIG
from lab.context import Lab
from lab.errors import AwsError
from lab.in_process import client, simulated
from lab.pipeline.faults import Fault
from tests.support.deployment import Deployment, handler_client

READS: list[tuple[str, str, dict[str, Any]]] = [
    ("ec2", "describe_subnets", {}),
    ("ec2", "describe_network_interfaces", {}),
    ("ec2", "describe_addresses", {}),
    ("ec2", "describe_instances", {}),
    ("ec2", "describe_route_tables", {}),
    ("autoscaling", "describe_auto_scaling_groups", {}),
    ("autoscaling", "describe_scaling_activities", {"AutoScalingGroupName": "sbc"}),
    ("events", "describe_rule", {"Name": "sbc-state-changes"}),
]


@pytest.mark.parametrize(("service", "method", "arguments"), READS)
def test_an_answer_is_the_same(service: str, method: str, arguments: dict[str, Any]) -> None:
    with simulated(seed=3) as lab:
        Deployment(lab).warm_up()
        answers = [
            getattr(each, method)(**arguments)
            for each in (client(service), handler_client(service))
        ]
        for answer in answers:
            del answer["ResponseMetadata"]
        assert answers[0] == answers[1]


ERRORS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "InvalidSubnetID.NotFound": ("ec2", "delete_subnet", {"SubnetId": "subnet-00000000"}),
    "ResourceNotFoundException": ("events", "describe_rule", {"Name": "of-nobody"}),
}


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_has_the_same_code_and_message(code: str) -> None:
    service, method, arguments = ERRORS[code]
    with simulated(seed=3):
        found = []
        for each in (client(service), handler_client(service)):
            with pytest.raises(ClientError) as caught:
                getattr(each, method)(**arguments)
            found.append(caught.value.response["Error"])
        assert found[0]["Code"] == found[1]["Code"] == code
        assert found[0]["Message"] == found[1]["Message"]


FAULTS = {
    "throttle": {"kind": "throttle"},
    "lost": {"kind": "lost"},
    "error": {"kind": "error", "error": AwsError("InternalError", "internal", status=500)},
}


def struck(lab: Lab, which: Any, fault: str, count: int) -> tuple[int, str]:
    """How many attempts a call makes whose first `count` fail, and how it ends."""
    lab.faults.clear()
    lab.faults.inject(Fault("ec2", "DescribeSubnets", count=count, **FAULTS[fault]))  # type: ignore[arg-type]
    before = len(lab.call_log.calls)
    try:
        which.describe_subnets()
        end = "answered"
    except ClientError as error:
        end = error.response["Error"]["Code"]
    except ConnectionClosedError:
        end = "closed"
    return len(lab.call_log.calls) - before, end


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("count", [1, 3, 9])
def test_the_sdk_tries_again_as_often(fault: str, count: int) -> None:
    with simulated(seed=3) as lab:
        ways = (client("ec2", config=CLIENT_CONFIG), handler_client("ec2"))
        assert struck(lab, ways[0], fault, count) == struck(lab, ways[1], fault, count)

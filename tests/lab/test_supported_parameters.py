"""An argument or a filter that would be ignored is a gap, not a silent success."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from lab.context import Lab
from lab.errors import NotModelled
from lab.in_process import client
from lab.pipeline import supported_parameters
from lab.pipeline.call_log import Call
from tests.lab.test_calls import HANDLER, KEY, lab  # noqa: F401 - the fixture


def call(action: str, **params: object) -> Call:
    return Call(1, 0.0, HANDLER, "ec2", action, params)


@pytest.mark.parametrize(
    "known",
    [
        call("DetachNetworkInterface", AttachmentId="eni-attach-1", Force=True),
        call("DescribeSubnets", Filters=[{"Name": "tag:PersistentVnf", "Values": ["sbc"]}]),
        call("DescribeSubnets", Filters=[{"Name": "vpc-id", "Values": ["vpc-1"]}], MaxResults=5),
        call("DescribeVpcs", Whatever=1),
    ],
)
def test_what_is_acted_upon_passes(known: Call) -> None:
    supported_parameters.check(known)


@pytest.mark.parametrize(
    ("ignored", "named"),
    [
        (call("CreateSubnet", VpcId="vpc-1", Ipv6Native=True), "Ipv6Native"),
        (call("DescribeSubnets", Filters=[{"Name": "default-for-az"}]), "default-for-az"),
        (call("DescribeSubnets", Filters=[{"Name": "tag-key"}]), "tag-key"),
    ],
)
def test_what_is_ignored_is_named(ignored: Call, named: str) -> None:
    with pytest.raises(NotModelled, match=named):
        supported_parameters.check(ignored)


def test_it_is_listed_among_the_gaps_and_has_no_effect(lab: Lab) -> None:  # noqa: F811
    with pytest.raises(ClientError, match="NotModelled"):
        client("ec2", KEY).describe_subnets(Filters=[{"Name": "ipv6-native", "Values": ["true"]}])
    assert [gap.where for gap in lab.gaps.all] == ["ec2:DescribeSubnets"]

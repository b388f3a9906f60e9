"""Measured is what the function would do in Lambda, on a lab that knows all it is asked."""

from __future__ import annotations

import pytest

from tests.bench.ground import at_rest
from tests.bench.happened import Happened
from tests.support.actions import settle


def test_reads_go_out_side_by_side_as_in_threads() -> None:
    with at_rest(1) as deployment:
        happened = Happened(deployment)
        settle(deployment, 60)  # an audit
        first, *others = happened.calls[:3]
    assert [call.action for call in others] == ["DescribeNetworkInterfaces", "DescribeAddresses"]
    assert {call.at for call in others} == {first.at}


def test_what_the_lab_does_not_know_is_no_measurement() -> None:
    with pytest.raises(AssertionError, match="the lab has gaps"), at_rest(1) as deployment:
        deployment.lab.gaps.add(0.0, "ec2:DescribeVpcs", "unknown filter")

"""A malformed or foreign event costs one log line and no AWS call."""

from __future__ import annotations

import logging

import pytest

from tests.support.actions import invoke, settle
from tests.support.deployment import Deployment
from tests.support.event_shapes import AUTO_SCALING, LAUNCH_ACTION, SWEEP_SOURCE


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"source": AUTO_SCALING, "detail-type": LAUNCH_ACTION},
        {"source": "aws.ec2", "detail": {"instance-id": "i-00000000"}},
        {"source": "x" * 200_000},
        {
            "source": AUTO_SCALING,
            "detail-type": LAUNCH_ACTION,
            "detail": {"AutoScalingGroupName": "x" * 200_000},
        },
        {
            "source": AUTO_SCALING,
            "detail-type": LAUNCH_ACTION,
            "detail": {
                "AutoScalingGroupName": "sbc",
                "LifecycleHookName": "sbc-launch",
                "EC2InstanceId": ["i-0"] * 20_000,
            },
        },
        {"source": SWEEP_SOURCE, "tf": {"action": "x" * 200_000}},
    ],
)
def test_no_call_and_a_short_reason(
    deployed: Deployment, caplog: pytest.LogCaptureFixture, event: dict[str, object]
) -> None:
    settle(deployed, 30)
    deployed.lab.events.drop({}, count=1000)
    before = deployed.calls()
    with caplog.at_level(logging.WARNING):
        invoke(deployed, event, seconds=15)
    assert deployed.calls() == before
    (refusal,) = [each for each in caplog.records if each.message == "event refused"]
    assert 0 < len(refusal.reason) <= 500  # type: ignore[attr-defined]

"""VPC Block Public Access cuts a VIP off from the internet: it heals, and people are told why."""

from __future__ import annotations

from typing import Any

import pytest

from tests.heal.conftest import Deploy
from tests.support.actions import MINUTE, alarmed, fail, settle
from tests.support.deployment import Deployment


@pytest.fixture
def watched(deploy: Deploy) -> Deployment:
    return with_alarm(deploy())


def with_alarm(deployment: Deployment) -> Deployment:
    """In service, and the alarm content that tells of obstacles."""
    deployment.warm_up()
    settle(deployment, 2 * MINUTE)
    deployment.make_alarms("heal-failed")
    return deployment


def block(deployment: Deployment, mode: str) -> None:
    deployment.ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode=mode)


def sentences(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was said of the block."""
    said = [str(each.__dict__.get("sentence")) for each in caplog.records]
    return [each for each in said if each.startswith("VPC Block Public Access is")]


@pytest.mark.parametrize("mode", ["block-bidirectional", "block-ingress"])
def test_the_vip_heals_and_the_audit_tells(
    watched: Deployment, caplog: pytest.LogCaptureFixture, mode: str
) -> None:
    block(watched, mode)
    old = fail(watched)
    new = watched.in_service(other_than=old)
    watched.assert_wholly_on(new)
    settle(watched, 5 * MINUTE)
    watched.assert_wholly_on(new)
    (subnet,) = watched.vip_subnets()
    assert f"is {mode} in {subnet['SubnetId']}, the subnet of the VIP vip" in sentences(caplog)[-1]
    assert alarmed(watched) == ["sbc-heal-failed"]
    assert [each for each in watched.mailed_by_handler() if "needs you" in each] == []


def test_it_changes_nothing_for_it(watched: Deployment) -> None:
    before = watched.calls(mutating=True)
    block(watched, "block-bidirectional")
    settle(watched, 5 * MINUTE)
    assert watched.calls(mutating=True) == before


def test_an_exclusion_of_the_vpc_ends_it_for_every_later_subnet(
    watched: Deployment, caplog: pytest.LogCaptureFixture
) -> None:
    block(watched, "block-bidirectional")
    settle(watched, 2 * MINUTE)
    assert sentences(caplog)
    watched.ec2.create_vpc_block_public_access_exclusion(
        VpcId=watched.vpc_id, InternetGatewayExclusionMode="allow-bidirectional"
    )
    settle(watched, 2 * MINUTE)
    caplog.clear()
    old = fail(watched)
    watched.in_service(other_than=old)
    settle(watched, 5 * MINUTE)
    assert sentences(caplog) == []


@pytest.mark.parametrize(
    ("mode", "settings"),
    [
        pytest.param("off", {}, id="off"),
        pytest.param("block-bidirectional", {"vips": [{"allocation_id": None}]}, id="private"),
    ],
)
def test_silence(
    deploy: Deploy, caplog: pytest.LogCaptureFixture, mode: str, settings: dict[str, Any]
) -> None:
    watched = with_alarm(deploy(**settings))
    block(watched, mode)
    old = fail(watched)
    watched.in_service(other_than=old)
    settle(watched, 5 * MINUTE)
    assert sentences(caplog) == []
    assert alarmed(watched) == []

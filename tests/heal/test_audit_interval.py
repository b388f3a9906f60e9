"""An audit that comes less often: what it costs, and how long what it stands for may take.

The times are those of docs/operations.md ("Many VNFs in one account"), at their worst.
"""

from __future__ import annotations

from collections import Counter

import pytest

from hook_handler.audit import NEWCOMER
from lab.pipeline.faults import Fault
from tests.heal.conftest import REFUSED, Deploy
from tests.support.actions import MINUTE, alarmed, console_user, fail, settle
from tests.support.deployment import Deployment
from tests.support.event_shapes import AUDIT, LAUNCH

INTERVAL = 5 * MINUTE
PHASES = range(0, INTERVAL, 20)
RUN = 60.0  # seconds that an audit may take to bring the VIP in: less than the function's time-out
ALWAYS = 10**6


@pytest.fixture
def rarely(deploy: Deploy) -> Deployment:
    """In service, and audited every five minutes, a moment ago."""
    return in_service(deploy, 5)


@pytest.fixture
def watched(rarely: Deployment) -> Deployment:
    """The same, under the module's alarms, all of them content."""
    return under_alarms(rarely)


def in_service(deploy: Deploy, minutes: int) -> Deployment:
    deployment = deploy(audit_interval_minutes=minutes)
    deployment.warm_up()
    audited(deployment)
    audited(deployment)
    return deployment


def under_alarms(deployment: Deployment) -> Deployment:
    deployment.make_alarms()
    audited(deployment)
    assert alarmed(deployment) == []
    return deployment


def audited(deployment: Deployment) -> None:
    """Go on until another audit has looked."""
    looks = len(audits(deployment))
    limit = deployment.audit_interval_minutes * MINUTE + RUN
    assert deployment.lab.clock.run_until(lambda: len(audits(deployment)) > looks, limit)


def audits(deployment: Deployment) -> list[float]:
    return deployment.lab.metrics.values("PersistentVnf", "Audits", Name=deployment.name)


def seconds_in_its_hook(deployment: Deployment, phase: float, lost_audits: int = 0) -> float:
    """How long the first instance waits, whose event and as many audits for it are lost."""
    deployment.lab.events.drop(LAUNCH, count=ALWAYS)
    settle(deployment, phase)
    deployment.scale(1)
    clock = deployment.lab.clock
    assert clock.run_until(lambda: bool(waiting(deployment)), INTERVAL)
    (newcomer,), began = waiting(deployment), clock.now()
    settle(deployment, NEWCOMER)
    deployment.lab.events.drop(AUDIT, count=lost_audits)
    assert deployment.in_service(limit_seconds=3600) == newcomer
    deployment.assert_wholly_on(newcomer)
    return clock.now() - began


def waiting(deployment: Deployment) -> list[str]:
    members = deployment.lab.groups.get(deployment.name).group.members
    return [each.instance_id for each in members if each.lifecycle_state == "Pending:Wait"]


def test_a_calm_audit_makes_seven_calls(rarely: Deployment) -> None:
    before, looks = len(rarely.calls()), len(audits(rarely))
    settle(rarely, 12 * INTERVAL)
    came = len(audits(rarely)) - looks
    assert came >= 11
    assert Counter(rarely.calls()[before:]) == dict.fromkeys(
        (
            "DescribeAutoScalingGroups",
            "DescribeInstances",
            "DescribeSubnets",
            "DescribeNetworkInterfaces",
            "DescribeAddresses",
            "DescribeRouteTables",
            "DescribeRule",
        ),
        came,
    )


def test_drift_is_repaired_by_the_next_audit(rarely: Deployment) -> None:
    console_user(rarely).detach()
    settle(rarely, INTERVAL - RUN)
    assert rarely.vip_interfaces()[0]["Status"] == "available"
    settle(rarely, 2 * RUN)
    assert rarely.vip_interfaces()[0]["Status"] == "in-use"


def test_a_lost_launch_event_is_answered_by_an_audit(deploy: Deploy) -> None:
    took = [seconds_in_its_hook(deploy(audit_interval_minutes=5), phase) for phase in PHASES]
    assert INTERVAL < max(took) < NEWCOMER + INTERVAL + RUN


def test_a_lost_audit_leaves_the_next_one_time(deploy: Deploy) -> None:
    """Within the launch hook that the module asks for."""
    settings = {"audit_interval_minutes": 5, "launch_hook_timeout_seconds": 810}
    took = [seconds_in_its_hook(deploy(**settings), phase, lost_audits=1) for phase in PHASES]
    assert 2 * INTERVAL < max(took) < NEWCOMER + 2 * INTERVAL + RUN


def test_a_calm_day_tells_nobody_anything(watched: Deployment) -> None:
    before = watched.mailed()
    settle(watched, 24 * INTERVAL)
    assert watched.mailed() == before


@pytest.mark.parametrize("phase", range(INTERVAL - 160, INTERVAL, 20))
def test_an_audit_amid_an_ordinary_heal_raises_no_alarm(watched: Deployment, phase: float) -> None:
    settle(watched, phase)
    watched.in_service(other_than=fail(watched))
    settle(watched, 4 * INTERVAL)
    assert alarmed(watched) == []


def test_nobody_looks_and_somebody_is_told(watched: Deployment) -> None:
    watched.lab.events.drop(AUDIT, count=ALWAYS)
    settle(watched, 13 * MINUTE)
    assert alarmed(watched) == []
    settle(watched, 4 * MINUTE)
    assert alarmed(watched) == ["sbc-audit-silent"]


def test_one_lost_audit_is_nobodys_business(watched: Deployment) -> None:
    watched.lab.events.drop(AUDIT, count=1)
    settle(watched, 6 * INTERVAL)
    assert alarmed(watched) == []


def test_a_lost_vip_is_told_after_two_audits(watched: Deployment) -> None:
    refuse_to_attach(watched)
    fail(watched)
    settle(watched, 2 * INTERVAL - MINUTE)
    assert alarmed(watched) == ["sbc-heal-failed"]
    settle(watched, 3 * MINUTE)
    assert alarmed(watched) == ["sbc-heal-failed", "sbc-vip-not-held-vip"]


@pytest.mark.parametrize("minutes", [1, 5, 15])
def test_what_every_audit_meets_is_told_once(deploy: Deploy, minutes: int) -> None:
    watched = under_alarms(in_service(deploy, minutes))
    refuse_to_attach(watched)
    console_user(watched).detach()
    settle(watched, 8 * minutes * MINUTE)
    assert sorted(alarmed(watched)) == ["sbc-heal-failed", "sbc-vip-not-held-vip"]


def refuse_to_attach(deployment: Deployment) -> None:
    deployment.lab.faults.inject(
        Fault("ec2", "AttachNetworkInterface", "error", count=ALWAYS, error=REFUSED["ec2"])
    )

"""What alarms tell people, by the module's own definitions, while the handler works or cannot."""

from __future__ import annotations

import pytest

from lab.errors import AwsError
from lab.pipeline.faults import Fault
from tests.heal.conftest import Deploy
from tests.support.actions import MINUTE, alarmed, fail, invoke, settle
from tests.support.deployment import Deployment
from tests.support.event_shapes import AUDIT, sweep_event

REFUSED = AwsError("UnauthorizedOperation", "You are not authorized to perform this operation.")
ALWAYS = 10**6


@pytest.fixture
def watched(deploy: Deploy) -> Deployment:
    """In service, audited, and watched by the module's alarms, all of them content."""
    deployment = deploy()
    deployment.warm_up()
    settle(deployment, 3 * MINUTE)
    deployment.make_alarms()
    settle(deployment, 2 * MINUTE)
    assert states(deployment) == dict.fromkeys(deployment.peoples_alarms, "OK")
    return deployment


def states(deployment: Deployment) -> dict[str, str]:
    return {name: deployment.lab.alarms.state(f"sbc-{name}") for name in deployment.peoples_alarms}


def test_a_calm_day_tells_nobody_anything(watched: Deployment) -> None:
    before = watched.mailed()
    settle(watched, 120 * MINUTE)
    assert watched.mailed() == before


def test_an_ordinary_heal_raises_no_alarm(watched: Deployment) -> None:
    old = fail(watched)
    watched.in_service(other_than=old)
    settle(watched, 20 * MINUTE)
    assert alarmed(watched) == []
    assert watched.mailed_by_handler()[-1].startswith("VIP 10.16.10.20 is on")


def test_nobody_looks_and_somebody_is_told(watched: Deployment) -> None:
    watched.lab.events.drop(AUDIT, count=ALWAYS)
    settle(watched, 10 * MINUTE)
    assert alarmed(watched) == ["sbc-audit-silent"]


def test_audits_that_lose_their_metrics_are_told_too(watched: Deployment) -> None:
    """Whatever keeps lines from the log: the function still runs, and AWS/Lambda counts it."""
    watched.lab.iam.permits = lambda *_: False  # type: ignore[method-assign]
    settle(watched, 10 * MINUTE)
    assert alarmed(watched) == ["sbc-audit-silent"]
    ran = watched.lab.metrics.values("AWS/Lambda", "Invocations", FunctionName=watched.function)
    assert len(ran) > 10


def test_at_rest_somebody_looks_every_minute(deploy: Deploy) -> None:
    deployment = deploy()
    deployment.autoscaling.suspend_processes(
        AutoScalingGroupName=deployment.name, ScalingProcesses=["Launch"]
    )
    settle(deployment, 2 * MINUTE)
    deployment.make_alarms("audit-silent")
    settle(deployment, 60 * MINUTE)
    assert deployment.lab.alarms.state("sbc-audit-silent") == "OK"
    assert alarmed(deployment) == []
    assert deployment.lab.metrics.values("PersistentVnf", "VipHeld", Name="sbc", Vip="vip") == []


def test_an_audit_that_aws_is_too_busy_for_has_not_looked(watched: Deployment) -> None:
    watched.lab.faults.inject(Fault("autoscaling", "*", "throttle", count=ALWAYS, caller="lambda"))
    settle(watched, 10 * MINUTE)
    assert "sbc-audit-silent" in alarmed(watched)


def test_an_update_by_terraform_is_a_look_as_well(deploy: Deploy) -> None:
    deployment = deploy()
    deployment.lab.events.drop(AUDIT, count=ALWAYS)
    invoke(deployment, sweep_event("update"))
    assert deployment.lab.metrics.values("PersistentVnf", "Audits", Name="sbc") == [1]


def test_a_lasting_refusal_is_told_by_alarms(watched: Deployment) -> None:
    watched.lab.faults.inject(
        Fault("ec2", "AttachNetworkInterface", "error", count=ALWAYS, error=REFUSED)
    )
    fail(watched)
    settle(watched, 12 * MINUTE)
    assert sorted(alarmed(watched)) == ["sbc-heal-failed", "sbc-vip-not-held-vip"]


def test_a_message_that_sns_refuses_is_counted(watched: Deployment) -> None:
    watched.make_alarms("messages-lost")
    watched.lab.faults.inject(Fault("sns", "Publish", "error", count=1, error=REFUSED))
    old = fail(watched)
    watched.in_service(other_than=old)
    settle(watched, 3 * MINUTE)
    assert alarmed(watched) == ["sbc-messages-lost"]

"""EC2 tells that the instance stopped or ended, and Auto Scaling hears of it at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from lab.errors import AwsError
from lab.in_process import client
from lab.pipeline.faults import Fault
from tests.heal.conftest import REFUSED, Deploy, outcomes
from tests.support.actions import (
    MINUTE,
    alarmed,
    fail,
    invoke,
    mark_unhealthy,
    marks,
    processes,
    serving,
    settle,
)
from tests.support.deployment import Deployment
from tests.support.event_shapes import LAUNCH, STATE_CHANGE, STATE_CHANGES, state_changes_of

RULE = "sbc-state-changes"
LEFT = AwsError("ValidationError", "Instance Id not found - No managed instance found", status=400)
HEALING = ("HealthCheck", "ReplaceUnhealthy", "Launch", "Terminate")


def stop(deployed: Deployment) -> str:
    """Stop the serving instance from outside the group. Returns its id."""
    instance_id = serving(deployed)
    deployed.ec2.stop_instances(InstanceIds=[instance_id])
    return instance_id


def event(instance_id: str, state: str = "shutting-down") -> dict[str, Any]:
    """EC2's word of an instance."""
    detail = {"instance-id": instance_id, "state": state}
    return {"source": "aws.ec2", "detail-type": STATE_CHANGE, "detail": detail}


def told_at(deployed: Deployment) -> float:
    """When the function got EC2's first word."""
    return next(
        entry.at
        for entry in deployed.lab.timeline.entries
        if entry.what == "runs" and entry.detail.get("event", {}).get("detail-type") == STATE_CHANGE
    )


def rule() -> dict[str, Any]:
    """The rule by which EC2 tells."""
    return dict(client("events").describe_rule(Name=RULE))


def pattern() -> dict[str, Any]:
    return dict(json.loads(rule()["EventPattern"]))


@pytest.fixture
def told(deployed: Deployment) -> Deployment:
    """In service for long enough that the rule names it and has taken effect."""
    settle(deployed, 70)
    return deployed


class TestTheMark:
    @pytest.mark.parametrize("happens", [fail, stop])
    def test_is_made_within_five_seconds(
        self, told: Deployment, happens: Callable[[Deployment], str]
    ) -> None:
        old = happens(told)
        new = told.in_service(other_than=old)
        told.assert_wholly_on(new)
        (mark,) = marks(told)
        assert mark.params["InstanceId"] == old
        assert mark.finished_at is not None
        assert mark.finished_at - told_at(told) <= 5
        assert "A user's health check is this module's" in told.mailed()[-1][1]

    def test_saves_what_auto_scaling_takes_to_notice(self, deploy: Deploy) -> None:
        took = {}
        for told in (True, False):
            deployment = deploy(switches={"health_notice_seconds": (60, 60)})
            deployment.warm_up()
            settle(deployment, 70)
            if not told:
                deployment.lab.events.drop(STATE_CHANGES, count=1000)
            began = deployment.lab.clock.now()
            old = fail(deployment)
            deployment.in_service(other_than=old)
            took[told] = deployment.lab.clock.now() - began
        assert took[True] < took[False] - 50

    def test_is_made_inside_the_grace_period_too(self, deploy: Deploy) -> None:
        deployment = deploy(switches={"health_notice_seconds": (900, 900)})
        deployment.warm_up()
        old = fail(deployment)
        deployment.assert_wholly_on(deployment.in_service(other_than=old, limit_seconds=200))

    @pytest.mark.parametrize("process", HEALING)
    def test_is_left_alone_while_a_process_rests(
        self, told: Deployment, caplog: pytest.LogCaptureFixture, process: str
    ) -> None:
        caplog.set_level("INFO")
        processes(told, "suspend", process)
        fail(told)
        settle(told, 30)
        assert marks(told) == []
        assert set(outcomes(caplog, "statechange")) == {"left alone"}

    def test_waits_until_ec2_shows_it(self, deployed: Deployment) -> None:
        deployed.lab.events.drop(STATE_CHANGES, count=1000)
        deployed.lab.lambdas.invoke_async(deployed.function, event(serving(deployed), "stopping"))
        settle(deployed, 4)
        assert marks(deployed) == []
        stop(deployed)
        settle(deployed, 4)
        assert len(marks(deployed)) == 1

    def test_is_not_made_of_one_that_runs(
        self, deployed: Deployment, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        invoke(deployed, event(serving(deployed)))
        assert outcomes(caplog, "statechange") == ["not seen"]
        assert marks(deployed) == []

    def test_is_not_made_of_a_stranger(
        self, deployed: Deployment, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        invoke(deployed, event("i-0123456789abcdef0"))
        assert outcomes(caplog, "statechange") == ["nothing to do"]
        assert marks(deployed) == []

    def test_is_not_made_of_one_in_standby(
        self, deployed: Deployment, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        old = serving(deployed)
        deployed.autoscaling.enter_standby(
            AutoScalingGroupName=deployed.name,
            InstanceIds=[old],
            ShouldDecrementDesiredCapacity=False,
        )
        deployed.in_service(other_than=old)
        deployed.ec2.stop_instances(InstanceIds=[old])
        settle(deployed, 60)
        assert "marked" not in outcomes(caplog, "statechange")
        assert marks(deployed) == []

    def test_is_not_made_of_one_in_its_hook(self, deploy: Deploy) -> None:
        deployment = deploy()
        deployment.lab.events.drop(LAUNCH, count=1)
        deployment.scale(1)
        assert deployment.lab.clock.run_until(lambda: bool(deployment.instances()), 60)
        (newcomer,) = [each["InstanceId"] for each in deployment.instances()]
        settle(deployment, 40)
        deployment.ec2.stop_instances(InstanceIds=[newcomer])
        invoke(deployment, event(newcomer, "stopped"), seconds=20)
        assert marks(deployment) == []

    def test_is_not_made_again_by_a_word_that_comes_late_or_twice(
        self, told: Deployment, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        told.lab.events.duplicate(STATE_CHANGES, count=1000, seconds=300)
        new = told.in_service(other_than=fail(told))
        settle(told, 10 * MINUTE)
        assert len(marks(told)) == 1
        assert set(outcomes(caplog, "statechange")) == {"marked", "nothing to do"}
        told.assert_wholly_on(new)


class TestRefusals:
    def test_for_good_they_are_told_and_auto_scaling_notices_by_itself(
        self, told: Deployment
    ) -> None:
        told.make_alarms("heal-failed")
        told.lab.faults.inject(
            Fault(
                "autoscaling", "SetInstanceHealth", "error", count=9, error=REFUSED["autoscaling"]
            )
        )
        new = told.in_service(other_than=fail(told))
        settle(told, 3 * MINUTE)
        assert marks(told) == []
        assert alarmed(told) == ["sbc-heal-failed"]
        told.assert_wholly_on(new)

    @pytest.mark.parametrize(
        ("error", "outcome"),
        [
            (LEFT, "nothing to do"),
            (AwsError("Throttling", "Rate exceeded", status=400), "AWS is busy"),
        ],
        ids=["it left meanwhile", "busy"],
    )
    def test_of_the_moment_nobody_is_told_of(
        self,
        told: Deployment,
        caplog: pytest.LogCaptureFixture,
        error: AwsError,
        outcome: str,
    ) -> None:
        caplog.set_level("INFO")
        told.make_alarms("heal-failed")
        told.lab.faults.inject(
            Fault("autoscaling", "SetInstanceHealth", "error", count=99, error=error)
        )
        new = told.in_service(other_than=fail(told))
        settle(told, 3 * MINUTE)
        assert outcome in outcomes(caplog, "statechange")
        assert alarmed(told) == []
        told.assert_wholly_on(new)


class TestTheRule:
    def test_names_who_serves_and_nobody_else(self, deployed: Deployment) -> None:
        settle(deployed, 10)
        assert pattern() == state_changes_of(serving(deployed))
        new = deployed.in_service(other_than=mark_unhealthy(deployed))
        settle(deployed, 70)
        assert pattern() == state_changes_of(new)

    def test_keeps_its_description_and_its_state(self, deployed: Deployment) -> None:
        client("events").put_rule(
            Name=RULE,
            EventPattern=json.dumps(state_changes_of("none")),
            Description="whose",
            State="DISABLED",
        )
        settle(deployed, 70)
        found = rule()
        assert (found["Description"], found["State"]) == ("whose", "DISABLED")
        assert pattern() == state_changes_of(serving(deployed))

    def test_is_put_back_by_the_audit_and_otherwise_only_read(self, told: Deployment) -> None:
        before = told.calls(mutating=True)
        settle(told, 3 * MINUTE)
        assert told.calls(mutating=True) == before
        client("events").put_rule(Name=RULE, EventPattern='{"source": ["aws.ec2"]}')
        settle(told, 70)
        assert told.calls(mutating=True) == [*before, "PutRule"]
        assert pattern() == state_changes_of(serving(told))

    def test_that_is_gone_is_told_of_and_not_made_again(
        self, told: Deployment, caplog: pytest.LogCaptureFixture
    ) -> None:
        told.make_alarms("heal-failed")
        client("events").remove_targets(Rule=RULE, Ids=["handler"])
        client("events").delete_rule(Name=RULE)
        settle(told, 3 * MINUTE)
        assert alarmed(told) == ["sbc-heal-failed"]
        sentences = {str(each.__dict__.get("sentence")) for each in caplog.records}
        assert any(each.startswith(f"The rule {RULE} is gone") for each in sentences), sentences
        rules = client("events").list_rules()["Rules"]
        assert RULE not in [each["Name"] for each in rules]
        new = told.in_service(other_than=fail(told))
        told.assert_wholly_on(new)

    def test_is_not_written_for_nobody(self, told: Deployment) -> None:
        old = serving(told)
        told.scale(0)
        settle(told, 5 * MINUTE)
        assert told.instances() == []
        assert pattern() == state_changes_of(old)

    @pytest.mark.parametrize("action", ["DescribeRule", "PutRule"])
    @pytest.mark.parametrize(
        "fault",
        [
            {"kind": "error", "error": REFUSED["autoscaling"]},
            {"kind": "error", "error": AwsError("InternalException", "internal", status=500)},
            {"kind": "throttle", "count": 4},
            {"kind": "lost"},
            {"kind": "kill"},
            {"kind": "kill", "when": "after"},
            {"kind": "hang", "seconds": 1000.0},
        ],
        ids=lambda fault: " ".join(str(each) for each in fault.values()),
    )
    def test_is_right_in_the_end_whatever_hits_its_calls(
        self, deploy: Deploy, action: str, fault: dict[str, Any]
    ) -> None:
        deployment = deploy()
        deployment.lab.faults.inject(Fault("events", action, **fault))
        first = deployment.warm_up()
        deployment.assert_wholly_on(first)
        settle(deployment, 5 * MINUTE)
        assert deployment.in_service() == first
        assert pattern() == state_changes_of(first)

"""EC2's status checks fail on the instance that serves: it is replaced, within limits."""

from __future__ import annotations

from typing import Any

import pytest

from lab.autoscaling.activities import stamp
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
from tests.support.event_shapes import ALARM_EVENT, LAUNCH, STATE_CHANGES

HOUR = 60 * MINUTE
GRACE, AFTER = 60, 90
# Auto Scaling would take a quarter of an hour.
PATIENT = {"impaired_notice_seconds": (900, 900)}


@pytest.fixture
def watched(deploy: Deploy) -> Deployment:
    """In service beyond its grace, with `impaired_after_seconds`."""
    return watch(deploy)


def watch(deploy: Deploy, **settings: Any) -> Deployment:
    deployment = deploy(switches=PATIENT, **({"IMPAIRED_AFTER_SECONDS": str(AFTER)} | settings))
    deployment.warm_up()
    settle(deployment, GRACE + 30)
    return deployment


def impair(deployed: Deployment) -> str:
    """Have the status checks fail on the serving instance. Returns its id."""
    instance_id = serving(deployed)
    deployed.lab.ec2.impaired.add(instance_id)
    return instance_id


def storm(deployed: Deployment, times: int) -> None:
    """Have that many instances replaced for a mark, one after another."""
    for _ in range(times):
        deployed.in_service(other_than=mark_unhealthy(deployed))
        settle(deployed, 30)


class TestTheAudit:
    def test_has_it_replaced_once_the_checks_failed_for_so_long(self, watched: Deployment) -> None:
        old = impair(watched)
        settle(watched, AFTER - 5)
        assert marks(watched) == []
        new = watched.in_service(other_than=old, limit_seconds=300)
        watched.assert_wholly_on(new)
        (mark,) = marks(watched)
        assert mark.params["InstanceId"] == old
        settle(watched, 30)
        assert any("fails its status checks" in body for _, body in watched.mailed())

    def test_asks_nothing_without_impaired_after_seconds(self, deploy: Deploy) -> None:
        deployment = watch(deploy, IMPAIRED_AFTER_SECONDS="0")
        impair(deployment)
        settle(deployment, 10 * MINUTE)
        assert "DescribeInstanceStatus" not in deployment.calls()
        assert marks(deployment) == []

    def test_makes_one_call_more_while_all_is_well(self, watched: Deployment) -> None:
        before = len(watched.calls())
        settle(watched, MINUTE)
        calls = watched.calls()[before:]
        assert calls.count("DescribeInstanceStatus") == 1
        assert "DescribeScalingActivities" not in calls

    def test_leaves_one_whose_checks_recover(self, watched: Deployment) -> None:
        instance_id = impair(watched)
        settle(watched, AFTER - 30)
        watched.lab.ec2.impaired.discard(instance_id)
        settle(watched, 5 * MINUTE)
        assert marks(watched) == []
        assert serving(watched) == instance_id

    def test_leaves_one_whose_checks_never_passed(self, deploy: Deploy) -> None:
        deployment = deploy(switches=PATIENT, IMPAIRED_AFTER_SECONDS=str(AFTER))
        deployment.warm_up()
        settle(deployment, GRACE - 5)
        impair(deployment)
        settle(deployment, 10 * MINUTE)
        assert marks(deployment) == []

    @pytest.mark.parametrize("process", ["HealthCheck", "ReplaceUnhealthy", "Launch", "Terminate"])
    def test_leaves_it_while_a_process_rests(self, watched: Deployment, process: str) -> None:
        processes(watched, "suspend", process)
        impair(watched)
        settle(watched, 5 * MINUTE)
        assert marks(watched) == []

    def test_leaves_one_in_standby(self, watched: Deployment) -> None:
        old = impair(watched)
        watched.autoscaling.enter_standby(
            AutoScalingGroupName=watched.name,
            InstanceIds=[old],
            ShouldDecrementDesiredCapacity=False,
        )
        watched.in_service(other_than=old)
        settle(watched, 10 * MINUTE)
        assert marks(watched) == []

    def test_waits_until_a_move_is_over(
        self, deploy: Deploy, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        deployment = watch(deploy, audit_interval_minutes=15, LAUNCH_BEFORE_TERMINATE="true")
        impair(deployment)
        settle(deployment, AFTER - 20)
        deployment.lab.events.drop(LAUNCH, count=1)
        deployment.autoscaling.start_instance_refresh(AutoScalingGroupName=deployment.name)
        settle(deployment, 60)
        states = {each["LifecycleState"] for each in deployment.instances()}
        assert states == {"InService", "Pending:Wait"}
        invoke(deployment, ALARM_EVENT, seconds=4)
        assert outcomes(caplog, "alarm") == ["nothing to do"]

    @pytest.mark.parametrize("action", ["DescribeInstanceStatus", "DescribeScalingActivities"])
    def test_is_not_held_up_by_a_busy_aws(self, watched: Deployment, action: str) -> None:
        service = "ec2" if action == "DescribeInstanceStatus" else "autoscaling"
        watched.make_alarms("heal-failed")
        watched.lab.faults.inject(Fault(service, action, "throttle", count=3))
        old = impair(watched)
        watched.assert_wholly_on(watched.in_service(other_than=old, limit_seconds=600))
        assert alarmed(watched) == []

    def test_tells_that_it_is_refused(self, watched: Deployment) -> None:
        watched.make_alarms("heal-failed")
        watched.lab.faults.inject(
            Fault(
                "autoscaling", "SetInstanceHealth", "error", count=99, error=REFUSED["autoscaling"]
            )
        )
        impair(watched)
        settle(watched, 5 * MINUTE)
        assert alarmed(watched) == ["sbc-heal-failed"]


class TestTheAlarm:
    def test_has_it_replaced_within_five_seconds(
        self, deploy: Deploy, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        deployment = watch(deploy, audit_interval_minutes=15)
        deployment.make_alarms("status-checks-failed")
        settle(deployment, 5 * MINUTE)
        old = impair(deployment)
        new = deployment.in_service(other_than=old, limit_seconds=600)
        deployment.assert_wholly_on(new)
        assert outcomes(caplog, "alarm") == ["marked"]
        (mark,) = marks(deployment)
        began = next(
            each.at
            for each in deployment.lab.timeline.entries
            if each.what == "runs"
            and each.detail.get("event", {}).get("source") == "aws.cloudwatch"
        )
        assert mark.finished_at is not None
        assert mark.finished_at - began <= 5

    @pytest.mark.parametrize("passed", [0, AFTER - 5])
    def test_that_comes_early_decides_nothing(
        self, watched: Deployment, caplog: pytest.LogCaptureFixture, passed: int
    ) -> None:
        caplog.set_level("INFO")
        impair(watched)
        settle(watched, passed)
        invoke(watched, ALARM_EVENT, seconds=4)
        assert outcomes(caplog, "alarm") == ["not for long enough"]

    def test_does_not_concern_one_that_is_stopped(self, deploy: Deploy) -> None:
        """That is another mark, and EC2 shows no status of it."""
        deployment = watch(deploy, audit_interval_minutes=15)
        deployment.lab.events.drop(STATE_CHANGES, count=100)
        deployment.ec2.stop_instances(InstanceIds=[impair(deployment)])
        before = len(deployment.calls())
        invoke(deployment, ALARM_EVENT, seconds=4)
        calls = deployment.calls()[before:]
        assert calls == ["DescribeAutoScalingGroups", "DescribeInstances"]

    def test_that_is_over_decides_nothing(
        self, watched: Deployment, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        invoke(watched, ALARM_EVENT, seconds=4)
        assert outcomes(caplog, "alarm") == ["nothing to do"]
        assert marks(watched) == []


class TestTheStormLimit:
    def test_stops_it_and_tells_once(self, watched: Deployment) -> None:
        watched.make_alarms("early-replacement-stopped", "heal-failed")
        storm(watched, 3)
        settle(watched, 3 * MINUTE)
        old = impair(watched)
        settle(watched, 14 * MINUTE)
        assert marks(watched) == []
        assert serving(watched) == old
        assert alarmed(watched) == ["sbc-early-replacement-stopped"]

    def test_allows_as_many(self, watched: Deployment) -> None:
        storm(watched, 2)
        settle(watched, 3 * MINUTE)
        old = impair(watched)
        watched.in_service(other_than=old, limit_seconds=600)
        assert len(marks(watched)) == 1

    def test_holds_for_a_day(self, deploy: Deploy) -> None:
        watched = watch(deploy, audit_interval_minutes=15, launch_hook_timeout_seconds=7200)
        storm(watched, 3)
        settle(watched, 23 * HOUR)
        old = impair(watched)
        settle(watched, 14 * MINUTE)
        assert (marks(watched), serving(watched)) == ([], old)

    def test_of_marks_hours_apart_stops_nothing(self, deploy: Deploy) -> None:
        watched = watch(deploy, audit_interval_minutes=15, launch_hook_timeout_seconds=7200)
        for _ in range(4):
            storm(watched, 1)
            settle(watched, HOUR)
        old = impair(watched)
        watched.in_service(other_than=old, limit_seconds=1200)
        assert len(marks(watched)) == 1

    def test_is_cleared_by_a_person(self, watched: Deployment) -> None:
        storm(watched, 3)
        settle(watched, 3 * MINUTE)
        old = impair(watched)
        settle(watched, 5 * MINUTE)
        assert marks(watched) == []
        watched.configure(STORM_CLEARED_AT=stamp(watched.lab.clock.now()))
        watched.assert_wholly_on(watched.in_service(other_than=old, limit_seconds=300))

    def test_is_not_cleared_by_a_time_to_come(self, watched: Deployment) -> None:
        watched.configure(STORM_CLEARED_AT="2126-01-31T08:00:00Z")
        storm(watched, 3)
        settle(watched, 3 * MINUTE)
        impair(watched)
        settle(watched, 5 * MINUTE)
        assert marks(watched) == []

    def test_does_not_concern_one_that_is_gone(self, watched: Deployment) -> None:
        storm(watched, 3)
        settle(watched, 70)
        old = fail(watched)
        watched.in_service(other_than=old)
        assert [each.params["InstanceId"] for each in marks(watched)] == [old]

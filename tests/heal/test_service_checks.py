"""The service behind the VIP falls silent while EC2 sees nothing wrong: it is replaced, within
limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from lab.in_process import client
from lab.pipeline.faults import Fault
from tests.heal.conftest import REFUSED, Deploy, outcomes
from tests.support import deployment as deployment_by_hand
from tests.support.actions import (
    MINUTE,
    alarmed,
    console_user,
    end,
    holder,
    invoke,
    mark_unhealthy,
    marks,
    processes,
    serving,
    settle,
    sicken,
    standby,
)
from tests.support.deployment import Deployment
from tests.support.environment import encode
from tests.support.event_shapes import ALARM_EVENT
from tests.support.service import ASKS_EVERY, PERIODS, TO_ALARM, Service

# From when probes of this holder alone decide the alarm.
KNOWN = PERIODS * 10 + 60
# Seconds from the watch: the audit comes long after the alarm has rung, just after, just before.
BEFORE_THE_AUDIT = [float(seconds) for seconds in range(5, 60, 5)]
NOTICED = (TO_ALARM + 1) * ASKS_EVERY


class Watched:
    """A deployment with a service behind its VIP, whose check counts."""

    def __init__(self, deployed: Deployment) -> None:
        self.deployed = deployed
        self.service = Service(deployed)
        self.service.watch()

    def hang(self) -> str:
        """The service hangs on the instance that has the VIP. Returns its id."""
        found = holder(self.deployed)
        self.service.hung.add(found)
        return found


@pytest.fixture
def watched(deploy: Deploy) -> Watched:
    """In service for so long that the check is known to pass."""
    return watch(deploy)


def watch(deploy: Deploy, **settings: Any) -> Watched:
    deployed = deploy(**settings)
    found = Watched(deployed)
    deployed.warm_up()
    if settings.get("STANDBY") == "hot":
        deployed.join()
    settle(deployed, KNOWN + 30)
    assert found.service.state == "OK"
    return found


def rung(watched: Watched) -> list[str]:
    """The alarms that told people, in order, but for the check's own."""
    return [each for each in alarmed(watched.deployed) if each != watched.service.alarm]


class TestTheAlarm:
    def test_has_it_replaced_at_once(
        self, watched: Watched, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        deployed = watched.deployed
        old = watched.hang()
        began = deployed.lab.clock.now()
        new = deployed.in_service(other_than=old, limit_seconds=300)
        deployed.assert_wholly_on(new)
        assert "marked" in outcomes(caplog, "alarm")
        (mark,) = marks(deployed)
        assert mark.params["InstanceId"] == old
        assert mark.finished_at is not None
        assert mark.finished_at - began <= NOTICED + 10 + 5
        settle(deployed, 30)
        assert any("an alarm of its service" in body for _, body in deployed.mailed())

    def test_that_is_over_decides_nothing(
        self, watched: Watched, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        invoke(watched.deployed, ALARM_EVENT, seconds=10)
        assert outcomes(caplog, "alarm") == ["nothing to do"]
        assert marks(watched.deployed) == []

    def test_says_nothing_of_an_instance_that_is_impaired_too(self, deploy: Deploy) -> None:
        """One mark is enough, whatever it is for."""
        watched = watch(deploy, IMPAIRED_AFTER_SECONDS="60")
        old = watched.hang()
        sicken(watched.deployed, old)
        watched.deployed.in_service(other_than=old, limit_seconds=300)
        settle(watched.deployed, 5 * MINUTE)
        assert [each.params["InstanceId"] for each in marks(watched.deployed)] == [old]


class TestTheAudit:
    def test_sees_an_alarm_that_called_nobody(self, deploy: Deploy) -> None:
        watched = watch(deploy)
        watched.service.put_alarm(AlarmActions=[])
        settle(watched.deployed, KNOWN + 30)
        old = watched.hang()
        watched.deployed.assert_wholly_on(
            watched.deployed.in_service(other_than=old, limit_seconds=300)
        )

    def test_makes_one_call_more_while_all_is_well(self, watched: Watched) -> None:
        before = len(watched.deployed.calls())
        settle(watched.deployed, MINUTE)
        calls = watched.deployed.calls()[before:]
        assert calls.count("DescribeAlarms") == 1
        assert {"DescribeAlarmHistory", "DescribeScalingActivities"} & set(calls) == set()

    def test_asks_nothing_without_checks(self, deploy: Deploy) -> None:
        watched = watch(deploy)
        watched.deployed.configure(SERVICE_ALARM_ARNS=encode([]))
        watched.hang()
        before = len(watched.deployed.calls())
        settle(watched.deployed, 5 * MINUTE)
        assert "DescribeAlarms" not in watched.deployed.calls()[before:]
        assert marks(watched.deployed) == []


class TestWhatCounts:
    def test_not_a_check_that_never_passed(self, deploy: Deploy) -> None:
        deployed = deploy()
        watched = Watched(deployed)
        watched.service.answers = False
        deployed.warm_up()
        deployed.make_alarms("service-never-passed", "heal-failed")
        first = serving(deployed)
        settle(deployed, 30 * MINUTE)
        assert (serving(deployed), marks(deployed)) == (first, [])
        assert rung(watched) == ["sbc-service-never-passed"]

    def test_not_one_that_is_new_and_wrong(self, deploy: Deploy) -> None:
        """Switched on while the VNF serves: its alarm rings long after the VIP came."""
        deployed = deploy()
        deployed.warm_up()
        settle(deployed, 30 * MINUTE)
        watched = Watched(deployed)
        watched.service.answers = False
        settle(deployed, 30 * MINUTE)
        assert watched.service.state == "ALARM"
        assert marks(deployed) == []

    def test_not_one_that_became_wrong_by_a_change(self, watched: Watched) -> None:
        """Another port, say: the alarm is the same one, and was OK before."""
        watched.service.put_alarm(AlarmDescription="Another port")
        watched.service.answers = False
        settle(watched.deployed, 30 * MINUTE)
        assert watched.service.state == "ALARM"
        assert marks(watched.deployed) == []

    def test_one_that_was_changed_long_ago(self, watched: Watched) -> None:
        watched.service.put_alarm(AlarmDescription="Another port")
        settle(watched.deployed, KNOWN + 30)
        old = watched.hang()
        watched.deployed.in_service(other_than=old, limit_seconds=300)
        assert len(marks(watched.deployed)) == 1

    def test_not_what_the_one_before_failed(self, watched: Watched) -> None:
        """The alarm rings on while the next one boots, and longer: it never passes."""
        old = watched.hang()
        watched.deployed.in_service(other_than=old, limit_seconds=300)
        watched.service.answers = False
        settle(watched.deployed, 30 * MINUTE)
        assert len(marks(watched.deployed)) == 1

    def test_not_a_boot(self, deploy: Deploy) -> None:
        """The service comes late, and the alarm rings meanwhile."""
        watched = watch(deploy, HEALTH_CHECK_GRACE_SECONDS="900")
        deployed = watched.deployed
        old = mark_unhealthy(deployed)
        new = deployed.in_service(other_than=old)
        watched.service.hung.add(new)
        settle(deployed, 10 * MINUTE)
        watched.service.hung.clear()
        settle(deployed, 10 * MINUTE)
        assert serving(deployed) == new
        assert len(marks(deployed)) == 0

    def test_one_that_passed_during_the_grace_and_hangs_since(self, deploy: Deploy) -> None:
        watched = watch(deploy, HEALTH_CHECK_GRACE_SECONDS="900")
        old = watched.hang()
        settle(watched.deployed, 10 * MINUTE)
        assert marks(watched.deployed) == []
        watched.deployed.in_service(other_than=old, limit_seconds=600)
        assert len(marks(watched.deployed)) == 1

    def test_not_that_nobody_asks(self, watched: Watched) -> None:
        """The prober is silent: that says nothing of the service."""
        watched.service.seen = False
        watched.hang()
        settle(watched.deployed, 30 * MINUTE)
        assert watched.service.state == "INSUFFICIENT_DATA"
        assert marks(watched.deployed) == []

    def test_a_check_that_passed_before_the_prober_fell_silent(self, watched: Watched) -> None:
        watched.service.seen = False
        settle(watched.deployed, 5 * MINUTE)
        old = watched.hang()
        watched.service.seen = True
        watched.deployed.in_service(other_than=old, limit_seconds=300)
        assert len(marks(watched.deployed)) == 1

    def test_not_one_that_flaps_below_the_threshold(self, watched: Watched) -> None:
        first = holder(watched.deployed)
        for _ in range(20):
            watched.service.hung.add(first)
            settle(watched.deployed, ASKS_EVERY * 2)
            watched.service.hung.clear()
            settle(watched.deployed, ASKS_EVERY * PERIODS)
        assert marks(watched.deployed) == []

    @pytest.mark.parametrize("seconds", BEFORE_THE_AUDIT)
    def test_not_a_silence_that_the_audit_has_just_mended(
        self, watched: Watched, seconds: float
    ) -> None:
        """Somebody changed the VIP so that nothing gets in: its alarm rings, on or only then."""
        deployed = watched.deployed
        first = serving(deployed)
        settle(deployed, seconds)
        console_user(deployed).change_the_security_groups()
        settle(deployed, 10 * MINUTE)
        assert not deployed.oracle.why_not_serving(first)
        assert marks(deployed) == []

    def test_a_repair_is_noted_on_the_interface(self, watched: Watched) -> None:
        """And neither a heal is, nor an audit that finds all well."""
        deployed = watched.deployed
        end(deployed, serving(deployed))
        settle(deployed, 5 * MINUTE)
        assert "CreateTags" not in deployed.calls()
        console_user(deployed).change_the_security_groups()
        settle(deployed, 5 * MINUTE)
        (call,) = [each for each in deployed.lab.call_log.calls if each.action == "CreateTags"]
        (tag,) = call.params["Tags"]
        assert call.params["Resources"] == [console_user(deployed).interface_id]
        assert tag["Key"] == "PersistentVipRepairedAt"
        assert abs(datetime.fromisoformat(tag["Value"]).timestamp() - call.at) <= 1

    def test_a_repair_is_not_noted_where_no_alarm_is_listened_to(self, watched: Watched) -> None:
        deployed = watched.deployed
        deployed.configure(SERVICE_ALARM_ARNS=encode([]))
        console_user(deployed).change_the_security_groups()
        settle(deployed, 5 * MINUTE)
        assert "ModifyNetworkInterfaceAttribute" in deployed.calls()
        assert "CreateTags" not in deployed.calls()

    def test_an_audit_that_may_note_nothing_repairs_and_replaces_nobody(
        self, watched: Watched, caplog: pytest.LogCaptureFixture
    ) -> None:
        deployed = watched.deployed
        first = serving(deployed)
        refused = Fault("ec2", "CreateTags", "error", count=99, error=REFUSED["ec2"])
        deployed.lab.faults.inject(refused)
        settle(deployed, 20)
        console_user(deployed).change_the_security_groups()
        settle(deployed, 10 * MINUTE)
        assert not deployed.oracle.why_not_serving(first)
        assert marks(deployed) == []
        assert "repair not noted" in caplog.messages

    def test_a_silence_that_outlasts_a_repair(self, watched: Watched) -> None:
        """What is said of the time before counts no longer, once there is enough since."""
        deployed = watched.deployed
        old = watched.hang()
        console_user(deployed).change_the_security_groups()
        deployed.assert_wholly_on(deployed.in_service(other_than=old, limit_seconds=400))
        assert len(marks(deployed)) == 1

    def test_not_a_lone_answer_that_was_lost_before_nobody_asked(self, watched: Watched) -> None:
        """CloudWatch takes it for the last word, once it is old enough
        (docs/aws-behaviour.md#evaluation-of-an-alarm)."""
        deployed = watched.deployed
        watched.hang()
        settle(deployed, ASKS_EVERY)
        watched.service.hung.clear()
        watched.service.seen = False
        settle(deployed, 10 * MINUTE)
        states = [each.now.value for each in deployed.lab.alarms.changes]
        assert states[-2:] == ["ALARM", "INSUFFICIENT_DATA"]
        assert marks(deployed) == []

    def test_not_one_whose_alarm_is_gone(self, watched: Watched) -> None:
        client("cloudwatch").delete_alarms(AlarmNames=[watched.service.alarm])
        watched.hang()
        settle(watched.deployed, 5 * MINUTE)
        assert marks(watched.deployed) == []


class TestRestraint:
    @pytest.mark.parametrize("process", ["HealthCheck", "ReplaceUnhealthy", "Launch", "Terminate"])
    def test_nobody_is_marked_while_a_process_rests(self, watched: Watched, process: str) -> None:
        processes(watched.deployed, "suspend", process)
        watched.hang()
        settle(watched.deployed, 5 * MINUTE)
        assert marks(watched.deployed) == []

    def test_the_storm_limit_stops_it_and_tells_once(self, watched: Watched) -> None:
        deployed = watched.deployed
        deployed.make_alarms("early-replacement-stopped", "heal-failed")
        for _ in range(3):
            deployed.in_service(other_than=watched.hang(), limit_seconds=600)
            settle(deployed, KNOWN + 30)
        assert len(marks(deployed)) == 3
        watched.hang()
        settle(deployed, 20 * MINUTE)
        assert len(marks(deployed)) == 3
        assert rung(watched) == ["sbc-early-replacement-stopped"]

    def test_a_fault_that_every_new_one_has_does_not_go_on_for_ever(self, watched: Watched) -> None:
        """Each comes up, passes, and hangs some minutes later."""
        deployed = watched.deployed
        for _ in range(40):
            watched.hang()
            settle(deployed, 4 * MINUTE)
        assert len(marks(deployed)) == 3

    @pytest.mark.parametrize(
        ("service", "action"),
        [
            ("cloudwatch", "DescribeAlarms"),
            ("cloudwatch", "DescribeAlarmHistory"),
            ("autoscaling", "DescribeScalingActivities"),
        ],
    )
    def test_a_busy_aws_holds_nothing_up(self, watched: Watched, service: str, action: str) -> None:
        watched.deployed.make_alarms("heal-failed")
        watched.deployed.lab.faults.inject(Fault(service, action, "throttle", count=3))
        old = watched.hang()
        watched.deployed.in_service(other_than=old, limit_seconds=600)
        assert rung(watched) == []

    def test_a_region_that_does_not_answer_hides_no_other_one(
        self, watched: Watched, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here = deployment_by_hand._cloudwatch

        def cloudwatch(region: str) -> Any:
            if region == "us-east-1":
                raise EndpointConnectionError(endpoint_url="https://monitoring")
            return here(region)

        monkeypatch.setattr(deployment_by_hand, "_cloudwatch", cloudwatch)
        outside = watched.service.arn.replace("eu-west-1", "us-east-1")
        watched.deployed.configure(SERVICE_ALARM_ARNS=encode([outside, watched.service.arn]))
        old = watched.hang()
        watched.deployed.in_service(other_than=old, limit_seconds=300)
        assert len(marks(watched.deployed)) == 1

    @pytest.mark.parametrize("action", ["DescribeAlarms", "DescribeAlarmHistory"])
    def test_a_refusal_is_told(self, watched: Watched, action: str) -> None:
        watched.deployed.make_alarms("heal-failed")
        error = REFUSED["autoscaling"]
        watched.deployed.lab.faults.inject(
            Fault("cloudwatch", action, "error", count=99, error=error)
        )
        watched.hang()
        settle(watched.deployed, 5 * MINUTE)
        assert rung(watched) == ["sbc-heal-failed"]
        assert marks(watched.deployed) == []


class TestWithAStandby:
    def test_the_address_moves_to_it(self, deploy: Deploy) -> None:
        watched = watch(deploy, STANDBY="hot")
        deployed = watched.deployed
        other = standby(deployed)
        began = deployed.lab.clock.now()
        watched.hang()
        whole = lambda: not deployed.oracle.why_not_serving(other)  # noqa: E731
        assert deployed.lab.clock.run_until(whole, 300)
        assert deployed.lab.clock.now() - began <= NOTICED + 60

    def test_nothing_moves_if_the_other_one_cannot_serve(self, deploy: Deploy) -> None:
        watched = watch(deploy, STANDBY="hot")
        deployed = watched.deployed
        first = holder(deployed)
        sicken(deployed, standby(deployed))
        watched.hang()
        settle(deployed, 2 * MINUTE)
        assert (holder(deployed), marks(deployed)) == (first, [])

    def test_both_hang_and_the_address_does_not_flap(self, deploy: Deploy) -> None:
        watched = watch(deploy, STANDBY="hot")
        for _ in range(20):
            watched.hang()
            settle(watched.deployed, 3 * MINUTE)
        assert len(marks(watched.deployed)) == 3

"""Somebody works on the instance: it is left to him, and what comes and goes is served as ever."""

from __future__ import annotations

from typing import Any

import pytest

from lab.pipeline.faults import Fault
from tests.heal.conftest import REFUSED, Deploy
from tests.support.actions import (
    MINUTE,
    alarmed,
    console_user,
    fail,
    invoke,
    mark_unhealthy,
    messages,
    processes,
    serving,
    settle,
)
from tests.support.console_user import REPAIRS
from tests.support.deployment import ZONES, Deployment
from tests.support.event_shapes import LAUNCH, TERMINATE, sweep_event, sweep_input
from tests.support.several_vips import CORE, INSTANCE_TYPE

WORK = ("HealthCheck", "ReplaceUnhealthy")


@pytest.fixture
def in_maintenance(deployed: Deployment) -> Deployment:
    """In service, and then an operator begins to work."""
    settle(deployed, 70)
    processes(deployed, "suspend", *WORK)
    return deployed


def apply(
    deployed: Deployment,
    before: bool | None,
    now: bool | None,
    vips: list[dict[str, Any]] | None = None,
) -> None:
    """Terraform changes `maintenance`, and the VIPs if some are given."""
    earlier = sweep_input(deployed.vips, before)
    if vips:
        deployed.change_vips(*vips)
    invoke(deployed, sweep_event("update", deployed.vips, earlier, maintenance=now), 100)


def suspended(deployed: Deployment) -> set[str]:
    groups = deployed.autoscaling.describe_auto_scaling_groups(
        AutoScalingGroupNames=[deployed.name]
    )
    return {each["ProcessName"] for each in groups["AutoScalingGroups"][0]["SuspendedProcesses"]}


def outcomes(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.__dict__["outcome"] for each in caplog.records if each.getMessage() == "outcome"]


def left_alone(caplog: pytest.LogCaptureFixture) -> set[str]:
    records = [each for each in caplog.records if each.getMessage() == "left alone"]
    return {str(each.__dict__["sentence"]) for each in records}


class TestTheAudit:
    @pytest.mark.parametrize("drift", REPAIRS)
    def test_repairs_nothing_until_it_ends(
        self, in_maintenance: Deployment, caplog: pytest.LogCaptureFixture, drift: str
    ) -> None:
        caplog.set_level("INFO")
        instance_id = serving(in_maintenance)
        getattr(console_user(in_maintenance), drift)()
        before = in_maintenance.calls(mutating=True)
        settle(in_maintenance, 5 * MINUTE)
        assert in_maintenance.calls(mutating=True) == before
        assert set(outcomes(caplog)[1:]) == {"in maintenance"}
        assert all(
            each.startswith("In maintenance since 2026-") and "Not done: (" in each
            for each in left_alone(caplog)
        )
        processes(in_maintenance, "resume", *WORK)
        settle(in_maintenance, 130)
        in_maintenance.assert_wholly_on(instance_id)
        assert messages(in_maintenance)[-1] == f"VIP 10.16.10.20 was repaired on {instance_id}"

    def test_takes_nothing_from_a_holder_that_was_stopped_or_ended(
        self, in_maintenance: Deployment
    ) -> None:
        in_maintenance.make_alarms("vip-not-held-vip")
        before = in_maintenance.calls(mutating=True)
        ended = fail(in_maintenance)
        settle(in_maintenance, 10 * MINUTE)
        assert in_maintenance.calls(mutating=True) == before
        assert alarmed(in_maintenance) == ["sbc-vip-not-held-vip"]
        processes(in_maintenance, "resume", *WORK)
        in_maintenance.assert_wholly_on(in_maintenance.in_service(other_than=ended))

    def test_moves_nothing_to_who_serves_beside_one_in_standby(
        self, in_maintenance: Deployment
    ) -> None:
        old = serving(in_maintenance)
        in_maintenance.autoscaling.enter_standby(
            AutoScalingGroupName=in_maintenance.name,
            InstanceIds=[old],
            ShouldDecrementDesiredCapacity=False,
        )
        new = in_maintenance.in_service(other_than=old)
        settle(in_maintenance, 5 * MINUTE)
        in_maintenance.assert_wholly_on(old)
        processes(in_maintenance, "resume", *WORK)
        settle(in_maintenance, 3 * MINUTE)
        in_maintenance.assert_wholly_on(new)

    def test_finds_a_whole_vip_held(
        self, in_maintenance: Deployment, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        settle(in_maintenance, 3 * MINUTE)
        assert set(outcomes(caplog)) == {"held"}
        assert left_alone(caplog) == set()

    def test_finishes_a_repair_that_it_began_before(self, deployed: Deployment) -> None:
        settle(deployed, 70)
        instance_id = serving(deployed)
        console_user(deployed).delete_the_subnet()
        repairing = len(deployed.calls(mutating=True))
        assert deployed.lab.clock.run_until(
            lambda: len(deployed.calls(mutating=True)) > repairing, 130
        )
        processes(deployed, "suspend", *WORK)
        settle(deployed, 50)
        deployed.assert_wholly_on(instance_id)


class TestHooks:
    """Whoever comes gets the VIP, and whoever leaves gives it up."""

    @pytest.mark.parametrize("heard", [True, False])
    def test_a_planned_replacement(self, in_maintenance: Deployment, heard: bool) -> None:
        old = serving(in_maintenance)
        if not heard:
            in_maintenance.lab.events.drop(LAUNCH)
            in_maintenance.lab.events.drop(TERMINATE)
        in_maintenance.lab.groups.force_az = ZONES[1]
        in_maintenance.autoscaling.terminate_instance_in_auto_scaling_group(
            InstanceId=old, ShouldDecrementDesiredCapacity=False
        )
        new = in_maintenance.in_service(other_than=old)
        settle(in_maintenance)
        in_maintenance.assert_wholly_on(new)
        (body,) = [
            body
            for subject, body in in_maintenance.mailed()
            if subject == f"VIP 10.16.10.20 is on {new} in {ZONES[1]}"
        ]
        assert "In maintenance since 2026-" in body
        assert "the instance is not replaced if it fails" in body

    def test_a_heal_that_was_under_way(self, deployed: Deployment) -> None:
        settle(deployed, 70)
        old = mark_unhealthy(deployed)
        deployed.lab.events.drop(LAUNCH)
        settle(deployed, 10)
        processes(deployed, "suspend", *WORK)
        new = deployed.in_service(other_than=old)
        settle(deployed)
        deployed.assert_wholly_on(new)

    def test_a_destroy(self, in_maintenance: Deployment) -> None:
        in_maintenance.autoscaling.update_auto_scaling_group(
            AutoScalingGroupName=in_maintenance.name, MinSize=0, MaxSize=0, DesiredCapacity=0
        )
        settle(in_maintenance, 5 * MINUTE)
        in_maintenance.autoscaling.delete_auto_scaling_group(
            AutoScalingGroupName=in_maintenance.name
        )
        invoke(in_maintenance, sweep_event("delete"), 100)
        in_maintenance.assert_nothing_left()


class TestAnApply:
    def test_begins_and_ends_it(self, deployed: Deployment) -> None:
        instance_id = serving(deployed)
        apply(deployed, None, True)
        assert suspended(deployed) == set(WORK)
        apply(deployed, True, None)
        assert suspended(deployed) == set(WORK)
        apply(deployed, None, False)
        assert suspended(deployed) == set()
        deployed.assert_wholly_on(instance_id)
        assert messages(deployed)[-2:] == [
            "VIP 10.16.10.20 is in maintenance",
            "VIP 10.16.10.20 is out of maintenance",
        ]

    def test_repairs_at_once_when_it_ends_it(self, in_maintenance: Deployment) -> None:
        instance_id = serving(in_maintenance)
        console_user(in_maintenance).disassociate_the_elastic_ip()
        apply(in_maintenance, True, False)
        in_maintenance.assert_wholly_on(instance_id)

    @pytest.mark.parametrize("before_and_now", [True, False, None])
    def test_leaves_what_an_operator_began(
        self, in_maintenance: Deployment, before_and_now: bool | None
    ) -> None:
        console_user(in_maintenance).disassociate_the_elastic_ip()
        before = in_maintenance.calls(mutating=True)
        apply(in_maintenance, before_and_now, before_and_now, vips=in_maintenance.vips)
        assert suspended(in_maintenance) == set(WORK)
        assert in_maintenance.calls(mutating=True) == before

    @pytest.mark.parametrize("before_and_now", [True, False, None])
    def test_begins_nothing_that_an_operator_ended(
        self, deployed: Deployment, before_and_now: bool | None
    ) -> None:
        apply(deployed, before_and_now, before_and_now)
        assert suspended(deployed) == set()

    def test_adds_what_is_missing_to_what_an_operator_began(self, deployed: Deployment) -> None:
        processes(deployed, "suspend", "ReplaceUnhealthy", "AZRebalance")
        apply(deployed, None, True)
        assert suspended(deployed) == {*WORK, "AZRebalance"}
        assert "VIP 10.16.10.20 is in maintenance" not in messages(deployed), "it was before"
        apply(deployed, True, False)
        assert suspended(deployed) == {"AZRebalance"}

    def test_that_changes_vips_does_so_in_maintenance_too(self, deploy: Deploy) -> None:
        deployment = deploy(instance_type=INSTANCE_TYPE)
        instance_id = deployment.warm_up()
        settle(deployment, 70)
        processes(deployment, "suspend", *WORK)
        first = deployment.vips[0]
        core = deployment.describe_vip(**CORE)
        apply(deployment, None, None, vips=[first, core])
        deployment.assert_wholly_on(instance_id)
        apply(deployment, None, None, vips=[first])
        deployment.assert_wholly_on(instance_id)
        assert len(deployment.vip_interfaces()) == 1

    def test_of_a_group_that_is_not_there_yet(self, deployed: Deployment) -> None:
        """It is made as Terraform wants it."""
        deployed.autoscaling.delete_auto_scaling_group(
            AutoScalingGroupName=deployed.name, ForceDelete=True
        )
        settle(deployed, 5 * MINUTE)
        answered = deployed.lab.lambdas.invoke(
            deployed.function,
            sweep_event("update", deployed.vips, sweep_input(deployed.vips), maintenance=True),
        )
        assert "errorMessage" not in answered.payload

    @pytest.mark.parametrize(
        ("now", "sentence"),
        [(True, "Maintenance was not begun: "), (False, "Maintenance was not ended: ")],
    )
    def test_that_aws_refuses_says_how_to_do_it_by_hand(
        self, deployed: Deployment, now: bool, sentence: str
    ) -> None:
        """And still takes down what is no longer configured: nobody else would."""
        if not now:
            processes(deployed, "suspend", *WORK)
        do = "suspend" if now else "resume"
        deployed.lab.faults.inject(
            Fault(
                "autoscaling",
                f"{do.title()}Processes",
                "error",
                count=10,
                error=REFUSED["autoscaling"],
            )
        )
        gone = deployed.describe_vip(**CORE)
        earlier = sweep_input([*deployed.vips, gone], not now)
        answered = deployed.lab.lambdas.invoke(
            deployed.function, sweep_event("update", deployed.vips, earlier, maintenance=now)
        )
        said = str(answered.payload["errorMessage"])
        assert said.startswith(sentence)
        assert "does not ask again" in said
        assert f"aws autoscaling {do}-processes --auto-scaling-group-name sbc" in said


class TestPeople:
    def test_are_told_when_it_lasts(self, deployed: Deployment) -> None:
        settle(deployed, 70)
        deployed.make_alarms("maintenance-overdue", "healing-suspended", "vip-not-held-vip")
        processes(deployed, "suspend", *WORK)
        settle(deployed, 235 * MINUTE)
        assert alarmed(deployed) == []
        settle(deployed, 70 * MINUTE)
        assert alarmed(deployed) == ["sbc-maintenance-overdue"]
        processes(deployed, "resume", *WORK)
        settle(deployed, 70 * MINUTE)
        assert deployed.mailed_by_alarms()[-1].startswith('OK: "sbc-maintenance-overdue"')

    def test_see_it_in_a_metric(self, deployed: Deployment) -> None:
        def told() -> set[float]:
            return set(deployed.lab.metrics.values("PersistentVnf", "Maintenance", Name="sbc"))

        settle(deployed, 3 * MINUTE)
        assert told() == {0}
        processes(deployed, "suspend", "ReplaceUnhealthy")
        settle(deployed, 3 * MINUTE)
        assert told() == {0, 1}

"""An instance fails, another one takes its addresses over: every order of events leads there."""

from __future__ import annotations

from typing import Any

import pytest

from lab.pipeline.call_log import Call
from tests.heal.conftest import Deploy
from tests.support.actions import fail, invoke, mark_unhealthy, messages, serving, settle
from tests.support.deployment import ZONES, Deployment
from tests.support.event_shapes import AUDIT, LAUNCH, LIFECYCLE, TERMINATE


def test_the_first_instance_gets_the_vip_before_it_serves(deploy: Deploy) -> None:
    deployment = deploy()
    first = deployment.warm_up()
    deployment.assert_wholly_on(first)


@pytest.mark.parametrize("zone", ZONES)
def test_the_same_addresses_come_back_in_any_zone(deploy: Deploy, zone: str) -> None:
    deployment = deploy()
    deployment.lab.groups.force_az = ZONES[0]
    deployment.warm_up()
    before = deployment.address()["PublicIp"]
    deployment.lab.groups.force_az = zone
    old = fail(deployment)
    new = deployment.in_service(other_than=old)
    deployment.assert_wholly_on(new)
    assert deployment.address()["PublicIp"] == before
    assert deployment.vip_subnets()[0]["AvailabilityZone"] == zone


def test_in_the_same_zone_subnet_and_interface_survive_a_replacement(deploy: Deploy) -> None:
    deployment = deploy(switches={"launch_delay_seconds": (0, 0)})
    deployment.lab.groups.force_az = ZONES[0]
    deployment.warm_up()
    (interface,) = deployment.vip_interfaces()
    old = mark_unhealthy(deployment)
    deployment.assert_wholly_on(deployment.in_service(other_than=old))
    assert deployment.vip_interfaces()[0]["MacAddress"] == interface["MacAddress"]


class TestOrders:
    """Launch alone is enough."""

    @pytest.mark.parametrize("pattern", [TERMINATE, AUDIT])
    def test_without_terminate_events_or_audits(
        self, deployed: Deployment, pattern: dict[str, Any]
    ) -> None:
        deployed.lab.events.drop(pattern, count=1000)
        old = mark_unhealthy(deployed)
        deployed.assert_wholly_on(deployed.in_service(other_than=old))

    def test_without_launch_events_the_audit_lets_the_newcomer_in(
        self, deployed: Deployment
    ) -> None:
        deployed.lab.events.drop(LAUNCH, count=1000)
        old = mark_unhealthy(deployed)
        new = deployed.in_service(other_than=old, limit_seconds=300)
        deployed.assert_wholly_on(new)

    def test_without_any_lifecycle_event_the_audit_does_it_all(self, deployed: Deployment) -> None:
        deployed.lab.events.drop(LIFECYCLE, count=1000)
        old = mark_unhealthy(deployed)
        new = deployed.in_service(other_than=old, limit_seconds=400)
        deployed.assert_wholly_on(new)
        settle(deployed)
        assert [each["InstanceId"] for each in deployed.instances()] == [new]

    def test_a_terminate_event_after_the_heal_changes_nothing(self, deployed: Deployment) -> None:
        deployed.lab.events.hold(TERMINATE)
        deployed.lab.events.drop(AUDIT, count=1000)
        old = mark_unhealthy(deployed)
        new = deployed.in_service(other_than=old)
        (before,) = deployed.vip_interfaces()
        deployed.lab.events.release()
        settle(deployed)
        deployed.assert_wholly_on(new)
        assert deployed.vip_interfaces()[0]["Attachment"] == before["Attachment"]

    def test_a_launch_event_after_the_terminate_is_done(self, deployed: Deployment) -> None:
        deployed.lab.events.hold(LAUNCH)
        deployed.lab.events.drop(AUDIT, count=1000)
        old = mark_unhealthy(deployed)
        settle(deployed, 120)
        assert old not in [each["InstanceId"] for each in deployed.instances()]
        deployed.lab.events.release()
        deployed.assert_wholly_on(deployed.in_service(other_than=old))

    @pytest.mark.parametrize("seconds", [5, 15, 25, 35, 50])
    def test_a_terminate_event_in_the_midst_of_the_launch(
        self, deployed: Deployment, seconds: float
    ) -> None:
        deployed.lab.events.delay(TERMINATE, seconds, count=10)
        deployed.lab.events.drop(AUDIT, count=1000)
        old = mark_unhealthy(deployed)
        new = deployed.in_service(other_than=old)
        settle(deployed)
        deployed.assert_wholly_on(new)

    @pytest.mark.parametrize("seconds", [0, 1, 5, 15, 60])
    def test_a_launch_event_in_parallel_with_itself_and_nothing_else(
        self, deployed: Deployment, seconds: float
    ) -> None:
        deployed.lab.events.duplicate(LAUNCH, count=10, seconds=seconds)
        deployed.lab.events.drop(TERMINATE, count=10)
        deployed.lab.events.drop(AUDIT, count=1000)
        old = mark_unhealthy(deployed)
        new = deployed.in_service(other_than=old)
        settle(deployed)
        deployed.assert_wholly_on(new)
        attached = [call for call in deployed.lab.call_log.of("ec2") if moved_to(call, new)]
        assert len(attached) == 1, "only one of the two may have attached"

    def test_everything_twice_and_at_once(self, deployed: Deployment) -> None:
        deployed.lab.events.duplicate(LIFECYCLE, count=1000)
        old = mark_unhealthy(deployed)
        new = deployed.in_service(other_than=old)
        settle(deployed)
        deployed.assert_wholly_on(new)

    def test_a_launch_event_of_an_instance_long_replaced_moves_nothing(
        self, deployed: Deployment
    ) -> None:
        stale = deployed.launch_event()
        old = fail(deployed)
        new = deployed.in_service(other_than=old)
        settle(deployed)
        before = deployed.calls(mutating=True)
        invoke(deployed, stale, seconds=20)
        deployed.assert_wholly_on(new)
        assert set(deployed.calls(mutating=True)[len(before) :]) <= {
            "RecordLifecycleActionHeartbeat"
        }
        assert deployed.lab.lambdas.idle(), "a stale event is done with at once"


def moved_to(call: Call, instance_id: str) -> bool:
    """Whether the call attached an interface to the instance."""
    attach = call.action == "AttachNetworkInterface" and not call.error
    return attach and call.params["InstanceId"] == instance_id


class TestTakingDown:
    def test_scaling_to_0_leaves_no_subnet_and_no_interface(self, deployed: Deployment) -> None:
        deployed.scale(0)
        settle(deployed)
        assert deployed.instances() == []
        deployed.assert_nothing_left()

    def test_a_hanging_detach_is_forced_within_seconds(self, deployed: Deployment) -> None:
        deployed.lab.ec2.hang_detach = True
        old = mark_unhealthy(deployed)
        new = deployed.in_service(other_than=old, limit_seconds=120)
        deployed.assert_wholly_on(new)


class TestLaunchBeforeTerminate:
    def test_the_old_one_serves_until_it_leaves_then_the_vip_moves(self, deploy: Deploy) -> None:
        deployment = deploy(LAUNCH_BEFORE_TERMINATE="true")
        old = deployment.warm_up()
        deployment.autoscaling.start_instance_refresh(AutoScalingGroupName="sbc")
        new = deployment.in_service(other_than=old)
        deployment.assert_wholly_on(old)
        settle(deployment, 400)
        deployment.assert_wholly_on(new)
        assert [each["InstanceId"] for each in deployment.instances()] == [new]
        assert messages(deployment)[-1].startswith("VIP 10.16.10.20 is on " + new)


class TestMessages:
    def test_each_transition_is_told_once(self, deployed: Deployment) -> None:
        first = serving(deployed)
        deployed.lab.events.duplicate(LIFECYCLE, count=1000)
        old = mark_unhealthy(deployed)
        new = deployed.in_service(other_than=old)
        settle(deployed)
        moved = [subject for subject in messages(deployed) if " is on " in subject]
        assert [subject.split(" is on ")[1].split()[0] for subject in moved] == [first, new]

    def test_an_audit_in_the_midst_of_a_launch_is_no_repair(self, deploy: Deploy) -> None:
        deployment = deploy()
        deployment.lab.events.drop(LAUNCH, count=1000)
        deployment.warm_up()
        settle(deployment)
        assert len(messages(deployment)) == 1

    def test_a_newcomer_is_left_to_its_own_event(self, deploy: Deploy) -> None:
        deployment = deploy()
        deployment.scale(1)
        settle(deployment, 300)
        launching = {
            call.caller.request_id
            for call in deployment.lab.call_log.calls
            if call.caller.name == deployment.function and call.action == "CreateSubnet"
        }
        assert len(launching) == 1


def test_the_elastic_ip_is_never_released(deployed: Deployment) -> None:
    fail(deployed)
    settle(deployed, 300)
    deployed.scale(0)
    settle(deployed)
    assert "ReleaseAddress" not in deployed.calls()
    assert "DisassociateAddress" not in deployed.calls()


def test_a_healed_world_is_only_read(deployed: Deployment) -> None:
    settle(deployed, 30)
    before = deployed.calls(mutating=True)
    settle(deployed, 600)
    assert deployed.calls(mutating=True) == before

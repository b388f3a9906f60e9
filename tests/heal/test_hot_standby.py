"""A hot standby: a second instance in service takes the VIP over, and nobody waits for a boot."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from lab.errors import AwsError
from lab.pipeline.call_log import Call
from lab.pipeline.faults import Fault
from tests.heal.conftest import REFUSED, Deploy
from tests.support.actions import (
    MINUTE,
    alarmed,
    end,
    holder,
    in_service,
    marks,
    messages,
    processes,
    settle,
    sicken,
    standby,
    stop,
)
from tests.support.deployment import Deployment
from tests.support.event_shapes import ALARM_EVENT, LIFECYCLE, STATE_CHANGES, TERMINATE

BOOT = 60.0  # seconds, in which a replacement could not take over
IN_USE = AwsError("InvalidParameterValue", "The interface is currently in use.", 400)
ONTO = re.compile(r" (moved to|is on) i-")
GRACE = 60.0  # seconds, of the deployment's group


def protected(paired: Deployment) -> set[str]:
    return {each["InstanceId"] for each in paired.instances() if each["ProtectedFromScaleIn"]}


def protections(paired: Deployment) -> list[Call]:
    return paired.lab.call_log.of("autoscaling", "SetInstanceProtection", kind="lambda")


def seconds_until_on(paired: Deployment, instance_id: str, limit: float = 900) -> float:
    """How long it takes until the VIP is wholly there."""
    clock = paired.lab.clock
    began = clock.now()
    whole = lambda: not paired.oracle.why_not_serving(instance_id)  # noqa: E731
    assert clock.run_until(whole, limit), paired.oracle.why_not_serving(instance_id)
    return clock.now() - began


@pytest.fixture
def told(paired: Deployment) -> Deployment:
    """Both in service for long enough that EC2 tells of both, and audits have run."""
    settle(paired, 2 * MINUTE)
    return paired


class TestTheSecondOne:
    def test_enters_service_without_the_vip(self, paired: Deployment) -> None:
        first = holder(paired)
        paired.assert_wholly_on(first)
        assert len(in_service(paired)) == 2

    def test_lies_in_another_zone(self, paired: Deployment) -> None:
        zones = {each["AvailabilityZone"] for each in paired.instances()}
        assert len(zones) == 2

    def test_is_told_of_too(self, told: Deployment) -> None:
        assert told.oracle.why_not_told() == ""

    def test_is_not_let_in_beside_one_that_stands_alone(self, deployed: Deployment) -> None:
        """Without a standby wanted, a second one exists because the first one leaves."""
        deployed.autoscaling.update_auto_scaling_group(AutoScalingGroupName="sbc", MaxSize=2)
        deployed.scale(2)
        settle(deployed, 5 * MINUTE)
        assert len(in_service(deployed)) == 1

    def test_waits_while_the_vip_is_on_its_way(self, deploy: Deploy) -> None:
        """Both at once: the one that is elected is in service no later."""
        deployment = deploy(STANDBY="hot")
        deployment.scale(2)
        first = deployment.in_service()
        deployment.assert_wholly_on(first)
        deployment.in_service(other_than=first)
        assert messages(deployment)[0].startswith("VIP 10.16.10.20 is on")


class TestTheHolder:
    @pytest.mark.parametrize("happens", [end, stop])
    def test_that_fails_is_followed_in_seconds(
        self, told: Deployment, happens: Callable[[Deployment, str], None]
    ) -> None:
        old, new = holder(told), standby(told)
        happens(told, old)
        assert seconds_until_on(told, new) < BOOT
        (mark,) = marks(told)
        assert mark.params["InstanceId"] == old

    def test_that_fails_is_followed_by_ec2s_word_alone(self, deploy: Deploy) -> None:
        """Whoever marks it moves the VIP to its end, whatever AWS refuses at first: no event
        of the group comes, and no audit."""
        fast = {"shutting_down_seconds": (0.5, 1.0)}  # the interface has come off already
        deployment = deploy(switches=fast, STANDBY="hot", audit_interval_minutes=15)
        deployment.warm_up()
        deployment.join()
        settle(deployment, 2 * MINUTE)
        deployment.lab.events.drop(LIFECYCLE, count=9)
        deployment.lab.faults.inject(
            Fault("ec2", "DeleteNetworkInterface", "error", count=8, error=IN_USE)
        )
        new = standby(deployment)
        end(deployment, holder(deployment))
        assert seconds_until_on(deployment, new) < 3 * MINUTE

    def test_that_fails_gets_a_successor_which_stands_by(self, told: Deployment) -> None:
        old, new = holder(told), standby(told)
        end(told, old)
        settle(told, 10 * MINUTE)
        told.assert_wholly_on(new)
        assert old not in in_service(told)
        assert len(in_service(told)) == 2
        assert protected(told) == {new}

    def test_that_moves_is_told_of_once(self, told: Deployment) -> None:
        """Although an audit, EC2's word and the leaver's hook all work on it."""
        before = len(messages(told))
        new = standby(told)
        end(told, holder(told))
        settle(told, 10 * MINUTE)
        moves = [each for each in messages(told)[before:] if " left " not in each]
        assert moves == [f"VIP 10.16.10.20 moved to {new} in eu-west-1c"]

    def test_that_is_marked_by_a_person_is_followed_as_well(self, told: Deployment) -> None:
        new = standby(told)
        told.autoscaling.set_instance_health(
            InstanceId=holder(told), HealthStatus="Unhealthy", ShouldRespectGracePeriod=False
        )
        assert seconds_until_on(told, new) < BOOT

    def test_keeps_the_vip_when_the_standby_fails(self, told: Deployment) -> None:
        first = holder(told)
        end(told, standby(told))
        settle(told, 10 * MINUTE)
        told.assert_wholly_on(first)
        assert len(in_service(told)) == 2
        assert not [call for call in told.calls() if call == "DetachNetworkInterface"]

    def test_that_moves_by_the_newcomers_launch_is_told_of_too(self, deploy: Deploy) -> None:
        """Nobody else works on it: EC2's word and the leaver's event are lost, audits are rare."""
        deployment = deploy(STANDBY="hot", audit_interval_minutes=15)
        deployment.warm_up()
        deployment.join()
        settle(deployment, 2 * MINUTE)
        before, new = len(messages(deployment)), standby(deployment)
        deployment.lab.events.drop(TERMINATE, count=9)
        deployment.lab.events.drop(STATE_CHANGES, count=9)
        end(deployment, holder(deployment))
        settle(deployment, 5 * MINUTE)
        deployment.assert_wholly_on(new)
        moves = messages(deployment)[before:]
        assert [each.split(" in ")[0] for each in moves] == [f"VIP 10.16.10.20 moved to {new}"]


class TestTheSick:
    """With `impaired_after_seconds`: who is sick is followed, if somebody well can follow."""

    def watch(self, deploy: Deploy, **settings: Any) -> Deployment:
        """Both beyond their grace, and Auto Scaling's own check far off."""
        deployment = deploy(
            switches={"impaired_notice_seconds": (3000, 3000)},
            **({"STANDBY": "hot", "IMPAIRED_AFTER_SECONDS": "90"} | settings),
        )
        deployment.warm_up()
        deployment.join()
        settle(deployment, GRACE + MINUTE)
        return deployment

    @pytest.fixture
    def watched(self, deploy: Deploy) -> Deployment:
        return self.watch(deploy)

    def test_holder_is_followed(self, watched: Deployment) -> None:
        old, new = holder(watched), standby(watched)
        sicken(watched, old)
        assert seconds_until_on(watched, new) < 90 + 2 * MINUTE
        (mark,) = marks(watched)
        assert mark.params["InstanceId"] == old

    def test_holder_is_followed_at_once_when_the_alarm_calls(self, deploy: Deploy) -> None:
        """With rare audits: the one that marks moves, too."""
        deployment = self.watch(deploy, audit_interval_minutes=15)
        new = standby(deployment)
        sicken(deployment, holder(deployment))
        settle(deployment, 95)
        assert marks(deployment) == []
        deployment.lab.lambdas.invoke_async(deployment.function, ALARM_EVENT)
        assert seconds_until_on(deployment, new) < BOOT

    def test_standby_is_replaced_and_the_vip_stays(self, watched: Deployment) -> None:
        first, old = holder(watched), standby(watched)
        sicken(watched, old)
        settle(watched, 10 * MINUTE)
        watched.assert_wholly_on(first)
        assert [mark.params["InstanceId"] for mark in marks(watched)] == [old]
        assert len(in_service(watched)) == 2

    def test_both_are_left_where_they_are(self, watched: Deployment) -> None:
        """Whoever boots in their place is no better, and comes later."""
        first = holder(watched)
        for each in in_service(watched):
            sicken(watched, each)
        settle(watched, 20 * MINUTE)
        assert marks(watched) == []
        assert holder(watched) == first

    def test_holder_stays_until_the_standby_has_booted(self, deploy: Deploy) -> None:
        grace = 5 * MINUTE
        watched = self.watch(deploy, HEALTH_CHECK_GRACE_SECONDS=str(grace))
        settle(watched, grace)
        first, second = holder(watched), standby(watched)
        end(watched, second)
        settle(watched, 90)
        third = standby(watched)
        sicken(watched, first)
        settle(watched, 150)
        assert [mark.params["InstanceId"] for mark in marks(watched)] == [second]
        assert holder(watched) == first
        assert seconds_until_on(watched, third) < 90 + 2 * MINUTE

    def test_standby_does_not_keep_an_ended_holder_from_being_marked(
        self, watched: Deployment
    ) -> None:
        old, sick = holder(watched), standby(watched)
        sicken(watched, sick)
        end(watched, old)
        settle(watched, 10)
        assert [mark.params["InstanceId"] for mark in marks(watched)] == [old]


@pytest.mark.parametrize("seed", range(4))
def test_the_vip_never_moves_without_a_failure_of_its_holder(deploy: Deploy, seed: int) -> None:
    """Whatever becomes of the two, sick, stopped or ended, in any order. Each move is told of once,
    whichever of the handlers that work on it are first."""
    deployment = deploy(seed=seed, STANDBY="hot", IMPAIRED_AFTER_SECONDS="90")
    deployment.warm_up()
    deployment.join()
    settle(deployment, 4 * MINUTE)
    chance, failures, before = random.Random(seed), 0, len(messages(deployment))
    for _ in range(6):
        of_holder = chance.random() < 0.5
        struck = holder(deployment) if of_holder else standby(deployment)
        happens = chance.choice([end, stop, sicken])
        happens(deployment, struck)
        failures += of_holder
        settle(deployment, chance.uniform(8, 14) * MINUTE)
        deployment.assert_wholly_on(holder(deployment))
        assert len(in_service(deployment)) == 2
    attached = deployment.lab.call_log.of("ec2", "AttachNetworkInterface", kind="lambda")
    moves = len([call for call in attached if not call.error]) - 1  # besides the first one
    assert moves == failures
    told_of = [each for each in messages(deployment)[before:] if ONTO.search(each)]
    assert len(told_of) == moves
    assert failures > 0


class TestProtection:
    def test_is_the_holders_alone(self, told: Deployment) -> None:
        assert protected(told) == {holder(told)}
        assert len(protections(told)) == 1

    def test_keeps_the_holder_when_the_group_is_lowered(self, told: Deployment) -> None:
        first = holder(told)
        told.configure(STANDBY="none")
        told.autoscaling.update_auto_scaling_group(AutoScalingGroupName="sbc", MaxSize=1)
        settle(told, 10 * MINUTE)
        assert in_service(told) == [first]
        told.assert_wholly_on(first)
        assert protected(told) == set()

    def test_stays_while_a_standby_is_switched_off(self, told: Deployment) -> None:
        """The function is told first, the group some time after."""
        first = holder(told)
        told.configure(STANDBY="none")
        settle(told, 5 * MINUTE)
        assert protected(told) == {first}

    def test_is_nobodys_under_launch_before_terminate(self, deploy: Deploy) -> None:
        """A refresh would wait for the old one to be free."""
        deployment = deploy(LAUNCH_BEFORE_TERMINATE="true")
        old = deployment.warm_up()
        deployment.autoscaling.start_instance_refresh(AutoScalingGroupName="sbc")
        deployment.in_service(other_than=old)
        settle(deployment, 5 * MINUTE)
        assert protections(deployment) == []

    def test_lets_a_refresh_through(self, told: Deployment) -> None:
        """As the module has it: one at a time, and whoever is protected too."""
        old = set(in_service(told))
        before = len(messages(told))
        told.autoscaling.start_instance_refresh(
            AutoScalingGroupName="sbc",
            Preferences={
                "MinHealthyPercentage": 50,
                "MaxHealthyPercentage": 100,
                "ScaleInProtectedInstances": "Refresh",
            },
        )
        settle(told, 15 * MINUTE)
        assert len(in_service(told)) == 2
        assert not old & set(in_service(told))
        told.assert_wholly_on(holder(told))
        moves = [each for each in messages(told)[before:] if " on " in each or " to " in each]
        assert 1 <= len(moves) <= 2

    def test_keeps_no_one_in_a_group_that_shall_rest(self, told: Deployment) -> None:
        processes(told, "suspend", "Launch")
        told.scale(0)
        settle(told, 10 * MINUTE)
        assert told.instances() == []
        told.assert_nothing_left()

    def test_that_somebody_gave_to_a_single_one_is_taken_back(self, deployed: Deployment) -> None:
        instance_id = deployed.in_service()
        deployed.autoscaling.set_instance_protection(
            AutoScalingGroupName="sbc", InstanceIds=[instance_id], ProtectedFromScaleIn=True
        )
        settle(deployed, 2 * MINUTE)
        assert protected(deployed) == set()

    def test_that_is_refused_is_told_by_an_alarm(self, deploy: Deploy) -> None:
        deployment = deploy(STANDBY="hot")
        deployment.lab.faults.inject(
            Fault(
                "autoscaling",
                "SetInstanceProtection",
                "error",
                count=1000,
                error=REFUSED["autoscaling"],
            )
        )
        deployment.warm_up()
        deployment.join()
        deployment.make_alarms("heal-failed")
        settle(deployment, 5 * MINUTE)
        assert alarmed(deployment) == ["sbc-heal-failed"]
        deployment.assert_wholly_on(holder(deployment))

    def test_of_one_that_has_just_left_changes_nothing(self, deploy: Deploy) -> None:
        deployment = deploy(STANDBY="hot")
        left = AwsError("ValidationError", "The instance i-0 is not in InService", status=400)
        deployment.lab.faults.inject(
            Fault("autoscaling", "SetInstanceProtection", "error", error=left)
        )
        deployment.warm_up()
        deployment.join()
        deployment.make_alarms("heal-failed")
        settle(deployment, 5 * MINUTE)
        assert alarmed(deployment) == []
        assert protected(deployment) == {holder(deployment)}

    def test_rests_in_maintenance(self, paired: Deployment) -> None:
        processes(paired, "suspend", "HealthCheck", "ReplaceUnhealthy")
        settle(paired, 2 * MINUTE)
        paired.autoscaling.set_instance_protection(
            AutoScalingGroupName="sbc", InstanceIds=[holder(paired)], ProtectedFromScaleIn=False
        )
        settle(paired, 3 * MINUTE)
        assert protected(paired) == set()

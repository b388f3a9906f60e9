"""At rest is a wish that somebody expressed: otherwise people are told, and what to do."""

from __future__ import annotations

import pytest

from lab.pipeline.faults import Fault
from tests.heal.conftest import REFUSED, Deploy
from tests.support.actions import MINUTE, alarmed, processes, serving, settle
from tests.support.deployment import Deployment


@pytest.fixture
def watched(deploy: Deploy) -> Deployment:
    """In service for longer than any warm-up takes, and watched by the module's alarms."""
    deployment = deploy()
    deployment.warm_up()
    settle(deployment, 6 * MINUTE)
    deployment.make_alarms("vip-not-held-vip", "healing-suspended")
    settle(deployment, 2 * MINUTE)
    return deployment


def update(deployed: Deployment, **sizes: int) -> None:
    deployed.autoscaling.update_auto_scaling_group(AutoScalingGroupName=deployed.name, **sizes)


def sentences(caplog: pytest.LogCaptureFixture) -> set[str]:
    records = [each for each in caplog.records if each.getMessage() == "nobody wished this rest"]
    assert all(each.levelname == "WARNING" for each in records)
    return {str(each.__dict__["sentence"]) for each in records}


def drain(deployed: Deployment) -> None:
    """What Terraform does before it deletes the group."""
    update(deployed, MinSize=0, MaxSize=0, DesiredCapacity=0)
    members = deployed.lab.groups.get(deployed.name).group.members
    assert deployed.lab.clock.run_until(lambda: not members, 1000)


def delete(deployed: Deployment, *, force: bool = False) -> None:
    deployed.autoscaling.delete_auto_scaling_group(
        AutoScalingGroupName=deployed.name, ForceDelete=force
    )


def put_to_rest(deployed: Deployment) -> None:
    processes(deployed, "suspend", "Launch")
    deployed.scale(0)


WISHES = {
    "Launch suspended": put_to_rest,
    "at most 0": lambda deployed: update(deployed, MaxSize=0),
    "drained as by Terraform": drain,
}


@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_alarms_nobody(
    watched: Deployment, caplog: pytest.LogCaptureFixture, wish: str
) -> None:
    WISHES[wish](watched)
    settle(watched, 3 * MINUTE)
    watched.assert_nothing_left()
    since = watched.lab.clock.now()
    settle(watched, 70 * MINUTE)
    assert alarmed(watched) == []
    told = watched.lab.metrics.between(
        "PersistentVnf", "VipHeld", {"Name": "sbc", "Vip": "vip"}, since, 1e12
    )
    assert told == []
    assert sentences(caplog) == set()


def test_the_way_back_from_rest(watched: Deployment) -> None:
    put_to_rest(watched)
    settle(watched, 30 * MINUTE)
    processes(watched, "resume", "Launch")
    watched.scale(1)
    watched.assert_wholly_on(watched.in_service())
    assert alarmed(watched) == []


def test_a_group_set_to_0_by_accident_alarms_and_the_log_says_the_way_back(
    watched: Deployment, caplog: pytest.LogCaptureFixture
) -> None:
    watched.scale(0)
    settle(watched, 6 * MINUTE)
    assert alarmed(watched) == ["sbc-vip-not-held-vip"]
    (sentence,) = sentences(caplog)
    way_back = "set-desired-capacity --auto-scaling-group-name sbc --desired-capacity 1."
    assert "The Auto Scaling group sbc is at 0, and nobody wished that." in sentence
    assert way_back in sentence
    watched.scale(1)
    watched.assert_wholly_on(watched.in_service())
    settle(watched, 6 * MINUTE)
    assert watched.mailed_by_alarms()[-1].startswith('OK: "sbc-vip-not-held-vip"')


def test_a_group_deleted_by_force_alarms(
    watched: Deployment, caplog: pytest.LogCaptureFixture
) -> None:
    """The VIP's subnet and interface stay: nobody takes down what nobody wished to end."""
    delete(watched, force=True)
    settle(watched, 6 * MINUTE)
    assert alarmed(watched) == ["sbc-vip-not-held-vip"]
    assert len(watched.vip_interfaces()) == len(watched.vip_subnets()) == 1
    (sentence,) = sentences(caplog)
    assert "sbc was deleted, by force: the VIP's subnet is still there." in sentence
    assert "Make the group again: terraform apply." in sentence


@pytest.mark.parametrize("shutting_down", [20.0, 600.0])
def test_a_destroy_alarms_nobody(deploy: Deploy, shutting_down: float) -> None:
    """However long EC2 takes to end the instance, and 14 minutes to the audit's own end."""
    deployment = deploy(switches={"shutting_down_seconds": (shutting_down, shutting_down)})
    deployment.warm_up()
    settle(deployment, 8 * MINUTE)
    deployment.make_alarms("vip-not-held-vip")
    settle(deployment, 2 * MINUTE)
    mailed = len(deployment.mailed())
    drain(deployment)
    delete(deployment)
    settle(deployment, 14 * MINUTE)
    assert [subject.split(" left ")[0] for subject, _ in deployment.mailed()[mailed:]] == [
        "VIP 10.16.10.20"
    ]


@pytest.mark.parametrize("told", [True, False])
def test_a_group_deleted_long_ago_alarms_although_it_went_through_its_hooks(
    watched: Deployment, caplog: pytest.LogCaptureFixture, told: bool
) -> None:
    """By hand, or by an apply that failed half-way. Nobody knows when, if AWS does not tell."""
    drain(watched)
    delete(watched)
    if not told:
        refused = Fault(
            "autoscaling",
            "DescribeScalingActivities",
            "error",
            count=1000,
            error=REFUSED["autoscaling"],
        )
        watched.lab.faults.inject(refused)
    settle(watched, (20 if told else 5) * MINUTE)
    watched.assert_nothing_left()
    assert alarmed(watched) == ["sbc-vip-not-held-vip"]
    (sentence,) = sentences(caplog)
    assert sentence.startswith("The Auto Scaling group sbc was deleted. Nobody can hold")


def test_a_first_instance_that_never_comes_is_told_after_the_warm_ups_time(
    deploy: Deploy,
) -> None:
    deployment = deploy()
    deployment.make_alarms("vip-not-held-vip")
    settle(deployment, 5 * MINUTE)
    assert deployment.lab.metrics.values("PersistentVnf", "VipHeld", Name="sbc", Vip="vip") == []
    settle(deployment, 5 * MINUTE)
    assert alarmed(deployment) == ["sbc-vip-not-held-vip"]


def test_healing_suspended_for_an_hour_is_told_once_and_its_end_as_well(
    watched: Deployment,
) -> None:
    instance_id = serving(watched)
    processes(watched, "suspend", "HealthCheck", "AZRebalance")
    settle(watched, 55 * MINUTE)
    assert alarmed(watched) == []
    settle(watched, 60 * MINUTE)
    assert alarmed(watched) == ["sbc-healing-suspended"]
    processes(watched, "resume", "HealthCheck")
    settle(watched, 3 * MINUTE)
    assert watched.mailed_by_alarms()[-1].startswith('OK: "sbc-healing-suspended"')
    watched.assert_wholly_on(instance_id)


def test_a_suspended_rebalancing_is_the_modules_own(watched: Deployment) -> None:
    processes(watched, "suspend", "AZRebalance")
    settle(watched, 2 * MINUTE)
    told = watched.lab.metrics.values("PersistentVnf", "ProcessesSuspended", Name="sbc")
    assert set(told) == {0}

"""The game day's drills with a hot standby, in simulated time and with the demo's own judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from demo.drills import Drill, run_drill
from demo.model import Outcome
from demo.standby_drills import STANDBY_DRILLS
from lab.in_process import simulated
from tests.demo.in_simulation import live_demo
from tests.support.actions import MINUTE, holder, in_service, marks, settle, standby
from tests.support.deployment import Deployment

DRILLS = {drill.title: drill for drill in STANDBY_DRILLS}


@pytest.fixture
def deployment() -> Iterator[Deployment]:
    """Two in service for longer than their grace, as the first drill's apply would leave them."""
    with simulated(seed=5) as lab:
        deployed = Deployment(lab, STANDBY="hot", IMPAIRED_AFTER_SECONDS="60")
        deployed.warm_up()
        deployed.join()
        settle(deployed, 3 * MINUTE)
        yield deployed


def run(deployed: Deployment, title: str) -> Outcome:
    return run_drill(live_demo(deployed), _without_terraform(DRILLS[title]))


def _without_terraform(drill: Drill) -> Drill:
    """The deployment is already what the apply of the first drill makes."""
    return replace(drill, prepare=None) if drill is STANDBY_DRILLS[0] else drill


@pytest.mark.parametrize("title", DRILLS)
def test_the_address_comes_back_and_both_are_well_again(deployment: Deployment, title: str) -> None:
    outcome = run(deployment, title)
    assert outcome.problems == ()
    assert outcome.seconds_to_heal is not None
    assert len(in_service(deployment)) == 2
    deployment.assert_wholly_on(holder(deployment))


def test_a_standby_that_dies_is_replaced_and_nothing_moves(deployment: Deployment) -> None:
    old = standby(deployment)
    run(deployment, "the standby dies")
    assert standby(deployment) != old
    assert not deployment.lab.call_log.of("ec2", "DetachNetworkInterface", kind="lambda")


def test_of_two_sick_ones_the_handler_gives_up_nobody(deployment: Deployment) -> None:
    old = set(in_service(deployment))
    run(deployment, "both are sick")
    assert not old & set(in_service(deployment))
    assert marks(deployment) == []


def test_a_holder_is_given_up_with_its_zone(deployment: Deployment) -> None:
    old = holder(deployment)
    run(deployment, "the zone of the holder fails")
    assert old in [mark.params["InstanceId"] for mark in marks(deployment)]


def test_past_the_storm_limit_nobody_is_given_up_for_being_sick(
    deployment: Deployment, caplog: pytest.LogCaptureFixture
) -> None:
    outcome = run(deployment, "the storm limit is reached")
    marked = [mark.params["InstanceId"] for mark in marks(deployment)]
    assert len(marked) >= 3
    assert outcome.before.instance_id not in marked
    assert "storm limit" in caplog.messages


def test_the_move_goes_on_while_somebody_begins_to_work(deployment: Deployment) -> None:
    outcome = run(deployment, "maintenance in the midst of a move")
    assert outcome.seconds_to_heal is not None
    assert outcome.seconds_to_heal < MINUTE
    (group,) = deployment.autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"]
    assert group["SuspendedProcesses"] == []

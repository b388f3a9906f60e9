"""The drill of a service that hangs, in simulated time and with the demo's own judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from demo.drills import DRILLS, run_drill
from demo.drills import in_service as is_healed
from demo.model import Outcome
from lab.in_process import simulated
from tests.demo.in_simulation import live_demo
from tests.support.actions import MINUTE, holder, in_service, marks, settle
from tests.support.deployment import Deployment
from tests.support.service import Service

(DRILL,) = [drill for drill in DRILLS if drill.title == "service that hangs"]


@pytest.fixture
def deployment() -> Iterator[Deployment]:
    """Two in service, and a check that has passed for a while, as the drill begins with."""
    with simulated(seed=5) as lab:
        deployed = Deployment(lab, STANDBY="hot")
        deployed.warm_up()
        deployed.join()
        service = Service(deployed)
        service.hung = lab.guests.hung
        service.watch()
        settle(deployed, 5 * MINUTE)
        yield deployed


def run(deployed: Deployment) -> Outcome:
    return run_drill(live_demo(deployed), replace(DRILL, prepare=None))


def test_the_address_goes_to_the_standby(deployment: Deployment) -> None:
    old = holder(deployment)
    outcome = run(deployment)
    assert outcome.problems == ()
    assert outcome.seconds_to_heal is not None
    assert outcome.seconds_to_heal < 2 * MINUTE
    assert [mark.params["InstanceId"] for mark in marks(deployment)] == [old]
    assert len(in_service(deployment)) == 2
    deployment.assert_wholly_on(holder(deployment))


def test_it_is_not_healed_while_the_guest_hangs(deployment: Deployment) -> None:
    """EC2 and Auto Scaling find nothing wrong with it."""
    live = live_demo(deployment)
    live.recorder.look()
    assert live.recorder.vip.whole
    deployment.lab.guests.hung.add(holder(deployment))
    assert not is_healed(live)

"""The game day's drills: fifteen, and each does to the lab what it says."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from demo.drills import Drill
from demo.gameday import GAMEDAY
from demo.standby_drills import STANDBY_DRILLS
from lab.in_process import simulated
from tests.support.deployment import Deployment
from tests.support.vip import Vip

OF_ONE = tuple(drill for drill in GAMEDAY if drill not in STANDBY_DRILLS)


def test_there_are_fifteen_and_each_is_another() -> None:
    assert len({drill.title for drill in GAMEDAY}) == len(GAMEDAY) == 15


@pytest.mark.parametrize("drill", OF_ONE, ids=lambda drill: drill.title)
def test_the_drill_strikes_and_the_address_comes_back(drill: Drill) -> None:
    with simulated(seed=3) as lab:
        deployment = Deployment(lab)
        old = deployment.warm_up()
        lab.clock.advance(70)
        live = SimpleNamespace(lab=lab, ec2=deployment.ec2, say=lambda *_: None)
        drill.strike(live, Vip(instance_id=old))  # type: ignore[arg-type]
        new = deployment.in_service(other_than=old, limit_seconds=900)
        lab.clock.advance(200)
        told = [entry.what for entry in lab.timeline.entries if entry.who == "fault"]
        left = [each.count for each in lab.events._interferences]
        forced = [call for call in lab.call_log.calls if call.params.get("Force")]
        assert told or (left and not any(left)) or forced
        deployment.assert_wholly_on(new)

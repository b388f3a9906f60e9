"""The runbook of docs/standby.md, run as it is written there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lab.context import current
from lab.in_process import client, simulated
from tests.cases import commands
from tests.support.actions import MINUTE, holder, in_service, processes, settle, standby
from tests.support.deployment import Deployment
from tests.support.outage import Outage

# As the page calls them.
HOLDER, STANDBY = "i-0aaaaaaaaaaaaaaaa", "i-0bbbbbbbbbbbbbbbb"


@pytest.fixture
def paired() -> Iterator[Deployment]:
    """Holder and standby in service for some minutes."""
    with simulated(seed=1) as lab:
        deployed = Deployment(lab, STANDBY="hot")
        deployed.warm_up()
        deployed.join()
        settle(deployed, 5 * MINUTE)
        yield deployed
        assert current().gaps.all == []


def types(paired: Deployment, heading: str, first: str, second: str, block: int = 0) -> None:
    """Run the commands of one shell block under that heading."""
    written = commands.blocks(heading, commands.STANDBY)[block]
    names = {HOLDER: first, STANDBY: second}
    commands.run(written, names, client, lambda seconds: settle(paired, seconds))


def test_hand_over_to_the_standby(paired: Deployment) -> None:
    first, second = holder(paired), standby(paired)
    outage = Outage(paired)
    types(paired, "Hand over to the standby", first, second)
    settle(paired, 3 * MINUTE)
    assert holder(paired) == second
    types(paired, "Hand over to the standby", first, second, block=1)
    settle(paired, 5 * MINUTE)
    paired.assert_wholly_on(second)
    assert sorted(in_service(paired)) == sorted([first, second])
    assert outage.seconds < MINUTE
    moved = [subject for subject, _ in paired.mailed() if " moved to " in subject]
    assert len(moved) == 1
    assert second in moved[0]


def test_replace_the_standby(paired: Deployment) -> None:
    first, second = holder(paired), standby(paired)
    outage = Outage(paired)
    types(paired, "Replace one of them", first, second)
    settle(paired, 5 * MINUTE)
    assert outage.seconds == 0
    assert holder(paired) == first
    assert len(in_service(paired)) == 2
    assert second not in in_service(paired)


def test_replace_the_holder(paired: Deployment) -> None:
    first, second = holder(paired), standby(paired)
    outage = Outage(paired)
    types(paired, "Replace one of them", first, first)  # its name in the standby's place
    settle(paired, 5 * MINUTE)
    assert outage.seconds < MINUTE
    paired.assert_wholly_on(second)
    assert len(in_service(paired)) == 2


def test_take_the_service_down_and_bring_it_back(paired: Deployment) -> None:
    processes(paired, "suspend", "Launch")
    paired.scale(0)
    settle(paired, 15 * MINUTE)
    assert paired.instances() == []
    paired.assert_nothing_left()
    processes(paired, "resume", "Launch")
    types(paired, "Take the service down and bring it back", "", "")
    settle(paired, 5 * MINUTE)
    paired.assert_wholly_on(holder(paired))
    assert len(in_service(paired)) == 2

"""What a look is good for: a picture whose parts do not belong together takes nothing away."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from common.runtime import Runtime, outcome_of
from hook_handler import reconcile
from hook_handler.answers import Glimpse
from hook_handler.reconcile import ONE_PICTURE, Reconciler
from hook_handler.retry import Retrier
from hook_handler.steps import Call
from hook_handler.world import World
from tests.support.planner.worlds import (
    AWAY,
    NEW,
    OLD,
    attachment,
    config,
    held,
    interface,
    member,
    subnet,
)
from tests.support.planner.worlds import world as a_world

ENTERS = member(NEW, "Pending:Wait", zone=AWAY)
LEAVES = member(OLD, "Terminating:Wait")


class Stage:
    """A reconciler that sees what it is shown, some seconds later, and calls nothing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 5000.0
        self.called: list[str] = []
        self.shown: Iterator[tuple[World, float]] = iter(())
        monkeypatch.setattr(reconcile, "observe", lambda *_: self._observed())
        monkeypatch.setattr(reconcile, "observe_members", lambda world, *_: world)
        monkeypatch.setattr(reconcile, "poll", lambda *_: Glimpse({}, {}, {}))
        monkeypatch.setattr(reconcile, "execute", lambda step, *_: self._executed(step))
        runtime = self._runtime()
        clients: Any = SimpleNamespace(runtime=runtime)
        self.reconciler = Reconciler(config(), clients, Retrier(runtime))

    def look(self, shown: World, seconds: float) -> bool:
        """Look, and act on it. Whether anything was called."""
        self.shown = iter([(shown, seconds)])
        return self.reconciler.advance(self.reconciler.look())

    def _executed(self, step: Call) -> dict[str, str]:
        self.called.append(type(step).__name__)
        return {"AttachmentId": "eni-attach-new"}

    def _observed(self) -> World:
        shown, seconds = next(self.shown)
        self.now += seconds
        return shown

    def _sleep(self, seconds: float) -> None:
        self.now += seconds

    def _runtime(self) -> Runtime:
        def one_by_one(calls: Any) -> list[object]:
            return [outcome_of(call) for call in calls]

        return Runtime(lambda: self.now, self._sleep, lambda: 0.0, lambda: 100.0, one_by_one)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


# The old subnet, and the interface that a newer handler built in a subnet not seen yet.
TORN = a_world(
    LEAVES,
    ENTERS,
    subnets=(subnet(),),
    interfaces=(interface(attachment(NEW), subnet_id="subnet-2"),),
)
LOOSE = a_world(LEAVES, ENTERS, subnets=(subnet(),), interfaces=(interface(subnet_id="subnet-2"),))


@pytest.mark.parametrize("shown", [TORN, LOOSE], ids=["attached", "loose"])
def test_an_interface_without_its_subnet_is_left_alone_at_first(stage: Stage, shown: World) -> None:
    stage.look(shown, seconds=0.5)
    assert not {"Detach", "DeleteInterface"} & set(stage.called)


def test_what_a_slow_look_shows_is_not_taken_away(stage: Stage) -> None:
    old = a_world(LEAVES, subnets=(subnet(),), interfaces=(interface(),))
    assert not stage.look(old, seconds=ONE_PICTURE + 1)
    assert stage.look(old, seconds=0.5)
    assert stage.called == ["DeleteInterface", "DeleteSubnet"]


def test_what_a_slow_look_shows_is_given_to_nobody(stage: Stage) -> None:
    """It may show one as serving that has begun to leave since."""
    ready = a_world(ENTERS, subnets=(subnet(zone=AWAY),), interfaces=(interface(),))
    stage.look(ready, seconds=ONE_PICTURE + 1)
    assert "Attach" not in stage.called
    stage.look(ready, seconds=0.5)
    assert "Attach" in stage.called


def test_two_slow_looks_that_agree_are_enough(stage: Stage) -> None:
    """AWS that answers slowly all the time must not keep the VIP from moving."""
    stage.look(TORN, seconds=ONE_PICTURE + 1)
    assert stage.look(TORN, seconds=ONE_PICTURE + 1)
    assert "Detach" in stage.called


def test_a_slow_look_lets_nobody_into_service(stage: Stage) -> None:
    whole = held(member(NEW, "Pending:Wait"), by=NEW)
    stage.shown = iter([(whole, ONE_PICTURE + 1), (whole, ONE_PICTURE + 1)])
    assert not stage.reconciler.look().settled
    assert stage.reconciler.look().settled

"""A reconciler on a stage: AWS is what the test shows it, and time what it spends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from common.runtime import Runtime
from hook_handler import reconcile
from hook_handler.answers import Glimpse
from hook_handler.assessment import Assessment
from hook_handler.config import Config
from hook_handler.reconcile import Reconciler
from hook_handler.retry import Retrier
from hook_handler.steps import (
    AssociateAddress,
    AssociateRouteTable,
    Attach,
    Call,
    CreateInterface,
    CreateSubnet,
)
from hook_handler.world import Interface, World
from tests.support.calls import one_after_another
from tests.support.planner.worlds import ADDRESS, AWAY, config

NEWLY_ATTACHED = "eni-attach-new"
NOTHING_NEW = Glimpse({}, {}, {})
ANSWERS: dict[type, dict[str, Any]] = {
    Attach: {"AttachmentId": NEWLY_ATTACHED},
    AssociateAddress: {"AssociationId": "eipassoc-new"},
    AssociateRouteTable: {"AssociationId": "rtbassoc-new"},
    CreateSubnet: {
        "Subnet": {
            "SubnetId": "subnet-new",
            "CidrBlock": "10.16.10.0/24",
            "AvailabilityZone": AWAY,
            "State": "available",
        }
    },
    CreateInterface: {
        "NetworkInterface": {
            "NetworkInterfaceId": "eni-new",
            "SubnetId": "subnet-new",
            "PrivateIpAddress": ADDRESS,
            "Status": "available",
            "SourceDestCheck": True,
            "Groups": [{"GroupId": "sg-1"}, {"GroupId": "sg-2"}],
        }
    },
}


class Stage:
    """A reconciler that sees what it is shown, some seconds later, and calls what accepts all."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, wanted: Config | None = None) -> None:
        self.now = 5000.0
        self.did: list[str] = []  # calls, polls and readings of the members, in order
        self.pauses: list[float] = []
        self.shown: Iterator[tuple[World, float]] = iter(())
        self.refusals: dict[type, list[Exception]] = {}  # of a kind of call, one after the other
        self.members: Callable[[World], World] = lambda world: world  # as they are read again
        self.polled: Callable[[set[str]], Glimpse | None] = lambda _: NOTHING_NEW
        self.call_seconds = 0.1
        monkeypatch.setattr(reconcile, "observe", lambda *_: self._observed())
        monkeypatch.setattr(reconcile, "observe_members", lambda world, *_: self._members(world))
        monkeypatch.setattr(reconcile, "poll", lambda ids, *_: self._polled(ids))
        monkeypatch.setattr(reconcile, "execute", lambda step, *_: self._executed(step))
        runtime = self._runtime()
        rule = SimpleNamespace(describe_rule=lambda **named: named, put_rule=lambda **_: None)
        clients: Any = SimpleNamespace(runtime=runtime, events=lambda: rule)
        self.reconciler = Reconciler(wanted or config(), clients, Retrier(runtime))

    @property
    def called(self) -> list[str]:
        """The calls alone."""
        return [each for each in self.did if each not in ("poll", "members")]

    def look(self, shown: World, seconds: float = 0.5) -> bool:
        """Look, and act on it. Whether to look again at once."""
        return self.reconciler.advance(self.assessment(shown, seconds))

    def assessment(self, shown: World, seconds: float = 0.5) -> Assessment:
        """What a look comes to."""
        self.shown = iter([(shown, seconds)])
        return self.reconciler.look()

    def _executed(self, step: Call) -> dict[str, Any]:
        self.did.append(type(step).__name__)
        self.now += self.call_seconds
        if refusals := self.refusals.get(type(step)):
            raise refusals.pop(0)
        return ANSWERS.get(type(step), {})

    def _members(self, world: World) -> World:
        self.did.append("members")
        return self.members(world)

    def _polled(self, ids: Iterable[str]) -> Glimpse | None:
        self.did.append("poll")
        return self.polled(set(ids))

    def _observed(self) -> World:
        shown, seconds = next(self.shown)
        self.now += seconds
        return shown

    def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def _runtime(self) -> Runtime:
        return Runtime(
            lambda: self.now, self._sleep, lambda: 0.5, lambda: 5900.0 - self.now, one_after_another
        )


def glimpse(*interfaces: Interface) -> Glimpse:
    """A poll that shows these."""
    return Glimpse({}, {each.interface_id: each for each in interfaces}, {})

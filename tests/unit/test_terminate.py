"""When a leaver is released: on a look that AWS refused nothing after."""

from __future__ import annotations

from itertools import chain, repeat
from typing import Any
from unittest.mock import Mock

import pytest

from hook_handler.hooks import CONTINUE
from hook_handler.steps import DeleteInterface
from hook_handler.terminate import terminate
from hook_handler.world import World
from tests.support.planner.worlds import AWAY, NEW, OLD, held, interface, member, subnet, world
from tests.unit.client_errors import client_error
from tests.unit.stage import Stage, glimpse

LEAVES = member(OLD, "Terminating:Wait")
BOOTS = member(NEW, "Pending", zone=AWAY, ec2_state="pending")
LOOSE = world(LEAVES, BOOTS, subnets=(subnet(),), interfaces=(interface(),))
IN_USE = client_error("InvalidParameterValue", "Network interface is currently in use.")


class Played:
    """A terminate event of OLD, with the world shown look by look."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stage = Stage(monkeypatch)

    def ends(self, *worlds: World) -> list[str]:
        """What was done, with the hook's answer among it. The last world stays."""
        self.stage.shown = ((each, 0.5) for each in chain(worlds, repeat(worlds[-1])))
        hooks: Any = Mock()
        hooks.complete.side_effect = lambda *_: not self.stage.did.append("answer")
        report: Any = Mock()
        action: Any = Mock(instance_id=OLD)
        assert terminate(self.stage.reconciler, hooks, report, action) == CONTINUE
        return self.stage.called


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Played:
    return Played(monkeypatch)


def test_not_on_what_was_seen_before_a_refusal(played: Played) -> None:
    """EC2 says "in use": another handler has attached it, to the very leaver perhaps."""
    played.stage.refusals[DeleteInterface] = [IN_USE]
    played.stage.polled = lambda _: glimpse(interface())
    holds = held(LEAVES, BOOTS, by=OLD)
    did = played.ends(holds, holds, world(LEAVES, BOOTS))
    assert did[:3] == ["Detach", "DeleteInterface", "Detach"]
    assert did.index("answer") > 2


def test_at_once_where_the_first_look_shows_it_free(played: Played) -> None:
    """What the successor gets is for its own handler to build."""
    assert played.ends(LOOSE) == ["answer"]


def test_at_once_where_a_look_after_the_refusal_shows_it_free(played: Played) -> None:
    """It would only be refused again; and after the answer it is tried again."""
    played.stage.refusals[DeleteInterface] = [IN_USE]
    played.stage.polled = lambda _: glimpse(interface())
    did = played.ends(held(LEAVES, BOOTS, by=OLD), LOOSE)
    made = ["Detach", "DeleteInterface", "answer", "DeleteInterface", "DeleteSubnet"]
    assert did[: len(made)] == made

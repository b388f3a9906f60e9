"""Whom a run of the handler ends: who shuts down, is in the way, and was watched for so long."""

from __future__ import annotations

import pytest

from hook_handler.plan import Plan
from hook_handler.slow_shutdown import SlowShutdowns
from hook_handler.steps import Attach, AwaitDetach, Detach, EndShutdown
from hook_handler.world import World
from tests.support.planner.worlds import NEW, OLD, attachment, interface, world

AFTER = 30
HELD = attachment(OLD).attachment_id
DETACH, AWAIT = Detach(HELD), AwaitDetach(HELD, "eni-1", instance_goes_away=True)


def on_old(state: str | None = "shutting-down") -> World:
    """The VIP's interface on the old instance, which EC2 shows in that state."""
    return world(interfaces=(interface(attachment(OLD, instance_state=state)),))


@pytest.mark.parametrize("plan", [(DETACH,), (AWAIT,)], ids=["detach", "await"])
def test_it_is_ended_when_it_was_watched_for_so_long(plan: Plan) -> None:
    slow = SlowShutdowns(AFTER)
    assert slow.due(on_old(), plan, now=1000.0) == ()
    assert slow.due(on_old(), plan, now=1000.0 + AFTER - 1) == ()
    assert slow.due(on_old(), plan, now=1000.0 + AFTER) == (EndShutdown(OLD),)


@pytest.mark.parametrize("state", ["pending", "running", "stopping", "stopped", "terminated", None])
def test_nobody_else_is_ended(state: str | None) -> None:
    slow = SlowShutdowns(AFTER)
    assert slow.due(on_old(state), (DETACH,), now=1000.0) == ()
    assert slow.due(on_old(state), (DETACH,), now=1000.0 + 10 * AFTER) == ()


@pytest.mark.parametrize("plan", [(), (Detach("eni-attach-9"),), (Attach("eni-1", NEW, 1),)])
def test_nobody_is_ended_whose_interface_is_not_wanted(plan: Plan) -> None:
    slow = SlowShutdowns(AFTER)
    assert slow.due(on_old(), plan, now=1000.0) == ()
    assert slow.due(on_old(), plan, now=1000.0 + 10 * AFTER) == ()


def test_without_the_setting_every_guest_has_its_time() -> None:
    slow = SlowShutdowns(0)
    assert slow.due(on_old(), (DETACH,), now=1000.0) == ()
    assert slow.due(on_old(), (DETACH,), now=9000.0) == ()

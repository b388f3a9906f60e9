"""When a group rests because somebody wished it, and what is said when nobody did."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hook_handler import at_rest
from hook_handler.elect import may_take_down
from hook_handler.world import Group, World
from tests.support.planner.worlds import NEW, config, held, member, subnet, world

CREATED = 10_000.0
OLD_ENOUGH = CREATED + 120 + at_rest.WARMUP_MARGIN  # warm-up grace of 120 s


def is_intended(seen: World, now: float, gone_for: float = 0.0, **environment: str) -> bool:
    return at_rest.is_intended(seen, config(**environment), now, lambda: gone_for)


def at_zero(**group: Any) -> World:
    changes = {"desired": 0, "members": (), "created_at": CREATED} | group
    return replace(world(), group=Group(**changes))


@pytest.mark.parametrize(
    "said",
    [{"max_size": 0}, {"suspended": frozenset({"Launch"})}, {"being_deleted": True}],
    ids=str,
)
def test_it_is_intended_when_the_group_says_so(said: dict[str, Any]) -> None:
    assert is_intended(at_zero(**said), OLD_ENOUGH)


def test_it_is_intended_until_the_warm_up_has_had_its_time() -> None:
    assert is_intended(at_zero(), OLD_ENOUGH - 1)
    assert not is_intended(at_zero(), OLD_ENOUGH)
    assert is_intended(at_zero(), OLD_ENOUGH, WARMUP_GRACE_SECONDS="121")


def test_other_suspended_processes_are_no_wish_to_rest() -> None:
    suspended = frozenset({"ReplaceUnhealthy", "Terminate", "AZRebalance"})
    assert not is_intended(at_zero(suspended=suspended), OLD_ENOUGH)


@pytest.mark.parametrize("state", ["Terminating:Wait", "Terminating:Proceed", "Terminated"])
def test_a_wished_rest_begins_while_the_last_instance_leaves(state: str) -> None:
    leaver = member(NEW, state)
    assert is_intended(at_zero(max_size=0, members=(leaver,)), OLD_ENOUGH)


@pytest.mark.parametrize("state", ["InService", "Standby", "Pending:Wait"])
def test_who_is_there_holds_the_vip_whatever_was_wished(state: str) -> None:
    there = at_zero(max_size=0, members=(member(NEW, state),))
    assert not is_intended(there, OLD_ENOUGH)
    assert at_rest.why_unintended(there, config()) is None


def test_a_group_that_went_through_its_hooks_left_nothing_and_is_soon_followed() -> None:
    gone = replace(at_zero(), group=None)
    assert is_intended(gone, OLD_ENOUGH)
    assert is_intended(gone, OLD_ENOUGH, at_rest.BETWEEN_GROUPS - 1)
    assert not is_intended(gone, OLD_ENOUGH, at_rest.BETWEEN_GROUPS)
    assert "sbc was deleted. Nobody can hold 10.16.10.20." in str(
        at_rest.why_unintended(gone, config())
    )


def test_a_group_that_left_the_vip_behind_was_deleted_by_force() -> None:
    left = replace(at_zero(), group=None, subnets=(subnet(),))
    assert not is_intended(left, OLD_ENOUGH)
    assert "was deleted, by force: the VIP's subnet" in str(at_rest.why_unintended(left, config()))


def test_a_group_that_ends_by_force_takes_nothing_down() -> None:
    leaver = member(NEW, "Terminating:Proceed")
    ends = held(leaver, by=NEW)
    assert may_take_down(ends)
    assert ends.group
    by_force = replace(ends, group=replace(ends.group, being_deleted=True, desired=0))
    assert not may_take_down(by_force)
    assert not may_take_down(replace(by_force, group=None))
    assert not is_intended(by_force, OLD_ENOUGH)


def test_only_processes_that_heal_count_as_suspended() -> None:
    names = {"Launch", "Terminate", "HealthCheck"}
    every = frozenset(names | {"AZRebalance", "AlarmNotification", "ScheduledActions"})
    assert at_rest.suspended(at_zero(suspended=every).group) == names
    assert at_rest.suspended(None) == frozenset()


def test_what_maintenance_suspends_is_told_by_itself() -> None:
    maintenance = frozenset({"HealthCheck", "ReplaceUnhealthy"})
    assert at_rest.suspended(at_zero(suspended=maintenance).group) == frozenset()
    assert at_rest.suspended(at_zero(suspended=maintenance | {"Launch"}).group) == {"Launch"}

"""Who should hold the VIP."""

from __future__ import annotations

import itertools

import botocore.session
import pytest

from hook_handler.elect import elect, may_take_down
from tests.support.planner.worlds import (
    AWAY,
    NEW,
    OLD,
    attachment,
    held,
    interface,
    member,
    subnet,
    world,
)

CANDIDATES = ["InService", "Pending:Proceed", "Pending:Wait", "Pending", "Standby"]
HOLDS_ON = [
    "ReplacingRootVolume",
    "ReplacingRootVolume:Wait",
    "ReplacingRootVolume:Proceed",
    "RootVolumeReplaced",
]
NEVER = [
    "Quarantined",
    "Terminating",
    "Terminating:Wait",
    "Terminating:Proceed",
    "Terminating:Retained",
    "Terminated",
    "Detaching",
    "Detached",
    "Warmed:Pending",
    "Warmed:Pending:Wait",
    "Warmed:Pending:Proceed",
    "Warmed:Pending:Retained",
    "Warmed:Terminating",
    "Warmed:Terminating:Wait",
    "Warmed:Terminating:Proceed",
    "Warmed:Terminating:Retained",
    "Warmed:Terminated",
    "Warmed:Stopped",
    "Warmed:Running",
    "Warmed:Hibernated",
]


def test_every_state_that_auto_scaling_knows_is_in_one_of_these_lists() -> None:
    """The table is total: a state that AWS adds fails here once botocore has it
    (docs/aws-behaviour.md#lifecycle-states)."""
    model = botocore.session.get_session().get_service_model("autoscaling")
    listed = [*CANDIDATES, "EnteringStandby", *HOLDS_ON, *NEVER]
    assert sorted(listed) == sorted(model.shape_for("LifecycleState").enum)


@pytest.mark.parametrize("state", [*CANDIDATES, "EnteringStandby"])
def test_a_lone_candidate_is_elected(state: str) -> None:
    lone = member(NEW, state)
    assert elect(world(lone)) == lone


@pytest.mark.parametrize("state", NEVER)
def test_these_states_never_hold_not_even_while_holding(state: str) -> None:
    assert elect(held(member(NEW, state), by=NEW)) is None


@pytest.mark.parametrize("state", HOLDS_ON)
def test_a_root_volume_replacement_keeps_the_holder_but_makes_no_candidate(state: str) -> None:
    replacing = member(OLD, state)
    assert elect(held(replacing, member(NEW, "InService"), by=OLD)) == replacing
    assert elect(world(replacing)) is None


def test_of_two_that_enter_service_the_holder_is_elected() -> None:
    """The older one came back with a new root volume, and enters service once more."""
    older, newer = member(OLD, "Pending:Wait"), member(NEW, "Pending:Wait", launched_at=2000.0)
    assert elect(held(older, newer, by=OLD)) == older
    assert elect(world(older, newer)) == newer
    admitted = member(NEW, "Pending:Proceed", launched_at=2000.0)
    assert elect(held(older, admitted, by=OLD)) == admitted


@pytest.mark.parametrize(("better", "worse"), [*itertools.pairwise(CANDIDATES[:3])])
def test_the_better_state_wins(better: str, worse: str) -> None:
    first = member(OLD, better, launched_at=1)
    assert elect(world(member(NEW, worse, launched_at=2), first)) == first


def test_among_equals_the_newest_wins_then_the_lowest_id() -> None:
    young, aged = member(NEW, "Pending:Wait", launched_at=2), member(OLD, "Pending", launched_at=1)
    assert elect(world(aged, young)) == young
    twins = member(OLD, "Pending"), member(NEW, "Pending")
    assert elect(world(*twins)) == elect(world(*reversed(twins))) == twins[0]


def test_the_holder_in_service_stays() -> None:
    holder, rival = member(OLD, launched_at=1), member(NEW, launched_at=2)
    assert elect(held(holder, rival, by=OLD)) == holder


def test_a_standby_holder_stays_only_without_a_rival_in_service() -> None:
    standby = member(OLD, "Standby")
    entering, serving = member(NEW, "Pending:Wait"), member(NEW, "InService")
    assert elect(held(standby, entering, by=OLD)) == standby
    assert elect(held(standby, serving, by=OLD)) == serving


def test_the_newcomer_takes_over_from_a_leaver() -> None:
    newcomer = member(NEW, "Pending")
    assert elect(held(member(OLD, "Terminating:Wait"), newcomer, by=OLD)) == newcomer


@pytest.mark.parametrize("state", ["stopping", "stopped", "shutting-down", "terminated", None])
def test_who_is_not_alive_in_ec2_is_not_elected(state: str | None) -> None:
    assert elect(world(member(NEW, ec2_state=state))) is None


def test_who_is_unhealthy_is_not_elected() -> None:
    assert elect(held(member(NEW, healthy=False), by=NEW)) is None


class TestNobodyElected:
    """Without a successor the VIP is taken down only when it is of no use to anybody."""

    @pytest.mark.parametrize(
        "state", ["Terminating:Wait", "Terminating:Proceed", "Warmed:Pending:Wait"]
    )
    def test_a_leaving_holder_gives_it_up(self, state: str) -> None:
        assert may_take_down(held(member(OLD, state), by=OLD))

    def test_a_holder_that_ec2_ended_gives_it_up(self) -> None:
        gone = interface(attachment(OLD, instance_state="terminated"))
        assert may_take_down(world(subnets=(subnet(),), interfaces=(gone,)))

    @pytest.mark.parametrize(
        "keeper",
        [
            member(OLD, ec2_state="stopped"),
            member(OLD, healthy=False),
            member(OLD, "Detached"),
            member(OLD, ec2_state="shutting-down"),
        ],
    )
    def test_in_doubt_it_stays(self, keeper: object) -> None:
        assert not may_take_down(held(keeper, by=OLD))  # type: ignore[arg-type]

    def test_an_empty_answer_takes_nothing_down(self) -> None:
        assert not may_take_down(held(by=OLD))

    def test_unattached_leftovers_go_with_a_leaver_or_at_rest_and_wait_otherwise(self) -> None:
        leftovers = {"subnets": (subnet(AWAY),), "interfaces": (interface(),)}
        assert may_take_down(world(member(OLD, "Terminating:Wait"), **leftovers))
        assert may_take_down(world(desired=0, **leftovers))
        assert not may_take_down(world(desired=1, **leftovers))

"""What is in the way of one VIP stops no other one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest

from hook_handler.admission import verdict
from hook_handler.errors import TerminalError
from hook_handler.events import HookAction
from hook_handler.hooks import ABANDON, CONTINUE
from hook_handler.launch import launch
from hook_handler.lost_hooks import answer_lost_hooks
from hook_handler.reconcile import REFUSALS, REFUSALS_BESIDE_OTHERS
from hook_handler.steps import Attach, CreateInterface, DeleteInterface, Detach, ReplaceRoute
from hook_handler.terminate import terminate
from hook_handler.world import Hop, World
from tests.support.planner.worlds import (
    CORE,
    NEW,
    OLD,
    changed,
    config,
    interface_of,
    member,
    whole,
)
from tests.unit.client_errors import client_error
from tests.unit.stage import Stage

TWO = config({}, CORE)
VIP_, CORE_ = TWO.vips
ENTERS = member(NEW, "Pending:Wait")
WHOLE = whole(TWO, ENTERS)
# The first VIP is whole; of the second one the interface is missing.
HALF = replace(WHOLE, interfaces=WHOLE.interfaces[:1], elastic_ips=WHOLE.elastic_ips[:1], hops=())
DENIED = client_error("UnauthorizedOperation")
WRONG_ZONE = client_error("InvalidParameterValue", "Value for parameter availabilityZone")
ACTION = HookAction(NEW, "sbc-launch", "token", None)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch, TWO)


def blocked(stage: Stage, error: Exception = DENIED) -> Stage:
    """The second VIP's interface is refused for good."""
    stage.refusals[CreateInterface] = [error] * 99
    return stage


def test_all_else_goes_on(stage: Stage) -> None:
    """An address of the first one is put right, although the second one cannot be had."""
    seen = changed(HALF, "eni-vip", source_dest_check=True)
    assert blocked(stage).look(seen)
    assert sorted(stage.called) == ["CreateInterface", "DisableSourceDestCheck"]
    assert list(stage.reconciler.progress.blocked) == ["core"]


def test_what_is_blocked_is_not_tried_again(stage: Stage) -> None:
    blocked(stage).look(HALF)
    assert stage.assessment(HALF).plan == ()
    assert stage.called == ["CreateInterface"]


def test_the_other_ones_settle_without_it(stage: Stage) -> None:
    assert not stage.assessment(HALF).settled
    blocked(stage).look(HALF)
    assert stage.assessment(HALF).settled
    assert stage.reconciler.progress.refused_for_good


def test_it_is_an_obstacle_that_people_hear_of(stage: Stage) -> None:
    blocked(stage).look(HALF)
    (met,) = stage.reconciler.progress.obstacles
    assert "CreateInterface was refused" in str(met)


def test_a_route_that_cannot_be_led_blocks_nothing(stage: Stage) -> None:
    """It carries no address: it is done without."""
    stage.refusals[ReplaceRoute] = [DENIED] * 99
    elsewhere = tuple(Hop(each.route, "eni-vip", True) for each in WHOLE.hops)
    stage.look(replace(WHOLE, hops=elsewhere))
    assert stage.reconciler.progress.blocked == {}
    assert len(stage.reconciler.progress.given_up) == 2
    assert stage.assessment(replace(WHOLE, hops=elsewhere)).settled


def test_where_every_vip_is_blocked_it_is_raised(stage: Stage) -> None:
    """Nothing would be left to be held."""
    loose = (interface_of(VIP_, None), interface_of(CORE_, None))
    seen = replace(WHOLE, interfaces=loose, hops=())
    stage.refusals[Attach] = [DENIED] * 99
    # The second one is attached when the first one is, or is done without.
    with pytest.raises(TerminalError):
        stage.look(seen)
    assert sorted(stage.reconciler.progress.blocked) == ["core", "vip"]


def test_a_single_vip_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = blocked(Stage(monkeypatch))
    with pytest.raises(TerminalError):
        stage.look(replace(HALF.of("vip"), interfaces=()))


class TestPatience:
    """What another look may mend is tried some times: fewer where whole VIPs wait for it."""

    def tried(self, stage: Stage, seen: World) -> int:
        """How often, until the second VIP is blocked."""
        stage.refusals[CreateInterface] = [client_error("InvalidSubnetID.NotFound")] * 99
        for tries in range(1, 20):
            stage.look(seen)
            if "core" in stage.reconciler.progress.blocked:
                return tries
        raise AssertionError("never blocked")

    def test_beside_a_whole_one(self, stage: Stage) -> None:
        assert self.tried(stage, HALF) == REFUSALS_BESIDE_OTHERS < REFUSALS

    def test_while_none_is_whole(self, stage: Stage) -> None:
        (first,) = HALF.interfaces
        assert first.attachment is not None
        coming = replace(first.attachment, status="attaching")
        stage.polled = lambda _: None
        assert self.tried(stage, changed(HALF, "eni-vip", attachment=coming)) == REFUSALS

    def test_an_audit_stays_at_it_while_a_newcomer_waits(self, stage: Stage) -> None:
        stage.refusals[CreateInterface] = [client_error("InvalidSubnetID.NotFound")] * 99
        assert not stage.reconciler.holds_up_others(stage.assessment(HALF))
        stage.look(HALF)
        assert stage.reconciler.holds_up_others(stage.assessment(HALF))
        serves = replace(HALF, group=whole(TWO, member(NEW)).group)
        assert not stage.reconciler.holds_up_others(stage.assessment(serves))
        bare = replace(HALF, interfaces=())
        assert not stage.reconciler.holds_up_others(stage.assessment(bare))


class TestLaunch:
    """The newcomer is let in while one VIP serves."""

    def answered(self, stage: Stage, *seen: World) -> tuple[str, Any]:
        shown = iter([*seen, *[seen[-1]] * 20])
        stage.shown = ((each, 0.5) for each in shown)
        hooks, report = Mock(), Mock()
        return launch(stage.reconciler, hooks, report, ACTION), report

    def test_with_the_one_that_serves(self, stage: Stage) -> None:
        answer, report = self.answered(blocked(stage), HALF)
        assert answer == CONTINUE
        report.placed.assert_called_once()
        report.done_without.assert_called_once()

    def test_not_if_another_zone_would_do(self, stage: Stage) -> None:
        answer, report = self.answered(blocked(stage, WRONG_ZONE), HALF)
        assert answer == ABANDON
        report.abandoned.assert_called_once()

    def test_one_whose_event_was_lost_neither(self, stage: Stage) -> None:
        """The audit answers by the same rule; what stops it is told."""
        blocked(stage, WRONG_ZONE).look(HALF)
        hooks = Mock()
        before = len(stage.reconciler.progress.obstacles)
        answer_lost_hooks(stage.reconciler, hooks, Mock(), stage.assessment(HALF), False)
        hooks.complete.assert_not_called()
        assert len(stage.reconciler.progress.obstacles) == before + 1

    def test_by_a_look_after_the_refusal(self, stage: Stage) -> None:
        assert verdict(stage.assessment(HALF), NEW, TWO, stage.reconciler.confirm) is None
        blocked(stage).look(HALF)
        assert verdict(stage.assessment(HALF), NEW, TWO, stage.reconciler.confirm) == CONTINUE


class TestTerminate:
    LEAVES = member(OLD, "Terminating:Wait")

    def test_what_cannot_be_taken_off_holds_the_leaver(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of a single VIP; of several, people hear of the one, and the others move."""
        for wanted, released in ((config(), False), (TWO, True)):
            stage = Stage(monkeypatch, wanted)
            held = whole(wanted, self.LEAVES, by=OLD)
            last = wanted.vips[-1]
            seen = held.of(last.key)
            stage.refusals[Detach] = [DENIED] * 99
            with suppress(TerminalError):
                stage.look(seen)
            assert list(stage.reconciler.progress.blocked) == [last.key]
            assert stage.reconciler.may_release(stage.assessment(seen), OLD) == released

    def test_what_does_not_concern_the_leaver_does_not_hold_it(self, stage: Stage) -> None:
        """An interface of the second VIP cannot be deleted; the leaver holds nothing."""
        odd = replace(interface_of(CORE_, None), interface_id="eni-odd", address="10.16.11.99")
        things = replace(whole(TWO, self.LEAVES).of("core"), interfaces=(odd,))
        seen = replace(things, elastic_ips=(), hops=())
        stage.refusals[DeleteInterface] = [DENIED] * 99
        stage.shown = ((seen, 0.5) for _ in range(20))
        hooks: Any = Mock()
        action: Any = Mock(instance_id=OLD)
        assert terminate(stage.reconciler, hooks, Mock(), action) == CONTINUE

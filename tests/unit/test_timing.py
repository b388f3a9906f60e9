"""What is left to time: second looks, forced detach, reboot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hook_handler.steps import (
    Attach,
    AwaitDetach,
    BeginReboot,
    Begun,
    Call,
    Detach,
    ForceDetach,
    MarkRebooted,
    Reboot,
    Step,
    Wait,
)
from hook_handler.timing import (
    AFTER_FORCE,
    LEAVING_GUEST,
    LIVING_GUEST,
    MOST_REBOOTS,
    OVERDUE,
    REBOOT_SHOWS,
    SECOND_LOOK,
    Timing,
)
from tests.support.planner.worlds import NEW, config

DOUBT = Detach("eni-attach-1", doubtful=True)


class Clockwork:
    """A timing with its own time: each look asks at a later moment."""

    def __init__(self, timing: Timing) -> None:
        self.timing = timing

    def look(self, now: float, *steps: Step) -> tuple[Call, ...]:
        self.timing.begin_look()
        return self.timing.confirm_due(steps, now)


@pytest.fixture
def clockwork() -> Clockwork:
    return Clockwork(Timing(config(REBOOT_AFTER_ATTACH="true")))


def test_calls_are_due_at_once_and_waits_never(clockwork: Clockwork) -> None:
    attach = Attach("eni-1", NEW, 1)
    assert clockwork.look(0, attach, Wait("for Godot"), Detach("eni-attach-1")) == (
        attach,
        Detach("eni-attach-1"),
    )


def test_a_doubtful_detach_needs_two_looks_some_seconds_apart(clockwork: Clockwork) -> None:
    assert clockwork.look(0, DOUBT) == ()
    assert clockwork.look(SECOND_LOOK - 1, DOUBT) == ()
    assert clockwork.look(SECOND_LOOK, DOUBT) == (DOUBT,)


def test_a_look_in_between_that_disagrees_starts_it_again(clockwork: Clockwork) -> None:
    clockwork.look(0, DOUBT)
    clockwork.look(1)
    assert clockwork.look(SECOND_LOOK, DOUBT) == ()
    assert clockwork.look(2 * SECOND_LOOK, DOUBT) == (DOUBT,)


@pytest.mark.parametrize(("goes_away", "limit"), [(True, LEAVING_GUEST), (False, LIVING_GUEST)])
def test_a_hanging_detach_is_forced_once(
    clockwork: Clockwork, goes_away: bool, limit: float
) -> None:
    hanging = AwaitDetach("eni-attach-1", "eni-1", instance_goes_away=goes_away)
    clockwork.timing.record_done(Detach("eni-attach-1"), None, now=0)
    assert clockwork.look(limit - 1, hanging) == ()
    force = ForceDetach("eni-attach-1")
    assert clockwork.look(limit, hanging) == (force,)
    clockwork.timing.record_done(force, None, now=limit)
    assert clockwork.look(10 * limit, hanging) == ()
    assert not clockwork.timing.gave_up("eni-attach-1", limit + AFTER_FORCE - 1)
    assert clockwork.timing.gave_up("eni-attach-1", limit + AFTER_FORCE)


def test_a_detach_found_hanging_by_a_repeated_terminate_counts_from_the_event() -> None:
    clockwork = Clockwork(Timing(config(), leaving_since=0))
    hanging = AwaitDetach("eni-attach-1", "eni-1", instance_goes_away=True)
    assert clockwork.look(LEAVING_GUEST, hanging) == (ForceDetach("eni-attach-1"),)


ATTACHED = {"AttachmentId": "eni-attach-1"}


class TestReboot:
    REBOOT = Reboot(NEW, "eni-1", "eni-attach-1", attached_at=100.0)

    def test_who_attached_reboots_after_the_delay_and_then_marks(
        self, clockwork: Clockwork
    ) -> None:
        clockwork.timing.record_done(Attach("eni-1", NEW, 1), ATTACHED, now=100)
        assert clockwork.look(129, self.REBOOT) == ()
        assert clockwork.look(130, self.REBOOT) == (self.REBOOT,)
        clockwork.timing.record_done(self.REBOOT, {}, now=130)
        assert clockwork.look(131, self.REBOOT) == (MarkRebooted("eni-1", "eni-attach-1"),)

    def test_another_handler_waits_until_the_first_cannot_be_alive(
        self, clockwork: Clockwork
    ) -> None:
        assert clockwork.look(100 + 119, self.REBOOT) == ()
        assert clockwork.look(100 + 120, self.REBOOT) == (begin(1, 220.0),)

    def test_it_waits_for_a_delay_that_is_longer(self) -> None:
        clockwork = Clockwork(Timing(config(REBOOT_DELAY_SECONDS="200")))
        assert clockwork.look(100 + 199, self.REBOOT) == ()
        assert clockwork.look(100 + 200, self.REBOOT) == (begin(1, 300.0),)

    def test_it_reboots_only_once_its_own_note_is_seen(self, clockwork: Clockwork) -> None:
        noted = replace(self.REBOOT, begun=Begun(1, 220.0))
        assert clockwork.look(230, noted) == ()
        clockwork.timing.record_done(begin(1, 220.0), {}, now=220)
        assert clockwork.look(231, noted) == (noted,)

    def test_a_third_handler_waits_until_the_second_cannot_be_alive(
        self, clockwork: Clockwork
    ) -> None:
        noted = replace(self.REBOOT, begun=Begun(1, 220.0))
        assert clockwork.look(220 + 119, noted) == ()
        assert clockwork.look(220 + 120, noted) == (begin(2, 340.0),)

    def test_a_reboot_is_begun_so_many_times_and_then_left_to_a_person(
        self, clockwork: Clockwork
    ) -> None:
        noted = replace(self.REBOOT, begun=Begun(MOST_REBOOTS, 220.0))
        assert clockwork.timing.exhausted((noted,), 339) is None
        assert clockwork.look(340, noted) == ()
        assert clockwork.timing.exhausted((noted,), 340) == noted

    def test_a_reboot_without_a_clear_answer_is_repeated_so_many_times(
        self, clockwork: Clockwork
    ) -> None:
        clockwork.timing.record_done(Attach("eni-1", NEW, 1), ATTACHED, now=100)
        for tried in range(MOST_REBOOTS):
            assert clockwork.look(130 + tried, self.REBOOT) == (self.REBOOT,)
            clockwork.timing.record_unclear(self.REBOOT, now=130 + tried)
        assert clockwork.look(140, self.REBOOT) == (MarkRebooted("eni-1", "eni-attach-1"),)


class TestWhoWaitsForAReboot:
    REBOOT = TestReboot.REBOOT

    def test_who_attached_waits_until_it_is_due(self, clockwork: Clockwork) -> None:
        assert clockwork.timing.due_in((self.REBOOT,), now=110) == 0
        clockwork.timing.record_done(Attach("eni-1", NEW, 1), ATTACHED, now=100)
        assert clockwork.timing.due_in((self.REBOOT,), now=110) == 20
        assert clockwork.timing.due_in((self.REBOOT,), now=131) == 0
        assert clockwork.timing.due_in((), now=110) == 0

    def test_who_attached_owes_it_until_it_is_noted(self, clockwork: Clockwork) -> None:
        assert not clockwork.timing.owes_reboot(101)
        clockwork.timing.record_done(Attach("eni-1", NEW, 1), ATTACHED, now=100)
        assert clockwork.timing.owes_reboot(101)
        clockwork.timing.record_done(self.REBOOT, {}, now=130)
        assert clockwork.timing.owes_reboot(131)
        clockwork.timing.record_done(MarkRebooted("eni-1", "eni-attach-1"), {}, now=132)
        assert not clockwork.timing.owes_reboot(133)

    def test_it_is_not_owed_for_ever(self, clockwork: Clockwork) -> None:
        """What it attached may be gone."""
        clockwork.timing.record_done(Attach("eni-1", NEW, 1), ATTACHED, now=100)
        assert clockwork.timing.owes_reboot(130 + OVERDUE - 1)
        assert not clockwork.timing.owes_reboot(130 + OVERDUE)

    def test_nobody_owes_what_is_not_wanted(self) -> None:
        timing = Timing(config(REBOOT_AFTER_ATTACH="false"))
        timing.record_done(Attach("eni-1", NEW, 1), ATTACHED, now=100)
        assert not timing.owes_reboot(101)

    def test_the_coming_up_is_watched_whoever_rebooted(self, clockwork: Clockwork) -> None:
        assert not clockwork.timing.watches_reboot(120)
        assert clockwork.look(120, self.REBOOT) == ()  # another handler is about to make it
        assert clockwork.timing.watches_reboot(120 + REBOOT_SHOWS - 1)
        assert not clockwork.timing.watches_reboot(120 + REBOOT_SHOWS)


def begin(ordinal: int, at: float) -> BeginReboot:
    return BeginReboot("eni-1", "eni-attach-1", Begun(ordinal, at))

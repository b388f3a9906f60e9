"""Both clocks keep the promises every timer of the lab is built on."""

from __future__ import annotations

import threading

import pytest

from lab import boot
from lab.clock import LAB_EPOCH, Clock, ServedClock, SimulatedClock
from lab.in_process import simulated

FAST = 2000.0  # lab seconds per real second: a minute passes in 30 ms


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


def test_simulated_time_starts_at_the_labs_epoch_and_stands_still(clock: SimulatedClock) -> None:
    assert clock.now() == clock.origin == LAB_EPOCH
    assert clock.rate == 0


def test_timers_run_in_order_of_due_time_then_of_setting(clock: SimulatedClock) -> None:
    ran: list[tuple[str, float]] = []

    def note(name: str) -> None:
        ran.append((name, clock.now() - LAB_EPOCH))

    clock.call_later(5, lambda: note("late"), "late")
    clock.call_later(2, lambda: note("first"), "first")
    clock.call_later(2, lambda: note("second"), "second")
    clock.call_later(11, lambda: note("never"), "never")
    clock.advance(10)
    assert ran == [("first", 2), ("second", 2), ("late", 5)]
    assert clock.now() == LAB_EPOCH + 10


def test_a_cancelled_timer_does_not_run(clock: SimulatedClock) -> None:
    ran: list[str] = []
    timer = clock.call_later(1, lambda: ran.append("x"), "x")
    timer.cancel()
    clock.advance(2)
    assert ran == []


def test_a_timer_may_set_timers(clock: SimulatedClock) -> None:
    ticks: list[float] = []

    def tick() -> None:
        ticks.append(clock.now() - LAB_EPOCH)
        clock.call_later(60, tick, "tick")

    clock.call_later(60, tick, "tick")
    clock.advance(180)
    assert ticks == [60, 120, 180]


def test_run_until_jumps_and_stops_where_the_predicate_holds(clock: SimulatedClock) -> None:
    done: list[int] = []
    clock.call_later(7, lambda: done.append(1), "done")
    assert clock.run_until(lambda: bool(done), 100)
    assert clock.now() == LAB_EPOCH + 7
    assert not clock.run_until(lambda: False, 3)
    assert clock.now() == LAB_EPOCH + 10


def test_tasks_interleave_at_their_sleeps(clock: SimulatedClock) -> None:
    story: list[tuple[str, float]] = []

    def worker(name: str, pause: float) -> None:
        for _ in range(2):
            story.append((name, clock.now() - LAB_EPOCH))
            clock.sleep(pause)

    clock.spawn(lambda: worker("a", 3), "a")
    clock.spawn(lambda: worker("b", 2), "b")
    clock.advance(10)
    assert story == [("a", 0), ("b", 0), ("b", 2), ("a", 3)]


def test_stop_unwinds_a_sleeping_task(clock: SimulatedClock) -> None:
    ended: list[str] = []

    def worker() -> None:
        try:
            clock.sleep(100)
            ended.append("woke")
        finally:
            ended.append("unwound")

    clock.spawn(worker, "worker")
    clock.advance(1)
    clock.stop()
    assert ended == ["unwound"]


def test_an_exception_in_a_timer_or_a_task_fails_loudly_and_is_a_gap() -> None:
    def boom() -> None:
        raise KeyError("boom")

    with simulated() as active:
        active.clock.call_later(1, boom, "timer of i-1")
        with pytest.raises(KeyError):
            active.clock.sleep(2)
        active.clock.spawn(boom, "task of i-2")
        with pytest.raises(KeyError):
            active.clock.sleep(2)
        assert [gap.where for gap in active.gaps.all] == ["timer of i-1", "task of i-2"]


def test_a_timer_must_not_sleep(clock: SimulatedClock) -> None:
    clock.call_later(1, lambda: clock.sleep(1), "sleeper")
    with pytest.raises(RuntimeError, match="sleeper"):
        clock.advance(2)


def test_served_timers_run_under_the_lock_and_cancelled_ones_never() -> None:
    clock = ServedClock(FAST)
    lock = threading.RLock()
    clock.bind(lock, lambda *_: None)
    ran: list[str] = []
    with lock:
        clock.call_later(1, lambda: ran.append("a"), "a")
        clock.call_later(1, lambda: ran.append("x"), "x").cancel()
        clock.sleep(20)
        assert ran == []
    assert clock.run_until(lambda: ran == ["a"], 2000)
    clock.stop()


def test_served_time_runs_at_its_rate() -> None:
    clock = ServedClock(FAST)
    before = clock.now()
    clock.sleep(60)
    assert clock.now() - before >= 60
    clock.stop()


def test_an_exception_on_the_served_clock_is_a_gap_and_later_timers_still_run() -> None:
    clock: Clock = ServedClock(FAST)
    active = boot.start(clock)
    ran: list[str] = []
    clock.call_later(1, lambda: [][1], "broken")  # type: ignore[arg-type]
    clock.call_later(2, lambda: ran.append("later"), "later")
    assert clock.run_until(lambda: bool(ran), 2000)
    boot.stop()
    assert [gap.where for gap in active.gaps.all] == ["broken"]
    with pytest.raises(AssertionError, match="IndexError"):
        active.gaps.check()

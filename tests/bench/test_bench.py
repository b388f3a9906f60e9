"""What is measured can be repeated, took no less than it had to, and is printed."""

from __future__ import annotations

import sys

import pytest

from lab.pipeline.call_log import Call
from tests.bench import takeover
from tests.bench.__main__ import main
from tests.bench.causes import CAUSES, Cause, away
from tests.bench.detection import CHECKS, Check, detect
from tests.bench.happened import NEVER, Happened
from tests.bench.heal import heal
from tests.bench.sample import sample, try_order
from tests.bench.situations import LAUNCH_FIRST, SITUATIONS, Situation
from tests.bench.takeover import take_over
from tests.support.deployment import ZONES

SEEDS = range(3, 7)
each_situation = pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.name)
LOST = {each.name: each for each in SITUATIONS if each.name.endswith("lost")}


@each_situation
def test_the_same_seed_costs_the_same(situation: Situation) -> None:
    first = heal(situation, 3)
    assert heal(situation, 3) == first
    assert first.calls > first.changes > 0
    assert first.polls > 0


@each_situation
def test_no_heal_is_faster_than_its_path(situation: Situation) -> None:
    costs = [heal(situation, seed) for seed in SEEDS]
    assert all(0 < each.path <= each.seconds for each in costs)
    assert len({each.path for each in costs}) == len(SEEDS)


@pytest.mark.parametrize("zone", ZONES[:2])
def test_a_takeover_takes_little_more_than_its_path(zone: str) -> None:
    costs = [take_over(zone, seed) for seed in SEEDS]
    assert all(1 < each.ratio < 1.3 for each in costs)


def test_a_takeover_ends_with_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[tuple[Call, Call]] = []

    def spied(_: Happened, made: list[Call], answer: Call, **_times: float) -> None:
        ends.append((made[-1], answer))

    monkeypatch.setattr(takeover, "cost", spied)
    take_over(ZONES[0], 3)
    ((last, answer),) = ends
    assert last is answer


def test_what_an_appliance_is_given_is_path() -> None:
    """Delay before the reboot and the time to come up: well over a minute more."""
    by_name = {each.name: each for each in SITUATIONS}
    plain, reboots = by_name["other zone"], by_name["other zone, appliance that reboots"]
    assert heal(reboots, 3).path > heal(plain, 3).path + 60


def test_the_wait_for_the_audit_is_no_path() -> None:
    lost = heal(LOST["other zone, launch event lost"], 3)
    assert lost.path < 60 < 90 < lost.seconds


def test_the_sample_is_slower_and_needs_both_events() -> None:
    plain = next(each for each in SITUATIONS if each.name == "other zone")
    assert heal(plain, 3).seconds < try_order(plain, 3, sample).seconds < NEVER
    for each in LOST.values():
        assert try_order(each, 3, sample).seconds == NEVER


def test_the_sample_never_takes_over_what_is_still_held() -> None:
    """It gets the address in some runs, and loses it when the old instance's hook comes."""
    assert [try_order(LAUNCH_FIRST, seed, sample).seconds for seed in (1, 2)] == [NEVER] * 2
    assert try_order(LAUNCH_FIRST, 1).seconds < 120


@pytest.mark.parametrize("standby", ["none", "hot"])
@pytest.mark.parametrize("cause", CAUSES, ids=lambda each: each.name)
def test_every_cause_takes_the_vip_away_for_a_while(cause: Cause, standby: str) -> None:
    """And it comes back: for the rest of eight minutes it is whole."""
    assert 5 < away(cause, standby, 3) < 180


@pytest.mark.parametrize("check", CHECKS[::4], ids=str)
def test_a_silence_is_noticed_when_so_many_periods_have_passed(check: Check) -> None:
    """But for the first of them, of which the silence may have seen the end only."""
    period = max(check.every, 10)
    found = detect(check, 3)
    assert (check.to_alarm - 1) * period < found.rang < (check.to_alarm + 1) * period + 5
    assert found.rang < found.marked < found.rang + 5
    assert found.marked + 10 < found.healed < found.marked + 120


def test_a_silence_begins_at_any_moment_between_two_questions() -> None:
    check = CHECKS[0]
    assert detect(check, 3) == detect(check, 3)
    assert len({round(detect(check, seed).rang) for seed in SEEDS}) > 1


def test_everything_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--seeds", "1"])
    main()
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("Seeds 1 to 1:")
    rows = [line.split(" | ")[0].removeprefix("| ") for line in printed if line.startswith("| ")]
    heals = [each.name for each in SITUATIONS]
    assert rows == [
        *("Heal", "---", *heals),
        *("Take-over", "---", "same zone", "other zone"),
        *("Cause", "---", *(each.name for each in CAUSES)),
        *("Asked every", "---", *(f"{each.every} s" for each in CHECKS)),
        *("Heal", "---", *heals, LAUNCH_FIRST.name),
    ]

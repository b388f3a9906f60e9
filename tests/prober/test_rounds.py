"""The rounds of a minute: when they begin, what they tell, and that no check holds up another."""

from __future__ import annotations

import threading

import pytest

from prober import rounds
from prober.checks import Check
from prober.codec import ALIVE, Verdict
from prober.handler import BrokenChecksError
from tests.prober.minutes import Minutes, moments, printed

FAILED = Verdict("no answer within 2 s")
TWO_CHECKS = {"sip-5060": 2, "tcp-22": 2}
PATIENCE_SECONDS = 30.0  # of real time, on a busy machine

Printed = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("interval", "begin"),
    [
        (5, [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55]),
        (7, [0, 7, 14, 21, 28, 35, 42, 49, 56]),
        (10, [0, 10, 20, 30, 40, 50]),
        (30, [0, 30]),
    ],
)
def test_they_fill_the_minute(interval: int, begin: list[int], capsys: Printed) -> None:
    assert Minutes(interval=interval).invoke() == {"outcome": "probed", "rounds": len(begin)}
    lines = printed(capsys)
    assert moments(lines, "ProbeRounds") == begin
    assert moments(lines, "CheckPassed") == begin


def test_the_next_minute_goes_on_where_one_ends(capsys: Printed) -> None:
    minutes = Minutes()
    for _ in range(2):
        minutes.invoke()
        minutes.now += 10  # until the schedule comes again
    assert moments(printed(capsys), "ProbeRounds") == [*range(0, 120, 10)]


def test_a_round_that_takes_long_does_not_move_the_next_one(capsys: Printed) -> None:
    minutes = Minutes({"tcp-22": 4}, interval=5)

    def slow(_: Check) -> Verdict:
        minutes.now += 3.9
        return FAILED

    minutes.probe = slow
    minutes.invoke()
    lines = printed(capsys)
    assert moments(lines, "ProbeRounds") == [*range(0, 60, 5)]
    assert moments(lines, "CheckPassed") == [*range(0, 60, 5)]  # when they began, not ended


@pytest.mark.parametrize(
    ("remaining", "begin"), [(70, [0, 10, 35, 40, 50]), (38, [0, 10, 35]), (37, [0, 10])]
)
def test_a_round_that_was_missed_is_not_made_up_for(
    remaining: float, begin: list[int], capsys: Printed
) -> None:
    """A process that Lambda froze, or a machine that stood still."""
    minutes = Minutes()
    delays = iter([0, 25, 0, 0, 0])

    def still(_: Check) -> Verdict:
        minutes.now += next(delays)
        return ALIVE

    minutes.probe = still
    minutes.invoke(remaining=remaining)
    assert moments(printed(capsys), "ProbeRounds") == begin


@pytest.mark.parametrize(
    ("remaining", "begin"),
    [(70, 6), (53, 6), (52.9, 5), (43, 5), (13, 2), (12.9, 1), (3, 1), (2.9, 0), (0, 0)],
)
def test_no_round_begins_that_lambda_would_cut_off(
    remaining: float, begin: int, capsys: Printed
) -> None:
    """Of two seconds, and one for the rest. It is not slept for either."""
    minutes = Minutes()
    assert minutes.invoke(remaining=remaining)["rounds"] == begin
    assert len(moments(printed(capsys), "ProbeRounds")) == begin
    assert minutes.slept == [10.0] * (begin - 1)


@pytest.mark.parametrize(("remaining", "begin"), [(60, 6), (59.9, 5)])
def test_the_longest_time_out_counts(remaining: float, begin: int) -> None:
    minutes = Minutes({"a": 2, "b": 9, "c": 2})
    assert minutes.invoke(remaining=remaining)["rounds"] == begin


def test_what_a_round_tells(capsys: Printed) -> None:
    minutes = Minutes(TWO_CHECKS)
    minutes.probe = lambda check: FAILED if check.name == "tcp-22" else ALIVE
    minutes.invoke(remaining=3)
    found = printed(capsys)
    named = {"Name": "sbc"}
    wanted = [
        named | {"Vip": "core", "Check": "sip-5060", "CheckPassed": 1},
        named | {"Vip": "core", "Check": "tcp-22", "CheckPassed": 0},
        named | {"ProbeRounds": 1},
    ]
    told = [{key: value for key, value in line.items() if key != "_aws"} for line in found]
    assert sorted(told, key=str) == sorted(wanted, key=str)
    for line in found:
        [directive] = line["_aws"]["CloudWatchMetrics"]
        assert directive["Namespace"] == "PersistentVnf"
        [dimensions], [metric] = directive["Dimensions"], directive["Metrics"]
        assert {*dimensions, metric["Name"]} == line.keys() - {"_aws"}
        assert metric["StorageResolution"] == 1


def test_all_checks_are_probed_side_by_side(capsys: Printed) -> None:
    """Twenty, the most that there may be: each waits for all the others to be under way."""
    minutes = Minutes({f"tcp-{number}": 2 for number in range(20)})
    together = threading.Barrier(20)

    def met(_: Check) -> Verdict:
        together.wait(PATIENCE_SECONDS)
        return ALIVE

    minutes.probe = met
    minutes.invoke(remaining=3)
    assert [line["CheckPassed"] for line in printed(capsys)[:-1]] == [1] * 20


def test_a_check_that_answers_does_not_wait_for_a_silent_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    minutes = Minutes({"silent": 2, "quick": 2})
    told, order = threading.Event(), []

    def tell(_: str, named: dict[str, str], *_rest: object, **_more: object) -> None:
        order.append(named.get("Check"))
        told.set()

    def probe(check: Check) -> Verdict:
        if check.name == "silent":
            assert told.wait(PATIENCE_SECONDS)
        return ALIVE

    monkeypatch.setattr(rounds, "emit_metric", tell)
    minutes.probe = probe
    minutes.invoke(remaining=3)
    assert order == ["quick", "silent", None]


def test_a_codec_that_breaks_silences_no_other_and_says_nothing_of_the_service(
    capsys: Printed, caplog: pytest.LogCaptureFixture
) -> None:
    """Its check has no value: that counts neither way. Lambda counts the error."""
    minutes = Minutes(TWO_CHECKS)

    def probe(check: Check) -> Verdict:
        return ALIVE if check.name == "tcp-22" else Verdict(1 / 0)  # type: ignore[arg-type]

    minutes.probe = probe
    with pytest.raises(BrokenChecksError, match=r"^These checks .* probed: core/sip-5060\.$"):
        minutes.invoke()
    lines = printed(capsys)
    assert [line["Check"] for line in lines if "Check" in line] == ["tcp-22"] * 6
    assert moments(lines, "ProbeRounds") == [*range(0, 60, 10)]
    broken = [record for record in caplog.records if record.message == "check broken"]
    assert {(each.levelname, each.__dict__["check"]) for each in broken} == {("ERROR", "sip-5060")}
    assert all(each.exc_info and each.exc_info[0] is ZeroDivisionError for each in broken)

"""What the tables show of what was measured."""

from __future__ import annotations

from tests.bench import table
from tests.bench.cost import Cost
from tests.bench.detection import Check, Detected
from tests.bench.happened import NEVER
from tests.bench.sample import Tried


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(each) for each in range(1, 41)]
    assert table.percentile(values, 0.5) == 20
    assert table.percentile(values, 0.95) == 38
    assert table.percentile([3.0, 1.0], 0.95) == 3


def test_a_row_of_costs() -> None:
    """The ratio is of each run by itself: not of the medians."""
    costs = [Cost(10, 11, 30, 7, 3), Cost(20, 30, 32, 9, 4), Cost(40, 40, 31, 8, 4)]
    head, _, row = table.of_costs("Heal", {"other zone": costs}).splitlines()
    assert dict(zip(_cells(head), _cells(row), strict=True)) == {
        "Heal": "other zone",
        "Critical path": "20.0 s",
        "Time": "30.0 s",
        "Time, p95": "40.0 s",
        "Time / path": "1.10",
        "Time / path, p95": "1.50",
        "Calls besides polls": "31",
        "Polls": "8",
        "Changing calls": "4",
    }


def test_a_row_of_both_orders() -> None:
    ours = [Tried(30.0, 70), Tried(40.0, 90), Tried(35.0, 80)]
    sample = [Tried(80.0, 25), Tried(NEVER, 99), Tried(90.0, 26)]
    head, _, row = table.of_orders({"other zone": (ours, sample)}).splitlines()
    assert dict(zip(_cells(head), _cells(row), strict=True)) == {
        "Heal": "other zone",
        "Time": "35.0 s",
        "Time, p95": "40.0 s",
        "Calls": "80",
        "Sample: time": "90.0 s",
        "Sample: time, p95": "never",
        "Sample: calls": "26",
    }


def test_a_row_of_a_cause() -> None:
    head, _, row = table.of_causes({"Ended": ([30.4, 50.0, 40.0], [9.0, 7.5, 8.0])}).splitlines()
    assert dict(zip(_cells(head), _cells(row), strict=True)) == {
        "Cause": "Ended",
        "Alone, s": "40 (50)",
        "With a standby, s": "8 (9)",
    }


def test_a_row_of_a_way_to_ask() -> None:
    found = [Detected(30.4, 32.0, 70.0), Detected(25.0, 27.0, 91.0), Detected(28.0, 29.9, 64.0)]
    head, _, row = table.of_detections({Check(10, 3, 5): found}).splitlines()
    assert dict(zip(_cells(head), _cells(row), strict=True)) == {
        "Asked every": "10 s",
        "Silence is": "3 of 5",
        "Alarm, s": "28 (30)",
        "Mark, s": "30 (32)",
        "Healed, s": "70 (91)",
    }


def test_what_never_ends_has_no_number_of_calls() -> None:
    never = [Tried(NEVER, 48)]
    (row,) = table.of_orders({"lost": ([Tried(30.0, 70)], never)}).splitlines()[2:]
    assert _cells(row)[-3:] == ["never", "never", "-"]


def _cells(line: str) -> list[str]:
    return line.removeprefix("| ").removesuffix(" |").split(" | ")

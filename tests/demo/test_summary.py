"""When the demo must fail, and what its table says."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from demo import summary
from demo.model import Outcome, Run
from tests.support.vip import Vip

ADDRESSES = {
    "access": "10.41.0.10",
    "access Elastic IP": "198.18.0.1",
    "core": "10.41.0.26",
    "10.99.0.0/16 by": "core",
}
BEFORE = Vip("in service", "i-0a", "eu-west-1a", addresses=ADDRESSES)
AFTER = replace(BEFORE, instance_id="i-0b", zone="eu-west-1b")
HEALED = Outcome("terminated instance", BEFORE, AFTER, 12.0, 61.4, 14, 90)


def run_of(*outcomes: Outcome, problems: tuple[str, ...] = ()) -> Run:
    return Run(rate=20.0, outcomes=list(outcomes), problems=list(problems))


def test_a_heal_under_the_same_addresses_is_a_success() -> None:
    run = run_of(HEALED)
    assert summary.exit_status(run) == 0
    assert "1 drills" in summary.verdict(run).plain


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"core": "10.41.0.27"}, "core was 10.41.0.26 and is 10.41.0.27"),
        ({"access Elastic IP": "198.18.0.2"}, "access Elastic IP was 198.18.0.1 and is 198.18.0.2"),
        ({"access Elastic IP": None}, "access Elastic IP was 198.18.0.1 and is None"),
        ({"10.99.0.0/16 by": None}, "10.99.0.0/16 by was core and is None"),
        ({"second": "10.41.0.42"}, "second was None and is 10.41.0.42"),
    ],
)
def test_a_changed_address_or_route_fails(changed: dict[str, str | None], sentence: str) -> None:
    run = run_of(replace(HEALED, after=replace(AFTER, addresses=ADDRESSES | changed)))
    assert summary.exit_status(run) == 1
    assert summary.problems(run) == [f"terminated instance: {sentence}"]


@pytest.mark.parametrize(
    "run",
    [
        run_of(replace(HEALED, seconds_to_heal=None)),
        run_of(replace(HEALED, problems=("the instance was not replaced",))),
        run_of(HEALED, problems=("left over: subnet subnet-0a",)),
        run_of(HEALED, problems=("gap of the lab: ec2:CreateFleet: moto has none",)),
    ],
)
def test_every_other_problem_fails(run: Run) -> None:
    assert summary.exit_status(run) == 1
    assert "failed" in summary.verdict(run).plain


def test_a_row_shows_before_and_after() -> None:
    assert summary.columns(run_of(HEALED))[2:6] == tuple(ADDRESSES)
    assert summary.cells(HEALED) == (
        "terminated instance",
        "eu-west-1a → 1b",
        "10.41.0.10 → same",
        "198.18.0.1 → same",
        "10.41.0.26 → same",
        "core → same",
        "12 s",
        "61 s",
        "14 of 90",
    )


def test_a_row_of_a_drill_that_did_not_heal() -> None:
    lost = replace(HEALED, after=Vip(), noticed_after=None, seconds_to_heal=None)
    cells = summary.cells(lost)
    assert cells[1:8] == (
        "eu-west-1a → nowhere",
        "10.41.0.10 → none",
        "198.18.0.1 → none",
        "10.41.0.26 → none",
        "core → none",
        "never",
        "never",
    )


FAR = {
    "access": "172.16.100.200",
    "access Elastic IP": "203.113.100.200",
    "core": "172.16.100.216",
    "172.16.128.0/17 by": "core",
}
LONG = Vip("in service", "i-0a", "ap-southeast-1a", addresses=FAR)
SLOW = Outcome("a guest that does not release it", LONG, LONG, 1112.0, 1161.4, 114, 1090)


@pytest.mark.parametrize("width", [80, 100, 120, 150, 200])
def test_no_address_is_cut_from_80_columns_on(width: int) -> None:
    paper = io.StringIO()
    Console(file=paper, width=width).print(summary.table(run_of(HEALED, SLOW), width))
    lines = paper.getvalue().splitlines()
    for outcome in (HEALED, SLOW):
        for cell in summary.cells(outcome):
            assert any(cell in line for line in lines), f"{cell} is cut"
    assert max(len(line.rstrip()) for line in lines) <= width
    assert "…" not in paper.getvalue()


def test_a_wide_screen_gets_columns_and_a_narrow_one_lines() -> None:
    run = run_of(HEALED)
    wide, narrow = io.StringIO(), io.StringIO()
    Console(file=wide, width=170).print(summary.table(run, 170))
    Console(file=narrow, width=80).print(summary.table(run, 80))
    assert "changing calls" in wide.getvalue()
    assert len(narrow.getvalue().strip().splitlines()) == 2 + len(ADDRESSES)

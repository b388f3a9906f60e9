"""What depends on how often the audit comes: the page and Terraform say what the code does."""

from __future__ import annotations

import re

import pytest

from hook_handler.audit import NEWCOMER
from hook_handler.timing import REBOOT_SHOWS
from lab.pipeline.throttle import EC2_READ
from tests.support.module.alarms import DIMENSIONS_OF_A_VIP, put_arguments
from tests.support.project import PROJECT

INTERVALS = (1, 2, 5, 15)
FUNCTION_TIMEOUT = 120
# What the hook has to last for at any interval: three tries, and the pauses between them.
THREE_TRIES = 3 * FUNCTION_TIMEOUT + 180


def test_a_launch_is_left_to_its_event_for_as_long_as_terraform_says() -> None:
    rules = " ".join((PROJECT / "modules" / "lifecycle" / "rules.tf").read_text().split())
    reboot = f"(var.reboot_after_attach ? var.reboot_delay_seconds + {REBOOT_SHOWS:.0f} : 0)"
    assert f"audited_launch_seconds = {NEWCOMER:.0f} + {reboot} + var." in rules


def alarm_minutes(name: str, minutes: int) -> float:
    """How many minutes the alarm called `name` looks back over, with audits that far apart."""
    references = {
        "var.audit_interval_minutes": minutes,
        "local.metrics_namespace": "PersistentVnf",
        "local.vnf_dimensions": {},
        DIMENSIONS_OF_A_VIP: {},
    }
    alarm = put_arguments(name, references)
    return float(alarm["Period"] * alarm["EvaluationPeriods"] / 60)


def launch_minutes(minutes: int, audits: int) -> float:
    return audits * minutes + NEWCOMER / 60


def least_hook(minutes: int) -> float:
    return max(60 * launch_minutes(minutes, audits=2) + FUNCTION_TIMEOUT, THREE_TRIES)


FIGURES = {
    "Calls a second from each bucket": lambda n: round(1000 / (60 * n), 1),
    "VNFs whose audits take half": lambda n: EC2_READ[1] / 2 * 60 * n,
    "Drift is repaired": lambda n: n,
    "A newcomer whose launch event is lost": lambda n: launch_minutes(n, audits=1),
    "The same, if one audit comes to nothing": lambda n: launch_minutes(n, audits=2),
    "`vip-not-held`": lambda n: alarm_minutes("vip-not-held-vip", n),
    "`audit-silent`": lambda n: alarm_minutes("audit-silent", n),
    "`healing-suspended`": lambda n: alarm_minutes("healing-suspended", n),
    "`OK` of the other alarms": lambda n: alarm_minutes("heal-failed", n),
    "The least `launch_hook_timeout_seconds`": least_hook,
}


def table() -> dict[str, list[float]]:
    """The rows of the page by what they begin with, their figures for each interval."""
    page = (PROJECT / "docs" / "operations.md").read_text()
    section = page.partition("\n## Many VNFs in one account\n")[2].partition("\n## ")[0]
    header, *rows = re.findall(r"^\| (.*) \|$", section, re.MULTILINE)
    assert header.split(" | ")[-4:] == [str(minutes) for minutes in INTERVALS]
    split = [row.split(" | ") for row in rows]
    return {row[0]: [float(cell.replace(",", "")) for cell in row[-4:]] for row in split}


def test_the_page_has_a_row_for_each_figure() -> None:
    assert len(table()) == len(FIGURES)


@pytest.mark.parametrize("beginning", FIGURES)
def test_the_page_says_what_an_interval_costs(beginning: str) -> None:
    (row,) = [figures for what, figures in table().items() if what.startswith(beginning)]
    assert row == [FIGURES[beginning](minutes) for minutes in INTERVALS]

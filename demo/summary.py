"""What came of the demo: the table, the problems, the exit status."""

from __future__ import annotations

from typing import Literal

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from demo.model import Outcome, Run
from tests.support.vip import Vip

COLUMNS = (
    "drill",
    "AZ",
    "private IP",
    "Elastic IP",
    "noticed after",
    "healed in",
    "changing calls",
)

ENDLESS = 1000  # columns in which nothing has to be wrapped


def cells(outcome: Outcome) -> tuple[str, ...]:
    """One row of the table, in the order of COLUMNS."""
    before, after = outcome.before, outcome.after
    return (
        outcome.title,
        f"{before.zone} → {_last_part(after.zone)}",
        f"{before.private_ip} → {after.private_ip or 'none'}",
        f"{before.public_ip} → {after.public_ip or 'none'}",
        _seconds(outcome.noticed_after),
        _seconds(outcome.seconds_to_heal),
        f"{outcome.calls_mutating} of {outcome.calls_all}",
    )


def _last_part(zone: str | None) -> str:
    """`1b` of `eu-west-1b`: the region stays the same."""
    return zone.rpartition("-")[2] if zone else "nowhere"


def _seconds(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:.0f} s"


def changed_addresses(before: Vip, after: Vip) -> list[str]:
    """One sentence for each address that is not what it was."""
    pairs = [
        ("private IP", before.private_ip, after.private_ip),
        ("Elastic IP", before.public_ip, after.public_ip),
    ]
    return [f"the {name} was {old} and is {new}" for name, old, new in pairs if old != new]


def problems(run: Run) -> list[str]:
    """Everything for which the demo must fail."""
    found = [f"{each.title}: {what}" for each in run.outcomes for what in each.problems]
    for each in run.outcomes:
        found += [f"{each.title}: {what}" for what in changed_addresses(each.before, each.after)]
        if each.seconds_to_heal is None:
            found.append(f"{each.title}: did not heal")
    return found + run.problems


def exit_status(run: Run) -> int:
    return 1 if problems(run) else 0


def table(run: Run, width: int) -> Table | Text:
    """What came of each drill: in columns where `width` columns hold all, else in lines.

    A cell is never cut: the addresses are what the demo proves.
    """
    shown = Table(box=box.SIMPLE_HEAD, header_style="bold")
    for column in COLUMNS:
        justify: Literal["left", "right"] = "right" if column in COLUMNS[4:] else "left"
        shown.add_column(column, justify=justify, no_wrap=True)
    for outcome in run.outcomes:
        shown.add_row(*cells(outcome), style="red" if _bad(outcome) else "")
    paper = Console(width=ENDLESS)
    needed = Measurement.get(paper, paper.options, shown).maximum
    return shown if needed <= width else Text("\n").join(map(_lines, run.outcomes))


def _lines(outcome: Outcome) -> Text:
    """A drill in three lines, each under 80 columns whatever the addresses."""
    title, zones, private, public, noticed, healed, calls = cells(outcome)
    said = Text(style="red" if _bad(outcome) else "")
    said.append(f"{title}", "bold").append(f"  {zones}\n")
    said.append(f"  {private}   {public}\n")
    return said.append(f"  noticed after {noticed}, healed in {healed}, {calls} calls changed\n")


def _bad(outcome: Outcome) -> bool:
    return bool(outcome.problems) or outcome.seconds_to_heal is None


def verdict(run: Run) -> Text:
    found = problems(run)
    if found:
        return Text("\n".join(["The demo failed:", *(f"  - {each}" for each in found)]), "bold red")
    count = len(run.outcomes)
    return Text(
        f"{count} drills, one address: every private and Elastic IP stayed the same, and destroy "
        "left nothing.",
        "bold green",
    )

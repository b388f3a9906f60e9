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

BEFORE, AFTER = ("drill", "AZ"), ("noticed after", "healed in", "changing calls")

ENDLESS = 1000  # columns in which nothing has to be wrapped


def columns(run: Run) -> tuple[str, ...]:
    """One for each address and route that there was."""
    return (
        *BEFORE,
        *dict.fromkeys(name for o in run.outcomes for name in o.before.addresses),
        *AFTER,
    )


def cells(outcome: Outcome) -> tuple[str, ...]:
    """One row of the table, in the order of `columns`."""
    before, after = outcome.before, outcome.after
    return (
        outcome.title,
        f"{before.zone} → {_last_part(after.zone)}",
        *(_kept(old, after.addresses.get(name)) for name, old in before.addresses.items()),
        _seconds(outcome.noticed_after),
        _seconds(outcome.seconds_to_heal),
        f"{outcome.calls_mutating} of {outcome.calls_all}",
    )


def _kept(old: str | None, new: str | None) -> str:
    return f"{old} → {'same' if new == old else new or 'none'}"


def _last_part(zone: str | None) -> str:
    """`1b` of `eu-west-1b`: the region stays the same."""
    return zone.rpartition("-")[2] if zone else "nowhere"


def _seconds(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:.0f} s"


def changed_addresses(before: Vip, after: Vip) -> list[str]:
    """One sentence for each address or route that is not what it was."""
    names = dict.fromkeys([*before.addresses, *after.addresses])
    pairs = [(name, before.addresses.get(name), after.addresses.get(name)) for name in names]
    return [f"{name} was {old} and is {new}" for name, old, new in pairs if old != new]


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
    for column in columns(run):
        justify: Literal["left", "right"] = "right" if column in AFTER else "left"
        shown.add_column(column, justify=justify, no_wrap=True)
    for outcome in run.outcomes:
        shown.add_row(*cells(outcome), style="red" if _bad(outcome) else "")
    paper = Console(width=ENDLESS)
    needed = Measurement.get(paper, paper.options, shown).maximum
    return shown if needed <= width else Text("\n").join(map(_lines, run.outcomes))


def _lines(outcome: Outcome) -> Text:
    """A drill in a few lines, each under 80 columns whatever the addresses."""
    title, zones, *addresses, noticed, healed, calls = cells(outcome)
    said = Text(style="red" if _bad(outcome) else "")
    said.append(f"{title}", "bold").append(f"  {zones}\n")
    for name, kept in zip(outcome.before.addresses, addresses, strict=True):
        said.append(f"  {name} {kept}\n")
    return said.append(f"  noticed after {noticed}, healed in {healed}, {calls} calls changed\n")


def _bad(outcome: Outcome) -> bool:
    return bool(outcome.problems) or outcome.seconds_to_heal is None


def verdict(run: Run) -> Text:
    found = problems(run)
    if found:
        return Text("\n".join(["The demo failed:", *(f"  - {each}" for each in found)]), "bold red")
    count = len(run.outcomes)
    return Text(
        f"{count} drills: every private address, Elastic IP and route stayed the same, destroy "
        "left nothing, and the network is as it was before.",
        "bold green",
    )

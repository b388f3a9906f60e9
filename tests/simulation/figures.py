"""What a part came to, in the figures of the page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from tests.simulation.case import Outcome


@dataclass
class Figures:
    """One row. `failed` are the outcomes in which something did not hold."""

    name: str
    says: str
    seconds: list[float] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    hooks: list[float] = field(default_factory=list)
    first: int = 0  # healed by the first launch (or without any), by an event's own handler
    by_audit: int = 0  # the last answer came from the audit
    by_another: int = 0  # it took another launch
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.seconds.append(outcome.seconds)
        self.calls.append(outcome.calls)
        self.hooks.append(outcome.hook_seconds)
        if not outcome.ok:
            self.failed.append(outcome)
        elif outcome.launches > 1:
            self.by_another += 1
        elif outcome.by_audit:
            self.by_audit += 1
        else:
            self.first += 1

    @property
    def cases(self) -> int:
        return len(self.seconds)

    @property
    def failures(self) -> list[str]:
        """The cases that failed, as items of a Markdown list."""
        return [
            f"- Failed: `{json.dumps(each.case.as_json())}`: {shortened(each.failure)}"
            for each in self.failed
        ]

    def row(self) -> str:
        """As a row of a Markdown table."""
        cells = (
            f"{self.name}: {self.says}" if self.says else self.name,
            f"{self.cases:,}",
            f"{self.first:,}",
            f"{self.by_audit:,}",
            f"{self.by_another:,}",
            f"{len(self.failed):,}",
            f"{median(self.seconds):.0f}",
            f"{max(self.seconds):.0f}",
            f"{median(self.calls):.0f}",
            f"{max(self.calls):,}",
        )
        return "| " + " | ".join(cells) + " |"


LONGEST = 110  # characters of what did not hold


def shortened(failure: str) -> str:
    """What did not hold, as it stands in a table."""
    return " ".join(failure.split())[:LONGEST].replace("|", "/")


HEAD = """\
| Part | Cases | Healed first time | By the audit | By another launch | Failed | Median s \
| Worst s | Median calls | Most calls |
|---|---|---|---|---|---|---|---|---|---|"""


def total(rows: Iterable[Figures]) -> Figures:
    """All rows together."""
    every = Figures("**All**", "")
    for row in rows:
        every.seconds += row.seconds
        every.calls += row.calls
        every.hooks += row.hooks
        every.first += row.first
        every.by_audit += row.by_audit
        every.by_another += row.by_another
        every.failed += row.failed
    return every

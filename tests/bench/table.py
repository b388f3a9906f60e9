"""The tables that `make bench` prints, as Markdown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tests.bench.cost import Cost
from tests.bench.detection import Check, Detected
from tests.bench.happened import NEVER
from tests.bench.sample import Tried

COSTS = (
    *("Critical path", "Time", "Time, p95", "Time / path", "Time / path, p95"),
    *("Calls besides polls", "Polls", "Changing calls"),
)
MOMENTS = ("rang", "marked", "healed")
ORDERS = (
    "Heal",
    "Time",
    "Time, p95",
    "Calls",
    "Sample: time",
    "Sample: time, p95",
    "Sample: calls",
)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that `share` of them do not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def of_costs(what: str, measured: Mapping[str, Sequence[Cost]]) -> str:
    """A row for each name: medians, and the 95th percentile of time and ratio."""
    return _table((what, *COSTS), [(name, *_cost_cells(costs)) for name, costs in measured.items()])


def of_orders(measured: Mapping[str, tuple[Sequence[Tried], Sequence[Tried]]]) -> str:
    """A row for each name: the module's own order of calls, and the sample's."""
    rows = [
        (name, *_order_cells(ours), *_order_cells(sample))
        for name, (ours, sample) in measured.items()
    ]
    return _table(ORDERS, rows)


def of_causes(measured: Mapping[str, tuple[Sequence[float], Sequence[float]]]) -> str:
    """A row for each cause: median and longest outage without a standby, and with one."""
    rows = [(name, *map(_with_longest, both)) for name, both in measured.items()]
    return _table(("Cause", "Alone, s", "With a standby, s"), rows)


def of_detections(measured: Mapping[Check, Sequence[Detected]]) -> str:
    """A row for each way to ask: from the silence on, median and longest."""
    rows = [
        (
            f"{check.every} s",
            f"{check.to_alarm} of {check.periods}",
            *(_with_longest([getattr(each, name) for each in found]) for name in MOMENTS),
        )
        for check, found in measured.items()
    ]
    return _table(("Asked every", "Silence is", "Alarm, s", "Mark, s", "Healed, s"), rows)


def _cost_cells(costs: Sequence[Cost]) -> list[str]:
    seconds, ratios = [each.seconds for each in costs], [each.ratio for each in costs]
    counts = [[each.calls for each in costs], [each.polls for each in costs]]
    counts.append([each.changes for each in costs])
    return [
        f"{percentile([each.path for each in costs], 0.5):.1f} s",
        *_shares(seconds, "{:.1f} s"),
        *_shares(ratios, "{:.2f}"),
        *(f"{percentile(each, 0.5):.0f}" for each in counts),
    ]


def _order_cells(tried: Sequence[Tried]) -> list[str]:
    seconds, calls = [each.seconds for each in tried], [each.calls for each in tried]
    ends = percentile(seconds, 0.5) < NEVER
    return [*_shares(seconds, "{:.1f} s"), f"{percentile(calls, 0.5)}" if ends else "-"]


def _with_longest(seconds: Sequence[float]) -> str:
    return f"{percentile(seconds, 0.5):.0f} ({max(seconds):.0f})"


def _shares(values: Sequence[float], form: str) -> list[str]:
    """The median, and what only one in twenty exceeds."""
    found = [percentile(values, share) for share in (0.5, 0.95)]
    return ["never" if each == NEVER else form.format(each) for each in found]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

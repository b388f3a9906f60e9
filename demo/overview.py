"""The whole demo in one picture: one address, moving from AZ to AZ."""

from __future__ import annotations

from demo import svg
from demo.axis import Axis
from demo.model import Run, Span
from demo.recorder import VIP_LANE, VIP_WORDS
from demo.wording import short

WIDTH, LEFT, RIGHT = 1120.0, 150.0, 14.0
IN_SERVICE = f"{VIP_WORDS['in service']} "  # how the label of such a span begins
HEAD, FOOT, ROW, BAR = 44.0, 26.0, 40.0, 26.0


def overview(run: Run) -> str:
    """A row per AZ; a bar where the VIP was in service; the drills as marks. Empty without VIP."""
    spans = [span for span in run.spans if span.lane == VIP_LANE and span.tone == "good"]
    if not spans:
        return ""
    zones = sorted({_zone(run, span) for span in spans})
    began, ended = spans[0].began, max(span.ended or span.began for span in spans)
    struck = [line for c in run.chapters for line in c.lines if line.tone == "struck"]
    axis = Axis(None, began, ended, LEFT, WIDTH - LEFT - RIGHT)
    bottom = HEAD + ROW * len(zones)
    parts = []
    for row, zone in enumerate(zones):
        y = HEAD + row * ROW + ROW / 2
        parts.append(svg.level(y, LEFT, WIDTH - RIGHT, "lane"))
        parts.append(svg.text(LEFT - 12, y + 4, zone, "name", "end"))
    for span in spans:
        parts.append(_bar(run, span, axis, HEAD + zones.index(_zone(run, span)) * ROW))
    for number, line in enumerate(struck, 1):
        x = axis.x(line.at)
        parts.append(svg.upright(x, HEAD - 10, bottom, "marker struck"))
        parts.append(svg.text(x, HEAD - 16, str(number), "mark struck", "middle"))
    for x, seconds in axis.ticks():
        parts.append(svg.text_within(x, bottom + 16, f"+{seconds} s", "tick", WIDTH))
    return svg.picture(WIDTH, bottom + FOOT, parts, "Where the address was during the demo")


def caption(run: Run) -> str:
    """What the picture does not say by itself: these failures follow each other without pause."""
    out = [o.seconds_to_heal for o in run.outcomes if o.seconds_to_heal is not None]
    if not out:
        return ""
    return (
        f"{len(out)} failures, one right after the other as no network meets them: out of service "
        f"for {', '.join(f'{seconds:.0f}' for seconds in out)} s, in service in between."
    )


def _bar(run: Run, span: Span, axis: Axis, top: float) -> str:
    x, end = axis.x(span.began), axis.x(span.ended or span.began)
    label = short(span.label.removeprefix(IN_SERVICE))
    hint = f"{label} in {_zone(run, span)}"
    return svg.bar(x, top + (ROW - BAR) / 2, end - x, BAR, "serving", label, hint)


def _zone(run: Run, span: Span) -> str:
    return run.zones.get(span.label.removeprefix(IN_SERVICE), "")

"""One chapter drawn: a lane per actor, the VIP, and the instances that come and go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from demo import svg
from demo.axis import Axis
from demo.model import Chapter, Line, Run, Span
from demo.recorder import EC2_PART, VIP_LANE
from demo.wording import FUNCTION, short

WIDTH, LEFT, RIGHT = 1120.0, 150.0, 14.0
HEAD, FOOT = 30.0, 26.0  # room for marker labels and for the scale
ROW, BAR, STRIP = 34.0, 18.0, 5.0
PARTING = 10.0  # between the actors' lanes and the things' lanes

SERVICES = ("Auto Scaling", "EventBridge", "CloudWatch", "EC2")
STATES = {  # of instances, to the style sheet's classes
    "Pending": "coming",
    "Pending:Wait": "waiting",
    "Pending:Proceed": "coming",
    "InService": "serving",
    "pending": "coming",
    "running": "serving",
}

VIP_STATES = {"in": "serving", "attaching": "coming", "interface": "waiting"}  # by the first word


@dataclass(frozen=True)
class Row:
    name: str
    beneath: str  # smaller, under the name
    draw: Callable[[float], list[str]]  # from the row's top


class Lanes:
    """Everything one chapter's picture is made of."""

    def __init__(self, chapter: Chapter, run: Run) -> None:
        self._began = chapter.began
        self._ended = chapter.ended or max(line.at for line in chapter.lines)
        self._lines = chapter.lines
        self._zones = run.zones
        spans = [span for span in run.spans if self._overlaps(span)]
        self._runs = [span for span in spans if "/" in span.lane and self._did_something(span)]
        things = [span for span in spans if _is_thing(span)]
        self._vips = [span for span in things if span.lane.startswith(f"{VIP_LANE} ")]
        self._instances = [span for span in things if not span.lane.startswith(VIP_LANE)]
        self._axis = Axis(self._moments(), self._began, self._ended, LEFT, WIDTH - LEFT - RIGHT)

    def draw(self, described: str) -> str:
        actors, things = self._actor_rows(), self._thing_rows()
        bottom = HEAD + ROW * (len(actors) + len(things)) + PARTING
        parts = self._scale(bottom)
        y = HEAD
        for rows in (actors, things):
            for row in rows:
                parts += [svg.level(y + ROW / 2, LEFT, WIDTH - RIGHT, "lane"), *_names(row, y)]
                parts += row.draw(y)
                y += ROW
            y += PARTING
        parts += self._markers(bottom)
        return svg.picture(WIDTH, bottom + FOOT, parts, described)

    def _actor_rows(self) -> list[Row]:
        rows = [
            Row(name, "", lambda y, name=name: self._dots(name, y))  # type: ignore[misc]
            for name in SERVICES
        ]
        for trigger in dict.fromkeys(span.label for span in self._runs):
            rows.append(
                Row(f"{FUNCTION} {trigger}", "", lambda y, t=trigger: self._runs_of(t, y))  # type: ignore[misc]
            )
        return rows

    def _thing_rows(self) -> list[Row]:
        ids = dict.fromkeys(span.lane.removesuffix(EC2_PART) for span in self._instances)
        vips = sorted({span.lane for span in self._vips})
        return [
            *(Row(lane, "", lambda y, lane=lane: self._vip_bars(lane, y)) for lane in vips),  # type: ignore[misc]
            *(
                Row(short(i), self._zones.get(i, ""), lambda y, i=i: self._instance(i, y))  # type: ignore[misc]
                for i in ids
            ),
        ]

    def _dots(self, actor: str, y: float) -> list[str]:
        return [self._dot(line, y) for line in self._lines if line.actor == actor]

    def _dot(self, line: Line, y: float) -> str:
        return svg.dot(self._axis.x(line.at), y + ROW / 2, line.tone, self._hint(line))

    def _runs_of(self, trigger: str, y: float) -> list[str]:
        bars = [
            self._bar(span, y + (ROW - BAR) / 2, BAR, "run", "")
            for span in self._runs
            if span.label == trigger
        ]
        return bars + self._dots(f"{FUNCTION} {trigger}", y)

    def _vip_bars(self, lane: str, y: float) -> list[str]:
        top = y + (ROW - BAR) / 2
        return [
            self._bar(s, top, BAR, VIP_STATES.get(s.label.split()[0], "ending"), s.label)
            for s in self._vips
            if s.lane == lane
        ]

    def _instance(self, instance_id: str, y: float) -> list[str]:
        """What its group says, and beneath, as a strip, what EC2 says."""
        top = y + (ROW - BAR - STRIP) / 2
        parts = []
        for span in self._instances:
            css = STATES.get(span.label, "ending")
            if span.lane == instance_id:
                parts.append(self._bar(span, top, BAR, css, span.label))
            elif span.lane == f"{instance_id}{EC2_PART}":
                parts.append(self._bar(span, top + BAR + 1, STRIP, css, span.label))
        return parts

    def _bar(self, span: Span, y: float, height: float, css: str, label: str) -> str:
        began, ended = max(span.began, self._began), min(span.ended or self._ended, self._ended)
        x = self._axis.x(began)
        hint = f"{label or span.label}: {self._since(began)} to {self._since(ended)}"
        return svg.bar(x, y, self._axis.x(ended) - x, height, css, label, hint)

    def _scale(self, bottom: float) -> list[str]:
        parts = []
        for fold in self._axis.folds:
            parts.append(
                f'<rect x="{fold.x:.1f}" y="{HEAD}" width="{fold.width:.1f}" '
                f'height="{bottom - HEAD:.1f}" class="fold"/>'
            )
            middle = fold.x + fold.width / 2
            label = f"⋯ {fold.seconds:.0f} s ⋯"
            parts.append(svg.text_within(middle, bottom + 16, label, "tick", WIDTH))
        for x, seconds in self._axis.ticks():
            parts.append(svg.upright(x, HEAD, bottom, "grid"))
            if not any(abs(x - f.x - f.width / 2) < f.width / 2 + 30 for f in self._axis.folds):
                parts.append(svg.text_within(x, bottom + 16, f"+{seconds} s", "tick", WIDTH))
        return parts

    def _markers(self, bottom: float) -> list[str]:
        """What was struck, and when it was healed: lines through all lanes."""
        parts = []
        for line in self._lines:
            if line.tone == "struck" or (line.actor == VIP_LANE and line.tone == "good"):
                x = self._axis.x(line.at)
                healed = line.actor == VIP_LANE
                label = line.text.rpartition(": ")[2] if healed else "⚡ " + line.text
                parts.append(svg.upright(x, HEAD - 8, bottom, f"marker {line.tone}"))
                parts.append(svg.text_within(x, HEAD - 12, label, f"mark {line.tone}", WIDTH))
        return parts

    def _moments(self) -> list[float]:
        """When something visible happens: between these the axis may fold."""
        at = [line.at for line in self._lines]
        for span in [*self._runs, *self._vips, *self._instances]:
            at += [span.began, *([span.ended] if span.ended else [])]
        return at

    def _overlaps(self, span: Span) -> bool:
        return span.began < self._ended and (span.ended or self._ended) > self._began

    def _did_something(self, span: Span) -> bool:
        """Audits that find all in order are not drawn."""
        ended = span.ended or self._ended
        actor = f"{FUNCTION} {span.label}"
        return any(line.actor == actor and span.began <= line.at <= ended for line in self._lines)

    def _hint(self, line: Line) -> str:
        return f"{self._since(line.at)}  {line.actor}: {line.text}"

    def _since(self, at: float) -> str:
        return f"+{at - self._began:.1f} s"


def _is_thing(span: Span) -> bool:
    return span.lane.startswith((VIP_LANE, "i-"))


def _names(row: Row, y: float) -> list[str]:
    middle = y + ROW / 2
    if not row.beneath:
        return [svg.text(LEFT - 12, middle + 4, row.name, "name", "end")]
    return [
        svg.text(LEFT - 12, middle - 1, row.name, "name", "end"),
        svg.text(LEFT - 12, middle + 12, row.beneath, "beneath", "end"),
    ]

"""`demo-report.html`: the run in one file that needs nothing else, light or dark."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from demo import summary
from demo.lanes import Lanes
from demo.model import Chapter, Outcome, Run
from demo.overview import caption, overview
from demo.timeline_view import time_of_day
from demo.wording import told

TEMPLATE = Path(__file__).with_name("report.html")


def write_report(run: Run, path: Path) -> None:
    path.write_text(render(run), encoding="utf-8")


def render(run: Run) -> str:
    problems = summary.problems(run)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        state="bad" if problems else "good",
        headline=escape(_headline(run, problems)),
        problems="".join(f"<li>{escape(each)}</li>" for each in problems),
        facts=escape(_facts(run)),
        overview=overview(run),
        caption=escape(caption(run)),
        columns="".join(f"<th>{escape(column)}</th>" for column in summary.columns(run)),
        rows="".join(map(_row, run.outcomes)),
        chapters="".join(_chapter(chapter, run) for chapter in run.chapters),
    )


def _headline(run: Run, problems: list[str]) -> str:
    if problems:
        return "The demo failed"
    return f"{told(run.outcomes[-1].after)}: through {len(run.outcomes)} failures"


def _facts(run: Run) -> str:
    took = [f"{step} {seconds:.0f} s" for step, seconds in run.real_seconds.items()]
    return f"{run.rate:g} simulated seconds a second. Real time: {', '.join(took)}."


def _row(outcome: Outcome) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in summary.cells(outcome))
    return f"<tr>{cells}</tr>"


def _chapter(chapter: Chapter, run: Run) -> str:
    picture = Lanes(chapter, run).draw(chapter.title) if chapter.lines else ""
    lines = "".join(
        f'<tr class="{line.tone}"><td>{time_of_day(line.at)}</td>'
        f"<td>{line.at - chapter.began:+.1f} s</td><td>{escape(line.actor)}</td>"
        f"<td>{escape(line.text)}</td></tr>"
        for line in chapter.lines
    )
    return (
        f"<section><h2>{escape(chapter.title)}</h2><p>{escape(chapter.says)}</p>"
        f'<div class="picture">{picture}</div>'
        f"<details><summary>{len(chapter.lines)} lines</summary>"
        f'<table class="lines">{lines}</table></details></section>'
    )

"""The terminal and the report, from recorded data."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from demo import report_html, svg
from demo.axis import Axis
from demo.model import Chapter, Line, Outcome, Run, Span
from demo.progress import Progress
from demo.timeline_view import Screen
from lab.clock import SimulatedClock
from tests.support.vip import Vip

OLD, NEW = "i-0aaaaaaaaaaaaaaaa", "i-0bbbbbbbbbbbbbbbb"


@pytest.fixture
def run() -> Run:
    addresses = {"access": "10.41.0.10", "access Elastic IP": "198.18.0.1", "core": "10.41.0.26"}
    before = Vip("in service", OLD, "eu-west-1a", addresses=addresses)
    after = replace(before, instance_id=NEW, zone="eu-west-1b")
    lines = [
        Line(100.0, "demo", "TerminateInstances i-0aaaaa", "struck"),
        Line(130.0, "Auto Scaling", "finds <i-0aaaaa> unhealthy", "bad"),
        Line(140.0, "λ launch", "CreateSubnet 10.16.10.0/24 in eu-west-1b"),
        Line(160.0, "VIP", "access 10.41.0.10: wholly on i-0bbbbb: healed in 60 s", "good"),
    ]
    spans = [
        Span("VIP", f"in service on {OLD}", 50.0, 100.0, "good"),
        Span("VIP", "no interface", 100.0, 150.0, "bad"),
        Span("VIP", f"in service on {NEW}", 150.0, 170.0, "good"),
        Span("VIP access", "in service", 50.0, 105.0, "good"),
        Span("VIP core", "no interface", 100.0, 152.0, "bad"),
        Span(OLD, "Terminating:Wait", 131.0, 150.0),
        Span(f"{NEW}/ec2", "running", 145.0, None, "good"),
        Span("edge-hook-handler/request-1", "launch", 139.0, 159.0),
        Span("edge-hook-handler/request-2", "audit", 120.0, 121.0),
    ]
    chapter = Chapter("Drill 1: terminated instance", "Somebody & co.", 100.0, 170.0, lines)
    outcome = Outcome("terminated instance", before, after, 30.0, 60.0, 14, 90)
    zones = {OLD: "eu-west-1a", NEW: "eu-west-1b"}
    return Run(20.0, [chapter], spans, zones, [outcome], [], {"altogether": 100.0})


def test_the_report_needs_nothing_from_elsewhere(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "demo-report.html"
    report_html.write_report(run, path)
    page = path.read_text(encoding="utf-8")
    assert not re.findall(r"<script|<link|src=|href=|url\(|https?:", page)


def test_the_report_says_what_happened_and_escapes_it(run: Run) -> None:
    page = report_html.render(run)
    told = "access 10.41.0.10, access Elastic IP 198.18.0.1, core 10.41.0.26"
    assert f"{told}: through 1 failures" in page
    assert "<th>access Elastic IP</th><th>core</th>" in page
    assert "<td>198.18.0.1 → same</td><td>10.41.0.26 → same</td>" in page
    assert "finds &lt;i-0aaaaa&gt; unhealthy" in page
    assert "Somebody &amp; co." in page
    assert "healed in 60 s" in page


def test_the_pictures_are_well_formed(run: Run) -> None:
    pictures = re.findall(r"<svg.*?</svg>", report_html.render(run), re.DOTALL)
    assert len(pictures) == 2
    for picture in pictures:
        ElementTree.fromstring(picture)


def test_no_word_of_a_picture_reaches_over_its_edge(run: Run) -> None:
    run.chapters[0].lines.append(Line(169.0, "demo", "a last blow with a long name", "struck"))
    for picture in re.findall(r"<svg.*?</svg>", report_html.render(run), re.DOTALL):
        drawn = ElementTree.fromstring(picture)
        width = float(drawn.attrib["viewBox"].split()[2])
        for text in drawn.iter("text"):
            length = len(text.text or "") * svg.CHARACTER_WIDTH
            x = float(text.attrib["x"])
            left = {"start": x, "middle": x - length / 2, "end": x - length}
            begins = left[text.attrib["text-anchor"]]
            assert begins >= -1, text.text
            assert begins + length <= width + 1, text.text


def test_on_a_small_screen_lines_break_and_the_overview_fits(run: Run) -> None:
    """What a browser makes of it is not looked at: no rule below may be lost."""
    page = report_html.render(run)
    small = page.partition("@media (max-width: 820px) {")[2].partition("</style>")[0]
    rules = dict(re.findall(r"^ +(\S.*?) \{ (.*?) \}$", small, re.M))
    assert "overflow-wrap: anywhere" in rules[".lines td"]
    assert "white-space: normal" in rules[".lines td"]
    assert "display: block" in rules[".lines, .lines tbody, .lines tr"]
    assert rules[".overview svg"] == "min-width: 0;"
    assert '<div class="picture overview">' in page
    # Of two rules of one weight the later one counts.
    assert page.index("@media (max-width: 820px)") > page.index(".lines td:nth-child")


def test_the_overview_says_that_failures_follow_without_pause(run: Run) -> None:
    assert "1 failures, one right after the other" in report_html.render(run)
    assert "out of service for 60 s" in report_html.render(run)
    assert "right after" not in report_html.render(Run(20.0, problems=["init failed"]))


def test_an_audit_that_did_nothing_is_not_drawn(run: Run) -> None:
    page = report_html.render(run)
    assert "λ launch</text>" in page
    assert "λ audit</text>" not in page


def test_each_vip_has_a_lane(run: Run) -> None:
    page = report_html.render(run)
    assert "VIP access</text>" in page
    assert "VIP core</text>" in page
    assert "no interface: +0.0 s to +52.0 s" in page


def test_the_report_of_a_failed_run_says_so(run: Run) -> None:
    run.problems.append("left over: subnet subnet-0a")
    page = report_html.render(run)
    assert '<header class="bad">' in page
    assert "<li>left over: subnet subnet-0a</li>" in page


def test_a_run_that_never_got_an_address_is_reported_too() -> None:
    page = report_html.render(Run(20.0, [Chapter("Deploy", "", 0.0)], problems=["init failed"]))
    assert "The demo failed" in page


def test_the_axis_folds_silence_and_keeps_the_order() -> None:
    axis = Axis([10.0, 300.0], 0.0, 310.0, left=100.0, width=290.0)
    assert [fold.seconds for fold in axis.folds] == [290.0]
    places = [axis.x(at) for at in (0.0, 5.0, 10.0, 150.0, 300.0, 310.0)]
    assert places == sorted(places)
    assert (places[0], round(places[-1], 6)) == (100.0, 390.0)
    assert axis.folds[0].width < 100.0
    assert all(x <= axis.folds[0].x + 1 or x >= axis.x(300.0) - 1 for x, _ in axis.ticks())


def test_an_even_axis_folds_nothing() -> None:
    assert Axis(None, 0.0, 1000.0, 0.0, 100.0).folds == []


@pytest.fixture
def paper() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def screen(paper: io.StringIO) -> Screen:
    return Screen(Console(file=paper, width=150), SimulatedClock(start=0.0))


def test_lines_come_in_order_of_their_time_and_calls_share_one(
    screen: Screen, paper: io.StringIO
) -> None:
    chapter = screen.chapter("Drill", "says")
    screen.say(Line(7.0, "EC2", "third"))
    screen.say(Line(3.4, "λ launch", "AssociateAddress", folds=True))
    screen.say(Line(3.0, "λ launch", "AttachNetworkInterface", folds=True))
    screen.say(Line(1.0, "demo", "first", "struck"))
    screen.stop()
    expected = ["first", "AttachNetworkInterface · AssociateAddress", "third"]
    assert [line.text for line in chapter.lines] == expected
    written = paper.getvalue()
    assert written.index("first") < written.index("AssociateAddress") < written.index("third")
    assert "00:00:07" in written
    assert "+7.0 s" in written


def test_without_a_terminal_progress_is_plain_lines(screen: Screen, paper: io.StringIO) -> None:
    screen.chapter("Deploy", "says")
    progress = Progress(screen, "apply")
    progress(
        {"type": "change_summary", "changes": {"add": 12, "change": 0, "remove": 0}},
    )
    for number in range(12):
        hook = {"action": "create", "resource": {"addr": f"aws_eip.this[{number}]"}}
        progress({"type": "apply_start", "hook": hook})
        progress({"type": "apply_complete", "hook": hook})
    progress({"type": "apply_complete", "hook": {"action": "read", "resource": {"addr": "data"}}})
    screen.stop()
    assert progress.summary == "12 of 12 resources created"
    assert paper.getvalue().count("…") == 1
    assert "terraform apply: 10 of 12 resources created" in paper.getvalue()
    assert "\x1b" not in paper.getvalue()

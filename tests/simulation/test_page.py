"""The generated blocks of docs/reliability.md: written with their commit, and by nobody's hand."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.simulation import mutation, page, revision, storm
from tests.simulation.__main__ import block_text
from tests.simulation.case import Case, Outcome
from tests.simulation.figures import Figures
from tests.simulation.mutants import MUTANTS

BLOCK = re.compile(r"<!-- BEGIN ([\w ]+) -->\n(.*?)<!-- END \1 -->", re.S)
NUMBER = r"[\d,]+"
# What the runs write, line by line.
WRITTEN = re.compile(
    r"|".join(
        (
            r"",
            r"\|.*\|",
            rf"- [\w ]+: {NUMBER} cases in {NUMBER} s, {NUMBER} a second; {NUMBER} healed first "
            rf"time, {NUMBER} by the audit, {NUMBER} by another launch, {NUMBER} failed\.",
            rf"- Planner: {NUMBER} worlds x trigger, .* at most \d+ steps away\.",
            r"- The longest time a terminate hook waited: \d+ s\.",
            r"- The run took \d+ minutes of \d+ minutes of CPU time, .* with Python [\d.]+\.",
            r"- Failed: `\{.*\}`: .*",
            r"- Failed: \d+ (did not heal|needed another launch)",
            r"- Failed: \d+ calls each, and \d+ in the baseline",
            r"- Failed: the last heals after \d+ s: more than the buckets explain",
            r"\d+ of \d+ killed:",
            r"Run on commit [0-9a-f]+( with uncommitted changes)?\.",
        )
    )
)
PLANNER = "Planner: 1 worlds x trigger, 1 steps, no circle; the goal is at most 1 steps away."
HEALS = storm.Heals(2, 1, 0, (40.0,), 90, 9, "DeleteSubnet", 1.0, 2.0)
OUTCOMES = (
    Outcome(Case("reboot"), seconds=40.0, calls=90, launches=1),
    Outcome(Case("reboot", seed=2), failure="at 1.0: two | attachments", launches=1),
)


def by_hand(text: str) -> list[str]:
    """The lines of generated blocks that no run writes."""
    blocks = BLOCK.findall(text)
    return [
        line for _, block in blocks for line in block.split("\n") if not WRITTEN.fullmatch(line)
    ]


def row() -> Figures:
    figures = Figures("Baseline", "each scenario")
    for outcome in OUTCOMES:
        figures.add(outcome)
    return figures


def test_no_generated_block_of_the_page_has_a_sentence_of_a_hand() -> None:
    text = page.PAGE.read_text()
    assert {name for name, _ in BLOCK.findall(text)} >= {"SIMULATION", "MUTANTS"}
    assert by_hand(text) == []


def test_a_sentence_of_a_hand_is_noticed() -> None:
    line = "- Switches: 9 cases in 1 s, 9 a second; 9 healed first time, 0 by the audit, "
    written = f"<!-- BEGIN A -->\n{line}0 by another launch, 0 failed.\n<!-- END A -->"
    assert by_hand(written) == []
    assert by_hand(written.replace("failed.", "failed. Mended since."))


def test_what_the_runs_write_is_known_as_theirs(tmp_path: Path) -> None:
    file = tmp_path / "reliability.md"
    file.write_text(
        "<!-- BEGIN A -->\n<!-- END A -->\n<!-- BEGIN B -->\n<!-- END B -->\n"
        "<!-- BEGIN C -->\n<!-- END C -->\n"
    )
    results = [
        mutation.Result(MUTANTS[0], Case("reboot").line, "late", 1.0),
        mutation.Result(MUTANTS[1], "", "", 1.0),
    ]
    page.write("A", block_text([row()], PLANNER, 600.0), "16ccfee", file)
    page.write("B", mutation.block_text(results), "16ccfee with uncommitted changes", file)
    page.write("C", storm.Storm(HEALS, HEALS, HEALS).text, "16ccfee", file)
    written = file.read_text()
    assert by_hand(written) == []
    assert written.count("Run on commit 16ccfee") == 3
    assert "- Failed: 1 did not heal" in written
    assert '- Failed: `{"scenario": "reboot", "seed": 2}`: at 1.0: two / attachments' in written
    assert '| `{"scenario": "reboot"}` | late |' in written
    assert "| `survives` |  |" in written


def test_a_block_that_is_not_there_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "reliability.md"
    file.write_text("nothing\n")
    with pytest.raises(LookupError, match="no block A"):
        page.write("A", "text", "16ccfee", file)
    assert file.read_text() == "nothing\n"


class TestTheCommit:
    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        (tmp_path / "docs").mkdir()
        for name in ("handler.py", "docs/reliability.md"):
            (tmp_path / name).write_text("one\n")
        git(tmp_path, "init", "--quiet")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "--message", "test: one")
        return tmp_path

    def test_of_a_clean_checkout_it_is_the_short_hash(self, checkout: Path) -> None:
        assert re.fullmatch(r"[0-9a-f]{7,}", revision.commit(checkout))

    def test_the_page_itself_is_no_change(self, checkout: Path) -> None:
        (checkout / "docs" / "reliability.md").write_text("two\n")
        assert "changes" not in revision.commit(checkout)

    @pytest.mark.parametrize("name", ["handler.py", "new.py"])
    def test_changes_are_told(self, checkout: Path, name: str) -> None:
        (checkout / name).write_text("two\n")
        assert revision.commit(checkout).endswith(" with uncommitted changes")

    def test_without_a_checkout_nothing_is_made_up(self, tmp_path: Path) -> None:
        with pytest.raises(RuntimeError, match="commit to be written is not known"):
            revision.commit(tmp_path)


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True)

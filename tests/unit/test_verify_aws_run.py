"""A run of `tools.verify_aws` of which a part fails, or which is interrupted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tools.setup.places import checkout_root
from tools.verify_aws import run as module
from tools.verify_aws.clock import WallClock
from tools.verify_aws.run import Run
from tools.verify_aws.stage import Stage
from tools.verify_aws.watch import TookTooLongError

JUDGED = {"call": "delete_subnet", "expected": "a", "code": "a", "as_expected": True}


class Module:
    """Stands in for Terraform."""

    def __init__(self, *_: Any) -> None: ...

    def versions(self) -> dict[str, str]:
        return {"terraform": "1.11.4"}

    def outputs(self) -> dict[str, Any]:
        return {
            "private_address": "10.16.10.20",
            "vips": {"vip": {"allocation_ids": {"10.16.10.20": "eipalloc-1"}}},
        }


class Aws:
    region = "eu-west-1"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run on nothing, whose dry runs are judged and whose log is empty."""

    @contextmanager
    def deployed(*_: Any) -> Iterator[None]:
        yield

    def dry_runs(self: Run, _: Any) -> None:
        self.calls = [JUDGED]

    monkeypatch.setattr(module, "Terraform", Module)
    monkeypatch.setattr(module, "variables", lambda *_: {})
    monkeypatch.setattr(module, "deployed", deployed)
    monkeypatch.setattr(Run, "_first_launch", lambda *_: None)
    monkeypatch.setattr(Run, "_dry_runs", dry_runs)
    monkeypatch.setattr(Run, "_read_the_log", lambda *_: None)
    aws: Any = Aws()
    return Run(aws, "arn", checkout_root(), tmp_path / "verify-1", WallClock(), lambda _: None)


def hangs(_: Stage) -> None:
    raise TookTooLongError("the repair: not within 1800 s")


def answers(stage: Stage) -> None:
    stage.answers.found("order_of_refresh", "launch first")


def is_interrupted(_: Stage) -> None:
    raise KeyboardInterrupt


def test_a_drill_that_fails_does_not_keep_the_next_from_being_played(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DRILLS", {"a hand": hangs, "a refresh": answers})
    result = run.play(tmp_path / "result.json")
    assert not result["complete"]
    assert result["questions"]["order_of_refresh"]["observed"] == "launch first"
    why = {"not answered": "a hand: the repair: not within 1800 s"}
    assert result["questions"]["detach"]["evidence"] == why


def test_a_run_whose_parts_all_succeed_is_complete(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DRILLS", {"a refresh": answers})
    assert run.play(tmp_path / "result.json")["complete"]


def test_what_was_found_before_an_interruption_is_written_down(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DRILLS", {"a refresh": answers, "a hand": is_interrupted})
    with pytest.raises(KeyboardInterrupt):
        run.play(tmp_path / "result.json")
    result = json.loads((tmp_path / "result.json").read_text())
    assert (result["complete"], result["calls"]) == (False, [JUDGED])
    assert result["versions"]["terraform"] == "1.11.4"


def test_a_run_that_asked_nothing_does_not_overwrite_an_earlier_result(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "_first_launch", interrupt)
    file = tmp_path / "result.json"
    file.write_text("of another day")
    with pytest.raises(KeyboardInterrupt):
        run.play(file)
    assert file.read_text() == "of another day"

"""What an audit tells people of what it did."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest

from hook_handler.assessment import Assessment, Sight
from hook_handler.audit import _report_change, audit
from hook_handler.reconcile import ONE_PICTURE
from hook_handler.timing import SECOND_LOOK
from tests.support.planner.worlds import HOME, NEW, OLD, attachment, config, held, interface, member
from tests.unit.stage import NEWLY_ATTACHED, Stage, glimpse

RESTS = member(OLD, "Standby")


def test_a_move_to_who_came_into_service_meanwhile_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its first look shows nobody in service: what it changed began with a later one."""
    stage = Stage(monkeypatch)
    proceeds = held(RESTS, member(NEW, "Pending:Proceed", zone=HOME, launched_at=2000.0), by=OLD)
    serves = held(RESTS, member(NEW, "InService", zone=HOME, launched_at=2000.0), by=OLD)
    moved = held(RESTS, member(NEW, "InService", zone=HOME, launched_at=2000.0), by=NEW)
    stage.shown = iter(
        [(proceeds, ONE_PICTURE + 1), (serves, 0.5), (serves, SECOND_LOOK), (moved, 0.5)]
    )
    polls = iter([interface(), interface(replace(attachment(NEW), attachment_id=NEWLY_ATTACHED))])
    stage.polled = lambda _: glimpse(next(polls))
    report: Any = Mock()
    hooks: Any = Mock()
    assert audit(stage.reconciler, hooks, report) == "moved"
    assert [call.args[1] for call in report.moved.call_args_list] == [OLD]


@pytest.mark.parametrize(("standby", "tells"), [("none", True), ("hot", False)])
def test_a_repair_that_another_audit_attached(standby: str, tells: bool) -> None:
    """That one may have ended on a busy AWS; a standby's move is told by whoever attached."""
    serves = member(NEW, "InService", zone=HOME)
    before = Assessment(held(serves, by=NEW), serves, (), sight=Sight(looked_at=1000.0))
    after = replace(before, sight=Sight(looked_at=3000.0))
    reconciler: Any = Mock(config=config(STANDBY=standby))
    reconciler.progress.attached = False
    report: Any = Mock()
    assert _report_change(reconciler, report, after, before) == "repaired"
    assert report.repaired.called == tells

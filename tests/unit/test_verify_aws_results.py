"""How `tools.verify_aws` reads logs, activities and looks, and compares what it found."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from lab.switches import Switches
from tests.support.project import PROJECT
from tools.verify_aws import __main__ as program
from tools.verify_aws import activities, compare, handler_log, lab_switches, log_answers, report
from tools.verify_aws.activities import Activity
from tools.verify_aws.answers import Answers
from tools.verify_aws.clock import WallClock
from tools.verify_aws.drills import ending
from tools.verify_aws.moments import Moment, Seen, Span, between, first
from tools.verify_aws.questions import QUESTIONS
from tools.verify_aws.stopping import StopError
from tools.verify_aws.watch import Interface, Look, Watch


# --- the lab's switches ---
def test_the_defaults_read_are_those_of_the_lab() -> None:
    defaults = Switches()
    assert lab_switches.defaults(PROJECT) == {
        field.name: getattr(defaults, field.name) for field in fields(Switches)
    }


def test_every_switch_that_a_question_names_exists_and_is_named_once() -> None:
    named = [question.switch for question in QUESTIONS if question.switch]
    assert set(named) <= {field.name for field in fields(Switches)}
    assert len(named) == len(set(named))
    assert len({question.name for question in QUESTIONS}) == len(QUESTIONS)


# --- comparing ---
@pytest.mark.parametrize(
    ("observed", "agrees"),
    [
        ([{"at_least": 12.0, "at_most": 14.0}], True),
        ([{"at_least": 59.0, "at_most": 61.0}], True),  # it may have been 59.5
        ([{"at_least": 61.0, "at_most": 63.0}], False),
        ([{"at_least": 3.0, "at_most": 4.5}], False),
        ([{"at_least": 12.0, "at_most": 14.0}, {"at_least": 90.0, "at_most": 91.0}], False),
        (None, None),
    ],
)
def test_spans_agree_with_a_range_that_they_meet(observed: Any, agrees: bool | None) -> None:
    beside = compare.beside_the_lab({"notice": observed}, {"health_notice_seconds": (5.0, 60.0)})
    assert beside["notice"] == {
        "switch": "health_notice_seconds",
        "lab": (5.0, 60.0),
        "agrees": agrees,
    }


@pytest.mark.parametrize(("observed", "agrees"), [(True, True), (False, False), (None, None)])
def test_values_agree_if_they_are_equal(observed: bool | None, agrees: bool | None) -> None:
    beside = compare.beside_the_lab({"same_table_again": observed}, vars(Switches()))
    assert beside["same_table_again"]["agrees"] is agrees


def test_what_no_switch_guesses_is_not_compared() -> None:
    beside = compare.beside_the_lab({"heal": {"a drill": 3}}, vars(Switches()))
    assert beside["heal"] == {"switch": None, "lab": None, "agrees": None}


# --- an earlier result ---
def result(tmp_path: Path, **answers: Any) -> Path:
    given = Answers()
    for name, value in answers.items():
        given.found(name, value)
    file = tmp_path / "verify-aws.json"
    document = report.document(
        given,
        [],
        at=0.0,
        region="eu-west-1",
        versions={},
        switches={"same_route_table_again_succeeds": "what the lab was that day"},
        complete=True,
    )
    report.write(document, file)
    return file


@pytest.mark.parametrize(("observed", "status"), [(True, 0), (False, program.DIFFERENT)])
def test_compare_takes_the_lab_of_today(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], observed: bool, status: int
) -> None:
    file = result(tmp_path, same_table_again=observed)
    assert program.main(["--compare", str(file)]) == status
    said = capsys.readouterr().out
    assert ("NOT as the lab" in said) is bool(status)
    assert "1970-01-01T00:00:00Z" in said


def test_a_call_that_was_judged_otherwise_is_a_difference(tmp_path: Path) -> None:
    file = result(tmp_path)
    document = json.loads(file.read_text())
    call = {"call": "release_address", "expected": "a", "code": "b", "as_expected": False}
    file.write_text(json.dumps({**document, "calls": [call]}))
    assert program.main(["--compare", str(file)]) == program.DIFFERENT


@pytest.mark.parametrize("text", ["", "{}", '{"schema": 2}', "[]"])
def test_what_is_no_result_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text)
    with pytest.raises(StopError, match=r"other\.json"):
        report.compared(file, {})


# --- time ---
def test_a_span_is_as_wide_as_the_looks_are_apart() -> None:
    assert between(Moment(10.0, 11.0), Moment(20.0, 21.5)) == Span(9.0, 11.5)
    assert between(Moment(10.0, 12.0), Moment(11.0, 12.0)) == Span(0.0, 2.0)


def test_first_lies_between_the_look_without_and_the_look_with() -> None:
    looks = [Seen(0.0, 0.5), Seen(1.0, 1.5), Seen(2.0, 2.5)]
    assert first(looks, lambda look: look.began >= 1.0) == Moment(0.0, 1.5)
    assert first(looks, lambda look: look.began >= 0.0) == Moment(0.0, 0.5)
    assert first(looks, lambda look: look.began > 9.0) is None


# --- the handler's log ---
def line(message: str, **more: str) -> str:
    return json.dumps({"timestamp": "…", "level": "INFO", "message": message, **more})


LINES = handler_log.parse(
    [
        (4000, line("trigger", trigger="launch")),
        (1000, line("trigger", trigger="audit")),
        (2000, line("trigger", trigger="terminate")),
        (2500, json.dumps({"_aws": {}, "VipHeld": 1})),
        (2600, "not JSON"),
        (2700, '"a string"'),
        (3000, line("hook completed", instance="i-1", hook="vnf-terminate")),
        (3100, line("refused", step="Detach")),
        (3200, line("done", step="ForceDetach")),
    ]
)


def test_triggers_come_in_the_order_of_time_without_audits() -> None:
    assert handler_log.triggers(LINES, 0.0, 9.0) == ["terminate", "launch"]
    assert handler_log.triggers(LINES, 3.0, 9.0) == ["launch"]


def test_the_next_trigger_of_a_kind() -> None:
    assert handler_log.first_trigger(LINES, "launch", 0.0) == 4.0
    assert handler_log.first_trigger(LINES, "launch", 4.5) is None


def test_which_hook_of_which_instance_was_answered() -> None:
    assert handler_log.answered(LINES, "i-1", "vnf-terminate")
    assert not handler_log.answered(LINES, "i-2", "vnf-terminate")
    assert not handler_log.answered(LINES, "i-1", "vnf-launch")


def test_a_refused_detachment_detached_nothing() -> None:
    assert not handler_log.detached(LINES, 3.05, 3.15)
    assert handler_log.detached(LINES, 3.15, 3.25)


# --- activities and looks ---
@pytest.mark.parametrize(
    ("launched", "ended", "order"),
    [
        (9.0, 30.0, "launch first"),
        (11.0, 30.0, "launch while the termination goes on"),
        (11.0, None, "launch while the termination goes on"),
        (30.0, 30.0, "launch after the termination has ended"),
    ],
)
def test_how_a_launch_lies_to_a_termination(
    launched: float, ended: float | None, order: str
) -> None:
    termination = Activity("terminate", "i-1", 10.0, ended)
    assert activities.overlap(termination, Activity("launch", "i-2", launched, 40.0)) == order


class Ending:
    """AWS, where an instance ends and frees its interface at once, after `calls` more calls."""

    def __init__(self, calls: int) -> None:
        self.left = calls
        self.ec2 = self.autoscaling = self

    def _alive(self) -> bool:
        self.left -= 1
        return self.left >= 0

    def describe_auto_scaling_groups(self, **_: Any) -> Any:
        self._alive()
        member = {"InstanceId": "i-1", "LifecycleState": "InService"}
        return {"AutoScalingGroups": [{"Instances": [member]}]}

    def describe_instances(self, **_: Any) -> Any:
        state = "shutting-down" if self._alive() else "terminated"
        return {"Reservations": [{"Instances": [{"InstanceId": "i-1", "State": {"Name": state}}]}]}

    def describe_network_interfaces(self, **_: Any) -> Any:
        held = {"AttachmentId": "a", "Status": "attached", "InstanceId": "i-1"}
        attachment = {"Attachment": held} if self._alive() else {}
        status = "in-use" if attachment else "available"
        found = {"NetworkInterfaceId": "eni-1", "Status": status, **attachment}
        return {"NetworkInterfaces": [found]}

    def describe_addresses(self, **_: Any) -> Any:
        self._alive()
        return {"Addresses": []}


@pytest.mark.parametrize("calls", range(6))
def test_no_look_shows_what_ends_at_once_as_ending_one_after_the_other(calls: int) -> None:
    aws: Any = Ending(calls)
    taken = Watch(aws, "vnf", "eipalloc-1", WallClock()).look()
    freed_earlier = not taken.holds("i-1") and taken.instances["i-1"] == "shutting-down"
    assert not freed_earlier


@pytest.mark.parametrize(
    ("refusal", "free", "gone", "outcome"),
    [
        (None, Moment(1.0, 2.0), Moment(8.0, 9.0), "works"),
        (None, Moment(8.0, 9.0), Moment(8.0, 9.0), "hangs"),  # one look saw both
        ("IncorrectState", Moment(8.0, 9.0), Moment(8.0, 9.0), "refused"),
        (None, None, Moment(8.0, 9.0), None),
    ],
)
def test_what_comes_of_a_detachment_in_shutting_down(
    refusal: str | None, free: Moment | None, gone: Moment | None, outcome: str | None
) -> None:
    assert ending.outcome(refusal, free, gone) == outcome


def look(*, status: str, attachment: str | None) -> Look:
    interface = Interface("eni-1", status, "eni-attach-1", attachment, "i-1")
    return Look(0.0, 0.1, {"i-1": "InService"}, {"i-1": "running"}, interface, "eni-1")


@pytest.mark.parametrize(
    ("looks", "follows"),
    [
        ([look(status="in-use", attachment="attached")], None),
        ([look(status="in-use", attachment="attaching")], False),
        ([look(status="attaching", attachment="attaching")], True),
    ],
)
def test_the_interfaces_own_status(looks: list[Look], follows: bool | None) -> None:
    assert log_answers.status_follows(looks) is follows


def test_who_holds_the_vip_is_in_service_alone_with_both_addresses() -> None:
    assert look(status="in-use", attachment="attached").holder == "i-1"
    assert look(status="in-use", attachment="attaching").holder is None

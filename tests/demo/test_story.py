"""What of the lab's timeline and record becomes a line."""

from __future__ import annotations

from typing import Any

from demo.model import Line
from demo.story import Story
from demo.wording import short, trigger
from lab.in_process import simulated
from lab.pipeline.call_log import Call
from lab.pipeline.principals import Caller
from lab.timeline import Entry
from tests.support.deployment import Deployment
from tests.support.event_shapes import (
    AUDIT_EVENT,
    LAUNCH_ACTION,
    STATE_CHANGE,
    TERMINATE_ACTION,
)
from tests.support.several_vips import (
    CORE,
    DESTINATION,
    INSTANCE_TYPE,
    PLAIN,
    WITH_EIP,
    furnish,
    strip,
)

HANDLER = Caller("lambda", "edge-hook-handler", "request-1")
INSTANCE = "i-0123456789abcdef0"
LAUNCH = {
    "id": "event-1",
    "detail-type": LAUNCH_ACTION,
    "detail": {"EC2InstanceId": INSTANCE},
}


def told(*happened: Entry | Call) -> list[Line]:
    lines: list[Line] = []
    story = Story(lines.append)
    for each in happened:
        if isinstance(each, Entry):
            story.entry(each)
        else:
            story.call(each)
    return lines


def entry(who: str, what: str, **detail: Any) -> Entry:
    return Entry(1, 5.0, who, what, detail)


def call(action: str, params: dict[str, Any], error: str | None = None) -> Call:
    return Call(1, 6.0, HANDLER, "ec2", action, params, "eu-west-1", error, 7.0)


def runs(event: dict[str, Any], attempt: int = 1) -> Entry:
    return entry("edge-hook-handler", "runs", request_id="request-1", attempt=attempt, event=event)


def test_reads_and_the_operators_calls_are_not_told() -> None:
    terraforms = Call(1, 6.0, Caller("operator", "operator"), "ec2", "CreateVpc", {})
    assert told(call("DescribeSubnets", {}), terraforms) == []


def test_a_call_is_told_by_what_woke_its_function() -> None:
    subnet = {"CidrBlock": "10.16.10.0/24", "AvailabilityZone": "eu-west-1b"}
    [line] = told(runs(LAUNCH), call("CreateSubnet", subnet))
    assert (line.actor, line.text) == ("λ launch", "CreateSubnet 10.16.10.0/24 in eu-west-1b")


def test_repeated_refusals_are_told_once_and_counted() -> None:
    refused = call("DeleteSubnet", {"SubnetId": "subnet-0"}, "DependencyViolation")
    lines = told(refused, refused, refused, call("DeleteSubnet", {"SubnetId": "subnet-0"}))
    assert [line.text for line in lines] == [
        "DeleteSubnet subnet-0: refused, DependencyViolation",
        "DeleteSubnet subnet-0 (after 3 refusals)",
    ]
    assert [line.tone for line in lines] == ["warn", "plain"]


def test_a_hook_event_is_told_when_it_reaches_the_function() -> None:
    target = "arn:aws:lambda:eu-west-1:123456789012:function:edge-hook-handler"
    [line] = told(
        entry("EventBridge", f"{LAUNCH_ACTION} from aws", event=LAUNCH),
        entry(
            "EventBridge",
            f"{LAUNCH_ACTION} by rule edge-hooks: delivered",
            event="event-1",
            target=target,
            scheduled=False,
        ),
    )
    assert line.text == f"{LAUNCH_ACTION} of i-012345 to edge-hook-handler"


def test_a_delivery_that_fails_is_told_even_of_a_schedule() -> None:
    what = "Scheduled Event by rule edge-audit: failed (NO_PERMISSIONS)"
    [line] = told(entry("EventBridge", what, event="event-2", target="arn", scheduled=True))
    assert (line.text, line.tone) == (what, "bad")


def test_a_run_is_told_only_when_tried_again_or_failing() -> None:
    lines = told(
        runs(LAUNCH),
        entry("edge-hook-handler", "fails: RetryLater: " + "x" * 200, request_id="request-1"),
        runs(LAUNCH, attempt=2),
        entry("edge-hook-handler", "ends", request_id="request-1", seconds=3.0),
    )
    assert [line.tone for line in lines] == ["warn", "plain"]
    assert lines[0].text.endswith("…")
    assert lines[1].text == "tries again"


def test_passing_states_and_echoes_are_left_out() -> None:
    noise = [
        entry("Auto Scaling", f"{INSTANCE} is Terminating:Proceed"),
        entry("Auto Scaling", "starts hook edge-launch"),
        entry("EC2", f"instance {INSTANCE} pending"),
        entry("EC2", f"attaching eni-0 to {INSTANCE}"),
        entry("EC2", "198.18.0.1 associated with eni-0"),
    ]
    assert told(*noise) == []
    [line] = told(entry("Auto Scaling", f"{INSTANCE} is InService"))
    assert (line.text, line.tone) == ("i-012345 is InService", "good")


def test_faults_and_denials_stand_out() -> None:
    lines = told(entry("IAM", "denies edge"), entry("fault", "kill before ec2:CreateSubnet"))
    assert [line.tone for line in lines] == ["bad", "bad"]


def test_what_wakes_a_function() -> None:
    terminate = LAUNCH | {"detail-type": TERMINATE_ACTION}
    assert trigger(LAUNCH) == "launch"
    assert trigger(terminate) == "terminate"
    assert trigger(AUDIT_EVENT) == "audit"
    assert trigger({"detail-type": STATE_CHANGE, "source": "aws.ec2"}) == "state change"
    assert trigger("nonsense") == "event"


def test_ec2s_word_names_the_instance_and_what_came_of_it() -> None:
    event = {"id": "event-2", "detail-type": STATE_CHANGE, "detail": {"instance-id": INSTANCE}}
    to = "arn:aws:lambda:eu-west-1:123456789012:function:edge-hook-handler"
    lines = told(
        entry("EventBridge", f"{STATE_CHANGE} from aws.ec2", event=event),
        entry(
            "EventBridge",
            f"{STATE_CHANGE} by rule edge-state-changes: delivered",
            event="event-2",
            target=to,
            scheduled=False,
        ),
        runs(event),
        call("SetInstanceHealth", {"InstanceId": INSTANCE, "HealthStatus": "Unhealthy"}),
    )
    assert [(line.actor, line.text) for line in lines] == [
        ("EventBridge", f"{STATE_CHANGE} of i-012345 to edge-hook-handler"),
        ("λ state change", "SetInstanceHealth i-012345 Unhealthy"),
    ]


def test_ids_are_cut_but_stay_distinct() -> None:
    assert short("eni-attach-0123456789abcdef0 in eu-west-1a") == "eni-attach-012345 in eu-west-1a"


def test_alarms_are_told_but_not_that_a_new_one_is_content() -> None:
    new = entry("CloudWatch", "OK: edge-vip-not-held-vip", before="INSUFFICIENT_DATA")
    raised = entry("CloudWatch", "ALARM: edge-vip-not-held-vip", before="OK")
    lowered = entry("CloudWatch", "OK: edge-vip-not-held-vip", before="ALARM")
    lines = told(new, raised, lowered)
    assert [(line.actor, line.text, line.tone) for line in lines] == [
        ("CloudWatch", "ALARM: edge-vip-not-held-vip", "bad"),
        ("CloudWatch", "OK: edge-vip-not-held-vip", "good"),
    ]


def test_what_the_handler_really_calls_is_told() -> None:
    """A listener that fails would make a gap of the call: all that a second VIP may have."""
    with simulated(seed=1) as lab:
        deployed = Deployment(lab, instance_type=INSTANCE_TYPE)
        others = furnish(deployed)
        deployed.warm_up()
        strip(deployed)
        lab.clock.advance(200)  # an audit repairs it
        lines = told(*lab.call_log.of(kind="lambda"))
    texts = {line.text for line in lines}
    created = [text for text in texts if text.startswith("CreateNetworkInterface ")]
    assert len(created) == 2
    assert any(
        f"with {CORE['address']}, {PLAIN}, {WITH_EIP} in subnet-" in each for each in created
    )
    assert any(
        text.startswith(f"CreateRoute {DESTINATION} of {short(others.table)} to eni-")
        for text in texts
    )
    assert any(text.endswith(": connection tracking") for text in texts)

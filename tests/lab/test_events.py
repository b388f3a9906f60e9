"""EventBridge: matching, delivery, permissions, retries, dead letters."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.context import Lab
from lab.in_process import client, simulated
from tests.support.event_shapes import AUDIT_EVENT, AUTO_SCALING, LAUNCH_ACTION, SCHEDULED

FUNCTION = "persistent-vnf-hook-handler"
RULE = "persistent-vnf-hooks"
QUEUE = "persistent-vnf-failed-events"
PATTERN = {"source": [AUTO_SCALING], "detail": {"AutoScalingGroupName": ["vnf"]}}
DETAIL = {"AutoScalingGroupName": "vnf"}


@dataclass
class Wires:
    """A rule with a Lambda target, and what the function got."""

    lab: Lab
    function_arn: str
    rule_arn: str = ""
    queue_arn: str = ""
    received: list[Any] = field(default_factory=list)
    received_at: list[float] = field(default_factory=list)

    def rule(self, **changes: Any) -> None:
        wanted = {"Name": RULE, "EventPattern": json.dumps(PATTERN), **changes}
        put = client("events").put_rule(**{k: v for k, v in wanted.items() if v is not None})
        self.rule_arn = put["RuleArn"]

    def target(self, **changes: Any) -> None:
        target = {"Id": "handler", "Arn": self.function_arn, **changes}
        client("events").put_targets(Rule=RULE, Targets=[target])

    def permit(self, **changes: Any) -> None:
        arguments = {
            "FunctionName": FUNCTION,
            "StatementId": "events",
            "Action": "lambda:InvokeFunction",
            "Principal": "events.amazonaws.com",
            "SourceArn": self.rule_arn,
            **changes,
        }
        client("lambda").add_permission(**{k: v for k, v in arguments.items() if v is not None})

    def dead_letters(self, *, allowed_rule: str | None = None, **attributes: str) -> None:
        """A queue that the rule (or `allowed_rule`) may send to."""
        arn = f"arn:aws:sqs:eu-west-1:123456789012:{QUEUE}"
        policy = {
            "Statement": {
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": allowed_rule or self.rule_arn}},
            }
        }
        client("sqs").create_queue(
            QueueName=QUEUE, Attributes={"Policy": json.dumps(policy), **attributes}
        )
        self.queue_arn = arn

    def letters(self) -> list[dict[str, Any]]:
        sqs = client("sqs")
        url = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
        answer = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        )
        return list(answer.get("Messages", []))

    def counted(self, *metrics: str) -> list[float]:
        """Sums of metrics of the rule."""
        values = self.lab.metrics.values
        return [sum(values("AWS/Events", metric, RuleName=RULE)) for metric in metrics]

    def emit(self, source: str = AUTO_SCALING, detail: dict[str, Any] = DETAIL) -> None:
        self.lab.events.emit(source, LAUNCH_ACTION, detail, ["arn:group"])

    def wait(self, seconds: float = 10.0) -> None:
        self.lab.clock.sleep(seconds)


def make_function() -> str:
    iam = client("iam")
    trust = {"Service": "lambda.amazonaws.com"}
    document = {"Statement": [{"Effect": "Allow", "Principal": trust, "Action": "sts:AssumeRole"}]}
    role = iam.create_role(RoleName=FUNCTION, AssumeRolePolicyDocument=json.dumps(document))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("handler.py", "")
    made = client("lambda").create_function(
        FunctionName=FUNCTION,
        Runtime="python3.13",
        Role=role["Role"]["Arn"],
        Handler="handler.handle",
        Code={"ZipFile": packed.getvalue()},
        Timeout=60,
    )
    return str(made["FunctionArn"])


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=8) as active:
        yield active
        active.gaps.check()


@pytest.fixture
def bare(lab: Lab) -> Wires:
    """Rule and target, but nobody may invoke the function."""
    wires = Wires(lab, make_function())

    def handle(event: Any, _: Any) -> None:
        wires.received.append(event)
        wires.received_at.append(lab.clock.now())

    lab.lambdas.local[FUNCTION] = handle
    wires.rule()
    wires.target()
    return wires


@pytest.fixture
def wires(bare: Wires) -> Wires:
    bare.permit()
    return bare


@pytest.mark.behaviour("delivery-of-events")
def test_a_matching_event_reaches_the_function_as_it_is(wires: Wires) -> None:
    wires.emit()
    wires.wait()
    assert wires.received == [
        {
            "version": "0",
            "id": wires.lab.events.published[0]["id"],
            "detail-type": LAUNCH_ACTION,
            "source": AUTO_SCALING,
            "account": "123456789012",
            "time": "2026-11-23T00:00:00Z",
            "region": "eu-west-1",
            "resources": ["arn:group"],
            "detail": DETAIL,
        }
    ]


@pytest.mark.behaviour("delivery-of-events")
def test_an_event_that_does_not_match_goes_nowhere(wires: Wires) -> None:
    wires.emit(source="aws.ec2")
    wires.emit(detail={"AutoScalingGroupName": "other"})
    wires.wait()
    assert wires.received == []


def test_an_unknown_filter_is_refused_instead_of_matching_everything(wires: Wires) -> None:
    with pytest.raises(ClientError, match="Unrecognized match type") as error:
        wires.rule(EventPattern='{"source": [{"begins-with": "aws"}]}')
    assert error.value.response["Error"]["Code"] == "InvalidEventPatternException"


@pytest.mark.behaviour("event-patterns")
@pytest.mark.parametrize("source", [AUTO_SCALING, "aws.ec2"])
def test_a_pattern_can_be_tried(wires: Wires, source: str) -> None:
    wires.emit(source=source)
    tried = client("events").test_event_pattern(
        EventPattern=json.dumps(PATTERN), Event=json.dumps(wires.lab.events.published[0])
    )
    assert tried["Result"] == (source == AUTO_SCALING)


@pytest.mark.behaviour("event-patterns")
def test_a_disabled_rule_matches_nothing(wires: Wires) -> None:
    client("events").disable_rule(Name=RULE)
    wires.emit()
    wires.wait()
    client("events").enable_rule(Name=RULE)
    assert wires.received == []
    wires.emit()
    wires.wait()
    assert len(wires.received) == 1


@pytest.mark.behaviour("delivery-of-events")
def test_delivery_takes_the_time_of_the_switch(wires: Wires) -> None:
    wires.lab.switches.event_delivery_seconds = (5.0, 5.0)
    wires.lab.switches.lambda_start_seconds = (0.0, 0.0)
    begun = wires.lab.clock.now()
    wires.emit()
    wires.wait()
    assert wires.received_at[0] - begun == pytest.approx(5.0)


@pytest.mark.behaviour("delivery-of-events")
def test_put_events_reaches_lambda_targets(wires: Wires) -> None:
    answer = client("events").put_events(
        Entries=[
            {"Source": AUTO_SCALING, "DetailType": "test", "Detail": json.dumps(DETAIL)},
            {"Source": AUTO_SCALING, "DetailType": "test", "Detail": "no json"},
        ]
    )
    wires.wait()
    assert answer["FailedEntryCount"] == 1
    [event] = wires.received
    assert event["id"] == answer["Entries"][0]["EventId"]
    assert event["detail"] == DETAIL


# --- inputs -------------------------------------------------------------------------------------


@pytest.mark.behaviour("what-a-target-gets")
@pytest.mark.parametrize(
    ("shape", "payload"),
    [
        ({"Input": json.dumps(AUDIT_EVENT)}, AUDIT_EVENT),
        ({"InputPath": "$.detail"}, DETAIL),
        (
            {
                "InputTransformer": {
                    "InputPathsMap": {"group": "$.detail.AutoScalingGroupName"},
                    "InputTemplate": '{"group": "<group>"}',
                }
            },
            {"group": "vnf"},
        ),
    ],
)
def test_the_target_decides_what_it_gets(wires: Wires, shape: dict[str, Any], payload: Any) -> None:
    wires.target(**shape)
    wires.emit()
    wires.wait()
    assert wires.received == [payload]


# --- permissions and dead letters ---------------------------------------------------------------


@pytest.mark.behaviour("permission-of-a-rule")
def test_without_permission_nothing_is_delivered_and_the_event_is_lost(bare: Wires) -> None:
    bare.emit()
    bare.wait(3600)
    assert bare.received == []
    assert any("lost" in entry.what for entry in bare.lab.timeline.entries)


@pytest.mark.behaviour("permission-of-a-rule")
def test_without_permission_the_event_is_dead_lettered_at_once(bare: Wires) -> None:
    bare.dead_letters()
    bare.target(DeadLetterConfig={"Arn": bare.queue_arn})
    bare.emit()
    bare.wait()
    [letter] = bare.letters()
    attributes = {k: v["StringValue"] for k, v in letter["MessageAttributes"].items()}
    message = attributes.pop("ERROR_MESSAGE")
    assert "no resource-based policy allows" in message
    assert attributes == {
        "RULE_ARN": bare.rule_arn,
        "TARGET_ARN": bare.function_arn,
        "ERROR_CODE": "NO_PERMISSIONS",
        "RETRY_ATTEMPTS": "0",
    }
    assert json.loads(letter["Body"])["detail"] == DETAIL


@pytest.mark.behaviour("permission-of-a-rule")
@pytest.mark.parametrize(
    "permission",
    [
        {"SourceArn": "arn:aws:events:eu-west-1:123456789012:rule/other"},
        {"Principal": "sns.amazonaws.com"},
        {"Action": "lambda:GetFunction"},
        {"SourceAccount": "123456789012"},  # AWS warns of it: it would block
    ],
)
def test_a_permission_that_does_not_fit_blocks(bare: Wires, permission: dict[str, str]) -> None:
    bare.permit(**permission)
    bare.emit()
    bare.wait()
    assert bare.received == []


@pytest.mark.behaviour("retries-and-dead-letters")
def test_a_missing_function_is_dead_lettered_at_once(wires: Wires) -> None:
    wires.dead_letters()
    wires.target(DeadLetterConfig={"Arn": wires.queue_arn})
    client("lambda").delete_function(FunctionName=FUNCTION)
    wires.emit()
    wires.wait()
    [letter] = wires.letters()
    assert letter["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_RESOURCE"


@pytest.mark.behaviour("retries-and-dead-letters")
def test_the_queue_must_let_the_rule_in(bare: Wires) -> None:
    bare.dead_letters(allowed_rule="arn:aws:events:eu-west-1:123456789012:rule/other")
    bare.target(DeadLetterConfig={"Arn": bare.queue_arn})
    bare.emit()
    bare.wait()
    assert bare.letters() == []
    assert bare.counted("FailedInvocations", "InvocationsFailedToBeSentToDlq") == [1, 1]
    assert bare.counted("InvocationsSentToDlq") == [0]


@pytest.mark.behaviour("metrics-of-services")
def test_eventbridge_counts_what_it_delivers_and_what_it_cannot(bare: Wires) -> None:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html: by rule; what
    failed counts as an invocation too."""
    bare.dead_letters()
    bare.target(DeadLetterConfig={"Arn": bare.queue_arn})
    bare.emit()
    bare.wait()
    assert bare.counted("FailedInvocations", "InvocationsSentToDlq") == [1, 1]
    bare.permit()
    bare.emit()
    bare.wait()
    assert bare.counted("Invocations", "FailedInvocations") == [2, 1]
    assert bare.counted("InvocationsFailedToBeSentToDlq") == [0]


@pytest.mark.behaviour("metrics-of-services")
def test_a_delivery_that_is_tried_again_has_not_failed(wires: Wires) -> None:
    """The same page: FailedInvocations does not include what is retried."""
    wires.lab.events.refuse({}, count=3)
    wires.emit()
    wires.wait(3600)
    assert wires.counted("Invocations", "FailedInvocations") == [1, 0]


@pytest.mark.behaviour("keys-and-eventbridge")
@pytest.mark.parametrize("granted", [True, False])
def test_an_encrypted_queue_needs_its_key_to_let_eventbridge_in(bare: Wires, granted: bool) -> None:
    service = "events.amazonaws.com" if granted else "cloudwatch.amazonaws.com"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
    }
    key = client("kms").create_key(Policy=json.dumps({"Statement": [statement]}))
    bare.dead_letters(KmsMasterKeyId=key["KeyMetadata"]["KeyId"])
    bare.target(DeadLetterConfig={"Arn": bare.queue_arn})
    bare.emit()
    bare.wait()
    assert len(bare.letters()) == granted
    told = [entry.what for entry in bare.lab.timeline.entries]
    assert any("lost: dead-letter queue" in each for each in told) != granted


@pytest.mark.behaviour("keys-and-eventbridge")
@pytest.mark.parametrize("key", ["aws:SourceArn", "aws:SourceAccount", None])
@pytest.mark.parametrize("told", [True, False])
def test_what_the_key_of_a_queue_hears_of_the_rule(
    bare: Wires, told: bool, key: str | None
) -> None:
    """AWS's statement for EventBridge has no condition; nothing says one works."""
    bare.lab.switches.eventbridge_tells_kms_the_source = told
    source = {"aws:SourceArn": bare.rule_arn, "aws:SourceAccount": "123456789012"}
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": "*",
    }
    if key is not None:
        statement["Condition"] = {"StringEquals": {key: source[key]}}
    made = client("kms").create_key(Policy=json.dumps({"Statement": [statement]}))
    bare.dead_letters(KmsMasterKeyId=made["KeyMetadata"]["KeyId"])
    bare.target(DeadLetterConfig={"Arn": bare.queue_arn})
    bare.emit()
    bare.wait()
    assert len(bare.letters()) == (told or key is None)


@pytest.mark.behaviour("keys-and-eventbridge")
def test_no_service_may_use_a_key_that_aws_manages(bare: Wires) -> None:
    bare.dead_letters(KmsMasterKeyId="alias/aws/sqs")
    bare.target(DeadLetterConfig={"Arn": bare.queue_arn})
    bare.emit()
    bare.wait()
    assert bare.letters() == []


# --- retries ------------------------------------------------------------------------------------


@pytest.mark.behaviour("retries-and-dead-letters")
def test_a_throttling_target_is_tried_again(wires: Wires) -> None:
    wires.lab.events.refuse({}, count=3)
    wires.emit()
    wires.wait(600)
    assert len(wires.received) == 1


@pytest.mark.behaviour("retries-and-dead-letters")
def test_retries_end_at_maximum_retry_attempts(wires: Wires) -> None:
    wires.dead_letters()
    policy = {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 3600}
    wires.target(RetryPolicy=policy, DeadLetterConfig={"Arn": wires.queue_arn})
    wires.lab.events.refuse({}, count=99)
    wires.emit()
    wires.wait(3600)
    [letter] = wires.letters()
    attributes = {k: v["StringValue"] for k, v in letter["MessageAttributes"].items()}
    assert attributes["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts"
    assert attributes["RETRY_ATTEMPTS"] == "2"
    assert attributes["ERROR_CODE"] == "THROTTLING"


@pytest.mark.behaviour("retries-and-dead-letters")
def test_retries_end_at_maximum_event_age(wires: Wires) -> None:
    wires.dead_letters()
    policy = {"MaximumRetryAttempts": 185, "MaximumEventAgeInSeconds": 60}
    wires.target(RetryPolicy=policy, DeadLetterConfig={"Arn": wires.queue_arn})
    wires.lab.events.refuse({}, count=999)
    wires.emit()
    wires.wait(3600)
    [letter] = wires.letters()
    condition = letter["MessageAttributes"]["EXHAUSTED_RETRY_CONDITION"]["StringValue"]
    assert condition == "MaximumEventAgeInSeconds"


# --- best effort, at least once, unordered ------------------------------------------------------


@pytest.mark.behaviour("delivery-of-events")
def test_events_may_be_lost(wires: Wires) -> None:
    wires.lab.events.drop(PATTERN)
    wires.emit()
    wires.emit()
    wires.wait()
    assert len(wires.received) == 1


@pytest.mark.behaviour("delivery-of-events")
def test_a_target_may_get_one_event_twice(wires: Wires) -> None:
    wires.lab.events.duplicate(PATTERN)
    wires.emit()
    wires.wait()
    assert [event["id"] for event in wires.received] == [wires.lab.events.published[0]["id"]] * 2


@pytest.mark.behaviour("delivery-of-events")
def test_events_may_overtake_each_other(wires: Wires) -> None:
    wires.lab.events.delay(PATTERN, seconds=60)
    wires.emit(detail={**DETAIL, "n": 1})
    wires.emit(detail={**DETAIL, "n": 2})
    wires.wait(90)
    assert [event["detail"]["n"] for event in wires.received] == [2, 1]


def test_events_can_be_held_and_released(wires: Wires) -> None:
    wires.lab.events.hold(PATTERN, count=2)
    wires.emit()
    wires.emit()
    wires.wait(3600)
    assert wires.received == []
    wires.lab.events.release()
    wires.wait()
    assert len(wires.received) == 2


@pytest.mark.behaviour("delivery-of-events")
def test_loss_and_duplication_by_chance(wires: Wires) -> None:
    wires.lab.switches.event_loss_probability = 0.5
    wires.lab.switches.event_duplicate_probability = 0.5
    for _ in range(40):
        wires.emit()
    wires.wait(600)
    counts = [sum(each is event for each in wires.received) for event in wires.received]
    kinds = {e["id"] for e in wires.received}
    assert 0 < len(kinds) < 40
    assert len(counts) > len(kinds)


def test_a_kind_of_target_the_lab_cannot_reach_fails_loudly(wires: Wires) -> None:
    with pytest.raises(ClientError, match="EventBridge target"):
        wires.target(Arn="arn:aws:kinesis:eu-west-1:123456789012:stream/x")
    assert wires.lab.gaps.all
    wires.lab.gaps.all.clear()


# --- schedules ----------------------------------------------------------------------------------


def scheduled(wires: Wires, expression: str, **changes: Any) -> None:
    wires.rule(EventPattern=None, ScheduleExpression=expression, **changes)


@pytest.mark.behaviour("scheduled-rules")
def test_a_rate_rule_fires_every_period(wires: Wires) -> None:
    scheduled(wires, "rate(1 minute)")
    wires.wait(190)
    assert len(wires.received) == 3
    assert wires.received[0] == {
        "version": "0",
        "id": wires.lab.events.published[0]["id"],
        "detail-type": SCHEDULED,
        "source": "aws.events",
        "account": "123456789012",
        "time": "2026-11-23T00:01:00Z",
        "region": "eu-west-1",
        "resources": [wires.rule_arn],
        "detail": {},
    }


def test_what_befalls_events_befalls_the_firing_of_a_schedule_too(wires: Wires) -> None:
    scheduled(wires, "rate(1 minute)")
    firing = {"detail-type": [SCHEDULED]}
    wires.lab.events.drop(firing)
    wires.lab.events.hold(firing, count=2)
    wires.wait(190)
    assert wires.received == []
    wires.lab.events.release()
    wires.wait(10)
    assert len(wires.received) == 2
    wires.lab.events.duplicate(firing)
    wires.wait(60)
    assert len(wires.received) == 4


def test_held_events_can_be_discarded(wires: Wires) -> None:
    wires.lab.events.hold(PATTERN, count=2)
    wires.emit()
    wires.lab.events.discard()
    wires.emit()
    wires.wait()
    assert len(wires.received) == 1


@pytest.mark.behaviour("what-a-target-gets")
def test_a_scheduled_target_with_input_gets_the_input(wires: Wires) -> None:
    wires.target(Input=json.dumps(AUDIT_EVENT))
    scheduled(wires, "rate(1 minute)")
    wires.wait(70)
    assert wires.received == [AUDIT_EVENT]


@pytest.mark.behaviour("scheduled-rules")
def test_a_scheduled_rule_matches_no_event(wires: Wires) -> None:
    scheduled(wires, "rate(1 hour)")
    wires.emit()
    wires.wait()
    assert wires.received == []


@pytest.mark.behaviour("scheduled-rules")
def test_a_schedule_follows_disable_enable_and_put(wires: Wires) -> None:
    scheduled(wires, "rate(1 minute)")
    wires.wait(65)
    client("events").disable_rule(Name=RULE)
    wires.wait(300)
    assert len(wires.received) == 1
    client("events").enable_rule(Name=RULE)
    wires.wait(65)
    assert len(wires.received) == 2
    scheduled(wires, "rate(5 minutes)")
    wires.wait(299)
    assert len(wires.received) == 2
    wires.wait(5)
    assert len(wires.received) == 3
    scheduled(wires, "rate(1 minute)", State="DISABLED")
    wires.wait(300)
    assert len(wires.received) == 3


@pytest.mark.behaviour("scheduled-rules")
def test_a_deleted_rule_fires_no_more(wires: Wires) -> None:
    scheduled(wires, "rate(1 minute)")
    client("events").remove_targets(Rule=RULE, Ids=["handler"])
    client("events").delete_rule(Name=RULE)
    wires.wait(300)
    assert wires.lab.events.published == []


@pytest.mark.behaviour("scheduled-rules")
@pytest.mark.parametrize(
    "expression", ["rate(0 minutes)", "rate(5 minute)", "rate(1 minutes)", "rate(minute)", "often"]
)
def test_schedules_aws_refuses_are_refused(lab: Lab, expression: str) -> None:
    with pytest.raises(ClientError, match="ScheduleExpression is not valid") as error:
        client("events").put_rule(Name=RULE, ScheduleExpression=expression)
    assert error.value.response["Error"]["Code"] == "ValidationException"
    assert lab.gaps.all == []


def test_cron_fails_loudly(lab: Lab) -> None:
    with pytest.raises(ClientError, match="cron"):
        client("events").put_rule(Name=RULE, ScheduleExpression="cron(0 12 * * ? *)")
    [gap] = lab.gaps.all
    assert "cron" in gap.what
    lab.gaps.all.clear()

"""Metric alarms on the lab's clock: evaluation, transitions, and who is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.sns.models import sns_backends

from lab.context import ACCOUNT, REGION, Lab
from lab.in_process import client, simulated
from lab.switches import Switches

NAME = "vnf-failures"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:vnf-notifications"
ALARM_ARN = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{NAME}"


@pytest.fixture
def lab() -> Iterator[Lab]:
    """Alarms are evaluated as soon as a minute ends, over its evaluation periods only."""
    with simulated(switches=Switches(alarm_extra_periods=0, alarm_lag_seconds=0)) as lab:
        client("sns").create_topic(Name="vnf-notifications")
        yield lab


def put(**changes: Any) -> None:
    client("cloudwatch").put_metric_alarm(
        **{
            "AlarmName": NAME,
            "Namespace": "PersistentVnf",
            "MetricName": "Failures",
            "Dimensions": [{"Name": "Name", "Value": "vnf"}],
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Threshold": 1,
            "TreatMissingData": "notBreaching",
            "AlarmActions": [TOPIC],
        }
        | changes
    )


def fail(lab: Lab, times: int = 1) -> None:
    for _ in range(times):
        lab.metrics.count("PersistentVnf", "Failures", Name="vnf")


def told() -> list[tuple[str, dict[str, Any]]]:
    sent = sns_backends[ACCOUNT][REGION].topics[TOPIC].sent_notifications
    return [(str(subject), json.loads(body)) for _id, body, subject, *_ in sent]


def may(statement: dict[str, Any]) -> None:
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    client("sns").set_topic_attributes(
        TopicArn=TOPIC, AttributeName="Policy", AttributeValue=json.dumps(policy)
    )


def admission(**changes: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": TOPIC,
    } | changes


def key(*actions: str, service: str = "cloudwatch.amazonaws.com") -> None:
    """The topic is encrypted with a key whose policy lets the service do these."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": list(actions),
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    made = client("kms").create_key(Policy=json.dumps(policy))["KeyMetadata"]["KeyId"]
    client("sns").set_topic_attributes(
        TopicArn=TOPIC, AttributeName="KmsMasterKeyId", AttributeValue=made
    )


@pytest.mark.behaviour("evaluation-of-an-alarm")
def test_a_new_alarm_knows_nothing_until_the_next_minute(lab: Lab) -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html:
    INSUFFICIENT_DATA at first; evaluated every minute."""
    lab.clock.advance(10)
    put()
    assert lab.alarms.state(NAME) == "INSUFFICIENT_DATA"
    lab.clock.advance(49)
    assert lab.alarms.state(NAME) == "INSUFFICIENT_DATA"
    lab.clock.advance(1)
    assert lab.alarms.state(NAME) == "OK"


@pytest.mark.behaviour("alarm-actions")
def test_a_breach_is_told_once_and_in_cloudwatchs_form(lab: Lab) -> None:
    """Actions happen when the state changes, and only then."""
    put(AlarmDescription="Look at the log", OKActions=[])
    lab.clock.advance(61)
    for _ in range(3):
        fail(lab)
        lab.clock.advance(60)
    ((subject, body),) = told()
    assert subject == 'ALARM: "vnf-failures" in EU (Ireland)'
    assert (body["OldStateValue"], body["NewStateValue"]) == ("OK", "ALARM")
    assert (body["AlarmDescription"], body["AlarmArn"]) == ("Look at the log", ALARM_ARN)
    assert body["NewStateReason"].startswith("Threshold Crossed: 1 datapoint [1.0] was greater")
    assert body["Trigger"]["MetricName"] == "Failures"
    assert lab.alarms.state(NAME) == "ALARM"


@pytest.mark.behaviour("alarm-actions")
def test_it_is_told_when_all_is_well_again(lab: Lab) -> None:
    """OKActions; from INSUFFICIENT_DATA as well."""
    put(OKActions=[TOPIC])
    lab.clock.advance(61)
    fail(lab)
    lab.clock.advance(120)
    assert [subject.partition(":")[0] for subject, _ in told()] == ["OK", "ALARM", "OK"]


@pytest.mark.behaviour("alarm-actions")
def test_switched_off_actions_tell_nobody(lab: Lab) -> None:
    """ActionsEnabled false: the state changes all the same."""
    put(ActionsEnabled=False)
    fail(lab)
    lab.clock.advance(61)
    assert (lab.alarms.state(NAME), told()) == ("ALARM", [])


@pytest.mark.behaviour("evaluation-of-an-alarm")
@pytest.mark.parametrize(
    ("statistic", "threshold", "state"),
    [
        ("Sum", 3, "ALARM"),
        ("Sum", 4, "OK"),
        ("SampleCount", 3, "ALARM"),
        ("Maximum", 1, "ALARM"),
        ("Maximum", 2, "OK"),
        ("Minimum", 1, "ALARM"),
        ("Average", 1, "ALARM"),
    ],
)
def test_each_statistic(lab: Lab, statistic: str, threshold: int, state: str) -> None:
    """Statistic, of three values 1 in one period."""
    put(Statistic=statistic, Threshold=threshold)
    fail(lab, 3)
    lab.clock.advance(61)
    assert lab.alarms.state(NAME) == state


@pytest.mark.behaviour("evaluation-of-an-alarm")
def test_all_periods_in_a_row_have_to_breach(lab: Lab) -> None:
    """EvaluationPeriods without DatapointsToAlarm: every one of them."""
    put(EvaluationPeriods=3)
    for expected in ("OK", "OK", "ALARM"):
        fail(lab)
        lab.clock.advance(60)
        assert lab.alarms.state(NAME) == expected


@pytest.mark.behaviour("evaluation-of-an-alarm")
def test_silence_is_a_breach_if_missing_data_are(lab: Lab) -> None:
    """TreatMissingData breaching: nobody reports, so the alarm does."""
    put(TreatMissingData="breaching", EvaluationPeriods=2, ComparisonOperator="LessThanThreshold")
    fail(lab)
    lab.clock.advance(61)
    assert lab.alarms.state(NAME) == "OK"
    lab.clock.advance(120)
    assert lab.alarms.state(NAME) == "ALARM"


@pytest.mark.behaviour("evaluation-of-an-alarm")
def test_another_value_of_the_dimension_is_another_metric(lab: Lab) -> None:
    """Dimensions are part of a metric's identity."""
    put(Dimensions=[{"Name": "Name", "Value": "neighbour"}])
    fail(lab)
    lab.clock.advance(61)
    assert lab.alarms.state(NAME) == "OK"


@pytest.mark.behaviour("evaluation-of-an-alarm")
@pytest.mark.parametrize(("extra", "minutes"), [(0, 1), (2, 3)])
def test_a_longer_range_keeps_the_last_real_datapoint_in_view(extra: int, minutes: int) -> None:
    """alarms-and-missing-data.html: the evaluation range is longer than the evaluation periods
    (by how much is a switch), and real datapoints outvote missing ones."""
    with simulated(switches=Switches(alarm_extra_periods=extra, alarm_lag_seconds=0)) as lab:
        put(AlarmActions=[])
        fail(lab)
        lab.clock.advance(61)
        began = lab.clock.now()
        assert lab.clock.run_until(lambda: lab.alarms.state(NAME) == "OK", 600)
        assert round((lab.clock.now() - began) / 60) == minutes


@pytest.mark.behaviour("evaluation-of-an-alarm")
@pytest.mark.parametrize("lag", [0, 30, 90])
def test_an_alarm_sees_a_minute_when_the_lag_is_over(lag: float) -> None:
    """No figure is published: `alarm_lag_seconds`."""
    with simulated(switches=Switches(alarm_lag_seconds=lag)) as lab:
        put(AlarmActions=[])
        fail(lab)
        began = lab.clock.now()
        assert lab.clock.run_until(lambda: lab.alarms.state(NAME) == "ALARM", 600)
        assert lab.clock.now() - began == pytest.approx(60 + lag)


@pytest.mark.behaviour("alarm-actions")
def test_a_changed_alarm_keeps_its_state(lab: Lab) -> None:
    """PutMetricAlarm: "its state is left unchanged" by an update."""
    put()
    fail(lab)
    lab.clock.advance(61)
    put(AlarmDescription="in other words")
    assert lab.alarms.state(NAME) == "ALARM"


@pytest.mark.behaviour("alarm-actions")
def test_a_deleted_alarm_is_silent_and_another_one_is_evaluated(lab: Lab) -> None:
    """DeleteAlarms; evaluation begins again with the next alarm."""
    put()
    client("cloudwatch").delete_alarms(AlarmNames=[NAME])
    fail(lab)
    lab.clock.advance(121)
    assert told() == []
    put()
    fail(lab)
    lab.clock.advance(61)
    assert [subject.partition(":")[0] for subject, _ in told()] == ["ALARM"]


@pytest.mark.behaviour("alarm-actions")
def test_a_state_set_by_hand_acts_and_lasts_for_a_minute(lab: Lab) -> None:
    """SetAlarmState: "temporarily"; the way to try out whether the mail arrives."""
    put()
    lab.clock.advance(61)
    client("cloudwatch").set_alarm_state(AlarmName=NAME, StateValue="ALARM", StateReason="a trial")
    ((_, body),) = told()
    assert (body["NewStateValue"], body["NewStateReason"]) == ("ALARM", "a trial")
    lab.clock.advance(60)
    assert lab.alarms.state(NAME) == "OK"


@pytest.mark.behaviour("alarm-actions")
@pytest.mark.parametrize(
    ("statement", "reaches"),
    [
        (admission(), True),
        (admission(Condition={"ArnLike": {"aws:SourceArn": f"{ALARM_ARN}*"}}), True),
        (admission(Condition={"ArnLike": {"aws:SourceArn": f"{ALARM_ARN}-else"}}), False),
        (admission(Principal={"Service": "events.amazonaws.com"}), False),
        (admission(Resource=f"{TOPIC}-else"), False),
    ],
)
def test_the_topics_policy_has_to_admit_cloudwatch(
    lab: Lab, statement: dict[str, Any], reaches: bool
) -> None:
    """https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html: sns:Publish for
    cloudwatch.amazonaws.com. What is refused is in the alarm's history only."""
    may(statement)
    put()
    fail(lab)
    lab.clock.advance(61)
    assert bool(told()) is reaches
    assert lab.alarms.state(NAME) == "ALARM"


@pytest.mark.behaviour("keys-of-topics")
@pytest.mark.parametrize(
    ("actions", "service", "reaches"),
    [
        (("kms:Decrypt", "kms:GenerateDataKey*"), "cloudwatch.amazonaws.com", True),
        (("kms:Decrypt",), "cloudwatch.amazonaws.com", False),
        (("kms:Decrypt", "kms:GenerateDataKey*"), "events.amazonaws.com", False),
    ],
)
def test_an_encrypted_topics_key_has_to_admit_cloudwatch(
    lab: Lab, actions: tuple[str, ...], service: str, reaches: bool
) -> None:
    """kms:Decrypt and kms:GenerateDataKey* for cloudwatch.amazonaws.com."""
    key(*actions, service=service)
    put()
    fail(lab)
    lab.clock.advance(61)
    assert bool(told()) is reaches


@pytest.mark.behaviour("keys-of-topics")
def test_the_key_that_aws_manages_admits_no_alarm(lab: Lab) -> None:
    """alias/aws/sns does not work for service publishers."""
    client("sns").set_topic_attributes(
        TopicArn=TOPIC, AttributeName="KmsMasterKeyId", AttributeValue="alias/aws/sns"
    )
    put()
    fail(lab)
    lab.clock.advance(61)
    assert told() == []


@pytest.mark.parametrize(
    "change",
    [
        {"Statistic": None, "ExtendedStatistic": "p99"},
        {"Unit": "Seconds"},
        {"ComparisonOperator": "LessThanLowerOrGreaterThanUpperThreshold"},
        {"AlarmActions": [f"arn:aws:automate:{REGION}:ec2:recover"]},
    ],
)
def test_what_the_lab_does_not_evaluate_is_a_gap(lab: Lab, change: dict[str, Any]) -> None:
    """Metric math, percentiles, units, anomaly detection, other actions."""
    wanted = {key: value for key, value in change.items() if value is not None}
    if change.get("Statistic", "") is None:
        with pytest.raises(ClientError, match="NotModelled"):
            client("cloudwatch").put_metric_alarm(
                AlarmName=NAME,
                Namespace="PersistentVnf",
                MetricName="Failures",
                Period=60,
                EvaluationPeriods=1,
                ComparisonOperator="GreaterThanThreshold",
                Threshold=1,
                **wanted,
            )
    else:
        with pytest.raises(ClientError, match="NotModelled"):
            put(**wanted)
    assert [gap.where for gap in lab.gaps.all] == ["cloudwatch:PutMetricAlarm"]

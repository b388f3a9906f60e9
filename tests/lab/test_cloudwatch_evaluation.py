"""From datapoints to the state of an alarm, as AWS's page on missing data tells it."""

from __future__ import annotations

import pytest

from lab.cloudwatch.evaluation import Rule, evaluate

KEPT = "the state before"
TREATMENTS = ("missing", "ignore", "breaching", "notBreaching")
POINTS = {"X": 1.0, "0": 0.0, "-": None}


def state(datapoints: str, missing_data: str, to_alarm: int = 3) -> str:
    """The state after these datapoints, oldest first: X breaches, 0 does not, - is missing."""
    rule = Rule(3, "GreaterThanOrEqualToThreshold", 1, missing_data, to_alarm)
    found, reason = evaluate(rule, [POINTS[each] for each in datapoints], KEPT)
    assert reason
    return found


@pytest.mark.behaviour("evaluation-of-an-alarm")
@pytest.mark.parametrize(
    ("datapoints", "states"),
    [
        ("0-X-X", ("OK", "OK", "OK", "OK")),
        ("----0", ("OK", "OK", "OK", "OK")),
        ("-----", ("INSUFFICIENT_DATA", KEPT, "ALARM", "OK")),
        ("0XX-X", ("ALARM", "ALARM", "ALARM", "ALARM")),
        ("--X--", ("ALARM", KEPT, "ALARM", "OK")),
    ],
)
def test_the_table_of_three_periods_in_a_range_of_five(
    datapoints: str, states: tuple[str, ...]
) -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html:
    the page's own table."""
    assert tuple(state(datapoints, each) for each in TREATMENTS) == states


@pytest.mark.behaviour("evaluation-of-an-alarm")
@pytest.mark.parametrize(
    ("datapoints", "states"),
    [
        ("----X", ("ALARM", "ALARM")),
        ("-X---", ("ALARM", "ALARM")),
        ("0-0--", ("ALARM", "OK")),
        ("00000", ("OK", "OK")),
        ("X00000", ("OK", "OK")),
    ],
)
def test_one_of_five_datapoints_is_enough(datapoints: str, states: tuple[str, str]) -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html:
    "M out of N"."""
    points = [POINTS[each] for each in datapoints]
    found = [
        evaluate(Rule(5, "GreaterThanOrEqualToThreshold", 1, treated, to_alarm=1), points, KEPT)
        for treated in ("breaching", "notBreaching")
    ]
    assert tuple(state for state, _ in found) == states


@pytest.mark.behaviour("evaluation-of-an-alarm")
@pytest.mark.parametrize(
    ("datapoints", "states"),
    [
        ("0-X-X", ("ALARM", "ALARM", "ALARM", "ALARM")),
        ("00X0X", ("ALARM", "ALARM", "ALARM", "ALARM")),
        ("0-X--", ("OK", "OK", "ALARM", "OK")),
        ("----0", ("OK", "OK", "ALARM", "OK")),
        ("---X-", ("ALARM", KEPT, "ALARM", "OK")),
        ("--XX-", ("ALARM", "ALARM", "ALARM", "ALARM")),
    ],
)
def test_the_table_of_two_of_three_in_a_range_of_five(
    datapoints: str, states: tuple[str, ...]
) -> None:
    """The page's table of "M out of N", and what is enough whatever is missing."""
    assert tuple(state(datapoints, each, to_alarm=2) for each in TREATMENTS) == states


@pytest.mark.behaviour("evaluation-of-an-alarm")
def test_a_young_breach_alone_is_not_yet_an_alarm() -> None:
    """The same page, "premature transitions": later datapoints may still come."""
    assert state("----X", "missing") == KEPT
    assert state("----X", "missing", to_alarm=2) == KEPT


@pytest.mark.behaviour("evaluation-of-an-alarm")
@pytest.mark.parametrize(
    ("comparison", "below", "equal", "above"),
    [
        ("GreaterThanOrEqualToThreshold", "OK", "ALARM", "ALARM"),
        ("GreaterThanThreshold", "OK", "OK", "ALARM"),
        ("LessThanOrEqualToThreshold", "ALARM", "ALARM", "OK"),
        ("LessThanThreshold", "ALARM", "OK", "OK"),
    ],
)
def test_each_comparison(comparison: str, below: str, equal: str, above: str) -> None:
    """PutMetricAlarm: the statistic is compared with the threshold."""
    rule = Rule(1, comparison, 5)
    assert [evaluate(rule, [value], KEPT)[0] for value in (4, 5, 6)] == [below, equal, above]


@pytest.mark.behaviour("evaluation-of-an-alarm")
@pytest.mark.parametrize(
    ("datapoints", "said"),
    [
        ("X", "Threshold Crossed: 1 datapoint [1.0] was greater than or equal to the threshold"),
        ("0", "Threshold Crossed: 1 datapoint [0.0] was not greater than or equal to the"),
        ("-", "Threshold Crossed: no datapoints were received for 1 period and 1 missing"),
    ],
)
def test_the_reason_in_cloudwatchs_words(datapoints: str, said: str) -> None:
    """DescribeAlarms, StateReason."""
    rule = Rule(1, "GreaterThanOrEqualToThreshold", 1, "breaching")
    assert evaluate(rule, [POINTS[datapoints]], KEPT)[1].startswith(said)

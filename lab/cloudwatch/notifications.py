"""What an alarm tells its SNS topic, and whether it may."""

from __future__ import annotations

import json
from typing import Any

from moto.cloudwatch.models import Alarm
from moto.sns.models import sns_backends

from lab.cloudwatch.transition import State, stamp
from lab.context import Lab

SERVICE = "cloudwatch.amazonaws.com"
_REGION_NAMES = {"eu-west-1": "EU (Ireland)"}  # as the messages have them; others by their code


def publish(lab: Lab, alarm: Alarm, topic_arn: str, before: State) -> bool:
    """Tell the topic that the alarm has left `before`. False, and nothing told, when the topic's
    policy or its key's does not admit CloudWatch, or there is no topic: that is in the alarm's
    history only."""
    topic = sns_backends[lab.account][lab.region].topics.get(topic_arn)
    if topic is None or not _may_publish(lab, topic_arn, alarm.alarm_arn):
        return False
    subject = f'{alarm.state_value}: "{alarm.name}" in {_place(lab)}'
    topic.publish(json.dumps(_message(lab, alarm, before.value)), subject=subject)
    return True


def _may_publish(lab: Lab, topic_arn: str, alarm_arn: str) -> bool:
    """What SNS's own default policy asks of a caller is that it acts for the topic's account."""
    context = {
        "aws:SourceArn": alarm_arn,
        "aws:SourceAccount": lab.account,
        "aws:SourceOwner": lab.account,
    }
    return lab.iam.service_may(SERVICE, "sns:Publish", topic_arn, context)


def _place(lab: Lab) -> str:
    return _REGION_NAMES.get(lab.region, lab.region)


def _message(lab: Lab, alarm: Alarm, before: str) -> dict[str, Any]:
    """As CloudWatch writes it, by what people and their tools read of it."""
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": lab.account,
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": stamp(alarm.state_updated_timestamp),
        "Region": _place(lab),
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": before,
        "OKActions": alarm.ok_actions,
        "AlarmActions": alarm.alarm_actions,
        "InsufficientDataActions": alarm.insufficient_data_actions,
        "Trigger": {
            "MetricName": alarm.metric_name,
            "Namespace": alarm.namespace,
            "StatisticType": "Statistic",
            "Statistic": str(alarm.statistic).upper(),
            "Unit": None,
            "Dimensions": [{"name": each.name, "value": each.value} for each in alarm.dimensions],
            "Period": alarm.period,
            "EvaluationPeriods": alarm.evaluation_periods,
            "ComparisonOperator": alarm.comparison_operator,
            "Threshold": alarm.threshold,
            "TreatMissingData": alarm.treat_missing_data or "missing",
        },
    }

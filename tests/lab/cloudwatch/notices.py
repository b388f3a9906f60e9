"""What an alarm tells its SNS topic, and whether it may."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from moto.cloudwatch.models import Alarm
from moto.core.exceptions import ServiceException
from moto.kms.models import Key, kms_backends
from moto.sns.models import Topic, sns_backends
from werkzeug.exceptions import HTTPException

from tests.lab.iam.evaluator import Decision, Request, evaluate

if TYPE_CHECKING:
    from tests.lab.lab import Lab

SERVICE = "cloudwatch.amazonaws.com"
KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")  # contract 8
_REGION_NAMES = {"eu-west-1": "EU (Ireland)"}  # as the messages have them; others by their code


def publish(lab: Lab, alarm: Alarm, topic_arn: str, before: str) -> bool:
    """Tell the topic that the alarm has left `before`. False, and nothing told, when the topic's
    policy or its key's does not admit CloudWatch, or there is no topic: that is in the alarm's
    history only."""
    topic = sns_backends[lab.account][lab.region].topics.get(topic_arn)
    if topic is None or not may_publish(lab, topic, str(alarm.alarm_arn)):
        return False
    subject = f'{alarm.state_value}: "{alarm.name}" in {_place(lab)}'
    topic.publish(json.dumps(_message(lab, alarm, before)), subject=subject)
    return True


def may_publish(lab: Lab, topic: Topic, alarm_arn: str) -> bool:
    """Topic policy and, for an encrypted topic, key policy."""
    return _topic_admits(lab, topic, alarm_arn) and key_admits(lab, topic, alarm_arn)


def key_admits(lab: Lab, topic: Topic, alarm_arn: str) -> bool:
    """Whether CloudWatch may use the key of the topic (contract 8). A topic without a key asks
    nobody; a key that is disabled, or AWS's own, admits no service publisher."""
    key_id = topic.kms_master_key_id
    if not key_id:
        return True
    key = None if "alias/aws/" in key_id else _key(lab, key_id)
    if key is None or not key.enabled:
        return False
    policy = json.loads(key.policy)
    return all(_admits(lab, policy, action, key.arn, alarm_arn) for action in KEY_ACTIONS)


def _key(lab: Lab, key_id: str) -> Key | None:
    try:
        found: Key = kms_backends[lab.account][lab.region].describe_key(key_id)
    except (KeyError, ServiceException, HTTPException):
        return None
    return found


def _topic_admits(lab: Lab, topic: Topic, alarm_arn: str) -> bool:
    return _admits(lab, json.loads(topic.policy), "sns:Publish", topic.arn, alarm_arn)


def _admits(lab: Lab, policy: dict[str, Any], action: str, resource: str, alarm_arn: str) -> bool:
    """The resource policy's word on CloudWatch, which acts for one alarm of this account.

    SNS's own default policy names no service, but everybody of the owner's account.
    """
    context = {
        "aws:sourcearn": alarm_arn,
        "aws:sourceaccount": lab.account,
        "aws:sourceowner": lab.account,
    }
    ours = [
        {key: value for key, value in statement.items() if key != "Principal"}
        for statement in policy["Statement"]
        if _names_the_service(statement.get("Principal"))
    ]
    request = Request(action, resource, context)
    return evaluate([{"Statement": ours}], request) is Decision.ALLOW


def _names_the_service(principal: Any) -> bool:
    if principal in ("*", {"AWS": "*"}):
        return True
    services = principal.get("Service", []) if isinstance(principal, dict) else []
    return SERVICE in ([services] if isinstance(services, str) else services)


def _place(lab: Lab) -> str:
    return _REGION_NAMES.get(lab.region, lab.region)


def _message(lab: Lab, alarm: Alarm, before: str) -> dict[str, Any]:
    """As CloudWatch writes it, by what people and their tools read of it."""
    changed = datetime.fromtimestamp(lab.clock.now(), UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": lab.account,
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": changed,
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

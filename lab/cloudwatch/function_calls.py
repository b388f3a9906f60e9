"""An alarm that calls a Lambda function by itself, and whether it may.

docs/aws-behaviour.md#alarms-that-call-a-function
"""

from __future__ import annotations

from typing import Any

from moto.awslambda.exceptions import UnknownAliasException, UnknownFunctionException
from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.cloudwatch.models import Alarm
from moto.moto_api._internal import mock_random

from lab.cloudwatch.transition import State, stamp
from lab.context import Lab
from lab.iam.resources import Resource, lowered
from lab.iam.services import admitting
from lab.iam.table import Check

SERVICE = "lambda.alarms.cloudwatch.amazonaws.com"


def call(lab: Lab, alarm: Alarm, function_arn: str, before: State) -> bool:
    """Invoke the function asynchronously. False when there is none, or its policy says no."""
    try:
        function = lambda_backends[lab.account][lab.region].get_function(function_arn)
    except (UnknownFunctionException, UnknownAliasException):
        return False
    if not _may_call(lab, function, function_arn, alarm):
        return False
    lab.lambdas.invoke_async(function_arn, _event(lab, alarm, before), source="cloudwatch")
    return True


def _may_call(lab: Lab, function: LambdaFunction, function_arn: str, alarm: Alarm) -> bool:
    told = lowered({"aws:SourceArn": alarm.alarm_arn, "aws:SourceAccount": lab.account})
    check = Check("lambda:InvokeFunction", Resource(function_arn, told))
    return bool(admitting({"Statement": function.policy.statements}, SERVICE, check))


def _event(lab: Lab, alarm: Alarm, before: State) -> dict[str, Any]:
    now = State.of(alarm)
    return {
        "source": "aws.cloudwatch",
        "alarmArn": alarm.alarm_arn,
        "accountId": lab.account,
        "time": stamp(now.since),
        "region": lab.region,
        "alarmData": {
            "alarmName": alarm.name,
            "state": _state(now),
            "previousState": _state(before),
            "configuration": _configuration(alarm),
        },
    }


def _state(state: State) -> dict[str, str]:
    told = {"value": state.value, "reason": state.reason, "timestamp": stamp(state.since)}
    return told if state.data == "{}" else told | {"reasonData": state.data}


def _configuration(alarm: Alarm) -> dict[str, Any]:
    metric = {
        "namespace": alarm.namespace,
        "name": alarm.metric_name,
        "dimensions": {str(each.name): str(each.value) for each in alarm.dimensions},
    }
    found = {"metric": metric, "period": alarm.period, "stat": alarm.statistic}
    listed = {"id": str(mock_random.uuid4()), "metricStat": found, "returnData": True}
    described = {"description": alarm.description} if alarm.description else {}
    return described | {"metrics": [listed]}

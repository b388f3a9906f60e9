"""The module's alarms for a simulated deployment, read from where Terraform reads them.

Only as much of HCL as modules/lifecycle/alarms.tf is written in: what cannot be read is an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.support.project import PROJECT

ALARMS_TF = PROJECT / "modules" / "lifecycle" / "alarms.tf"

_ALARM = re.compile(r"^    ([a-z-]+) = \{\n(.*?)^    \}", re.MULTILINE | re.DOTALL)
_ATTRIBUTE = re.compile(r"^ +(\w+) += (.+)$", re.MULTILINE)
_OWN = re.compile(r"(?:try\()?each\.value\.(\w+)(?:, (.+)\))?")

Attributes = dict[str, str]


def put_arguments(name: str, references: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of PutMetricAlarm for the alarm called `name` in alarms.tf, without its actions.

    `references` gives the values of what the file names by `local.…`.
    """
    alarms, resource = _read()
    own, wanted = alarms[name], {}
    for argument, expression in resource.items():
        found = _OWN.fullmatch(expression)
        if found:
            expression = own.get(found[1], found[2])
        elif not expression.isdecimal():
            continue  # names, actions and tags are the deployment's
        wanted[argument] = _value(expression, references)
    dimensions = wanted.pop("dimensions")
    wanted["dimensions"] = [{"Name": key, "Value": value} for key, value in dimensions.items()]
    return {_as_boto3(argument): value for argument, value in wanted.items()}


@cache
def _read() -> tuple[dict[str, Attributes], Attributes]:
    """The alarms' own attributes by name, and the expressions of the resource they go into."""
    text = ALARMS_TF.read_text()
    alarms = {name: dict(_ATTRIBUTE.findall(body)) for name, body in _ALARM.findall(text)}
    resource = text.partition('resource "aws_cloudwatch_metric_alarm"')[2]
    return alarms, dict(_ATTRIBUTE.findall(resource))


def _value(expression: str, references: Mapping[str, Any]) -> Any:
    if expression.startswith("local."):
        return references[expression]
    return json.loads(expression)


def _as_boto3(argument: str) -> str:
    return "".join(word.title() for word in argument.split("_"))

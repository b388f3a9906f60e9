"""The module's alarms for a simulated deployment, read from where Terraform reads them.

Only as much of HCL as modules/lifecycle/alarms.tf is written in: what cannot be read is an error.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.support.project import PROJECT

LIFECYCLE = PROJECT / "modules" / "lifecycle"
ALARMS_TF, RULES_TF = LIFECYCLE / "alarms.tf", LIFECYCLE / "rules.tf"

_ALARM = re.compile(r"^    ([a-z-]+) = \{\n(.*?)^    \}", re.MULTILINE | re.DOTALL)
_ALARM_OF_A_VIP = re.compile(
    r'^    for vip in var\.vips : "([a-z-]+)-\$\{vip\.key\}" => \{\n(.*?)^    \}',
    re.MULTILINE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"^ +(\w+) += (.+)$", re.MULTILINE)
_LOCAL = re.compile(r"^  (\w+) += (.+)$", re.MULTILINE)
_VARIABLE = re.compile(r"var\.\w+")
_OWN = re.compile(r"(?:try\()?each\.value\.(\w+)(?:, (.+)\))?")

# How the file names the dimensions of a metric that there is for each VIP.
DIMENSIONS_OF_A_VIP = "merge(local.vnf_dimensions, { Vip = vip.key })"
DIMENSIONS_OF_THE_GROUP = "{ AutoScalingGroupName = var.group_name }"

# The functions of HCL that its figures are written with.
_FUNCTIONS = {"__builtins__": {}, "ceil": math.ceil, "coalesce": lambda given, _: given}

Attributes = dict[str, str]


def put_arguments(name: str, references: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of PutMetricAlarm for the alarm called `name` in alarms.tf, without its actions.

    The name of one that there is for each VIP ends with the VIP's key.
    `references` gives the values of the variables that decide, `var.…`, and of what else the file
    names by `local.…`.
    """
    alarms, resource = _read()
    own, wanted = alarms[_written_as(name, alarms)], {}
    for argument, expression in resource.items():
        found = _OWN.fullmatch(expression)
        if found:
            expression = own.get(found[1], found[2])
        elif not expression.isdecimal():
            continue  # names, actions and tags are the deployment's
        if argument != "alarm_description":  # words, for people
            wanted[argument] = _value(expression, references)
    dimensions = wanted.pop("dimensions")
    wanted["dimensions"] = [{"Name": key, "Value": value} for key, value in dimensions.items()]
    return {_as_boto3(argument): value for argument, value in wanted.items()}


def calls_handler(name: str) -> bool:
    """Whether the alarm called `name` calls the handler besides telling people."""
    alarms, _ = _read()
    return "calls_handler" in alarms[_written_as(name, alarms)]


def _written_as(name: str, alarms: Mapping[str, Attributes]) -> str:
    """The alarm's name without a VIP's key."""
    return name if name in alarms else max(each for each in alarms if name.startswith(f"{each}-"))


@cache
def _read() -> tuple[dict[str, Attributes], Attributes]:
    """The alarms' own attributes by name, and the expressions of the resource they go into."""
    text = ALARMS_TF.read_text()
    found = _ALARM.findall(text) + _ALARM_OF_A_VIP.findall(text)
    alarms = {name: dict(_ATTRIBUTE.findall(body)) for name, body in found}
    resource = text.partition('resource "aws_cloudwatch_metric_alarm"')[2]
    return alarms, dict(_ATTRIBUTE.findall(resource))


def _value(expression: str, references: Mapping[str, Any]) -> Any:
    if expression in references:
        return references[expression]
    if expression.startswith("local."):
        return _number(_locals()[expression.removeprefix("local.")], references)
    return json.loads(expression)


@cache
def _locals() -> Attributes:
    """The module's own figures, and what else stands beside them in one line."""
    return dict(_LOCAL.findall(ALARMS_TF.read_text() + RULES_TF.read_text()))


def _number(arithmetic: str, references: Mapping[str, Any]) -> int:
    """What an expression of HCL comes to that is one of Python, too."""
    known = _VARIABLE.sub(lambda found: str(references[found[0]]), arithmetic)
    return int(eval(known, _FUNCTIONS))


def _as_boto3(argument: str) -> str:
    return "".join(word.title() for word in argument.split("_"))

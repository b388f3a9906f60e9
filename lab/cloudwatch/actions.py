"""What an alarm does when its state changes: it tells a topic, or calls a function.

docs/aws-behaviour.md#alarm-actions
docs/aws-behaviour.md#alarms-that-call-a-function
"""

from __future__ import annotations

from moto.cloudwatch.models import Alarm

from lab.cloudwatch import function_calls, notifications
from lab.cloudwatch.transition import State
from lab.context import Lab

_KINDS = {"sns": notifications.publish, "lambda": function_calls.call}


def is_known(arn: str) -> bool:
    """Whether the lab takes this kind of action; EC2's, scaling policies' and others it does
    not."""
    return arn.split(":")[2] in _KINDS


def take(lab: Lab, alarm: Alarm, arn: str, before: State) -> bool:
    """Take one action. False, and nothing happens, when the alarm may not or nobody is there."""
    return _KINDS[arn.split(":")[2]](lab, alarm, arn, before)

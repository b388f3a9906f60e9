"""The events that wake the functions, and EventBridge patterns that match them.

Spelled out here and not taken from the lab or the handler: their tests compare with these.
docs/aws-behaviour.md#lifecycle-events
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Pattern = dict[str, Any]

AUTO_SCALING = "aws.autoscaling"  # the source of lifecycle events
LAUNCH_ACTION = "EC2 Instance-launch Lifecycle Action"
TERMINATE_ACTION = "EC2 Instance-terminate Lifecycle Action"
EC2 = "aws.ec2"  # the source of what happens to instances
STATE_CHANGE = "EC2 Instance State-change Notification"
ACTIONS = {"launch": LAUNCH_ACTION, "terminate": TERMINATE_ACTION}
SCHEDULED = "Scheduled Event"  # before a target's own input takes its place

LAUNCH: Pattern = {"detail-type": [LAUNCH_ACTION]}
TERMINATE: Pattern = {"detail-type": [TERMINATE_ACTION]}
LIFECYCLE: Pattern = {"source": [AUTO_SCALING]}
STATE_CHANGES: Pattern = {"detail-type": [STATE_CHANGE]}
AUDIT: Pattern = {"detail-type": [SCHEDULED]}

# What the module's own rules and resources send.
AUDIT_EVENT = {"source": "persistent-vnf.audit"}
WARMUP_EVENT = {"source": "persistent-vnf.warmup"}
ALARM_EVENT = {
    "source": "aws.cloudwatch",
    "alarmData": {"alarmName": "sbc-status-checks-failed", "state": {"value": "ALARM"}},
}
SWEEP_SOURCE = "persistent-vnf.sweep"


def state_changes_of(*instance_ids: str) -> Pattern:
    """The pattern of the rule by which EC2 tells that one of these stops or ends."""
    states = ["shutting-down", "stopped", "stopping", "terminated"]
    return {
        "source": [EC2],
        "detail-type": [STATE_CHANGE],
        "detail": {"instance-id": sorted(instance_ids), "state": states},
    }


def sweep_event(
    action: str,
    vips: Sequence[Mapping[str, Any]] = (),
    before: object = None,
    *,
    maintenance: bool | None = None,
) -> dict[str, Any]:
    """What Terraform's provider sends: action is "create", "update" or "delete".

    vips: as the module describes them to the function. before: the input of the last call.
    """
    return sweep_input(vips, maintenance) | {"tf": {"action": action, "prev_input": before}}


def sweep_input(
    vips: Sequence[Mapping[str, Any]], maintenance: bool | None = None
) -> dict[str, Any]:
    """What the module has Terraform send; the provider adds `tf`."""
    given = {"vips": [dict(each) for each in vips], "maintenance": maintenance}
    return {"source": SWEEP_SOURCE} | given

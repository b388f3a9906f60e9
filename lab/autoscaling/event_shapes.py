"""The events Auto Scaling sends to EventBridge, in exactly AWS's shapes.

docs/aws-behaviour.md#lifecycle-events
"""

from __future__ import annotations

from typing import Any

from moto.moto_api._internal import mock_random

from lab.autoscaling.activities import Activity
from lab.autoscaling.hooks import LAUNCHING, Action, Journey
from lab.autoscaling.store import Group
from lab.context import Lab

SOURCE = "aws.autoscaling"
LAUNCH_LIFECYCLE_ACTION = "EC2 Instance-launch Lifecycle Action"
TERMINATE_LIFECYCLE_ACTION = "EC2 Instance-terminate Lifecycle Action"
LAUNCH_SUCCESSFUL = "EC2 Instance Launch Successful"
LAUNCH_UNSUCCESSFUL = "EC2 Instance Launch Unsuccessful"
TERMINATE_SUCCESSFUL = "EC2 Instance Terminate Successful"


def lifecycle_action(lab: Lab, group: Group, action: Action, journey: Journey) -> None:
    """The event a hook's Lambda gets; `resources` is exactly the group's ARN."""
    hook = action.hook
    detail = {
        "LifecycleActionToken": action.token,
        "AutoScalingGroupName": group.name,
        "LifecycleHookName": hook.lifecycle_hook_name,
        "EC2InstanceId": action.member.instance_id,
        "LifecycleTransition": journey.transition,
        "Origin": journey.origin,
        "Destination": journey.destination,
    }
    if hook.notification_metadata:
        detail["NotificationMetadata"] = hook.notification_metadata
    elif lab.switches.event_carries_empty_notification_metadata:
        detail["NotificationMetadata"] = ""
    if journey.action:
        detail["Action"] = journey.action
    launching = journey.transition == LAUNCHING
    detail_type = LAUNCH_LIFECYCLE_ACTION if launching else TERMINATE_LIFECYCLE_ACTION
    lab.events.emit(SOURCE, detail_type, detail, [group.arn])


def activity_ended(
    lab: Lab, group: Group, detail_type: str, activity: Activity, instance_id: str | None
) -> None:
    """Launch/Terminate Successful/Unsuccessful: the group's ARN and the instance's."""
    end = activity.end_time or activity.start_time
    detail: dict[str, Any] = {
        "StatusCode": activity.status_code,
        "Description": activity.description,
        "AutoScalingGroupName": group.name,
        "ActivityId": activity.activity_id,
        "Details": activity.where,
        "RequestId": str(mock_random.uuid4()),
        "StatusMessage": activity.status_message or "",
        "StartTime": activity.start_time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "EndTime": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "EC2InstanceId": instance_id or "",
        "Cause": activity.cause,
    }
    instance_arn = lab.arn("ec2", f"instance/{instance_id}")
    resources = [group.arn, instance_arn] if instance_id else [group.arn]
    lab.events.emit(SOURCE, detail_type, detail, resources)

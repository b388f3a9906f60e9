"""What EC2 sends to EventBridge: an event for each change of an instance's state.

docs/aws-behaviour.md#state-changes-as-events
"""

from __future__ import annotations

from lab.context import Lab

SOURCE = "aws.ec2"
STATE_CHANGE = "EC2 Instance State-change Notification"


def state_changed(lab: Lab, instance_id: str, state: str) -> None:
    """No group and no tags: a rule can only name the instance."""
    detail = {"instance-id": instance_id, "state": state}
    lab.events.emit(SOURCE, STATE_CHANGE, detail, [lab.arn("ec2", f"instance/{instance_id}")])

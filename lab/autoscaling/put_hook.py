"""PutLifecycleHook, and the hooks given with CreateAutoScalingGroup."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lab.autoscaling import checks
from lab.autoscaling.hooks import Hook
from lab.autoscaling.roster import Roster
from lab.errors import NotModelled

FIELDS = {
    "LifecycleTransition": "lifecycle_transition",
    "HeartbeatTimeout": "heartbeat_timeout",
    "DefaultResult": "default_result",
    "NotificationMetadata": "notification_metadata",
    "RoleARN": "role_arn",
}


def put_hook(roster: Roster, given: dict[str, Any]) -> None:
    """A hook put again keeps what the call leaves out; its open actions go on under it."""
    if given.get("NotificationTargetARN"):
        raise NotModelled("a lifecycle hook with NotificationTargetARN: the lab sends events only")
    name = given["LifecycleHookName"]
    transition = given.get("LifecycleTransition", "")
    hook = roster.hooks.get(name) or Hook(name, roster.group.name, transition)
    changes = {field: given[key] for key, field in FIELDS.items() if key in given}
    checks.hook(replace(hook, **changes), roster.hooks)
    for field, value in changes.items():
        setattr(hook, field, value)
    roster.hooks[name] = hook

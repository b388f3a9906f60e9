"""PutLifecycleHook, and the hooks given with CreateAutoScalingGroup."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lab.autoscaling import checks
from lab.autoscaling.hooks import Hook
from lab.errors import NotModelled

if TYPE_CHECKING:
    from lab.autoscaling.engine import Engine

FIELDS = {
    "LifecycleTransition": "lifecycle_transition",
    "HeartbeatTimeout": "heartbeat_timeout",
    "DefaultResult": "default_result",
    "NotificationMetadata": "notification_metadata",
    "RoleARN": "role_arn",
}


def put_hook(engine: Engine, given: dict[str, Any]) -> None:
    """A hook put again keeps what the call leaves out; its open actions go on under it."""
    if given.get("NotificationTargetARN"):
        raise NotModelled("a lifecycle hook with NotificationTargetARN: the lab sends events only")
    name = given["LifecycleHookName"]
    transition = given.get("LifecycleTransition", "")
    hook = engine.hooks.get(name) or Hook(name, engine.group.name, transition)
    changes = {field: given[key] for key, field in FIELDS.items() if key in given}
    checks.hook(replace(hook, **changes), engine.hooks)
    for field, value in changes.items():
        setattr(hook, field, value)
    engine.hooks[name] = hook

"""What arrived? Tells the triggers apart, and refuses everything else without a call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from hook_handler.config import Config
from hook_handler.vips import NOTHING_REMOVED, Removed, removed
from hook_handler.vips import parse as parse_vips

AUDIT_SOURCE = "persistent-vnf.audit"
SWEEP_SOURCE = "persistent-vnf.sweep"

_LAUNCH = "EC2 Instance-launch Lifecycle Action"
_TERMINATE = "EC2 Instance-terminate Lifecycle Action"
_STATE_CHANGE = "EC2 Instance State-change Notification"
_INSTANCE_ID = re.compile(r"i-[0-9a-f]{8,17}")


class ActionKey(TypedDict, total=False):
    """How Auto Scaling is told which action is meant."""

    LifecycleActionToken: str
    InstanceId: str


@dataclass(frozen=True)
class HookAction:
    """An open lifecycle action. A token fences the answer to this one action
    (docs/aws-behaviour.md#completing-a-lifecycle-action)."""

    instance_id: str
    hook: str
    token: str | None
    began_at: float | None  # seconds since the Unix epoch

    @property
    def key(self) -> ActionKey:
        """The token where there is one, otherwise the instance."""
        if self.token:
            return {"LifecycleActionToken": self.token}
        return {"InstanceId": self.instance_id}

    @property
    def for_log(self) -> dict[str, str]:
        """What a log line says of it."""
        return {"instance": self.instance_id, "hook": self.hook}


@dataclass(frozen=True)
class Launch:
    """An instance enters service: a candidate, and an action to complete."""

    action: HookAction


@dataclass(frozen=True)
class Terminate:
    """An instance leaves service, to be ended or to rest in the warm pool."""

    action: HookAction


@dataclass(frozen=True)
class PassThrough:
    """Another hook event of ours: completed, so that the group goes on."""

    action: HookAction


@dataclass(frozen=True)
class StateChange:
    """EC2's word that an instance stopped or ended (docs/aws-behaviour.md#state-changes-as-events).

    A hint where to look: EC2 sends it for every instance, and not always in time.
    """

    instance_id: str


@dataclass(frozen=True)
class Alarm:
    """An alarm: the instance's status checks fail, or its service does not answer.

    A hint where to look: it may come late (docs/aws-behaviour.md#alarms-that-call-a-function).
    """


@dataclass(frozen=True)
class Audit:
    """The schedule's trigger."""


@dataclass(frozen=True)
class Sweep:
    """Terraform created, changed or is about to destroy the deployment."""

    action: str  # create, update, delete
    # What an update changes: whether it concerns the VIPs, what they no longer have, and whether it
    # begins maintenance or ends it; None: neither.
    changes_vips: bool = False
    removed: Removed = NOTHING_REMOVED
    maintenance: bool | None = None


@dataclass(frozen=True)
class Refused:
    """Not for us, or not to be understood."""

    reason: str


Trigger = Launch | Terminate | PassThrough | StateChange | Alarm | Audit | Sweep | Refused


def parse(event: object, config: Config) -> Trigger:
    """The trigger that `event` is. Never raises: what cannot be understood is Refused."""
    if not isinstance(event, Mapping):
        return Refused(f"the event is {type(event).__name__} and not an object")
    source = event.get("source")
    if source == "aws.autoscaling":
        return _hook_event(event, config)
    if source == "aws.ec2":
        return _state_change(event)
    if source == "aws.cloudwatch":
        return _alarm(event)
    if source == AUDIT_SOURCE:
        return Audit()
    if source == SWEEP_SOURCE:
        return _sweep(event)
    return Refused(f"unknown source: {source!r}")


def _state_change(event: Mapping[str, Any]) -> Trigger:
    kind, detail = event.get("detail-type"), event.get("detail")
    if kind != _STATE_CHANGE or not isinstance(detail, Mapping):
        return Refused(f"no state of an instance: {kind!r}")
    instance_id = detail.get("instance-id")
    if not isinstance(instance_id, str) or not _INSTANCE_ID.fullmatch(instance_id):
        return Refused(f"no instance id: {instance_id!r}")
    return StateChange(instance_id)


def _alarm(event: Mapping[str, Any]) -> Trigger:
    data = event.get("alarmData")
    state = data.get("state") if isinstance(data, Mapping) else None
    value = state.get("value") if isinstance(state, Mapping) else None
    return Alarm() if value == "ALARM" else Refused(f"no alarm: {value!r}")


def _sweep(event: Mapping[str, Any]) -> Trigger:
    # The AWS provider adds "tf" to the input (docs/aws-behaviour.md#invocations-by-terraform).
    provider = event.get("tf")
    action = provider.get("action") if isinstance(provider, Mapping) else None
    if action not in ("create", "update", "delete"):
        return Refused(f"a sweep without a known tf.action: {action!r}")
    if action != "update":
        return Sweep(action)
    before = provider.get("prev_input") if isinstance(provider, Mapping) else None
    earlier = before if isinstance(before, Mapping) else {}
    return Sweep(
        action,
        changes_vips=earlier.get("vips") != event.get("vips"),
        removed=_removed(earlier, event),
        maintenance=_maintenance(earlier, event),
    )


def _removed(earlier: Mapping[str, Any], event: Mapping[str, Any]) -> Removed:
    """What Terraform's last input had and this one has not; nothing if that was of another form."""
    try:
        return removed(parse_vips(earlier["vips"]), parse_vips(event["vips"]))
    except (KeyError, TypeError, AttributeError):
        return NOTHING_REMOVED


def _maintenance(earlier: Mapping[str, Any], event: Mapping[str, Any]) -> bool | None:
    """What the variable was set to by this very change: else it is the operator's."""
    wanted = event.get("maintenance")
    changed = isinstance(wanted, bool) and wanted is not earlier.get("maintenance")
    return wanted if changed else None


def _hook_event(event: Mapping[str, Any], config: Config) -> Trigger:
    kind, detail = event.get("detail-type"), event.get("detail")
    if kind not in (_LAUNCH, _TERMINATE) or not isinstance(detail, Mapping):
        return Refused(f"no lifecycle action: {kind!r}")
    hook = config.launch_hook_name if kind == _LAUNCH else config.terminate_hook_name
    wrong = _wrong_field(detail, hook, config)
    if wrong:
        return Refused(wrong)
    action = HookAction(
        instance_id=detail["EC2InstanceId"],
        hook=hook,
        token=detail["LifecycleActionToken"],
        began_at=_seconds(event.get("time")),
    )
    return _trigger(kind, detail, action)


def _trigger(kind: str, detail: Mapping[str, Any], action: HookAction) -> Trigger:
    # Groups without a warm pool were once documented to send neither field
    # (docs/aws-behaviour.md#origin-and-destination).
    group, ec2 = "AutoScalingGroup", "EC2"
    if "Action" in detail:  # a root-volume replacement: the instance survives
        return PassThrough(action)
    if kind == _LAUNCH:
        into = detail.get("Destination", group)
        return Launch(action) if into == group else PassThrough(action)
    out_of, into = detail.get("Origin", group), detail.get("Destination", ec2)
    leaves = out_of == group and into in (ec2, "WarmPool")
    return Terminate(action) if leaves else PassThrough(action)


def _wrong_field(detail: Mapping[str, Any], hook: str, config: Config) -> str | None:
    if detail.get("AutoScalingGroupName") != config.group_name:
        return f"another group: {detail.get('AutoScalingGroupName')!r}"
    if detail.get("LifecycleHookName") != hook:
        return f"another hook: {detail.get('LifecycleHookName')!r}"
    instance_id, token = detail.get("EC2InstanceId"), detail.get("LifecycleActionToken")
    if not isinstance(instance_id, str) or not _INSTANCE_ID.fullmatch(instance_id):
        return f"no instance id: {instance_id!r}"
    if not isinstance(token, str) or not token:
        return f"no token: {token!r}"
    return None


def _seconds(value: object) -> float | None:
    try:
        return datetime.fromisoformat(str(value)).timestamp()
    except ValueError:
        return None

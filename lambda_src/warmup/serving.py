"""Terraform waits at the end of an apply: until the VNF serves, or for as long as it was told to.

The function is called synchronously, so that what it raises is what Terraform shows.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common.failures import AwsFailure
from common.runtime import Runtime
from warmup import observe

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_autoscaling.type_defs import AutoScalingGroupTypeDef

log = logging.getLogger(__name__)

SOURCE = "persistent-vnf.wait"
AUDIT = json.dumps({"source": "persistent-vnf.audit"}).encode()
# What the audit answers when the VIP is wholly on its instance (hook_handler/audit.py).
SERVES = ("held", "moved", "repaired")
PAUSE = 5.0  # seconds between two looks


class NotServingError(Exception):
    """The VNF did not serve in time. The message says what was missing, and who said what last."""


@dataclass(frozen=True)
class WaitRequest:
    """What is waited for. version: of the launch template; None: any will do."""

    seconds: float
    group_name: str
    handler: str
    log_group: str
    version: str | None


@dataclass(frozen=True)
class WaitClients:
    """AWS clients (of Lambda as `functions`), time and sleep."""

    autoscaling: AutoScalingClient
    functions: Any
    logs: Any
    runtime: Runtime


def parse(event: Mapping[str, Any]) -> WaitRequest:
    """The request as Terraform sent it (modules/warmup/serving.tf)."""
    return WaitRequest(
        seconds=float(event["seconds"]),
        group_name=event["group_name"],
        handler=event["handler"],
        log_group=event["log_group"],
        version=event.get("version"),
    )


def wait(wanted: WaitRequest, clients: WaitClients) -> dict[str, Any]:
    """Return once the VNF serves; raise NotServingError when the time is over."""
    began = clients.runtime.now()
    while missing := _why_not_serving(wanted, clients):
        if clients.runtime.now() - began >= wanted.seconds:
            raise NotServingError(_sentence(wanted, missing, began, clients))
        log.info("not yet", extra={"missing": missing})
        clients.runtime.sleep(PAUSE)
    took = clients.runtime.now() - began
    return {"outcome": "serves", "seconds": round(took)}


def _why_not_serving(wanted: WaitRequest, clients: WaitClients) -> str | None:
    try:
        return _not_in_service(wanted, clients) or _run_audit(wanted, clients)
    except AwsFailure as error:
        return f"AWS does not answer: {error}"


def _not_in_service(wanted: WaitRequest, clients: WaitClients) -> str | None:
    group = observe.group(wanted.group_name, clients.autoscaling)
    if group is None:
        return f"there is no group {wanted.group_name}"
    return _of_the_group(group, wanted.version)


def _of_the_group(group: AutoScalingGroupTypeDef, version: str | None) -> str | None:
    instances = group["Instances"]
    if not instances:
        return f"the group has no instance (desired capacity {group['DesiredCapacity']})"
    states = [(each["InstanceId"], each["LifecycleState"]) for each in instances]
    if any(state != "InService" for _, state in states):
        return ", ".join(f"{instance} is {state}" for instance, state in states)
    for each in instances:
        launched = each.get("LaunchTemplate", {}).get("Version")
        if version and launched != version:
            return (
                f"{each['InstanceId']} is of version {launched} of the launch template, not "
                f"{version}"
            )
    return None


def _run_audit(wanted: WaitRequest, clients: WaitClients) -> str | None:
    """Let the handler audit. What it says, unless the VIP is held."""
    answer = clients.functions.invoke(FunctionName=wanted.handler, Payload=AUDIT)
    said = json.load(answer["Payload"])
    outcome = said.get("outcome") or said.get("errorMessage")
    return None if outcome in SERVES else f'the handler\'s audit says "{outcome}"'


def _sentence(wanted: WaitRequest, missing: str, since: float, clients: WaitClients) -> str:
    facts = [
        f"{wanted.group_name} does not serve after {wanted.seconds:.0f} seconds: {missing}.",
        _last_of_the_handler(wanted, since, clients),
        _last_of_the_group(wanted, clients),
        "It is tried on, without Terraform. Once the cause is gone, apply again to wait again.",
    ]
    return " ".join(fact for fact in facts if fact)


def _last_of_the_handler(wanted: WaitRequest, since: float, clients: WaitClients) -> str:
    """The sentence of the last obstacle that it logged, whatever the log level is."""
    try:
        lines = observe.log_lines(wanted.log_group, "{ $.sentence = * }", since, clients.logs)
    except AwsFailure as error:
        return f"The handler's log cannot be read: {error}."
    sentences = [found for line in lines if (found := _sentence_in(line))]
    return f"The handler said last: {sentences[-1]}" if sentences else ""


def _sentence_in(line: str) -> str | None:
    try:
        read = json.loads(line)
    except ValueError:
        return None
    said = read.get("sentence") if isinstance(read, dict) else None
    return str(said) if said else None


def _last_of_the_group(wanted: WaitRequest, clients: WaitClients) -> str:
    try:
        last = observe.last_activity(wanted.group_name, clients.autoscaling)
    except AwsFailure as error:
        return f"The group's activities cannot be read: {error}."
    if last is None:
        return ""
    said = last.get("StatusMessage") or last["StatusCode"]
    return f"The group's last activity: {last.get('Description', 'unknown')} ({said})."

"""Warm-up: looks every minute whether the first instance would find everything ready.

A hot standby comes once the first instance serves. The group is never raised from 0 for it.

A schedule, and not a reaction to the creation of the hooks: it needs no CloudTrail trail, it cannot
miss its event, and a group that Terraform replaced is warmed up by the same means.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common import aws, log_format, log_level, notify
from common.environment import listed, text, whole_number
from common.metrics import emit_metric
from common.runtime import LambdaContext, of_lambda
from warmup import observe, serving

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_autoscaling.type_defs import AutoScalingGroupTypeDef
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_sns import SNSClient

log = logging.getLogger(__name__)

SOURCE = "persistent-vnf.warmup"
IN_SERVICE = "an instance in service, which the standby joins"


@dataclass(frozen=True)
class Config:
    """What has to exist before the first launch, and how long to wait (seconds)."""

    group_name: str
    launch_hook_name: str
    terminate_hook_name: str
    hooks_rule_name: str
    hook_function_arn: str
    warmup_rule_name: str
    eip_allocation_ids: tuple[str, ...]
    warmup_grace_seconds: int
    standby: str  # none, hot
    topic_arn: str
    metrics_namespace: str
    owner_tag_value: str  # the name of the module instance, as its metrics have it


@dataclass(frozen=True)
class Clients:
    """AWS clients and the time in seconds since the Unix epoch."""

    autoscaling: AutoScalingClient
    ec2: EC2Client
    events: EventBridgeClient
    sns: SNSClient
    now: float


def handle(event: object, context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry. Returns what came of it; see `run`, and for Terraform `serving.wait`."""
    log_format.apply(os.environ)
    log_level.apply(os.environ)
    if isinstance(event, Mapping) and event.get("source") == serving.SOURCE:
        return serving.wait(serving.parse(event), _wait_clients(context))
    clients = Clients(aws.autoscaling(), aws.ec2(), aws.events(), aws.sns(), time.time())
    return run(event, from_environment(os.environ), clients)


def _wait_clients(context: LambdaContext) -> serving.WaitClients:
    return serving.WaitClients(aws.autoscaling(), aws.functions(), aws.logs(), of_lambda(context))


def from_environment(environment: Mapping[str, str]) -> Config:
    """Read the configuration; BadEnvironmentError names the first variable that is wrong."""
    return Config(
        group_name=text(environment, "GROUP_NAME"),
        launch_hook_name=text(environment, "LAUNCH_HOOK_NAME"),
        terminate_hook_name=text(environment, "TERMINATE_HOOK_NAME"),
        hooks_rule_name=text(environment, "HOOKS_RULE_NAME"),
        hook_function_arn=text(environment, "HOOK_FUNCTION_ARN"),
        warmup_rule_name=text(environment, "WARMUP_RULE_NAME"),
        eip_allocation_ids=listed(environment, "EIP_ALLOCATION_IDS"),
        warmup_grace_seconds=whole_number(environment, "WARMUP_GRACE_SECONDS"),
        standby=text(environment, "STANDBY"),
        topic_arn=text(environment, "TOPIC_ARN"),
        metrics_namespace=text(environment, "METRICS_NAMESPACE"),
        owner_tag_value=text(environment, "OWNER_TAG_VALUE"),
    )


def run(event: object, config: Config, clients: Clients) -> dict[str, Any]:
    """Raise the group and disable the schedule, or say what is still missing."""
    if not isinstance(event, Mapping) or event.get("source") != SOURCE:
        log.warning("event refused", extra={"event_type": type(event).__name__})
        return {"outcome": "refused"}
    group = observe.group(config.group_name, clients.autoscaling)
    if group is None or group["DesiredCapacity"] == 0:
        if missing := _missing_prerequisites(group, config, clients):
            return _not_yet(missing)
        _warm_up(config, clients)
        if config.standby == "hot":
            return _not_yet([IN_SERVICE])
    elif config.standby == "hot" and group["DesiredCapacity"] == 1:
        if missing := _missing_for_standby(group):
            return _not_yet(missing)
        _raise_to(2, config, clients)
    # Last: an invocation that dies before this is followed by one that finds the group raised.
    clients.events.disable_rule(Name=config.warmup_rule_name)
    return {"outcome": "warmed up"}


def _not_yet(missing: list[str]) -> dict[str, Any]:
    log.info("not yet", extra={"missing": missing})
    return {"outcome": "not yet", "missing": missing}


def _missing_prerequisites(
    group: AutoScalingGroupTypeDef | None, config: Config, clients: Clients
) -> list[str]:
    if group is None:
        return [f"the group {config.group_name}"]
    missing = _intended_rest(group)
    hooks = {config.launch_hook_name, config.terminate_hook_name}
    hooks -= observe.hooks(config.group_name, clients.autoscaling)
    missing += [f"the hook {hook}" for hook in sorted(hooks)]
    if not observe.rule_is_ready(config.hooks_rule_name, config.hook_function_arn, clients.events):
        missing.append(f"the rule {config.hooks_rule_name} with its target")
    addresses = set(config.eip_allocation_ids)
    addresses -= observe.addresses(config.eip_allocation_ids, clients.ec2)
    missing += [f"the Elastic IP {allocation_id}" for allocation_id in sorted(addresses)]
    left = group["CreatedTime"].timestamp() + config.warmup_grace_seconds - clients.now
    if left > 0:
        missing.append(f"{left:.0f} seconds of the grace time")
    return missing


def _intended_rest(group: AutoScalingGroupTypeDef) -> list[str]:
    """What says that nobody is to serve (hook_handler/at_rest.py): it is to be taken back."""
    suspended = {each["ProcessName"] for each in group.get("SuspendedProcesses", [])}
    missing = ["the process Launch, which is suspended"] if "Launch" in suspended else []
    return missing + (["room for an instance: the maximum is 0"] if not group["MaxSize"] else [])


def _missing_for_standby(group: AutoScalingGroupTypeDef) -> list[str]:
    """It joins an instance that serves, so that neither launch waits for the other one."""
    missing = _intended_rest(group)
    if group["MaxSize"] == 1:
        missing.append("room for a standby: the maximum is 1")
    if all(each["LifecycleState"] != "InService" for each in group["Instances"]):
        missing.append(IN_SERVICE)
    return missing


def _raise_to(desired: int, config: Config, clients: Clients) -> None:
    clients.autoscaling.set_desired_capacity(
        AutoScalingGroupName=config.group_name, DesiredCapacity=desired, HonorCooldown=False
    )


def _warm_up(config: Config, clients: Clients) -> None:
    _raise_to(1, config, clients)
    body = (
        f"{config.group_name}: everything the first instance needs exists. The group was raised to "
        "1; the next message tells when the VIP is in service."
    )
    if not notify.email(clients.sns, config.topic_arn, f"{config.group_name} is warming up", body):
        name = {"Name": config.owner_tag_value}
        emit_metric(config.metrics_namespace, name, clients.now, {"MessagesLost": 1})

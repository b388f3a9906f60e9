"""All reads of AWS. An AWS error is raised: whoever asks comes again by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_autoscaling.type_defs import AutoScalingGroupTypeDef
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_events import EventBridgeClient


def group(name: str, autoscaling: AutoScalingClient) -> AutoScalingGroupTypeDef | None:
    """The group as Auto Scaling shows it, if there is one."""
    answer = autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])
    groups = answer["AutoScalingGroups"]
    return groups[0] if groups else None


def hooks(group_name: str, autoscaling: AutoScalingClient) -> set[str]:
    """The names of the group's lifecycle hooks."""
    found = autoscaling.describe_lifecycle_hooks(AutoScalingGroupName=group_name)
    return {hook["LifecycleHookName"] for hook in found["LifecycleHooks"]}


def last_activity(group_name: str, autoscaling: AutoScalingClient) -> Mapping[str, Any] | None:
    """The group's newest scaling activity, if there is one."""
    activities = autoscaling.describe_scaling_activities(
        AutoScalingGroupName=group_name, MaxRecords=1
    )["Activities"]
    return activities[0] if activities else None


def rule_is_ready(rule_name: str, function_arn: str, events: EventBridgeClient) -> bool:
    """Whether the rule is enabled and has the function as a target."""
    try:
        rule = events.describe_rule(Name=rule_name)
        targets = events.list_targets_by_rule(Rule=rule_name)["Targets"]
    except ClientError as error:
        if error.response["Error"].get("Code") == "ResourceNotFoundException":
            return False
        raise
    targeted = any(target["Arn"] == function_arn for target in targets)
    return rule["State"] == "ENABLED" and targeted


def addresses(allocation_ids: Sequence[str], ec2: EC2Client) -> set[str]:
    """Those of the Elastic IPs that there are."""
    if not allocation_ids:
        return set()
    found = ec2.describe_addresses(
        Filters=[{"Name": "allocation-id", "Values": list(allocation_ids)}]
    )
    return {each["AllocationId"] for each in found["Addresses"]}


def log_lines(log_group: str, pattern: str, since: float, logs: Any) -> list[str]:
    """What a function logged that fits the pattern, since a time in seconds since the epoch."""
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=log_group, startTime=int(since * 1000), filterPattern=pattern
    )
    return [str(event["message"]) for page in pages for event in page["events"]]

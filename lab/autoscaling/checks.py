"""Arguments AWS refuses and moto accepts."""

from __future__ import annotations

from typing import Any

from lab.autoscaling.hooks import ABANDON, CONTINUE, LAUNCHING, TERMINATING, Hook
from lab.autoscaling.states import Member
from lab.autoscaling.store import Group
from lab.errors import AwsError

HEARTBEAT_SECONDS = range(30, 7201)
MAX_HOOKS = 50
RESERVATION_PREFERENCES = (
    "capacity-reservations-only",
    "capacity-reservations-first",
    "none",
    "default",
)
MAX_NOTIFICATION_METADATA = 4000
# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ProcessType.html
PROCESSES = (
    "Launch",
    "Terminate",
    "AddToLoadBalancer",
    "AlarmNotification",
    "AZRebalance",
    "HealthCheck",
    "InstanceRefresh",
    "ReplaceUnhealthy",
    "ScheduledActions",
)


def refuse(message: str) -> AwsError:
    return AwsError("ValidationError", message)


def members(group: Group, instance_ids: list[str]) -> list[Member]:
    """The entries of these instances, which have to be the group's."""
    entries = {member.instance_id: member for member in group.members}
    for instance_id in instance_ids:
        if instance_id not in entries:
            raise refuse(
                f"The instance {instance_id} is not part of Auto Scaling group {group.name}."
            )
    return [entries[instance_id] for instance_id in instance_ids]


def sizes(minimum: int, maximum: int, desired: int) -> None:
    """Sizes of a Create or Update call."""
    if minimum > maximum:
        raise refuse(f"Max bound, {maximum}, must be greater than or equal to min bound, {minimum}")
    if not minimum <= desired <= maximum:
        raise refuse(
            f"Desired capacity:{desired} must be between the specified min size:{minimum} "
            f"and max size:{maximum}"
        )


def desired_capacity(minimum: int, maximum: int, desired: int) -> None:
    """The capacity of a SetDesiredCapacity call."""
    if desired > maximum:
        raise refuse(
            f"New SetDesiredCapacity value {desired} is above max value {maximum} "
            "for the AutoScalingGroup."
        )
    if desired < minimum:
        raise refuse(
            f"New SetDesiredCapacity value {desired} is below min value {minimum} "
            "for the AutoScalingGroup."
        )


def maintenance_policy(parameters: dict[str, Any]) -> None:
    """Both percentages, 0-100 and 100-200, at most 100 apart; -1 twice clears."""
    policy = parameters.get("InstanceMaintenancePolicy")
    if not policy:
        return
    low, high = policy.get("MinHealthyPercentage"), policy.get("MaxHealthyPercentage")
    if (low, high) == (-1, -1):
        return
    if low is None or high is None:
        raise refuse("MinHealthyPercentage and MaxHealthyPercentage must both be specified.")
    if not (0 <= low <= 100 <= high <= 200) or high - low > 100:
        raise refuse(
            f"Invalid instance maintenance policy: MinHealthyPercentage {low}, "
            f"MaxHealthyPercentage {high}."
        )


def one_source(parameters: dict[str, Any]) -> None:
    """A group launches from a launch template or by a mixed instances policy."""
    if {"LaunchTemplate", "MixedInstancesPolicy"} <= parameters.keys():
        raise refuse(
            "Valid requests must contain either LaunchTemplate, LaunchConfigurationName or "
            "MixedInstancesPolicy parameter."
        )


def reservations(parameters: dict[str, Any]) -> None:
    """A target goes with a preference for reservations."""
    specification = parameters.get("CapacityReservationSpecification", {})
    preference = specification.get("CapacityReservationPreference", "default")
    if preference not in RESERVATION_PREFERENCES:
        raise refuse(
            f"1 validation error detected: Value '{preference}' at 'capacityReservationSpecifica"
            "tion.capacityReservationPreference' failed to satisfy constraint: Member must satisfy "
            f"enum value set: [{', '.join(RESERVATION_PREFERENCES)}]"
        )
    target = specification.get("CapacityReservationTarget", {})
    if target and preference in ("none", "default"):
        raise refuse(
            "CapacityReservationTarget must not be specified with the "
            f"CapacityReservationPreference {preference}."
        )


def processes(names: list[str]) -> None:
    """What SuspendProcesses and ResumeProcesses name."""
    for name in names:
        if name not in PROCESSES:
            raise refuse(f"{name} is not a valid scaling process: {', '.join(PROCESSES)}.")


def hook(candidate: Hook, hooks: dict[str, Hook]) -> None:
    """A hook as it would be stored."""
    if candidate.lifecycle_transition not in (LAUNCHING, TERMINATING):
        raise refuse(f"Lifecycle transition {candidate.lifecycle_transition!r} is invalid.")
    if candidate.heartbeat_timeout not in HEARTBEAT_SECONDS:
        raise refuse("HeartbeatTimeout must be between 30 and 7200 seconds.")
    if candidate.default_result not in (ABANDON, CONTINUE):
        raise refuse(f"DefaultResult {candidate.default_result!r} is invalid.")
    if len(candidate.notification_metadata or "") > MAX_NOTIFICATION_METADATA:
        raise refuse("NotificationMetadata must not be longer than 4000 characters.")
    if candidate.lifecycle_hook_name not in hooks and len(hooks) >= MAX_HOOKS:
        raise AwsError("LimitExceeded", "You can have at most 50 lifecycle hooks per group.")

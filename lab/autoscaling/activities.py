"""Scaling activities as DescribeScalingActivities writes them, and AWS's words for causes.

docs/aws-behaviour.md#scaling-activities
docs/aws-behaviour.md#causes-of-an-activity
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from moto.moto_api._internal import mock_random

from lab.context import Lab
from lab.errors import AwsError

PRE_IN_SERVICE = "PreInService"
IN_PROGRESS = "InProgress"
MID_LIFECYCLE_ACTION = "MidLifecycleAction"
WARMING_UP = "WaitingForInstanceWarmup"
SUCCESSFUL = "Successful"
FAILED = "Failed"
CANCELLED = "Cancelled"
ENDED = frozenset({SUCCESSFUL, FAILED, CANCELLED})

PROGRESS = {PRE_IN_SERVICE: 30, IN_PROGRESS: 50, MID_LIFECYCLE_ACTION: 60, WARMING_UP: 90}


def moment(seconds: float) -> datetime:
    """Lab seconds as the UTC datetime that moto serializes."""
    return datetime.fromtimestamp(seconds, UTC)


def stamp(seconds: float) -> str:
    """Lab seconds as AWS writes them inside causes and events: 2026-11-23T00:00:00Z."""
    return moment(seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Activity:
    """One scaling activity; attribute names are the API's in snake_case."""

    activity_id: str
    auto_scaling_group_name: str
    auto_scaling_group_arn: str
    description: str
    cause: str
    start_time: datetime
    status_code: str
    end_time: datetime | None = None
    status_message: str | None = None
    subnet_id: str | None = None
    availability_zone: str | None = None
    auto_scaling_group_state: str | None = None

    @property
    def progress(self) -> int:
        return PROGRESS.get(self.status_code, 100)

    @property
    def where(self) -> dict[str, str]:
        """`Details` as an object, as the events carry it."""
        parts = {"Subnet ID": self.subnet_id, "Availability Zone": self.availability_zone}
        return {key: value for key, value in parts.items() if value}

    @property
    def details(self) -> str:
        return json.dumps(self.where, separators=(",", ":"))

    @property
    def ended(self) -> bool:
        return self.status_code in ENDED


class ActivityLog:
    """The activities of one group, newest first as AWS lists them."""

    def __init__(self, lab: Lab, group_name: str, group_arn: str) -> None:
        self._lab = lab
        self._group_name = group_name
        self._group_arn = group_arn
        self.entries: list[Activity] = []

    def start(
        self,
        description: str,
        cause: str,
        status: str = IN_PROGRESS,
        *,
        subnet_id: str | None = None,
        availability_zone: str | None = None,
    ) -> Activity:
        activity = Activity(
            activity_id=str(mock_random.uuid4()),
            auto_scaling_group_name=self._group_name,
            auto_scaling_group_arn=self._group_arn,
            description=description,
            cause=cause,
            start_time=moment(self._lab.clock.now()),
            status_code=status,
            subnet_id=subnet_id,
            availability_zone=availability_zone,
        )
        self.entries.insert(0, activity)
        return activity

    def end(self, activity: Activity, status: str, message: str | None = None) -> None:
        activity.status_code = status
        activity.status_message = message
        activity.end_time = moment(self._lab.clock.now())

    @property
    def in_progress(self) -> bool:
        return any(not activity.ended for activity in self.entries)

    def close(self) -> None:
        """The group is gone: what it did stays readable with IncludeDeletedGroups."""
        for activity in self.entries:
            activity.auto_scaling_group_state = "Deleted"


def launch_refused(error: AwsError, *, fleet: bool) -> str:
    """Why an instance was not launched; `fleet`: by a mixed instances policy.

    Both as others saw them: docs/aws-behaviour.md#insufficient-capacity.
    """
    why = error.message
    if fleet:
        why = f"Could not launch On-Demand Instances. {error.code} - {why}"
    return f"{why} Launching EC2 instance failed."


ALL_PROTECTED = (
    "Could not scale to desired capacity because all remaining instances are protected from "
    "scale-in."
)

# Causes, in AWS's words. `at` is a lab time in seconds.


def stopped_or_terminated(at: float) -> str:
    return (
        f"At {stamp(at)} an instance was taken out of service in response to an EC2 health check "
        "indicating it has been terminated or stopped."
    )


def status_check_failed(at: float) -> str:
    return (
        f"At {stamp(at)} an instance was taken out of service in response to an EC2 instance "
        "status checks failure."
    )


def marked_unhealthy(at: float) -> str:
    return (
        f"At {stamp(at)} an instance was taken out of service in response to a user health-check."
    )


def launch_abandoned(at: float) -> str:
    return (
        f"At {stamp(at)} an instance was taken out of service in response to an abandoned launch "
        "lifecycle action."
    )


def at_rest(at: float) -> str:
    return f"At {stamp(at)} group reached equilibrium."


def refreshed(at: float) -> str:
    return (
        f"At {stamp(at)} an instance was taken out of service in response to an instance refresh."
    )


def user_termination(at: float, instance_id: str) -> str:
    return (
        f"At {stamp(at)} instance {instance_id} was taken out of service in response to a user "
        "request."
    )


def unhealthy_replaced(at: float) -> str:
    return (
        f"At {stamp(at)} an instance was launched in response to an unhealthy instance needing to "
        "be replaced."
    )


def refresh_successor(at: float) -> str:
    return f"At {stamp(at)} an instance was launched in response to an instance refresh."


def capacity_request(at: float, before: int, after: int) -> str:
    return (
        f"At {stamp(at)} a user request explicitly set group desired capacity changing the desired "
        f"capacity from {before} to {after}."
    )


def started(at: float, before: int, after: int) -> str:
    return (
        f"At {stamp(at)} an instance was started in response to a difference between desired and "
        f"actual capacity, increasing the capacity from {before} to {after}."
    )


def shrunk(at: float, before: int, after: int, instance_id: str) -> str:
    return (
        f"At {stamp(at)} an instance was taken out of service in response to a difference between "
        f"desired and actual capacity, shrinking the capacity from {before} to {after}.  "
        f"At {stamp(at)} instance {instance_id} was selected for termination."
    )

"""Instance refresh: replace every instance that does not match the group's template, one by one.

docs/aws-behaviour.md#instance-refresh
docs/aws-behaviour.md#refreshing-protected-instances
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.moto_api._internal import mock_random

from lab.autoscaling import activities, maintenance
from lab.autoscaling.activities import moment
from lab.autoscaling.replacing import Replacing
from lab.autoscaling.roster import Roster
from lab.autoscaling.states import Member, State
from lab.errors import AwsError, NotModelled

PATIENCE_SECONDS = 3600.0
IN_STANDBY = "There are instances in Standby state."
PROTECTED = "There are instances protected from scale in."
ACTIVE = ("Pending", "InProgress", "Cancelling")
# Anything else would silently be ignored (checkpoints, roll-back, bake time, alarms).
KNOWN_PREFERENCES = {
    "MinHealthyPercentage",
    "MaxHealthyPercentage",
    "InstanceWarmup",
    "SkipMatching",
    "ScaleInProtectedInstances",
    "StandbyInstances",
    "AutoRollback",
}


@dataclass
class Refresh:
    """One refresh, with the API's names in snake_case."""

    instance_refresh_id: str
    auto_scaling_group_name: str
    preferences: dict[str, Any]
    start_time: datetime
    outdated: list[Member] = field(default_factory=list)
    total: int = 0
    status: str = "Pending"
    strategy: str = "Rolling"
    status_reason: str | None = None
    end_time: datetime | None = None
    waiting_since: float | None = None  # lab time since when nothing is left but to wait

    @property
    def instances_to_update(self) -> int:
        return sum(member.counts for member in self.outdated)

    def preference(self, name: str) -> str:
        """What it does with protected instances, or with those in standby."""
        return str(self.preferences.get(name, "Wait"))

    @property
    def percentage_complete(self) -> int:
        done = self.total - self.instances_to_update
        return 100 * done // self.total if self.total else 100


class Refreshes:
    """The refreshes of one group, newest first; at most one is active."""

    def __init__(self, roster: Roster, replacing: Replacing) -> None:
        self._roster = roster
        self._replacing = replacing
        self.all: list[Refresh] = []

    def start(self, preferences: dict[str, Any]) -> Refresh:
        if self.active:
            raise AwsError(
                "InstanceRefreshInProgress", "An Instance Refresh is already in progress."
            )
        unknown = set(preferences) - KNOWN_PREFERENCES
        if unknown or preferences.get("AutoRollback"):
            raise NotModelled(
                f"StartInstanceRefresh with preferences {sorted(unknown) or 'AutoRollback'}"
            )
        refresh = Refresh(
            instance_refresh_id=str(mock_random.uuid4()),
            auto_scaling_group_name=self._roster.group.name,
            preferences=preferences,
            start_time=moment(self._roster.lab.clock.now()),
        )
        self.all.insert(0, refresh)
        self._roster.warmup = self._warmup(refresh)
        self._roster.poke()
        return refresh

    def cancel(self) -> Refresh:
        """A replacement already begun goes on."""
        refresh = self.active
        if refresh is None:
            raise AwsError(
                "ActiveInstanceRefreshNotFound",
                "There is no in-progress Instance Refresh for the Auto Scaling group.",
            )
        self._end(refresh, "Cancelled", "Cancelled due to user request.")
        return refresh

    @property
    def active(self) -> Refresh | None:
        return next((refresh for refresh in self.all if refresh.status in ACTIVE), None)

    def _warmup(self, refresh: Refresh) -> float:
        """Seconds that it lets a new instance warm up.

        Its own preference, else the health check grace period, as the lab's groups have no default:
        https://docs.aws.amazon.com/autoscaling/ec2/userguide/understand-instance-refresh-default-values.html
        """
        own = refresh.preferences.get("InstanceWarmup")
        return float((self._roster.group.health_check_grace_period or 0) if own is None else own)

    def step(self) -> None:
        """Called at every look of the engine: begin, replace the next one, or end."""
        refresh = self.active
        if refresh is None or self._roster.suspended("InstanceRefresh"):
            return
        if refresh.status == "Pending":
            self._begin(refresh)
        if not self._quiet(refresh):
            return
        left = [member for member in refresh.outdated if member.counts]
        free = [member for member in left if not self._is_spared(refresh, member)]
        reason = None if free else self._waits_for(refresh, left)
        if free:
            refresh.waiting_since = None
            self._replace(refresh, free[0])
        elif reason:
            self._wait(refresh, reason)
        else:
            refresh.outdated = []
            self._end(refresh, "Successful", None)

    def _is_spared(self, refresh: Refresh, member: Member) -> bool:
        """Whether protection keeps the refresh from replacing the instance."""
        return member.protected and refresh.preference("ScaleInProtectedInstances") != "Refresh"

    def _waits_for(self, refresh: Refresh, left: list[Member]) -> str | None:
        """What keeps a refresh that has nothing to replace at present from being done."""
        if left and refresh.preference("ScaleInProtectedInstances") == "Wait":
            return PROTECTED
        return (
            IN_STANDBY
            if refresh.preference("StandbyInstances") == "Wait" and self._resting()
            else None
        )

    def _resting(self) -> list[Member]:
        members = self._roster.group.members
        return [each for each in members if each.lifecycle_state is State.STANDBY]

    def _wait(self, refresh: Refresh, reason: str) -> None:
        """For an hour at most; then the refresh has failed."""
        clock = self._roster.lab.clock
        if refresh.waiting_since is None:
            refresh.waiting_since = clock.now()
        left = refresh.waiting_since + PATIENCE_SECONDS - clock.now()
        if left <= 0:
            self._end(refresh, "Failed", reason)
        else:
            clock.call_later(left, self._roster.poke, "a refresh waits")

    def _begin(self, refresh: Refresh) -> None:
        refresh.status = "InProgress"
        skips = bool(refresh.preferences.get("SkipMatching"))
        refresh.outdated = [
            member
            for member in self._roster.counted()
            if not (skips and self._roster.group.matches(member))
        ]
        refresh.total = len(refresh.outdated)
        if refresh.preference("StandbyInstances") == "Terminate":
            cause = activities.refreshed(self._roster.lab.clock.now())
            for member in self._resting():
                self._replacing.end(member, cause)

    def _quiet(self, refresh: Refresh) -> bool:
        """One at a time: all serve, and what came since the refresh began is past its warm-up."""
        counted = self._roster.counted()
        outdated = set(map(id, refresh.outdated))
        return (
            self._roster.missing() <= 0
            and not self._roster.retiring
            and all(member.in_service for member in counted)
            and all(id(each) in outdated or self._roster.is_warm(each) for each in counted)
        )

    def _replace(self, refresh: Refresh, member: Member) -> None:
        cause = activities.refreshed(self._roster.lab.clock.now())
        first = maintenance.launches_first(
            self._roster.lab, self._roster.group, refresh.preferences
        )
        self._replacing.replace(member, cause, activities.refresh_successor, launch_first=first)

    def _end(self, refresh: Refresh, status: str, reason: str | None) -> None:
        self._roster.warmup = 0.0
        refresh.status = status
        refresh.status_reason = reason
        refresh.end_time = moment(self._roster.lab.clock.now())

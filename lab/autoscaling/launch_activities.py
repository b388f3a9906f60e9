"""The launch activities of one group that are under way."""

from __future__ import annotations

from lab.autoscaling import activities, event_shapes
from lab.autoscaling.activities import Activity
from lab.autoscaling.roster import Roster
from lab.autoscaling.states import Member


class LaunchActivities:
    """Each instance that launches has one; whoever ends it tells how."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._activities: dict[Member, Activity] = {}

    def add(self, member: Member, activity: Activity) -> None:
        self._activities[member] = activity

    def held(self, member: Member) -> None:
        """A hook holds the instance."""
        if activity := self._activities.get(member):
            activity.status_code = activities.MID_LIFECYCLE_ACTION

    def succeeded(self, member: Member) -> None:
        if activity := self._activities.pop(member, None):
            self._roster.log.end(activity, activities.SUCCESSFUL)
            self._notify(event_shapes.LAUNCH_SUCCESSFUL, activity, member.instance_id)

    def unsuccessful(self, member: Member, status: str, message: str) -> None:
        if activity := self._activities.pop(member, None):
            self._roster.log.end(activity, status, message)
            self._notify(event_shapes.LAUNCH_UNSUCCESSFUL, activity, member.instance_id)

    def give_up(self, member: Member, message: str) -> None:
        """The launch ends without service; the caller terminates what was launched."""
        self.unsuccessful(member, activities.CANCELLED, message)

    def refused(self, activity: Activity, message: str) -> None:
        """EC2 made no instance."""
        self._roster.log.end(activity, activities.FAILED, message)
        self._notify(event_shapes.LAUNCH_UNSUCCESSFUL, activity, None)

    def _notify(self, detail_type: str, activity: Activity, instance_id: str | None) -> None:
        roster = self._roster
        event_shapes.activity_ended(roster.lab, roster.group, detail_type, activity, instance_id)

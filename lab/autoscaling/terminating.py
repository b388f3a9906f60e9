"""From the decision to end an instance to the day its entry disappears.

docs/aws-behaviour.md#lifecycle-states
docs/aws-behaviour.md#termination-outside-of-the-group
"""

from __future__ import annotations

from lab.autoscaling import activities, event_shapes
from lab.autoscaling.activities import Activity
from lab.autoscaling.hooks import TERMINATING, TERMINATION
from lab.autoscaling.launch_activities import LaunchActivities
from lab.autoscaling.roster import Roster
from lab.autoscaling.states import Member, State

ENDING_IN_EC2 = ("shutting-down", "terminated")


class Terminating:
    """The terminate path of one group."""

    def __init__(self, roster: Roster, launches: LaunchActivities) -> None:
        self._roster = roster
        self._lab = roster.lab
        self._launches = launches
        self._activities: dict[Member, Activity] = {}

    def begin(self, member: Member, cause: str, *, hooks: bool = True) -> Activity:
        """The instance leaves; from now on it does not count towards the desired capacity."""
        activity = self._open(member, cause)
        self._roster.move(member, State.TERMINATING)
        self._roster.after(
            self._lab.switches.lifecycle_step_seconds,
            lambda: self._hold_or_go(member, hooks),
            f"{member.instance_id} leaves",
        )
        return activity

    def force(self, member: Member) -> None:
        """ForceDelete: no hook runs, open actions are deleted."""
        self._open(member, activities.user_termination(self._lab.clock.now(), member.instance_id))
        self._proceed(member)

    def terminated(self, member: Member) -> None:
        """EC2 shows the instance terminated; a hook may still hold the entry."""
        if member.lifecycle_state is not State.TERMINATING_PROCEED:
            return
        self._roster.move(member, State.TERMINATED)
        if activity := self._activities.pop(member, None):
            self._roster.log.end(activity, activities.SUCCESSFUL)
            event_shapes.activity_ended(
                self._lab,
                self._roster.group,
                event_shapes.TERMINATE_SUCCESSFUL,
                activity,
                member.instance_id,
            )
        self._roster.after(
            self._lab.switches.entry_disappears_seconds,
            lambda: self._roster.remove(member),
            f"{member.instance_id} disappears",
        )

    def _open(self, member: Member, cause: str) -> Activity:
        """The activity of a termination that begins, or that is under way already."""
        if member.pending:
            self._launches.give_up(member, "Instance was terminated while launching.")
        self._roster.actions.forget(member)
        if member not in self._activities:
            self._activities[member] = self._roster.log.start(
                f"Terminating EC2 instance: {member.instance_id}",
                cause,
                subnet_id=member.subnet_id,
                availability_zone=member.availability_zone,
            )
        return self._activities[member]

    def _hold_or_go(self, member: Member, hooks_wanted: bool) -> None:
        if member.lifecycle_state is not State.TERMINATING:
            return
        hooks = self._roster.hooks_for(TERMINATING) if hooks_wanted else []
        ended_outside = self._lab.ec2.state(member.instance_id) in ENDING_IN_EC2
        if ended_outside and not self._lab.switches.terminate_hook_after_outside_termination:
            hooks = []
        if not hooks:
            self._proceed(member)
            return
        self._roster.move(member, State.TERMINATING_WAIT)
        if activity := self._activities.get(member):
            activity.status_code = activities.MID_LIFECYCLE_ACTION
        # Abandoned or not, the instance goes.
        self._roster.actions.begin(member, hooks, TERMINATION, lambda _: self._proceed(member))

    def _proceed(self, member: Member) -> None:
        self._roster.move(member, State.TERMINATING_PROCEED)
        self._roster.after(
            self._lab.switches.lifecycle_step_seconds,
            lambda: self._terminate_in_ec2(member),
            f"TerminateInstances {member.instance_id}",
        )

    def _terminate_in_ec2(self, member: Member) -> None:
        if self._lab.ec2.state(member.instance_id) not in ENDING_IN_EC2:
            self._lab.ec2.terminate(member.instance_id)
        if self._lab.ec2.state(member.instance_id) == "terminated":
            self.terminated(member)

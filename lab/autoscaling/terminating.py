"""From the decision to let an instance go to the day its entry disappears.

docs/aws-behaviour.md#lifecycle-states
docs/aws-behaviour.md#termination-outside-of-the-group
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.autoscaling import activities, event_shapes
from lab.autoscaling.activities import Activity
from lab.autoscaling.hooks import TERMINATING, TERMINATION
from lab.autoscaling.states import Member, State

if TYPE_CHECKING:
    from lab.autoscaling.engine import Engine

ENDING_IN_EC2 = ("shutting-down", "terminated")


class Terminating:
    """The terminate path of one group."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lab = engine.lab
        self._activities: dict[Member, Activity] = {}

    def begin(self, member: Member, cause: str, *, hooks: bool = True) -> Activity:
        """The instance leaves; from now on it does not count towards the desired capacity."""
        activity = self._open(member, cause)
        self._engine.move(member, State.TERMINATING)
        self._engine.after(
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
        ready = (State.TERMINATING_PROCEED, State.TERMINATING_RETAINED)
        if member.lifecycle_state not in ready:
            return
        self._engine.move(member, State.TERMINATED)
        if activity := self._activities.pop(member, None):
            self._engine.log.end(activity, activities.SUCCESSFUL)
            event_shapes.activity_ended(
                self._lab,
                self._engine.group,
                event_shapes.TERMINATE_SUCCESSFUL,
                activity,
                member.instance_id,
            )
        self._engine.after(
            self._lab.switches.entry_disappears_seconds,
            lambda: self._engine.remove(member),
            f"{member.instance_id} disappears",
        )

    def _open(self, member: Member, cause: str) -> Activity:
        """The activity of a termination that begins, or that is under way already."""
        if member.pending:
            self._engine.launching.give_up(member, "Instance was terminated while launching.")
        self._engine.actions.forget(member)
        if member not in self._activities:
            self._activities[member] = self._engine.log.start(
                f"Terminating EC2 instance: {member.instance_id}",
                cause,
                subnet_id=member.subnet_id,
                availability_zone=member.availability_zone,
            )
        return self._activities[member]

    def _hold_or_go(self, member: Member, hooks_wanted: bool) -> None:
        if member.lifecycle_state is not State.TERMINATING:
            return
        hooks = self._engine.hooks_for(TERMINATING) if hooks_wanted else []
        ended_outside = self._lab.ec2.state(member.instance_id) in ENDING_IN_EC2
        if ended_outside and not self._lab.switches.terminate_hook_after_outside_termination:
            hooks = []
        if not hooks:
            self._proceed(member)
            return
        self._engine.move(member, State.TERMINATING_WAIT)
        if activity := self._activities.get(member):
            activity.status_code = activities.MID_LIFECYCLE_ACTION
        self._engine.actions.begin(
            member, hooks, TERMINATION, lambda abandoned: self._answered(member, abandoned)
        )

    def _answered(self, member: Member, abandoned: str | None) -> None:
        if abandoned and self._engine.group.retains_abandoned:
            self._retain(member, abandoned)
        else:
            self._proceed(member)

    def _retain(self, member: Member, abandoned: str) -> None:
        """Instance lifecycle policy: the instance stays, in its EC2 state."""
        self._engine.move(member, State.TERMINATING_RETAINED)
        if activity := self._activities.pop(member, None):
            self._engine.log.end(activity, activities.CANCELLED, abandoned)

    def _proceed(self, member: Member) -> None:
        self._engine.move(member, State.TERMINATING_PROCEED)
        self._engine.after(
            self._lab.switches.lifecycle_step_seconds,
            lambda: self._terminate_in_ec2(member),
            f"TerminateInstances {member.instance_id}",
        )

    def _terminate_in_ec2(self, member: Member) -> None:
        if self._lab.ec2.state(member.instance_id) not in ENDING_IN_EC2:
            self._lab.ec2.terminate(member.instance_id)
        if self._lab.ec2.state(member.instance_id) == "terminated":
            self.terminated(member)

"""How a group finds out that an instance is unhealthy.

docs/aws-behaviour.md#health-of-an-instance
docs/aws-behaviour.md#marking-an-instance-unhealthy
"""

from __future__ import annotations

from collections.abc import Callable

from lab.autoscaling import activities
from lab.autoscaling.roster import Roster
from lab.autoscaling.states import Member, State

ALIVE = ("pending", "running")

Cause = Callable[[float], str]


class Health:
    """Health checks of one group: EC2 state, EC2 status check, and what a user says."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._lab = roster.lab
        self._impaired_until_noticed: dict[Member, float] = {}
        self._sweeping = False

    def ec2_state_changed(self, member: Member, state: str) -> None:
        """Not running means unhealthy, also inside the grace period; noticed after a while."""
        if state not in ALIVE:
            self._roster.after(
                self._lab.switches.health_notice_seconds,
                lambda: self._notice_state(member),
                f"health check of {member.instance_id}",
            )

    def check_all(self) -> None:
        """Look at every instance again: health checks have been resumed, or one came in."""
        for member in self._roster.group.members:
            self.ec2_state_changed(member, self._lab.ec2.state(member.instance_id))
        self._keep_sweeping()

    def set_by_user(self, member: Member, status: str, *, respect_grace: bool) -> None:
        """SetInstanceHealth. It cannot rescue an instance that is already leaving."""
        if member.leaving:
            return
        if status == "Healthy":
            member.health_status, member.unhealthy_cause = "Healthy", None
            return
        grace_left = self._grace_left(member) if respect_grace else 0.0
        if grace_left == 0.0:
            self._mark(member, activities.marked_unhealthy)
        elif self._lab.switches.grace_defers_unhealthy_mark:
            self._lab.clock.call_later(
                grace_left,
                lambda: self._mark(member, activities.marked_unhealthy),
                f"grace period of {member.instance_id} ends",
            )

    def _notice_state(self, member: Member) -> None:
        if self._checked(member) and self._lab.ec2.state(member.instance_id) not in ALIVE:
            self._mark(member, activities.stopped_or_terminated)

    def _checked(self, member: Member) -> bool:
        """Standby instances are not checked; those held by a launch hook as the switch says."""
        if self._roster.suspended("HealthCheck"):
            return False
        held = member.lifecycle_state is State.PENDING_WAIT
        return member.in_service or (held and self._lab.switches.pending_wait_is_health_checked)

    def _mark(self, member: Member, cause: Cause, *, at_once: bool = True) -> None:
        if member.leaving:
            return
        if member.healthy:
            member.health_status = "Unhealthy"
            member.unhealthy_cause = cause(self._lab.clock.now())
            member.replaced_at_once = at_once
            self._roster.tell(member, f"finds {member.instance_id} unhealthy")
        self._roster.poke()

    def _grace_left(self, member: Member) -> float:
        if member.in_service_since is None:
            return 0.0
        end = member.in_service_since + float(self._roster.group.health_check_grace_period or 0)
        return max(0.0, end - self._lab.clock.now())

    def _keep_sweeping(self) -> None:
        if not self._sweeping and self._roster.group.members:
            self._sweeping = True
            interval = self._lab.switches.status_check_interval_seconds
            self._lab.clock.call_later(interval, self._sweep, "EC2 status checks")

    def _sweep(self) -> None:
        """A failed status check gets "a few minutes" to recover, and the grace period."""
        self._sweeping = False
        now = self._lab.clock.now()
        for member in self._roster.group.members:
            if member.instance_id not in self._lab.ec2.impaired:
                self._impaired_until_noticed.pop(member, None)
                continue
            patience = self._lab.rng.uniform(*self._lab.switches.impaired_notice_seconds)
            due = self._impaired_until_noticed.setdefault(member, now + patience)
            if now >= due and self._checked(member) and not self._grace_left(member):
                self._mark(member, activities.status_check_failed, at_once=False)
        self._keep_sweeping()

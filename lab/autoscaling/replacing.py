"""One instance in the place of another: which goes when, and why the next one comes.

docs/aws-behaviour.md#order-of-a-replacement
docs/aws-behaviour.md#instance-maintenance-policy
"""

from __future__ import annotations

from collections.abc import Callable

from lab.autoscaling import activities, maintenance
from lab.autoscaling.roster import Roster
from lab.autoscaling.states import Member, State
from lab.autoscaling.terminating import Terminating

Cause = Callable[[float], str]  # lab time -> AWS's sentence


class Replacing:
    """The replacements of one group."""

    def __init__(self, roster: Roster, terminating: Terminating) -> None:
        self._roster = roster
        self._terminating = terminating
        self._successor_causes: list[Cause] = []

    def replace(
        self, member: Member, cause: str, successor_cause: Cause, *, launch_first: bool
    ) -> None:
        """A successor comes, before this one goes or beside it.

        Launch first holds for an instance that serves and runs; any other goes at once.
        """
        if not (launch_first and self._runs(member) and member.in_service):
            self._successor_causes.append(successor_cause)
            self._terminating.begin(member, cause)
        elif not self._roster.is_retiring(member):
            self._successor_causes.append(successor_cause)
            self._roster.retiring.append((member, cause))
            self._roster.tell(member, f"launches a successor before {member.instance_id} goes")
            self._roster.poke()

    def end(self, member: Member, cause: str) -> None:
        """The instance goes, and nobody comes in its place."""
        self._terminating.begin(member, cause)

    def replace_unhealthy(self) -> None:
        roster = self._roster
        if roster.suspended("ReplaceUnhealthy") or roster.suspended("Terminate"):
            return
        first = maintenance.launches_first(roster.lab, roster.group)
        for member in list(roster.group.members):
            replaceable = member.in_service or member.lifecycle_state is State.PENDING_WAIT
            if replaceable and not member.healthy and not self._must_wait(member):
                cause = member.unhealthy_cause or ""
                self.replace(member, cause, activities.unhealthy_replaced, launch_first=first)

    def retire_the_succeeded(self) -> None:
        """Those that stayed until their successors serve go."""
        roster = self._roster
        roster.retiring = staying = [(m, cause) for m, cause in roster.retiring if m.counts]
        for member, cause in staying:
            enough = len(self._warm()) >= roster.group.desired_capacity
            if enough and not roster.suspended("Terminate"):
                roster.retiring = [(m, c) for m, c in roster.retiring if m is not member]
                self._terminating.begin(member, cause)

    def next_cause(self) -> str | None:
        """Why the next instance is launched, if it is somebody's successor."""
        if not self._successor_causes:
            return None
        return self._successor_causes.pop(0)(self._roster.lab.clock.now())

    def call_off(self) -> None:
        """Less is wanted: no successor is due any more."""
        self._successor_causes.clear()

    def _must_wait(self, member: Member) -> bool:
        """A failed status check waits for a launch in progress, or due: one goes at a time."""
        launching = any(other.pending for other in self._roster.group.members)
        busy = launching or self._roster.missing() > 0
        patient = self._runs(member) and not member.replaced_at_once
        return patient and busy and not self._roster.is_retiring(member)

    def _warm(self) -> list[Member]:
        """In service, healthy, past their warm-up, and here to stay."""
        return [
            member
            for member in self._roster.group.members
            if member.in_service
            and member.healthy
            and not self._roster.is_retiring(member)
            and self._roster.is_warm(member)
        ]

    def _runs(self, member: Member) -> bool:
        return self._roster.lab.ec2.state(member.instance_id) == "running"

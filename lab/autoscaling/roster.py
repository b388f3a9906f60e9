"""What the parts of a group's engine share: the group, who is in it, and how it is told."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from lab.autoscaling import event_shapes
from lab.autoscaling.activities import ActivityLog
from lab.autoscaling.hooks import Action, Hook, Journey, LifecycleActions
from lab.autoscaling.states import Member, State
from lab.autoscaling.store import Group
from lab.clock import Timer
from lab.context import Lab
from lab.switches import Range


class Roster(ABC):
    """The members of one group. Callers hold the lab's lock.

    retiring: those that stay in service until their successors are, with the cause of each.
    warmup: seconds in service before an instance counts as a successor.
    """

    def __init__(self, lab: Lab, group: Group) -> None:
        self.lab = lab
        self.group = group
        self.hooks: dict[str, Hook] = {}
        self.log = ActivityLog(lab, group.name, group.arn)
        self.actions = LifecycleActions(lab, self._announce)
        self.retiring: list[tuple[Member, str]] = []
        self.warmup = 0.0
        self.closed = False
        self._look: Timer | None = None

    # --- what the engine makes of it -------------------------------------------------------

    @abstractmethod
    def reconcile(self) -> None:
        """Compare wanted and actual, and act."""

    @abstractmethod
    def entered_service(self, member: Member) -> None:
        """The instance is in service now."""

    @abstractmethod
    def ec2_state_changed(self, member: Member, state: str) -> None:
        """EC2 shows the instance in another state, or for the first time."""

    @abstractmethod
    def emptied(self) -> None:
        """An entry has gone; it may have been the last one."""

    # --- what is known ---------------------------------------------------------------------

    def counted(self) -> list[Member]:
        return [member for member in self.group.members if member.counts]

    def missing(self) -> int:
        return self.group.desired_capacity + len(self.retiring) - len(self.counted())

    def suspended(self, process: str) -> bool:
        return self.group.is_suspended(process)

    def hooks_for(self, transition: str) -> list[Hook]:
        return [hook for hook in self.hooks.values() if hook.lifecycle_transition == transition]

    def is_retiring(self, member: Member) -> bool:
        return any(member is leaver for leaver, _ in self.retiring)

    def is_warm(self, member: Member) -> bool:
        return self.lab.clock.now() >= (member.in_service_since or 0.0) + self.warmup

    # --- what is done ----------------------------------------------------------------------

    def poke(self) -> None:
        """Look at the group soon; several pokes make one look."""
        if self._look is None and not self.closed:
            reaction = self.lab.switches.group_reaction_seconds
            self._look = self.after(reaction, self._reconcile, f"reconcile {self.group.name}")

    def after(self, delay: Range, action: Callable[[], None], label: str) -> Timer:
        return self.lab.clock.call_later(self.lab.rng.uniform(*delay), action, label)

    def move(self, member: Member, state: State) -> None:
        member.lifecycle_state = state
        self.tell(member, f"{member.instance_id} is {state}")

    def remove(self, member: Member) -> None:
        if member in self.group.members:
            self.group.members.remove(member)
        self.emptied()
        self.poke()

    def tell(self, member: Member, what: str) -> None:
        self.lab.timeline.add(
            "Auto Scaling",
            what,
            group=self.group.name,
            instance=member.instance_id,
            state=str(member.lifecycle_state),
            az=member.availability_zone,
        )

    def close(self) -> None:
        """The group is gone; what is still scheduled finds nothing to do."""
        self.closed = True
        for member in list(self.group.members):
            self.actions.forget(member)
        self.log.close()

    def _reconcile(self) -> None:
        self._look = None
        if not self.closed:
            self.reconcile()

    def _announce(self, action: Action, journey: Journey) -> None:
        self.tell(action.member, f"starts hook {action.hook.lifecycle_hook_name}")
        event_shapes.lifecycle_action(self.lab, self.group, action, journey)

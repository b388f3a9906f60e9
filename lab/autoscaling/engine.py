"""One Auto Scaling group at work: keep the wanted number of healthy instances in service."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lab.autoscaling import activities, event_shapes, lifetime, maintenance, scale_in
from lab.autoscaling.activities import ActivityLog
from lab.autoscaling.health import Health
from lab.autoscaling.hooks import Action, Hook, Journey, LifecycleActions
from lab.autoscaling.launching import Launching
from lab.autoscaling.refresh import Refreshes
from lab.autoscaling.states import Member, State
from lab.autoscaling.terminating import Terminating

if TYPE_CHECKING:
    from lab.autoscaling.store import Group
    from lab.clock import Timer
    from lab.context import Lab
    from lab.switches import Range

Cause = Callable[[float], str]  # lab time -> AWS's sentence


class Engine:
    """Level-triggered: whatever changes pokes the engine, which compares wanted and actual.

    Callers hold the lab's lock.
    """

    def __init__(self, lab: Lab, group: Group) -> None:
        self.lab = lab
        self.group = group
        self.hooks: dict[str, Hook] = {}
        self.log = ActivityLog(lab, group.name, group.arn)
        self.actions = LifecycleActions(lab, self._announce)
        self.launching = Launching(self)
        self.terminating = Terminating(self)
        self.health = Health(self)
        self.refreshes = Refreshes(self)
        # Still in service until their successors are (launch before terminate).
        self.retiring: list[tuple[Member, str]] = []
        self.closed = False
        self._look: Timer | None = None
        self._launch: Timer | None = None
        self._request: str | None = None
        self._successor_causes: list[Cause] = []

    # --- what others tell it ---------------------------------------------------------------

    def poke(self) -> None:
        """Look at the group soon; several pokes make one look."""
        if self._look is None and not self.closed:
            reaction = self.lab.switches.group_reaction_seconds
            self._look = self.after(reaction, self._reconcile, f"reconcile {self.group.name}")

    def capacity_changed(self, before: int, after: int) -> None:
        self._request = activities.capacity_request(self.lab.clock.now(), before, after)
        if after < before:
            self._successor_causes.clear()
        self.lab.timeline.add(
            "Auto Scaling",
            f"desired capacity of {self.group.name}: {before} -> {after}",
            group=self.group.name,
            desired=after,
        )
        self.poke()

    def ec2_state_changed(self, member: Member, state: str) -> None:
        if state == "running":
            self.launching.running(member)
        elif member.lifecycle_state is State.PENDING and state == "terminated":
            self.launching.died(member)
        elif state == "terminated":
            self.terminating.terminated(member)
        self.health.ec2_state_changed(member, state)

    def entered_service(self, member: Member) -> None:
        self.health.check_all()
        self.poke()
        if self.warmup:
            self.lab.clock.call_later(self.warmup, self.poke, f"{member.instance_id} is warm")
        lifetime.watch(self, member)

    def replace(
        self, member: Member, cause: str, successor_cause: Cause, *, launch_first: bool
    ) -> None:
        """A successor comes, before this one goes or beside it.

        Launch first holds for an instance that serves and runs; any other goes at once.
        """
        running = self.lab.ec2.state(member.instance_id) == "running"
        if not (launch_first and running and member.in_service):
            self._successor_causes.append(successor_cause)
            self.terminating.begin(member, cause)
        elif not self.is_retiring(member):
            self._successor_causes.append(successor_cause)
            self.retiring.append((member, cause))
            self.tell(member, f"launches a successor before {member.instance_id} goes")
            self.poke()

    # --- what it knows ---------------------------------------------------------------------

    def counted(self) -> list[Member]:
        return [member for member in self.group.members if member.counts]

    @property
    def warmup(self) -> float:
        """Seconds in service before an instance counts as a successor."""
        refreshing = self.refreshes.warmup
        return float(self.group.default_instance_warmup or 0) if refreshing is None else refreshing

    def suspended(self, process: str) -> bool:
        return process in self.group._suspended_processes

    def hooks_for(self, transition: str) -> list[Hook]:
        return [hook for hook in self.hooks.values() if hook.lifecycle_transition == transition]

    def is_retiring(self, member: Member) -> bool:
        return any(member is leaver for leaver, _ in self.retiring)

    def warm(self) -> list[Member]:
        """In service, healthy, past their warm-up, and here to stay."""
        return [
            member
            for member in self.group.members
            if member.in_service
            and member.healthy
            and not self.is_retiring(member)
            and self.is_warm(member)
        ]

    def is_warm(self, member: Member) -> bool:
        return self.lab.clock.now() >= (member.in_service_since or 0.0) + self.warmup

    def missing(self) -> int:
        return self.group.desired_capacity + len(self.retiring) - len(self.counted())

    # --- what its parts use ----------------------------------------------------------------

    def after(self, delay: Range, action: Callable[[], None], label: str) -> Timer:
        return self.lab.clock.call_later(self.lab.rng.uniform(*delay), action, label)

    def after_launch_delay(self, action: Callable[[], None]) -> None:
        self.after(self.lab.switches.launch_delay_seconds, action, f"launch for {self.group.name}")

    def launch_if_missing(self, cause: str, tried: frozenset[str]) -> None:
        """The next AZ of a launch that failed, unless the group has changed its mind."""
        if not self.closed and self.missing() > 0 and not self.suspended("Launch"):
            self.launching.launch(cause, tried)

    def move(self, member: Member, state: State) -> None:
        member.lifecycle_state = state
        self.tell(member, f"{member.instance_id} is {state}")

    def remove(self, member: Member) -> None:
        if member in self.group.members:
            self.group.members.remove(member)
        self.lab.groups.emptied(self)
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

    # --- one look --------------------------------------------------------------------------

    def _reconcile(self) -> None:
        self._look = None
        if self.closed:
            return
        self._replace_unhealthy()
        lifetime.replace_expired(self)
        self.refreshes.step()
        self._retire_the_succeeded()
        missing = self.missing()
        if missing > 0 and self._launch is None and not self.suspended("Launch"):
            self._schedule_launch()
        elif missing < 0 and not self.suspended("Terminate"):
            self._scale_in(-missing)

    def _replace_unhealthy(self) -> None:
        if self.suspended("ReplaceUnhealthy") or self.suspended("Terminate"):
            return
        first = maintenance.launches_first(self.lab, self.group)
        for member in list(self.group.members):
            replaceable = member.in_service or member.lifecycle_state is State.PENDING_WAIT
            if replaceable and not member.healthy and not self._must_wait(member):
                cause = member.unhealthy_cause or ""
                self.replace(member, cause, activities.unhealthy_replaced, launch_first=first)

    def _must_wait(self, member: Member) -> bool:
        """A failed status check waits for a launch in progress."""
        running = self.lab.ec2.state(member.instance_id) == "running"
        launching = any(other.pending for other in self.group.members)
        patient = running and not member.replaced_at_once
        return patient and launching and not self.is_retiring(member)

    def _retire_the_succeeded(self) -> None:
        staying = [(member, cause) for member, cause in self.retiring if member.counts]
        self.retiring = staying
        for member, cause in staying:
            if len(self.warm()) >= self.group.desired_capacity and not self.suspended("Terminate"):
                self.retiring = [(m, c) for m, c in self.retiring if m is not member]
                self.terminating.begin(member, cause)

    def _schedule_launch(self) -> None:
        wait = max(0.0, self.launching.not_before - self.lab.clock.now())
        delay = wait + self.lab.rng.uniform(*self.lab.switches.launch_delay_seconds)
        label = f"launch for {self.group.name}"
        self._launch = self.lab.clock.call_later(delay, self._launch_missing, label)

    def _launch_missing(self) -> None:
        self._launch = None
        if self.closed or self.suspended("Launch"):
            return
        for _ in range(self.missing()):
            self.launching.launch(self._launch_cause())

    def _launch_cause(self) -> str:
        now = self.lab.clock.now()
        if self._successor_causes:
            return self._successor_causes.pop(0)(now)
        request, self._request = self._request, None
        counted = len(self.counted())
        difference = activities.started(now, counted, counted + self.missing())
        return f"{request}  {difference}" if request else difference

    def _scale_in(self, excess: int) -> None:
        now = self.lab.clock.now()
        for member in scale_in.order(self)[:excess]:
            counted = len(self.counted())
            shrink = activities.shrunk(now, counted, counted - 1, member.instance_id)
            cause = f"{self._request}  {shrink}" if self._request else shrink
            self.terminating.begin(member, cause)
        self._request = None

    def _announce(self, action: Action, journey: Journey) -> None:
        self.tell(action.member, f"starts hook {action.hook.lifecycle_hook_name}")
        event_shapes.lifecycle_action(self.lab, self.group, action, journey)

"""One Auto Scaling group at work: keep the wanted number of healthy instances in service."""

from __future__ import annotations

from collections.abc import Callable

from lab.autoscaling import activities, scale_in
from lab.autoscaling.health import Health
from lab.autoscaling.launch_activities import LaunchActivities
from lab.autoscaling.launching import Launching
from lab.autoscaling.refresh import Refreshes
from lab.autoscaling.replacing import Replacing
from lab.autoscaling.roster import Roster
from lab.autoscaling.states import Member, State
from lab.autoscaling.store import Group
from lab.autoscaling.terminating import Terminating
from lab.clock import Timer
from lab.context import Lab


class Engine(Roster):
    """Level-triggered: whatever changes pokes the engine, which compares wanted and actual.

    `emptied` is told of every entry that has gone. Callers hold the lab's lock.
    """

    def __init__(self, lab: Lab, group: Group, emptied: Callable[[Engine], None]) -> None:
        super().__init__(lab, group)
        self._emptied = emptied
        launches = LaunchActivities(self)
        self.terminating = Terminating(self, launches)
        self.launching = Launching(self, launches, self.terminating)
        self.health = Health(self)
        self._replacing = Replacing(self, self.terminating)
        self.refreshes = Refreshes(self, self._replacing)
        self._launch: Timer | None = None
        self._request: str | None = None

    # --- what others tell it ---------------------------------------------------------------

    def capacity_changed(self, before: int, after: int) -> None:
        self._request = activities.capacity_request(self.lab.clock.now(), before, after)
        if after < before:
            self._replacing.call_off()
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

    def emptied(self) -> None:
        self._emptied(self)

    # --- one look --------------------------------------------------------------------------

    def reconcile(self) -> None:
        self._replacing.replace_unhealthy()
        self.refreshes.step()
        self._replacing.retire_the_succeeded()
        missing = self.missing()
        if missing > 0 and self._launch is None and not self.suspended("Launch"):
            self._schedule_launch()
        elif missing < 0 and not self.suspended("Terminate"):
            self._scale_in(-missing)

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
        cause = self._replacing.next_cause()
        if cause:
            return cause
        request, self._request = self._request, None
        counted = len(self.counted())
        now = self.lab.clock.now()
        difference = activities.started(now, counted, counted + self.missing())
        return f"{request}  {difference}" if request else difference

    def _scale_in(self, excess: int) -> None:
        now = self.lab.clock.now()
        for _ in range(excess):
            member = scale_in.next_to_go(self)
            if member is None:
                break
            counted = len(self.counted())
            shrink = activities.shrunk(now, counted, counted - 1, member.instance_id)
            cause = f"{self._request}  {shrink}" if self._request else shrink
            self.terminating.begin(member, cause)
        if self._request and self.missing() < 0 and scale_in.all_protected(self):
            self._tell_protected(self._request)
        self._request = None

    def _tell_protected(self, request: str) -> None:
        """Once for each request: the desired capacity stays as it was asked for."""
        cause = f"{request}  {activities.at_rest(self.lab.clock.now())}"
        self.log.end(self.log.start(activities.ALL_PROTECTED, cause), activities.CANCELLED)

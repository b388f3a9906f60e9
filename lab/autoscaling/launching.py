"""From the decision to launch an instance to its being in service.

docs/aws-behaviour.md#lifecycle-states
docs/aws-behaviour.md#failing-launches
docs/aws-behaviour.md#mixed-instances-policy
"""

from __future__ import annotations

from typing import Any

from lab.autoscaling import activities, placement
from lab.autoscaling.activities import Activity
from lab.autoscaling.hooks import LAUNCH, LAUNCHING
from lab.autoscaling.launch_activities import LaunchActivities
from lab.autoscaling.placement import Attempt, Types
from lab.autoscaling.roster import Roster
from lab.autoscaling.states import Member, State
from lab.autoscaling.terminating import Terminating
from lab.errors import AwsError, NotModelled


class Launching:
    """The launch path of one group."""

    def __init__(
        self, roster: Roster, launches: LaunchActivities, terminating: Terminating
    ) -> None:
        self._roster = roster
        self._lab = roster.lab
        self._group = roster.group
        self._launches = launches
        self._terminating = terminating
        self._failures = 0
        self.not_before = 0.0  # lab time until which failures hold further launches back

    def launch(self, cause: str, tried: frozenset[tuple[str, Types]] = frozenset()) -> None:
        """One instance, in the AZ that is due; after a failure in another, or later."""
        attempt = placement.choose(self._lab, self._group, tried)
        if attempt is None:
            self._back_off()
            return
        subnet = attempt.subnet
        activity = self._roster.log.start(
            "Launching a new EC2 instance",
            cause,
            activities.PRE_IN_SERVICE,
            subnet_id=subnet.id,
            availability_zone=subnet.availability_zone,
        )
        try:
            instance_id = self._run(attempt)
        except NotModelled:
            raise  # a gap of the lab, and no launch that EC2 refused
        except AwsError as error:
            self._failed(activity, error, tried | {attempt.pool})
        else:
            self._join(instance_id, activity)

    def running(self, member: Member) -> None:
        """EC2 shows the instance running: its user data runs while hooks hold it."""
        if member.lifecycle_state is not State.PENDING:
            return
        hooks = self._roster.hooks_for(LAUNCHING)
        if not hooks:
            self.enter_service(member)
            return
        self._roster.move(member, State.PENDING_WAIT)
        self._launches.held(member)
        self._roster.actions.begin(member, hooks, LAUNCH, lambda why: self._answered(member, why))

    def died(self, member: Member) -> None:
        """The instance ended before anybody held it: a failed launch."""
        message = "Instance became unhealthy while launching."
        self._launches.unsuccessful(member, activities.FAILED, message)
        self._roster.remove(member)
        self._back_off()

    def enter_service(self, member: Member) -> None:
        if member.lifecycle_state not in (State.PENDING, State.PENDING_PROCEED):
            return
        member.in_service_since = self._lab.clock.now()
        self._roster.move(member, State.IN_SERVICE)
        self._failures = 0
        self._launches.succeeded(member)
        self._roster.entered_service(member)

    def _run(self, attempt: Attempt) -> str:
        """The id of an instance of the first type to be had; else the last one's refusal."""
        *preferred, last = attempt.types
        for instance_type in preferred:
            try:
                return self._ask_for(instance_type, attempt.subnet)
            except AwsError as error:
                self._tell_refused(attempt.subnet.availability_zone, f"{instance_type}: {error}")
        return self._ask_for(last, attempt.subnet)

    def _ask_for(self, instance_type: str | None, subnet: Any) -> str:
        group = self._group
        return self._lab.ec2.launch(
            group.launch_spec(),
            subnet.id,
            group.get_propagated_tags(),
            group.name,
            instance_type,
            group.reservations,
        )

    def _join(self, instance_id: str, activity: Activity) -> None:
        activity.description = f"Launching a new EC2 instance: {instance_id}"
        member = Member(
            instance=self._lab.ec2.instance(instance_id),
            auto_scaling_group_name=self._group.name,
            launched_at=self._lab.clock.now(),
            launch_template=self._group.resolved_template(),
            protected_from_scale_in=bool(self._group.new_instances_protected_from_scale_in),
        )
        self._launches.add(member, activity)
        self._group.members.append(member)
        self._roster.tell(member, f"launches {instance_id} in {member.availability_zone}")
        self._roster.ec2_state_changed(member, self._lab.ec2.state(instance_id))

    def _answered(self, member: Member, abandoned: str | None) -> None:
        if abandoned is None:
            self._roster.move(member, State.PENDING_PROCEED)
            self._roster.after(
                self._lab.switches.lifecycle_step_seconds,
                lambda: self.enter_service(member),
                f"{member.instance_id} enters service",
            )
            return
        message = f"Instance failed to complete user's Lifecycle Action: {abandoned}"
        self._launches.give_up(member, message)
        self._back_off()
        self._terminating.begin(
            member,
            activities.launch_abandoned(self._lab.clock.now()),
            hooks=self._lab.switches.terminate_hook_after_launch_abandon,
        )

    def _failed(
        self, activity: Activity, error: AwsError, tried: frozenset[tuple[str, Types]]
    ) -> None:
        self._tell_refused(str(activity.availability_zone), error.code)
        why = activities.launch_refused(error, fleet=bool(self._group.mixed_instances_policy))
        self._launches.refused(activity, why)
        self._roster.after(
            self._lab.switches.launch_delay_seconds,
            lambda: self._launch_if_missing(activity.cause, tried),
            f"launch for {self._group.name}",
        )

    def _tell_refused(self, zone: str, why: str) -> None:
        self._lab.timeline.add(
            "Auto Scaling", f"launch in {zone} failed: {why}", group=self._group.name, az=zone
        )

    def _launch_if_missing(self, cause: str, tried: frozenset[tuple[str, Types]]) -> None:
        """The next AZ of a launch that failed, unless the group has changed its mind."""
        roster = self._roster
        if not roster.closed and roster.missing() > 0 and not roster.suspended("Launch"):
            self.launch(cause, tried)

    def _back_off(self) -> None:
        """Failing launches are throttled; the interval is unpublished."""
        first, longest = self._lab.switches.launch_backoff_seconds
        delay = min(longest, first * 2**self._failures)
        self._failures += 1
        self.not_before = self._lab.clock.now() + delay
        self._roster.poke()

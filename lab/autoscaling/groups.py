"""All Auto Scaling groups of the lab."""

from __future__ import annotations

from moto.autoscaling.models import autoscaling_backends

from lab.autoscaling import warm_pool
from lab.autoscaling.activities import Activity
from lab.autoscaling.engine import Engine
from lab.autoscaling.states import Member
from lab.autoscaling.store import Group
from lab.context import Lab
from lab.errors import AwsError, NotModelled

DELETING = "Delete in progress"


class Groups:
    """`lab.groups`, as `lab.services` describes it: an engine for each group, by its name."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self.engines: dict[str, Engine] = {}
        self.past_activities: list[Activity] = []
        self.force_az: str | None = None
        lab.ec2.on_state(self._ec2_state_changed)

    def find(self, name_or_arn: str) -> Engine | None:
        return self.engines.get(name_or_arn.rsplit("autoScalingGroupName/", 1)[-1])

    def get(self, name_or_arn: str) -> Engine:
        engine = self.find(name_or_arn)
        if engine is None:
            raise AwsError(
                "ValidationError",
                f"AutoScalingGroup name not found - AutoScalingGroup '{name_or_arn}' not found",
            )
        return engine

    def members(self) -> list[Member]:
        """The instances of all groups."""
        return [member for engine in self.engines.values() for member in engine.group.members]

    def of_instance(self, instance_id: str) -> tuple[Engine, Member]:
        for engine in self.engines.values():
            for member in engine.group.members:
                if member.instance_id == instance_id:
                    return engine, member
        raise AwsError(
            "ValidationError",
            f"Instance Id not found - No managed instance found for instance ID: {instance_id}",
        )

    def capacity_changed(self, name: str, before: int, after: int) -> None:
        """A group's desired capacity is another one; while it is being made nobody cares."""
        engine = self.find(name)
        if engine is not None:
            engine.capacity_changed(before, after)

    def opened(self, group: Group) -> Engine:
        """A group has been created."""
        if group.region != self._lab.region:
            raise NotModelled(
                f"an Auto Scaling group in {group.region}: the lab is {self._lab.region}"
            )
        engine = self.engines[group.name] = Engine(self._lab, group, self._emptied)
        self._lab.timeline.add("Auto Scaling", f"group {group.name} created", group=group.name)
        engine.poke()
        return engine

    def delete(self, engine: Engine, *, force: bool) -> None:
        """DeleteAutoScalingGroup. Without `force` only an empty, idle group goes."""
        members = engine.group.members
        if not force and any(not member.leaving for member in members):
            raise AwsError(
                "ResourceInUse",
                "You cannot delete an AutoScalingGroup while there are instances still in the "
                "group.",
            )
        if not force and (members or engine.log.in_progress):
            raise AwsError(
                "ScalingActivityInProgress",
                "You cannot delete an AutoScalingGroup while there are scaling activities in "
                "progress for that group.",
            )
        engine.group.status = DELETING
        engine.group.desired_capacity = engine.group.min_size = 0
        for member in list(members):
            engine.terminating.force(member)
        self._emptied(engine)

    def _emptied(self, engine: Engine) -> None:
        """An instance's entry has gone: a group being deleted goes with its last one."""
        if engine.group.status != DELETING or engine.group.members or engine.closed:
            return
        engine.close()
        self.past_activities = engine.log.entries + self.past_activities
        del self.engines[engine.group.name]
        backend = autoscaling_backends[self._lab.account][self._lab.region]
        backend.autoscaling_groups.pop(engine.group.name)
        self._lab.timeline.add(
            "Auto Scaling", f"group {engine.group.name} deleted", group=engine.group.name
        )

    def emit_hook_event(
        self, instance_id: str, origin: str, destination: str, action: str | None = None
    ) -> list[str]:
        """Send an instance on a warm-pool or root-volume journey.

        Returns the tokens of the lifecycle actions begun; the state moves on as they complete.
        """
        engine, member = self.of_instance(instance_id)
        return warm_pool.begin(engine, member, origin, destination, action)

    def _ec2_state_changed(self, instance_id: str, state: str) -> None:
        for engine in list(self.engines.values()):
            for member in list(engine.group.members):
                if member.instance_id == instance_id:
                    engine.ec2_state_changed(member, state)

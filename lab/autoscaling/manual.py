"""What users do to single instances. Only termination runs a hook.

docs/aws-behaviour.md#standby
docs/aws-behaviour.md#attaching-and-detaching-members
docs/aws-behaviour.md#sizes-and-scaling-in
"""

from __future__ import annotations

from lab.autoscaling import activities
from lab.autoscaling.activities import Activity, stamp
from lab.autoscaling.engine import Engine
from lab.autoscaling.states import Member, State
from lab.errors import AwsError

GROUP_TAG = "aws:autoscaling:groupName"


def terminate(engine: Engine, member: Member, *, decrement: bool) -> Activity:
    """TerminateInstanceInAutoScalingGroup: respects the terminate hook."""
    if decrement:
        _decrement(engine, "Terminating instance without replacement")
    cause = activities.user_termination(engine.lab.clock.now(), member.instance_id)
    activity = engine.terminating.begin(member, cause)
    engine.poke()
    return activity


def enter_standby(engine: Engine, members: list[Member], *, decrement: bool) -> list[Activity]:
    return [_enter_standby(engine, member, decrement) for member in members]


def exit_standby(engine: Engine, members: list[Member]) -> list[Activity]:
    return [_exit_standby(engine, member) for member in members]


def detach(engine: Engine, members: list[Member], *, decrement: bool) -> list[Activity]:
    return [_detach(engine, member, decrement) for member in members]


def attach(engine: Engine, instance_ids: list[str]) -> None:
    """AttachInstances raises the desired capacity; the launch hooks do not run."""
    wanted = engine.group.desired_capacity + len(instance_ids)
    if wanted > engine.group.max_size:
        raise AwsError(
            "ValidationError",
            f"AutoScalingGroup size cannot exceed max size {engine.group.max_size}: "
            f"attaching would make it {wanted}.",
        )
    for instance_id in instance_ids:
        member = Member(
            instance=engine.lab.ec2.instance(instance_id),
            auto_scaling_group_name=engine.group.name,
            launched_at=engine.lab.clock.now(),
            protected_from_scale_in=bool(engine.group.new_instances_protected_from_scale_in),
        )
        engine.lab.ec2.backend.create_tags([instance_id], {GROUP_TAG: engine.group.name})
        engine.group.members.append(member)
        engine.group.desired_capacity += 1
        _now_done(
            engine, f"Attaching an existing EC2 instance: {instance_id}", instance_id, "attached"
        )
        engine.launching.enter_service(member)


def _enter_standby(engine: Engine, member: Member, decrement: bool) -> Activity:
    if not member.in_service:
        raise AwsError(
            "ValidationError",
            f"The instance {member.instance_id} is not in InService or Stopped.",
        )
    if decrement:
        _decrement(engine, "Moving instance to Standby without replacement")
    engine.move(member, State.ENTERING_STANDBY)
    engine.move(member, State.STANDBY)
    engine.poke()
    what = f"Moving EC2 instance to Standby: {member.instance_id}"
    return _now_done(engine, what, member.instance_id, "moved to standby")


def _exit_standby(engine: Engine, member: Member) -> Activity:
    if member.lifecycle_state is not State.STANDBY:
        raise AwsError("ValidationError", f"The instance {member.instance_id} is not in Standby.")
    if engine.group.desired_capacity < engine.group.max_size:
        engine.group.desired_capacity += 1
    elif engine.lab.switches.exit_standby_at_max_size == "refused":
        raise AwsError(
            "ValidationError",
            "Currently, desiredSize equals maxSize. Exiting Standby would exceed the max size.",
        )
    member.lifecycle_state = State.PENDING
    engine.launching.enter_service(member)
    what = f"Moving EC2 instance out of Standby: {member.instance_id}"
    return _now_done(engine, what, member.instance_id, "moved out of standby")


def _detach(engine: Engine, member: Member, decrement: bool) -> Activity:
    if decrement:
        _decrement(engine, "Detaching instance without replacement")
    engine.move(member, State.DETACHING)
    engine.move(member, State.DETACHED)
    engine.lab.ec2.backend.delete_tags([member.instance_id], {GROUP_TAG: engine.group.name})
    engine.remove(member)
    what = f"Detaching EC2 instance: {member.instance_id}"
    return _now_done(engine, what, member.instance_id, "detached")


def _decrement(engine: Engine, what: str) -> None:
    group = engine.group
    if group.desired_capacity <= group.min_size:
        raise AwsError(
            "ValidationError",
            f"Currently, desiredSize equals minSize ({group.min_size}). {what} will violate "
            "group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false "
            "or lower group's min size.",
        )
    group.desired_capacity -= 1


def _now_done(engine: Engine, description: str, instance_id: str, verb: str) -> Activity:
    at = stamp(engine.lab.clock.now())
    cause = f"At {at} instance {instance_id} was {verb} in response to a user request."
    activity = engine.log.start(description, cause)
    engine.log.end(activity, activities.SUCCESSFUL)
    return activity

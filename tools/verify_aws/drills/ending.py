"""Instances that end: terminated, left alone, stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from botocore.exceptions import ClientError

from tools.verify_aws.aws import code_of
from tools.verify_aws.drills.hand import detach
from tools.verify_aws.moments import Moment, first
from tools.verify_aws.stage import ENDED, Stage
from tools.verify_aws.watch import Look

SETTLING_SECONDS = 20.0  # an audit that had begun before its rule was disabled is over


def terminated(stage: Stage) -> None:
    """Terminated in EC2, and the interface detached at once by hand: works, refused or hangs?"""
    old, attachment = stage.holder(), stage.attachment()
    asked = _terminate(stage, old)
    refusal = None
    try:
        detach(stage, attachment)
    except ClientError as error:
        refusal = code_of(error)
    looks = stage.healed("instance terminated in EC2", asked, old)
    gone, free = _ended(looks, old), first(looks, lambda look: not look.holds(old))
    stage.answers.lasted("shutting_down", asked, gone)
    stage.answers.found("detach_while_shutting_down", outcome(refusal, free, gone), code=refusal)
    stage.noticed(asked, old)


def left_alone(stage: Stage) -> None:
    """Terminated while neither Auto Scaling nor the audit looks: when is the interface freed?"""
    old = stage.holder()
    with _nobody_looks(stage):
        asked = _terminate(stage, old)
        stage.watch.until("the end", lambda look: look.instances.get(old) in ENDED)
        stage.watch.until("the freed interface", lambda look: not look.holds(old))
        looks = stage.watch.since(asked.after)
        gone, free = _ended(looks, old), first(looks, lambda look: not look.holds(old))
        stage.answers.lasted("shutting_down", asked, gone)
        stage.answers.found("freed_while_shutting_down", _earlier(free, gone))
    stage.healed("instance terminated, nobody looks", asked, old)


def stopped(stage: Stage) -> None:
    """Stopped in EC2; Auto Scaling replaces it."""
    old = stage.holder()
    before = stage.clock.now()
    stage.aws.ec2.stop_instances(InstanceIds=[old])
    asked = Moment(before, stage.clock.now())
    looks = stage.healed("instance stopped", asked, old)
    stage.answers.lasted(
        "stopping", asked, first(looks, lambda look: look.instances.get(old) == "stopped")
    )
    stage.noticed(asked, old)


def outcome(refusal: str | None, free: Moment | None, gone: Moment | None) -> str | None:
    """Of a detachment in shutting-down; None if a look saw neither its end nor the instance's."""
    if refusal:
        return "refused"
    return {True: "works", False: "hangs", None: None}[_earlier(free, gone)]


def _terminate(stage: Stage, instance_id: str) -> Moment:
    before = stage.clock.now()
    stage.aws.ec2.terminate_instances(InstanceIds=[instance_id])
    return Moment(before, stage.clock.now())


def _ended(looks: Sequence[Look], old: str) -> Moment | None:
    return first(looks, lambda look: look.instances.get(old) in ENDED)


def _earlier(one: Moment | None, other: Moment | None) -> bool | None:
    """Whether a look saw the one without the other; None if one of them was never seen."""
    return None if one is None or other is None else one.by < other.by


@contextmanager
def _nobody_looks(stage: Stage) -> Iterator[None]:
    """Health checks of the group and the audit pause. Destroying does not need them back."""
    group, audit = stage.group, stage.outputs["rule_names"]["audit"]
    stage.aws.events.disable_rule(Name=audit)
    stage.aws.autoscaling.suspend_processes(
        AutoScalingGroupName=group, ScalingProcesses=["HealthCheck"]
    )
    stage.clock.sleep(SETTLING_SECONDS)
    try:
        yield
    finally:
        stage.aws.autoscaling.resume_processes(
            AutoScalingGroupName=group, ScalingProcesses=["HealthCheck"]
        )
        stage.aws.events.enable_rule(Name=audit)

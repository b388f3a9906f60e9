"""Random scenarios: whatever happened, the group ends with what it is told to have."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from lab.context import Lab
from lab.in_process import client, simulated
from tests.support.worlds.auto_scaling import AZ_A, AZ_B, GROUP, GroupWorld, build

POLICIES = [
    None,
    {"MinHealthyPercentage": 0, "MaxHealthyPercentage": 100},
    {"MinHealthyPercentage": 100, "MaxHealthyPercentage": 200},
]


@dataclass(frozen=True)
class Ending:
    """How a scenario ended."""

    listed: dict[str, str]  # instance id -> lifecycle state and health, as the group lists them
    running: list[str]  # instances EC2 has not ended
    story: list[tuple[float, str]]


def run(seed: int) -> Ending:
    """A dozen mishaps, then twenty quiet minutes."""
    dice = random.Random(seed)
    with simulated(seed=seed) as lab:
        world = build(lab, InstanceMaintenancePolicy=dice.choice(POLICIES))
        world.scale(1)
        for _ in range(12):
            lab.clock.sleep(dice.uniform(0, 120))
            dice.choice(MISHAPS)(world, dice)
            answer_hooks(world, dice.choice(["CONTINUE", "CONTINUE", "ABANDON"]), dice)
        settle(world)
        lab.gaps.check()
        return Ending(
            {m.instance_id: f"{m.lifecycle_state} {m.health_status}" for m in world.members},
            running(lab),
            [(entry.at, entry.what) for entry in lab.timeline.entries],
        )


def answer_hooks(world: GroupWorld, result: str, dice: random.Random) -> None:
    for member in list(world.members):
        if dice.random() < 0.5:
            world.complete(member, result)


def settle(world: GroupWorld) -> None:
    world.lab.ec2.az_down.clear()
    for marked in list(world.lab.ec2.impaired):
        world.lab.ec2.impaired.discard(marked)
    world.api.resume_processes(AutoScalingGroupName=GROUP)
    world.scale(1)
    for _ in range(120):
        world.lab.clock.sleep(10)
        for member in list(world.members):
            world.complete(member)


def running(lab: Lab) -> list[str]:
    ended = ("shutting-down", "terminated")
    return [str(each.id) for each in lab.ec2.backend.all_instances() if each.state not in ended]


def terminate(world: GroupWorld, dice: random.Random) -> None:
    _with_one(world, dice, lambda i: client("ec2").terminate_instances(InstanceIds=[i]))


def stop(world: GroupWorld, dice: random.Random) -> None:
    def stop_running(instance_id: str) -> None:
        if world.lab.ec2.state(instance_id) == "running":
            client("ec2").stop_instances(InstanceIds=[instance_id])

    _with_one(world, dice, stop_running)


def mark(world: GroupWorld, dice: random.Random) -> None:
    def mark_one(instance_id: str) -> None:
        world.api.set_instance_health(InstanceId=instance_id, HealthStatus="Unhealthy")

    _with_one(world, dice, mark_one)


def impair(world: GroupWorld, dice: random.Random) -> None:
    _with_one(world, dice, world.lab.ec2.impaired.add)


def outage(world: GroupWorld, dice: random.Random) -> None:
    world.lab.ec2.az_down.clear()
    world.lab.ec2.az_down.add(dice.choice([AZ_A, AZ_B]))


def scale(world: GroupWorld, dice: random.Random) -> None:
    world.scale(dice.choice([0, 1]))


def suspend(world: GroupWorld, dice: random.Random) -> None:
    process = dice.choice(["Launch", "Terminate", "HealthCheck", "ReplaceUnhealthy"])
    world.api.suspend_processes(AutoScalingGroupName=GROUP, ScalingProcesses=[process])


def resume(world: GroupWorld, _: random.Random) -> None:
    world.api.resume_processes(AutoScalingGroupName=GROUP)


def _with_one(world: GroupWorld, dice: random.Random, act: Callable[[str], object]) -> None:
    if world.members:
        act(dice.choice(world.members).instance_id)


MISHAPS = [terminate, stop, mark, impair, outage, scale, suspend, resume]


@pytest.mark.parametrize("seed", range(25))
def test_after_any_mishaps_one_instance_serves_and_nothing_else_is_left(seed: int) -> None:
    ending = run(seed)
    [instance_id] = ending.running
    assert ending.listed == {instance_id: "InService Healthy"}


def test_the_same_seed_gives_the_same_story() -> None:
    assert run(99).story == run(99).story

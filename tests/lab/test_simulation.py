"""A simulated world, played twice, is the same world."""

from __future__ import annotations

from lab.in_process import client, simulated
from tests.support.deployment import Deployment

Story = list[tuple[float, str, str | None]]


def heal(seed: int) -> tuple[Story, list[str]]:
    """Warm up, lose the instance, heal: every call of the functions, and the timeline."""
    with simulated(seed=seed) as lab:
        deployment = Deployment(lab)
        first = deployment.warm_up()
        client("ec2").terminate_instances(InstanceIds=[first])
        second = deployment.in_service(other_than=first)
        assert second != first
        lab.gaps.check()
        calls = [(c.at, c.name, c.error) for c in lab.call_log.of(kind="lambda")]
        return calls, [f"{e.at} {e.who} {e.what} {e.detail}" for e in lab.timeline.entries]


def test_the_same_seed_tells_the_same_story() -> None:
    calls, timeline = heal(seed=7)
    assert len(calls) > 20
    assert (calls, timeline) == heal(seed=7)


def test_another_seed_tells_another() -> None:
    assert heal(seed=7) != heal(seed=8)

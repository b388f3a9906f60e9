"""What the handler knows without a look is never ahead of EC2, and never goes back.

It may be behind: somebody else is at work too, and Describe may be old.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hook_handler.assessment import Assessment
from hook_handler.reconcile import Reconciler
from hook_handler.world import World
from tests.support.oracle import Oracle

STAGES = ("attaching", "attached", "detaching", "off")


def watch(oracle: Oracle, fail: Callable[[str], None]) -> None:
    """Hold each folded world against EC2's own, from now on in this process."""
    fold = Reconciler._fold

    def watched(
        reconciler: Reconciler, before: Assessment, world: World, **more: Any
    ) -> Assessment:
        for ahead in _ahead(before.world, world, oracle):
            fail(f"the folded world is ahead of EC2: {ahead}")
        for known in _forgotten(before.world, world):
            fail(f"the folded world forgets what was known: {known}")
        return fold(reconciler, before, world, **more)

    Reconciler._fold = watched  # type: ignore[method-assign, assignment]


def _ahead(before: World, after: World, oracle: Oracle) -> Iterator[str]:
    interfaces = oracle.interfaces()
    states = {str(each.id): str(each.state) for each in oracle.subnets()}
    there = {*states, *(str(each.id) for each in interfaces)}
    yield from (f"{each} is there" for each in sorted((_ids(before) - _ids(after)) & there))
    for subnet in after.subnets:
        if (subnet.state, states.get(subnet.subnet_id)) == ("available", "pending"):
            yield f"{subnet.subnet_id} is pending"
    known = _stages(after)
    true = {each.attachment_id: each.attachment_status for each in interfaces}
    for attachment_id in _stages(before) | known:
        stage = str(true.get(attachment_id, "off"))
        if STAGES.index(known.get(attachment_id, "off")) > STAGES.index(stage):
            yield f"{attachment_id} is {stage}"


def _forgotten(before: World, after: World) -> Iterator[str]:
    stages = _stages(after)
    for attachment_id, stage in _stages(before).items():
        if STAGES.index(stages.get(attachment_id, "off")) < STAGES.index(stage):
            yield f"{attachment_id} was {stage}"


def _ids(world: World) -> set[str]:
    return {each.subnet_id for each in world.subnets} | {
        each.interface_id for each in world.interfaces
    }


def _stages(world: World) -> dict[str, str]:
    return {each.attachment_id: each.status for each in world.attachments}

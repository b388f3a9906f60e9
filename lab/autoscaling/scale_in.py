"""Which instances go first when the capacity shrinks.

docs/aws-behaviour.md#sizes-and-scaling-in
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.autoscaling.states import Member

if TYPE_CHECKING:
    from lab.autoscaling.engine import Engine


def order(engine: Engine) -> list[Member]:
    """Unhealthy ones first, then the oldest; never a protected one.

    A switch says whether one held by a launch hook goes at once or after its hook is answered.
    """
    candidates = [
        member
        for member in engine.counted()
        if not member.protected_from_scale_in and _may_go(engine, member)
    ]
    return sorted(candidates, key=lambda member: (member.healthy, member.launched_at))


def _may_go(engine: Engine, member: Member) -> bool:
    return not member.pending or engine.lab.switches.scale_in_interrupts_launch_hook

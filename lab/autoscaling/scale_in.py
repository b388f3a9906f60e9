"""Which instances go first when the capacity shrinks.

docs/aws-behaviour.md#sizes-and-scaling-in
"""

from __future__ import annotations

from lab.autoscaling.roster import Roster
from lab.autoscaling.states import Member


def order(roster: Roster) -> list[Member]:
    """Unhealthy ones first, then the oldest; never a protected one.

    A switch says whether one held by a launch hook goes at once or after its hook is answered.
    """
    candidates = [
        member
        for member in roster.counted()
        if not member.protected_from_scale_in and _may_go(roster, member)
    ]
    return sorted(candidates, key=lambda member: (member.healthy, member.launched_at))


def _may_go(roster: Roster, member: Member) -> bool:
    return not member.pending or roster.lab.switches.scale_in_interrupts_launch_hook

"""Which instance goes next when the capacity shrinks: AWS's default termination policy.

docs/aws-behaviour.md#sizes-and-scaling-in
docs/aws-behaviour.md#protection-from-scaling-in
"""

from __future__ import annotations

from collections import Counter

from lab.autoscaling.roster import Roster
from lab.autoscaling.states import Member

BILLING_HOUR_SECONDS = 3600.0


def next_to_go(roster: Roster) -> Member | None:
    """An unhealthy one first, else as the policy says; None if nobody may go.

    The policy: of the zones that have most, the outdated, then whoever's next hour begins first.
    """
    candidates = [member for member in roster.counted() if _may_go(roster, member)]
    if not candidates:
        return None
    unhealthy = [member for member in candidates if not member.healthy]
    found = unhealthy or _outdated(roster, _in_fullest_zones(roster, candidates))
    now = roster.lab.clock.now()  # once: it goes on while members are compared
    nearest = min(_to_next_hour(member, now) for member in found)
    ties = [member for member in found if _to_next_hour(member, now) == nearest]
    return ties[0] if len(ties) == 1 else roster.lab.rng.choice(ties)


def all_protected(roster: Roster) -> bool:
    """Whether it is protection, of every instance, that keeps the group from shrinking."""
    return all(member.protected for member in roster.counted())


def _may_go(roster: Roster, member: Member) -> bool:
    """A switch says whether one held by a launch hook goes at once or after its hook's answer."""
    if member.pending:
        return roster.lab.switches.scale_in_interrupts_launch_hook
    return not member.protected


def _in_fullest_zones(roster: Roster, candidates: list[Member]) -> list[Member]:
    """Those in the zones that have most, of the zones with one that may go."""
    filled = Counter(member.availability_zone for member in roster.counted())
    most = max(filled[member.availability_zone] for member in candidates)
    return [member for member in candidates if filled[member.availability_zone] == most]


def _outdated(roster: Roster, candidates: list[Member]) -> list[Member]:
    """Those of another launch template than the group's, else those of its oldest version."""
    present = roster.group.resolved_template()["LaunchTemplateId"]
    others = [each for each in candidates if _template(each).get("LaunchTemplateId") != present]
    if others:
        return others
    oldest = min(int(_template(each)["Version"]) for each in candidates)
    return [each for each in candidates if int(_template(each)["Version"]) == oldest]


def _template(member: Member) -> dict[str, str]:
    """Empty for an instance that was attached."""
    return member.launch_template or {}


def _to_next_hour(member: Member, now: float) -> float:
    return BILLING_HOUR_SECONDS - (now - member.launched_at) % BILLING_HOUR_SECONDS

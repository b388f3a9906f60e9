"""The rarer journeys: into and out of a warm pool, and while the root volume is replaced.

docs/aws-behaviour.md#origin-and-destination
"""

from __future__ import annotations

from dataclasses import dataclass

from lab.autoscaling.hooks import LAUNCHING, TERMINATING, Journey
from lab.autoscaling.roster import Roster
from lab.autoscaling.states import Member, State

GROUP, POOL, EC2 = "AutoScalingGroup", "WarmPool", "EC2"
REPLACE_ROOT_VOLUME = "ReplaceRootVolume"


@dataclass(frozen=True)
class Leg:
    """What the group shows while the hooks hold the instance, and afterwards."""

    transition: str
    waiting: State
    after: State | None  # None: the entry disappears


LEGS = {
    (EC2, POOL, None): Leg(LAUNCHING, State.WARMED_PENDING_WAIT, State.WARMED_STOPPED),
    (POOL, GROUP, None): Leg(LAUNCHING, State.PENDING_WAIT, State.IN_SERVICE),
    (GROUP, POOL, None): Leg(TERMINATING, State.WARMED_PENDING_WAIT, State.WARMED_STOPPED),
    (POOL, EC2, None): Leg(TERMINATING, State.WARMED_TERMINATING_WAIT, None),
    (GROUP, GROUP, REPLACE_ROOT_VOLUME): Leg(
        TERMINATING, State.REPLACING_ROOT_VOLUME_WAIT, State.ROOT_VOLUME_REPLACED
    ),
}
BACK_FROM_ROOT_VOLUME = Leg(LAUNCHING, State.PENDING_WAIT, State.IN_SERVICE)


def begin(
    roster: Roster, member: Member, origin: str, destination: str, action: str | None
) -> list[str]:
    """The tokens of the lifecycle actions begun; KeyError for a journey AWS does not know."""
    leg = LEGS[(origin, destination, action)]
    return _enter(roster, member, leg, Journey(leg.transition, origin, destination, action))


def _enter(roster: Roster, member: Member, leg: Leg, journey: Journey) -> list[str]:
    roster.move(member, leg.waiting)
    hooks = roster.hooks_for(leg.transition)
    if not hooks:
        _leave(roster, member, leg)
        return []
    roster.actions.begin(member, hooks, journey, lambda _: _leave(roster, member, leg))
    return [action.token for action in roster.actions.open_for(member)]


def _leave(roster: Roster, member: Member, leg: Leg) -> None:
    if leg.after is None:
        roster.remove(member)
        return
    roster.move(member, leg.after)
    if leg.after is State.ROOT_VOLUME_REPLACED:
        # The same instance comes back through the launch hooks.
        back = Journey(LAUNCHING, GROUP, GROUP, REPLACE_ROOT_VOLUME)
        _enter(roster, member, BACK_FROM_ROOT_VOLUME, back)
    elif leg.after is State.IN_SERVICE:
        member.in_service_since = roster.lab.clock.now()
        roster.entered_service(member)
    else:
        roster.poke()

"""What one observation means: who should hold the VIP, and the way there. Pure."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from hook_handler.config import Config
from hook_handler.elect import may_take_down
from hook_handler.plan import Plan, away, towards
from hook_handler.steps import Call, Wait
from hook_handler.world import Member, World


@dataclass(frozen=True)
class Assessment:
    """One observation of the world, who should hold the VIP, and the plan that leads there."""

    world: World
    holder: Member | None
    plan: Plan
    consistent: bool = True  # one picture, or two that agree: certain enough for every step

    @property
    def settled(self) -> bool:
        """The VIP is wholly on the elected instance."""
        return self.holder is not None and not self.plan and self.consistent

    @property
    def holder_in_service(self) -> bool:
        """The elected instance is in service already."""
        return self.holder is not None and self.holder.lifecycle_state == "InService"

    def elects(self, instance_id: str) -> bool:
        """Whether that instance is the one that should hold the VIP."""
        return self.holder is not None and self.holder.instance_id == instance_id


def plan_for(world: World, holder: Member | None, config: Config, given_up: Set[Call]) -> Plan:
    """The plan that brings the VIP to `holder`; without one, what may be done for nobody."""
    if holder:
        return towards(world, holder, config, given_up)
    if may_take_down(world):
        return away(world)
    return (Wait("nobody can hold the VIP"),)

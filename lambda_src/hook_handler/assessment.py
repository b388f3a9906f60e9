"""What a world means: who should hold the VIP, and the way there. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hook_handler import next_hops, removal
from hook_handler.config import Config
from hook_handler.elect import elect, may_take_down
from hook_handler.plan import NOTHING, Plan, Without, away, towards
from hook_handler.steps import AwaitDetach, Wait
from hook_handler.world import Member, World


class Goal(Enum):
    """What is to become of the VIPs."""

    HELD = "every VIP is wholly on the elected instance"
    DOWN = "Terraform destroys: nothing of ours is left"
    TIDY = "nothing is left of what the configuration no longer has"


@dataclass(frozen=True)
class Sight:
    """How a world came to be known. Times are seconds since the Unix epoch."""

    looked_at: float = 0.0  # when the last look at all of it began
    members_at: float = 0.0  # when the group and its instances were last asked for
    folded: bool = False  # there were calls or polls since that look
    leaver: str | None = None  # known to be leaving, whatever Describe says
    goal: Goal = Goal.HELD


@dataclass(frozen=True)
class Assessment:
    """A world, who should hold the VIP there, and the plan that leads there."""

    world: World
    holder: Member | None
    plan: Plan
    consistent: bool = True  # one picture, or two that agree: certain enough for every step
    sight: Sight = Sight()
    without: Without = NOTHING

    @property
    def settled(self) -> bool:
        """A look at all of the world shows the VIP wholly on the elected instance.

        With several VIPs: every one but those that AWS refused for good while others serve.
        """
        whole = self.holder is not None and not self.plan
        return whole and self.consistent and not self.sight.folded

    @property
    def holder_in_service(self) -> bool:
        """The elected instance is one that the group counts as serving."""
        return self.holder is not None and self.holder.lifecycle_state == "InService"

    @property
    def awaited(self) -> frozenset[str]:
        """The ids of what the plan waits for."""
        waits = (step for step in self.plan if isinstance(step, Wait | AwaitDetach))
        return frozenset(step.of for step in waits if step.of)

    @property
    def in_the_making(self) -> bool:
        """What the plan waits for is only being created."""
        waits = [step for step in self.plan if isinstance(step, Wait | AwaitDetach)]
        return bool(waits) and all(isinstance(step, Wait) and step.brief for step in waits)

    @property
    def takes_down(self) -> bool:
        """Nobody shall hold the VIP, and something of it is left to remove."""
        return self.holder is None and not all(isinstance(step, Wait) for step in self.plan)

    def elects(self, instance_id: str) -> bool:
        """Whether that instance is the one that should hold the VIP."""
        return self.holder is not None and self.holder.instance_id == instance_id


def assess(world: World, sight: Sight, config: Config, without: Without) -> Assessment:
    """Elect and plan. Whether the picture is consistent is for the one who looked to say."""
    if sight.leaver:
        world = world.with_leaver(sight.leaver)
    if sight.goal is Goal.DOWN:
        down = (*next_hops.remove_all(world, config), *away(world, without))
        return Assessment(world, None, down, sight=sight, without=without)
    if sight.goal is Goal.TIDY:
        return Assessment(world, None, removal.plan(world, config), sight=sight, without=without)
    holder = elect(world)
    plan = _plan_for(world, holder, config, without)
    return Assessment(world, holder, plan, sight=sight, without=without)


def _plan_for(world: World, holder: Member | None, config: Config, without: Without) -> Plan:
    if holder:
        return towards(world, holder, config, without)
    if may_take_down(world):
        return away(world, without, only=frozenset(vip.key for vip in config.vips))
    return (Wait("nobody can hold the VIP"),)

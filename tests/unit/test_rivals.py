"""Two instances, or two handlers, at once: nobody flaps, nobody takes what another has built."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hook_handler import plan
from hook_handler.elect import elect
from hook_handler.steps import Step
from hook_handler.world import Member, World
from tests.support.planner.model import RefusedByAwsError, apply
from tests.support.planner.worlds import AWAY, HOME, NEW, OLD, config
from tests.unit.arbitrary import STATES, worlds
from tests.unit.test_plan_properties import stages

WANTED = config()


@given(worlds(), STATES, st.booleans(), st.sampled_from([OLD, NEW]))
def test_whatever_becomes_of_a_rival_the_holder_in_service_stays(
    world: World, state: str, healthy: bool, holder_id: str
) -> None:
    """Nothing moves, nothing is called: two candidates do not flap."""
    serving = Member(holder_id, "InService", True, HOME, "running", 1.0)
    goal, _ = stages(with_members(world, serving), WANTED, take_down=False)[-1]
    rival = Member(NEW if holder_id == OLD else OLD, state, healthy, AWAY, "running", 2.0)
    for members in ((serving, rival), (rival, serving)):
        seen = with_members(goal, *members)
        assert elect(seen) == serving
        assert plan.towards(seen, serving, WANTED) == ()


@settings(max_examples=1000)
@given(worlds(), st.sampled_from([HOME, AWAY]), st.integers(1, 12), st.data())
def test_late_steps_take_nothing_from_who_has_built_since(
    world: World, zone: str, stages_ahead: int, data: st.DataObject
) -> None:
    """One handler plans, another gets ahead of it, for any holder; then the first one acts."""
    old = Member(OLD, "InService", True, HOME, "running", 1.0)
    new = Member(NEW, "Pending:Wait", True, zone, "running", 2.0)
    world = with_members(world, old, new)
    late = planned(world, data.draw(st.sampled_from([None, old, new])))
    holder = data.draw(st.sampled_from([old, new]))
    ahead = world
    for _ in range(stages_ahead):
        for step in planned(ahead, holder):
            ahead = attempt(ahead, step)
    built = {each.attachment_id for each in ahead.attachments} - {
        each.attachment_id for each in world.attachments
    }
    for step in late:
        after = attempt(ahead, step)
        letting_go = {
            each.attachment_id for each in after.attachments if each.status == "detaching"
        }
        kept = {each.attachment_id for each in after.attachments} - letting_go
        assert {each for each in built if status(ahead, each) != "detaching"} <= kept
        occupied = {each.subnet_id for each in ahead.interfaces if each in after.interfaces}
        assert occupied <= {each.subnet_id for each in after.subnets}


def status(world: World, attachment_id: str) -> str:
    (found,) = [each for each in world.attachments if each.attachment_id == attachment_id]
    return found.status


def planned(world: World, holder: Member | None) -> plan.Plan:
    """The plan of a handler that has elected this one, or nobody."""
    return plan.towards(world, holder, WANTED) if holder else plan.away(world)


def attempt(world: World, step: Step) -> World:
    """The world after the step, or as it was where AWS refuses it."""
    try:
        return apply(world, step, WANTED)
    except RefusedByAwsError:
        return world


def with_members(world: World, *members: Member) -> World:
    assert world.group is not None
    return replace(world, group=replace(world.group, members=members))

"""Whatever the world looks like, the plan leads to the goal, safely and in few stages."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from hook_handler import plan
from hook_handler.config import Config
from hook_handler.elect import elect
from hook_handler.steps import Attach, CreateRoute, DeleteInterface, DeleteSubnet, ReplaceRoute
from hook_handler.world import World
from tests.support.planner.goal import wholly_on
from tests.support.planner.model import apply
from tests.support.planner.worlds import CORE, config
from tests.unit.arbitrary import worlds

ENOUGH_STAGES = 25


def stages(
    world: World, wanted: Config, *, take_down: bool, without: plan.Without = plan.NOTHING
) -> list[tuple[World, plan.Plan]]:
    """Every stage on the way to the goal. Fails when the goal is out of reach."""
    passed = []
    for _ in range(ENOUGH_STAGES):
        holder = None if take_down else elect(world)
        steps = (
            plan.towards(world, holder, wanted, without) if holder else plan.away(world, without)
        )
        passed.append((world, steps))
        if not steps:
            return passed
        for step in steps:
            world = apply(world, step, wanted)
    raise AssertionError(f"no goal after {ENOUGH_STAGES} stages: {steps}")


@st.composite
def seen_and_wanted(draw: st.DrawFn) -> tuple[World, Config]:
    """A world of one VIP, or of two, and what is wanted there."""
    vips = draw(st.sampled_from([({},), ({}, CORE)]))
    wanted = config(*vips, REBOOT_AFTER_ATTACH=draw(st.sampled_from(["true", "false"])))
    return draw(worlds(wanted)), wanted


@given(seen_and_wanted(), st.booleans())
def test_it_ends_and_the_goal_is_the_goal(of: tuple[World, Config], take_down: bool) -> None:
    world, wanted = of
    last, _ = stages(world, wanted, take_down=take_down)[-1]
    holder = None if take_down else elect(last)
    assert wholly_on(last, holder, wanted) if holder else last.empty


@given(worlds(config({}, CORE)), st.sampled_from(["vip", "core"]))
def test_what_is_in_the_way_of_one_vip_stops_no_other(world: World, blocked: str) -> None:
    wanted = config({}, CORE)
    without = plan.Without(vips={blocked})
    for last, steps in stages(world, wanted, take_down=False, without=without):
        assert not any(last.owner(getattr(step, "interface_id", "")) == blocked for step in steps)
    others = tuple(vip for vip in wanted.vips if vip.key != blocked)
    holder = elect(last)
    if holder:
        alone = last.of(others[0].key)
        assert wholly_on(alone, holder, replace(wanted, vips=others))


@given(seen_and_wanted(), st.booleans())
def test_it_names_only_what_was_observed_and_never_two_attachments_of_a_vip(
    of: tuple[World, Config], take_down: bool
) -> None:
    world, wanted = of
    for seen, steps in stages(world, wanted, take_down=take_down):
        subnets = {each.subnet_id for each in seen.subnets}
        loose = {each.interface_id for each in seen.interfaces if not each.attachment}
        attaching = [seen.owner(step.interface_id) for step in steps if isinstance(step, Attach)]
        assert len(set(attaching)) == len(attaching)
        assert not any(each.attachment for each in seen.interfaces if each.vip in attaching)
        for step in steps:
            if isinstance(step, DeleteInterface):
                assert step.interface_id in loose
            if isinstance(step, DeleteSubnet):
                assert step.subnet_id in subnets
                assert all(each.subnet_id != step.subnet_id for each in seen.interfaces)


@given(seen_and_wanted(), st.booleans())
def test_it_acts_on_nothing_that_was_not_observed(
    of: tuple[World, Config], take_down: bool
) -> None:
    """Only what carries our tag in our VPC is observed; so nobody else's is ever named."""
    world, wanted = of
    for seen, steps in stages(world, wanted, take_down=take_down):
        known = ids_in(seen) | ids_in_the_configuration(wanted)
        for step in steps:
            named = {field: getattr(step, field) for field in vars(step) if field.endswith("_id")}
            assert set(named.values()) <= known, named


@given(seen_and_wanted())
def test_it_leaves_the_routes_of_others_alone(of: tuple[World, Config]) -> None:
    world, wanted = of
    ours = {each.interface_id for each in world.interfaces}
    foreign = {each.route for each in world.hops if each.active and each.interface_id not in ours}
    led = {
        step.route
        for _, steps in stages(world, wanted, take_down=False)
        for step in steps
        if isinstance(step, CreateRoute | ReplaceRoute)
    }
    assert not led & foreign


@given(seen_and_wanted())
def test_interfaces_come_in_ascending_order(of: tuple[World, Config]) -> None:
    """Guests name them as they come."""
    world, wanted = of
    for seen, steps in stages(world, wanted, take_down=False):
        on = {
            each.vip
            for each in seen.interfaces
            if each.attachment and each.attachment.status == "attached"
        }
        for step in steps:
            if isinstance(step, Attach):
                lower = {vip.key for vip in wanted.vips if vip.device_index < step.device_index}
                assert lower <= on


def ids_in(world: World) -> set[str | None]:
    return (
        {each.subnet_id for each in world.subnets}
        | {each.association_id for each in world.subnets}
        | {each.network_acl_association_id for each in world.subnets}
        | {each.interface_id for each in world.interfaces}
        | {each.attachment_id for each in world.attachments}
        | {each.instance_id for each in world.members}
    )


def ids_in_the_configuration(wanted: Config) -> set[str | None]:
    tables = {vip.route_table_id for vip in wanted.vips}
    acls = {vip.network_acl_id for vip in wanted.vips}
    return tables | acls | wanted.allocation_ids


@given(seen_and_wanted())
def test_every_trigger_elects_the_same_and_the_elected_stays_elected(
    of: tuple[World, Config],
) -> None:
    """What hangs at another index comes off to be put right: its holder holds nothing then."""
    world, wanted = of
    right = {vip.key: vip.device_index for vip in wanted.vips}
    held = [each for each in world.interfaces if each.attachment]
    assume(all(each.attachment.device_index == right[each.vip] for each in held if each.attachment))
    elected = elect(world)
    assert elected == elect(replace(world, interfaces=world.interfaces[::-1]))
    if elected:
        last, _ = stages(world, wanted, take_down=False)[-1]
        settled = elect(last)
        assert settled is not None
        assert settled.instance_id == elected.instance_id

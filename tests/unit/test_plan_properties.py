"""Whatever the world looks like, the plan leads to the goal, safely and in few stages."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hook_handler import plan
from hook_handler.config import Config
from hook_handler.elect import elect
from hook_handler.reboot_mark import rebooted
from hook_handler.steps import Attach, DeleteInterface, DeleteSubnet
from hook_handler.world import World
from tests.support.planner.model import apply
from tests.support.planner.worlds import config
from tests.unit.arbitrary import worlds

ENOUGH_STAGES = 25


def stages(world: World, wanted: Config, *, take_down: bool) -> list[tuple[World, plan.Plan]]:
    """Every stage on the way to the goal. Fails when the goal is out of reach."""
    passed = []
    for _ in range(ENOUGH_STAGES):
        holder = None if take_down else elect(world)
        steps = plan.towards(world, holder, wanted) if holder else plan.away(world)
        passed.append((world, steps))
        if not steps:
            return passed
        for step in steps:
            world = apply(world, step, wanted)
    raise AssertionError(f"no goal after {ENOUGH_STAGES} stages: {steps}")


@given(worlds(), st.booleans(), st.booleans())
def test_it_ends_and_the_goal_is_the_goal(world: World, reboot: bool, take_down: bool) -> None:
    wanted = config(REBOOT_AFTER_ATTACH="true" if reboot else "false")
    last, _ = stages(world, wanted, take_down=take_down)[-1]
    holder = None if take_down else elect(last)
    if holder is None:
        assert last.empty
        return
    (subnet,), (interface,) = last.subnets, last.interfaces
    assert (subnet.cidr, subnet.zone) == (wanted.vip_cidr, holder.zone)
    assert subnet.route_table_id == wanted.vip_route_table_id
    assert (interface.address, interface.subnet_id) == (wanted.vip_address, subnet.subnet_id)
    assert interface.group_ids == wanted.vip_security_group_ids
    assert not interface.source_dest_check
    assert interface.attachment is not None
    assert interface.attachment.instance_id == holder.instance_id
    assert (interface.attachment.device_index, interface.attachment.status) == (1, "attached")
    assert last.elastic_ip is not None
    assert last.elastic_ip.interface_id == interface.interface_id
    if reboot:
        assert interface.description == rebooted(interface.attachment.attachment_id)


@given(worlds(), st.booleans())
def test_it_names_only_what_was_observed_and_never_two_attachments(
    world: World, take_down: bool
) -> None:
    for seen, steps in stages(world, config(), take_down=take_down):
        subnets = {each.subnet_id for each in seen.subnets}
        loose = {each.interface_id for each in seen.interfaces if not each.attachment}
        attaching = [step for step in steps if isinstance(step, Attach)]
        assert len(attaching) <= 1
        assert not attaching or not seen.attachments
        for step in steps:
            if isinstance(step, DeleteInterface):
                assert step.interface_id in loose
            if isinstance(step, DeleteSubnet):
                assert step.subnet_id in subnets
                assert all(each.subnet_id != step.subnet_id for each in seen.interfaces)


@given(worlds(), st.booleans())
def test_it_acts_on_nothing_that_was_not_observed(world: World, take_down: bool) -> None:
    """Only what carries our tag in our VPC is observed; so nobody else's is ever named."""
    for seen, steps in stages(world, config(REBOOT_AFTER_ATTACH="true"), take_down=take_down):
        observed = ids_in(seen)
        for step in steps:
            named = {field: getattr(step, field) for field in vars(step) if field.endswith("_id")}
            assert set(named.values()) <= observed, named


def ids_in(world: World) -> set[str | None]:
    return (
        {each.subnet_id for each in world.subnets}
        | {each.association_id for each in world.subnets}
        | {each.interface_id for each in world.interfaces}
        | {each.attachment_id for each in world.attachments}
        | {each.instance_id for each in world.members}
    )


@given(worlds())
def test_every_trigger_elects_the_same_and_the_elected_stays_elected(world: World) -> None:
    elected = elect(world)
    assert elected == elect(replace(world, interfaces=world.interfaces[::-1]))
    if elected:
        last, _ = stages(world, config(), take_down=False)[-1]
        settled = elect(last)
        assert settled is not None
        assert settled.instance_id == elected.instance_id

"""Whatever the world looks like, the plan leads to the goal, safely and in few stages."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hook_handler import plan
from hook_handler.config import Config
from hook_handler.elect import elect
from hook_handler.steps import Attach, DeleteInterface, DeleteSubnet
from hook_handler.world import Attachment, ElasticIp, Group, Interface, Member, Subnet, World
from tests.unit.model import apply
from tests.unit.worlds import ADDRESS, AWAY, HOME, NEW, OLD, config

ENOUGH_STAGES = 25
STATES = ["Pending", "Pending:Wait", "InService", "Standby", "Terminating:Wait", "Detaching"]


@st.composite
def members(draw: st.DrawFn) -> tuple[Member, ...]:
    ids = draw(st.lists(st.sampled_from([OLD, NEW]), unique=True, max_size=2))
    return tuple(
        Member(
            instance_id,
            draw(st.sampled_from(STATES)),
            draw(st.booleans()),
            draw(st.sampled_from([HOME, AWAY])),
            draw(st.sampled_from(["pending", "running", "stopped", "terminated", None])),
            draw(st.sampled_from([1.0, 2.0])),
        )
        for instance_id in ids
    )


@st.composite
def interfaces(draw: st.DrawFn, subnet_ids: list[str]) -> tuple[Interface, ...]:
    if not subnet_ids:
        return ()
    found = []
    for number in range(draw(st.integers(0, 2))):
        # At most one attachment exists at any moment: an invariant of the handler itself.
        attached = number == 0 and draw(st.booleans())
        held = Attachment(
            "eni-attach-1",
            draw(st.sampled_from([OLD, NEW, "i-0000000000000009"])),
            draw(st.sampled_from([1, 2])),
            draw(st.sampled_from(["attaching", "attached", "detaching"])),
            0.0,
            draw(st.sampled_from(["running", "stopped", "shutting-down", "terminated", None])),
        )
        found.append(
            Interface(
                f"eni-{number}",
                draw(st.sampled_from(subnet_ids)),
                draw(st.sampled_from([ADDRESS, "10.16.10.99"])),
                "in-use" if attached else draw(st.sampled_from(["pending", "available"])),
                "Persistent VIP",
                draw(st.booleans()),
                frozenset(draw(st.sampled_from([("sg-1", "sg-2"), ("sg-9",)]))),
                held if attached else None,
            )
        )
    return tuple(found)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    cidrs = draw(
        st.lists(st.sampled_from(["10.16.10.0/24", "10.16.99.0/24"]), unique=True, max_size=2)
    )
    subnets = tuple(
        Subnet(
            f"subnet-{number}",
            cidr,
            draw(st.sampled_from([HOME, AWAY])),
            draw(st.sampled_from(["pending", "available"])),
            *draw(st.sampled_from([(None, None), ("rtb-1", "rtbassoc-1"), ("rtb-9", "assoc-9")])),
        )
        for number, cidr in enumerate(cidrs)
    )
    found = draw(interfaces([each.subnet_id for each in subnets]))
    eip = draw(
        st.sampled_from(
            [
                ElasticIp("198.51.100.7"),
                ElasticIp("198.51.100.7", "eni-0", ADDRESS),
                ElasticIp("198.51.100.7", "eni-foreign", "10.16.1.9"),
            ]
        )
    )
    return World(Group(1, draw(members())), subnets, found, eip)


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
    assert subnet.route_table_id == wanted.route_table_id
    assert (interface.address, interface.subnet_id) == (wanted.vip_address, subnet.subnet_id)
    assert interface.group_ids == wanted.security_group_ids
    assert not interface.source_dest_check
    assert interface.attachment is not None
    assert interface.attachment.instance_id == holder.instance_id
    assert (interface.attachment.device_index, interface.attachment.status) == (1, "attached")
    assert last.elastic_ip is not None
    assert last.elastic_ip.interface_id == interface.interface_id
    if reboot:
        assert interface.description == plan.rebooted_for(interface.attachment.attachment_id)


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


@given(worlds())
def test_every_trigger_elects_the_same_and_the_elected_stays_elected(world: World) -> None:
    elected = elect(world)
    assert elected == elect(replace(world, interfaces=world.interfaces[::-1]))
    if elected:
        last, _ = stages(world, config(), take_down=False)[-1]
        settled = elect(last)
        assert settled is not None
        assert settled.instance_id == elected.instance_id

"""What an accepted call or a poll tells of the world, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hook_handler import fold, reboot_mark
from hook_handler.answers import Glimpse
from hook_handler.steps import (
    AssociateAddress,
    AssociateRouteTable,
    Attach,
    BeginReboot,
    Begun,
    Call,
    CreateInterface,
    CreateSubnet,
    DeleteInterface,
    DeleteSubnet,
    Detach,
    DisableSourceDestCheck,
    ForceDetach,
    MarkRebooted,
    Reboot,
    ReplaceRouteTable,
    SetSecurityGroups,
)
from hook_handler.world import Attachment, ElasticIp, Interface, Subnet, World
from tests.support.planner.worlds import (
    ADDRESS,
    EIP,
    GROUPS,
    HOME,
    NEW,
    NO_EIP,
    OLD,
    attachment,
    config,
    held,
    interface,
    member,
    subnet,
    world,
)
from tests.unit.arbitrary import worlds

NOW = 3000.0
NOTE = Begun(1, NOW)
LOOSE = world(
    member(),
    subnets=(subnet(),),
    interfaces=(interface(source_dest_check=True),),
    elastic_ip=NO_EIP,
)
HELD = held(member(), by=NEW)
POINT, POINTED = AssociateAddress("eni-1", "eipalloc-1", ADDRESS), {"AssociationId": "eipassoc-1"}
BARE = subnet(route_table_id=None, association_id=None)

SUBNET_ANSWER = {
    "Subnet": {
        "SubnetId": "subnet-2",
        "CidrBlock": "10.16.10.0/24",
        "AvailabilityZone": HOME,
        "State": "pending",
    }
}
INTERFACE_ANSWER = {
    "NetworkInterface": {
        "NetworkInterfaceId": "eni-2",
        "SubnetId": "subnet-1",
        "PrivateIpAddress": ADDRESS,
        "Status": "pending",
        "Description": reboot_mark.PLAIN,
        "SourceDestCheck": True,
        "Groups": [{"GroupId": "sg-1"}, {"GroupId": "sg-2"}],
    }
}


def after(before: World, call: Call, answer: Any = None) -> World:
    return fold.accepted(before, call, answer or {}, config(), NOW)


def only(after: World) -> Interface:
    (found,) = after.interfaces
    return found


def test_a_new_subnet_is_there_without_a_table_and_as_far_as_the_answer_says() -> None:
    (made,) = after(world(member()), CreateSubnet("vip", HOME), SUBNET_ANSWER).subnets
    assert made == Subnet("subnet-2", "vip", "10.16.10.0/24", HOME, "pending")


def test_a_deleted_subnet_is_gone_and_no_other() -> None:
    two = world(member(), subnets=(subnet(), subnet(subnet_id="subnet-2")))
    assert after(two, DeleteSubnet("subnet-1")).subnets == (subnet(subnet_id="subnet-2"),)


@pytest.mark.parametrize(
    ("call", "answer", "before"),
    [
        (AssociateRouteTable("subnet-1", "rtb-1"), {"AssociationId": "rtbassoc-2"}, BARE),
        (
            ReplaceRouteTable("rtbassoc-9", "rtb-1"),
            {"NewAssociationId": "rtbassoc-2"},
            subnet(route_table_id="rtb-9", association_id="rtbassoc-9"),
        ),
    ],
    ids=["associated", "replaced"],
)
def test_a_subnet_has_its_table_under_the_new_association(
    call: Call, answer: dict[str, str], before: Subnet
) -> None:
    other = subnet(subnet_id="subnet-2", route_table_id=None, association_id=None)
    routed = after(world(member(), subnets=(before, other)), call, answer).subnets
    assert routed == (subnet(association_id="rtbassoc-2"), other)


def test_a_new_interface_is_there_as_the_answer_says() -> None:
    before = world(member(), subnets=(subnet(),))
    made = only(after(before, CreateInterface("vip", "subnet-1"), INTERFACE_ANSWER))
    assert made == interface(
        interface_id="eni-2",
        status="pending",
        source_dest_check=True,
        description=reboot_mark.PLAIN,
    )


def test_a_deleted_interface_takes_the_elastic_ip_off() -> None:
    gone = after(replace(LOOSE, elastic_ips=(EIP,)), DeleteInterface("eni-1"))
    assert gone.interfaces == ()
    assert gone.elastic_ips == (NO_EIP,)


def test_a_deleted_interface_leaves_the_elastic_ip_of_another() -> None:
    elsewhere = ElasticIp("eipalloc-1", "198.51.100.7", "eni-2", ADDRESS)
    gone = after(replace(LOOSE, elastic_ips=(elsewhere,)), DeleteInterface("eni-1"))
    assert gone.elastic_ips == (elsewhere,)


def test_the_elastic_ip_points_at_the_interface() -> None:
    assert after(LOOSE, POINT, POINTED).elastic_ips == (EIP,)


def test_an_interface_has_its_attributes() -> None:
    assert not only(after(LOOSE, DisableSourceDestCheck("eni-1"))).source_dest_check
    foreign = replace(LOOSE, interfaces=(interface(group_ids=frozenset({"sg-9"})),))
    assert only(after(foreign, SetSecurityGroups("eni-1", GROUPS))).group_ids == {"sg-1", "sg-2"}


def test_an_interface_carries_the_notes_of_a_reboot() -> None:
    begun = only(after(HELD, BeginReboot("eni-1", "eni-attach-2", NOTE))).description
    assert reboot_mark.begun_for("eni-attach-2", begun) == NOTE
    marked = only(after(HELD, MarkRebooted("eni-1", "eni-attach-2"))).description
    assert marked == reboot_mark.rebooted("eni-attach-2")


@pytest.mark.parametrize(
    "call",
    [
        DisableSourceDestCheck("eni-9"),
        SetSecurityGroups("eni-9", GROUPS),
        MarkRebooted("eni-9", "eni-attach-2"),
        Detach("eni-attach-9"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_another_interface_stays_as_it_is(call: Call) -> None:
    assert after(LOOSE, call).interfaces == LOOSE.interfaces


def test_an_accepted_attach_is_attaching_and_not_yet_attached() -> None:
    made = only(after(LOOSE, Attach("eni-1", NEW, 1), {"AttachmentId": "eni-attach-9"}))
    expected = Attachment("eni-attach-9", NEW, 1, "attaching", NOW, "running")
    assert (made.status, made.attachment) == ("in-use", expected)


def test_an_accepted_detach_is_detaching_and_not_yet_off() -> None:
    left = only(after(HELD, Detach("eni-attach-2")))
    assert left.attachment == attachment(NEW, status="detaching")
    assert left.status == "in-use"


@pytest.mark.parametrize(
    "call", [ForceDetach("eni-attach-2"), Reboot(NEW, "eni-1", "eni-attach-2", 2000.0)]
)
def test_what_only_time_or_a_guest_decides_changes_nothing(call: Call) -> None:
    assert after(HELD, call) == HELD


CALLS = st.sampled_from(
    [
        (CreateSubnet("vip", HOME), SUBNET_ANSWER),
        (DeleteSubnet("subnet-0"), {}),
        (AssociateRouteTable("subnet-0", "rtb-1"), {"AssociationId": "rtbassoc-2"}),
        (ReplaceRouteTable("rtbassoc-1", "rtb-1"), {"NewAssociationId": "rtbassoc-2"}),
        (CreateInterface("vip", "subnet-0"), INTERFACE_ANSWER),
        (DeleteInterface("eni-0"), {}),
        (AssociateAddress("eni-0", "eipalloc-1", ADDRESS), POINTED),
        (DisableSourceDestCheck("eni-0"), {}),
        (SetSecurityGroups("eni-0", GROUPS), {}),
        (Attach("eni-0", NEW, 1), {"AttachmentId": "eni-attach-9"}),
        (Detach("eni-attach-1"), {}),
        (ForceDetach("eni-attach-1"), {}),
        (Reboot(NEW, "eni-0", "eni-attach-1", 0.0), {}),
        (BeginReboot("eni-0", "eni-attach-1", NOTE), {}),
        (MarkRebooted("eni-0", "eni-attach-1"), {}),
    ]
)


@given(worlds(), CALLS)
def test_no_call_says_anything_of_the_group(before: World, made: tuple[Call, Any]) -> None:
    """Who is in it and how healthy they are is Auto Scaling's, and is read."""
    call, answer = made
    assert after(before, call, answer).group == before.group


class TestPoll:
    """A poll shows how far a thing has come, and may be older than what is known already."""

    def seen(self, before: World, *shown: Interface) -> Interface:
        return only(fold.seen(before, glimpse(interfaces=shown)))

    def hanging(self, status: str, **changes: Any) -> World:
        one = interface(attachment(status=status), **changes)
        return world(member(), subnets=(subnet(),), interfaces=(one,))

    def test_an_attaching_interface_comes_to_be_attached(self) -> None:
        found = self.seen(self.hanging("attaching"), interface(attachment()))
        assert found.attachment == attachment()

    def test_a_detaching_interface_comes_off(self) -> None:
        found = self.seen(self.hanging("detaching"), interface())
        assert (found.status, found.attachment) == ("available", None)

    @pytest.mark.parametrize(
        ("known", "shown"),
        [("attached", "attaching"), ("detaching", "attached"), ("detaching", "attaching")],
    )
    def test_an_earlier_stage_than_the_known_one_is_old_news(self, known: str, shown: str) -> None:
        found = self.seen(self.hanging(known), interface(attachment(status=shown)))
        assert found.attachment == attachment(status=known)

    @pytest.mark.parametrize("known", ["attaching", "attached"])
    def test_loose_is_old_news_of_what_was_attached(self, known: str) -> None:
        found = self.seen(self.hanging(known), interface())
        assert found.attachment == attachment(status=known)

    @pytest.mark.parametrize("status", [None, "attaching", "detaching"])
    def test_an_attachment_that_nobody_here_knows_is_left_to_a_look(
        self, status: str | None
    ) -> None:
        known = interface(attachment(OLD, status=status)) if status else interface()
        before = world(member(), subnets=(subnet(),), interfaces=(known,))
        assert self.seen(before, interface(attachment(NEW))) == known

    def test_a_pending_interface_comes_to_be_available(self) -> None:
        before = world(member(), subnets=(subnet(),), interfaces=(interface(status="pending"),))
        assert self.seen(before, interface()).status == "available"
        assert self.seen(before, interface(status="pending")).status == "pending"

    def test_an_available_interface_does_not_go_back(self) -> None:
        assert self.seen(LOOSE, interface(status="pending")).status == "available"

    def test_what_the_poll_does_not_show_stays(self) -> None:
        """That a thing is gone needs a look: an answer may be stale."""
        assert fold.seen(HELD, glimpse()) == HELD

    def test_what_was_changed_by_a_call_stays_so(self) -> None:
        """The poll is asked for one thing; the rest of its answer may be older."""
        pointed = after(LOOSE, DisableSourceDestCheck("eni-1"))
        assert not self.seen(pointed, interface(source_dest_check=True)).source_dest_check

    def test_a_subnet_comes_to_be_available_and_keeps_its_table(self) -> None:
        pending = world(member(), subnets=(subnet(state="pending"),))
        shown = Subnet("subnet-1", "vip", "10.16.10.0/24", HOME, "available")
        assert fold.seen(pending, glimpse(subnets=(shown,))).subnets == (subnet(),)
        back = replace(shown, state="pending")
        there = replace(pending, subnets=(subnet(),))
        assert fold.seen(there, glimpse(subnets=(back,))) == there

    def test_an_instance_comes_to_run(self) -> None:
        booting = world(member(ec2_state="pending"), interfaces=(interface(attachment(NEW)),))
        running = fold.seen(booting, Glimpse({}, {}, {NEW: "running"}))
        assert running.members == (member(),)
        ended = fold.seen(running, Glimpse({}, {}, {NEW: "terminated"}))
        assert [each.instance_state for each in ended.attachments] == ["terminated"]


def glimpse(*, subnets: tuple[Subnet, ...] = (), interfaces: tuple[Interface, ...] = ()) -> Glimpse:
    return Glimpse(
        {each.subnet_id: each for each in subnets},
        {each.interface_id: each for each in interfaces},
        {},
    )

"""The next safe stage, stage by stage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hook_handler import plan
from hook_handler.reboot_mark import rebooted
from hook_handler.steps import (
    AssociateAddress,
    AssociateRouteTable,
    Attach,
    AwaitDetach,
    CreateInterface,
    CreateSubnet,
    DeleteInterface,
    DeleteSubnet,
    Detach,
    DisableSourceDestCheck,
    Reboot,
    ReplaceRouteTable,
    SetSecurityGroups,
    Wait,
)
from hook_handler.world import ElasticIp
from tests.support.planner.worlds import (
    ADDRESS,
    AWAY,
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

HOLDER = member(NEW, "Pending:Wait")
CONFIG = config()


def stage(seen: object) -> plan.Plan:
    return plan.towards(seen, HOLDER, CONFIG)  # type: ignore[arg-type]


class TestFromNothing:
    def test_first_the_subnet_in_the_holders_zone(self) -> None:
        assert stage(world(HOLDER)) == (CreateSubnet("vip", HOME),)

    def test_a_pending_subnet_is_waited_for(self) -> None:
        seen = world(HOLDER, subnets=(subnet(state="pending"),))
        assert [type(step) for step in stage(seen)] == [Wait]

    def test_then_route_and_interface_side_by_side(self) -> None:
        seen = world(HOLDER, subnets=(subnet(route_table_id=None, association_id=None),))
        assert stage(seen) == (
            AssociateRouteTable("subnet-1", "rtb-1"),
            CreateInterface("vip", "subnet-1"),
        )

    def test_then_address_check_and_attachment_side_by_side(self) -> None:
        new = interface(source_dest_check=True)
        seen = world(HOLDER, subnets=(subnet(),), interfaces=(new,), elastic_ip=NO_EIP)
        assert stage(seen) == (
            Attach("eni-1", NEW, 1),
            AssociateAddress("eni-1", "eipalloc-1", ADDRESS),
            DisableSourceDestCheck("eni-1"),
        )

    def test_while_the_instance_boots_everything_but_the_attachment_is_built(self) -> None:
        booting = member(NEW, "Pending", ec2_state="pending")
        seen = world(booting, subnets=(subnet(),), interfaces=(interface(),), elastic_ip=NO_EIP)
        steps = plan.towards(seen, booting, CONFIG)
        assert steps == (
            Wait("the instance is booting", NEW),
            AssociateAddress("eni-1", "eipalloc-1", ADDRESS),
        )

    def test_a_pending_interface_is_waited_for(self) -> None:
        seen = world(HOLDER, subnets=(subnet(),), interfaces=(interface(status="pending"),))
        assert [type(step) for step in stage(seen)] == [Wait]

    def test_the_goal_is_an_empty_plan(self) -> None:
        assert stage(held(HOLDER, by=NEW)) == ()


class TestTakeOver:
    def test_a_leaver_is_detached_at_once(self) -> None:
        seen = held(member(OLD, "Terminating:Wait"), HOLDER, by=OLD)
        assert stage(seen) == (Detach("eni-attach-1"),)

    def test_a_holder_that_no_answer_shows_leaving_needs_a_second_look(self) -> None:
        assert stage(held(HOLDER, by=OLD)) == (Detach("eni-attach-1", doubtful=True),)

    def test_in_the_same_zone_subnet_and_interface_are_kept(self) -> None:
        seen = world(HOLDER, subnets=(subnet(),), interfaces=(interface(),))
        assert stage(seen) == (Attach("eni-1", NEW, 1),)

    def test_in_another_zone_the_interface_goes_first(self) -> None:
        seen = world(HOLDER, subnets=(subnet(AWAY),), interfaces=(interface(),))
        assert stage(seen) == (DeleteInterface("eni-1"),)

    def test_then_the_subnet(self) -> None:
        assert stage(world(HOLDER, subnets=(subnet(AWAY),))) == (DeleteSubnet("subnet-1"),)

    def test_a_detach_under_way_is_awaited_not_repeated(self) -> None:
        leaving = interface(attachment(OLD, status="detaching", instance_state="stopped"))
        seen = world(HOLDER, subnets=(subnet(AWAY),), interfaces=(leaving,))
        assert stage(seen) == (AwaitDetach("eni-attach-1", "eni-1", instance_goes_away=True),)


class TestDrift:
    @pytest.mark.parametrize(
        ("changes", "step"),
        [
            ({"source_dest_check": True}, DisableSourceDestCheck("eni-1")),
            ({"group_ids": frozenset({"sg-9"})}, SetSecurityGroups("eni-1", GROUPS)),
        ],
    )
    def test_a_changed_interface_is_put_right(
        self, changes: dict[str, object], step: object
    ) -> None:
        seen = held(HOLDER, by=NEW)
        drifted = replace(seen.interfaces[0], **changes)  # type: ignore[arg-type]
        assert stage(replace(seen, interfaces=(drifted,))) == (step,)

    @pytest.mark.parametrize(
        "elsewhere",
        [
            NO_EIP,
            ElasticIp("eipalloc-1", "198.51.100.7", "eni-9", "10.16.1.9"),
            ElasticIp("eipalloc-1", "x", "eni-1", "y"),
        ],
    )
    def test_a_moved_elastic_ip_is_fetched_back(self, elsewhere: ElasticIp) -> None:
        seen = replace(held(HOLDER, by=NEW), elastic_ips=(elsewhere,))
        assert stage(seen) == (AssociateAddress("eni-1", "eipalloc-1", ADDRESS),)

    def test_a_lost_elastic_ip_is_never_the_goal(self) -> None:
        assert stage(replace(held(HOLDER, by=NEW), elastic_ips=())) == (
            AssociateAddress("eni-1", "eipalloc-1", ADDRESS),
        )

    def test_a_lost_route_association_is_made_again(self) -> None:
        bare = subnet(route_table_id=None, association_id=None)
        seen = replace(held(HOLDER, by=NEW), subnets=(bare,))
        assert stage(seen) == (AssociateRouteTable("subnet-1", "rtb-1"),)

    def test_another_route_table_is_replaced(self) -> None:
        seen = replace(held(HOLDER, by=NEW), subnets=(subnet(route_table_id="rtb-9"),))
        assert stage(seen) == (ReplaceRouteTable("rtbassoc-1", "rtb-1"),)

    def test_a_detached_interface_is_attached_again(self) -> None:
        seen = world(HOLDER, subnets=(subnet(),), interfaces=(interface(),))
        assert stage(seen) == (Attach("eni-1", NEW, 1),)

    def test_another_device_index_than_1_is_never_the_goal(self) -> None:
        seen = held(HOLDER, by=NEW)
        drifted = interface(attachment(NEW, device_index=2))
        assert stage(replace(seen, interfaces=(drifted,))) == (Detach("eni-attach-2"),)

    def test_a_changed_vip_address_replaces_the_interface(self) -> None:
        old = interface(attachment(NEW), address="10.16.10.99")
        seen = world(HOLDER, subnets=(subnet(),), interfaces=(old,))
        assert stage(seen) == (Detach("eni-attach-2"),)

    def test_a_changed_vip_cidr_replaces_the_subnet(self) -> None:
        seen = world(HOLDER, subnets=(subnet(cidr="10.16.99.0/24"),))
        assert stage(seen) == (DeleteSubnet("subnet-1"),)


class TestReboot:
    REBOOTING = config(REBOOT_AFTER_ATTACH="true")

    def test_comes_last_and_once_per_attachment(self) -> None:
        seen = held(HOLDER, by=NEW)
        steps = plan.towards(seen, HOLDER, self.REBOOTING)
        assert steps == (Reboot(NEW, "eni-1", "eni-attach-2", 2000.0),)
        marked = replace(seen.interfaces[0], description=rebooted("eni-attach-2"))
        assert plan.towards(replace(seen, interfaces=(marked,)), HOLDER, self.REBOOTING) == ()

    def test_a_mark_of_an_earlier_attachment_does_not_count(self) -> None:
        seen = held(HOLDER, by=NEW)
        marked = replace(seen.interfaces[0], description=rebooted("eni-attach-1"))
        steps = plan.towards(replace(seen, interfaces=(marked,)), HOLDER, self.REBOOTING)
        assert [type(step) for step in steps] == [Reboot]


class TestAway:
    def test_detach_then_interface_then_subnet_then_nothing(self) -> None:
        leaver = member(OLD, "Terminating:Wait")
        assert plan.away(held(leaver, by=OLD)) == (Detach("eni-attach-1"),)
        left = {"subnets": (subnet(),), "interfaces": (interface(),)}
        assert plan.away(world(leaver, **left)) == (DeleteInterface("eni-1"),)
        assert plan.away(world(leaver, subnets=(subnet(),))) == (DeleteSubnet("subnet-1"),)
        assert plan.away(world(leaver)) == ()

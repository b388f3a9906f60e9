"""What a look is good for, and how far calls and polls lead from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from botocore.exceptions import ParamValidationError

from hook_handler.assessment import Assessment
from hook_handler.errors import TerminalError
from hook_handler.reconcile import ONE_PICTURE, REFUSALS
from hook_handler.steps import (
    AssociateAddress,
    CreateSubnet,
    DeleteInterface,
    DisableSourceDestCheck,
)
from hook_handler.timing import SECOND_LOOK
from hook_handler.world import World
from tests.support.planner.worlds import (
    AWAY,
    EIP,
    NEW,
    NO_EIP,
    OLD,
    attachment,
    held,
    interface,
    member,
    subnet,
)
from tests.support.planner.worlds import world as a_world
from tests.unit.client_errors import client_error
from tests.unit.stage import NEWLY_ATTACHED, NOTHING_NEW, Stage, glimpse

ENTERS = member(NEW, "Pending:Wait", zone=AWAY)
LEAVES = member(OLD, "Terminating:Wait")


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


# The old subnet, and the interface that a newer handler built in a subnet not seen yet.
TORN = a_world(
    LEAVES,
    ENTERS,
    subnets=(subnet(),),
    interfaces=(interface(attachment(NEW), subnet_id="subnet-2"),),
)
LOOSE = a_world(LEAVES, ENTERS, subnets=(subnet(),), interfaces=(interface(subnet_id="subnet-2"),))


@pytest.mark.parametrize("shown", [TORN, LOOSE], ids=["attached", "loose"])
def test_an_interface_without_its_subnet_is_left_alone_at_first(stage: Stage, shown: World) -> None:
    stage.look(shown, seconds=0.5)
    assert not {"Detach", "DeleteInterface"} & set(stage.called)


def test_what_a_slow_look_shows_is_not_taken_away(stage: Stage) -> None:
    old = a_world(LEAVES, subnets=(subnet(),), interfaces=(interface(),))
    assert not stage.look(old, seconds=ONE_PICTURE + 1)
    assert stage.look(old, seconds=0.5)
    assert stage.called == ["DeleteInterface", "DeleteSubnet"]


def test_what_a_slow_look_shows_is_given_to_nobody(stage: Stage) -> None:
    """It may show one as serving that has begun to leave since."""
    ready = a_world(ENTERS, subnets=(subnet(zone=AWAY),), interfaces=(interface(),))
    stage.look(ready, seconds=ONE_PICTURE + 1)
    assert "Attach" not in stage.called
    stage.look(ready, seconds=0.5)
    assert "Attach" in stage.called


def test_two_slow_looks_that_agree_are_enough(stage: Stage) -> None:
    """AWS that answers slowly all the time must not keep the VIP from moving."""
    stage.look(TORN, seconds=ONE_PICTURE + 1)
    assert stage.look(TORN, seconds=ONE_PICTURE + 1)
    assert "Detach" in stage.called


def test_a_slow_look_lets_nobody_into_service(stage: Stage) -> None:
    whole = held(member(NEW, "Pending:Wait"), by=NEW)
    stage.shown = iter([(whole, ONE_PICTURE + 1), (whole, ONE_PICTURE + 1)])
    assert not stage.reconciler.look().settled
    assert stage.reconciler.look().settled


LOOSE_SUBNET = a_world(LEAVES, ENTERS, subnets=(subnet(),))
READY = a_world(ENTERS, subnets=(subnet(zone=AWAY),), interfaces=(interface(),), elastic_ip=NO_EIP)
DETACHING = a_world(
    LEAVES,
    ENTERS,
    subnets=(subnet(),),
    interfaces=(interface(attachment(OLD, status="detaching")),),
)
CHANGED = client_error("InvalidNetworkInterface.InUse")
BUSY = client_error("RequestLimitExceeded")
IN_USE = client_error("InvalidParameterValue", "Network interface is currently in use.")


class TestFold:
    """Fold, then look."""

    def test_an_accepted_call_leads_to_the_next_without_a_look(self, stage: Stage) -> None:
        """The stage shows one world only: a second look would find none."""
        assert stage.look(LOOSE_SUBNET)
        made = ["DeleteSubnet", "CreateSubnet", "AssociateRouteTable", "CreateInterface"]
        assert stage.called[:4] == made
        assert set(stage.called[4:]) == {"AssociateAddress", "DisableSourceDestCheck", "Attach"}

    def test_a_refused_call_needs_a_look(self, stage: Stage) -> None:
        stage.refusals[CreateSubnet] = [CHANGED]
        assert not stage.look(LOOSE_SUBNET)
        assert stage.called == ["DeleteSubnet", "CreateSubnet"]

    def test_a_refusal_is_waited_out_although_others_were_accepted(self, stage: Stage) -> None:
        """What AWS refuses because it lags behind, it would refuse again at once."""
        stage.refusals[AssociateAddress] = [BUSY]
        assert not stage.look(READY)
        assert "Attach" in stage.called

    def test_what_is_in_use_a_moment_longer_is_asked_again_like_a_poll(self, stage: Stage) -> None:
        """EC2 refuses to delete an interface for some seconds after it came off."""
        stage.polled = lambda _: glimpse(interface())
        stage.refusals[DeleteInterface] = [IN_USE, IN_USE]
        assert stage.look(DETACHING)
        assert stage.called[:4] == ["DeleteInterface"] * 3 + ["DeleteSubnet"]
        assert min(stage.pauses[1:3]) >= 0.5

    @pytest.mark.parametrize("code", ["RequestLimitExceeded", "InvalidNetworkInterfaceID.NotFound"])
    def test_any_other_refusal_of_it_needs_a_look(self, stage: Stage, code: str) -> None:
        stage.polled = lambda _: glimpse(interface())
        stage.refusals[DeleteInterface] = [client_error(code)]
        assert not stage.look(DETACHING)
        assert stage.called == ["DeleteInterface"]

    def test_what_stays_in_use_needs_a_look_and_then_a_person(self, stage: Stage) -> None:
        stage.polled = lambda _: glimpse(interface())
        stage.refusals[DeleteInterface] = [IN_USE] * 1000
        began = stage.now
        assert not stage.look(DETACHING)
        assert 15 <= stage.now - began < 17
        loose = replace(DETACHING, interfaces=(interface(),))
        for _ in range(REFUSALS - 2):
            assert not stage.look(loose)
        with pytest.raises(TerminalError):
            stage.look(loose)

    def test_what_is_folded_settles_nothing(self, stage: Stage) -> None:
        """A hook is answered on what a look at all of the world shows."""
        stage.polled = lambda _: glimpse(interface(attachment(NEW), subnet_id="subnet-1"))
        whole = held(ENTERS, by=NEW, zone=AWAY)
        attaching = replace(whole, interfaces=(interface(attachment(NEW, status="attaching")),))
        seen: list[Assessment] = []
        looked = stage.assessment(attaching)
        stage.reconciler.advance(looked, lambda each: not seen.append(each))
        assert [each.plan for each in seen[-1:]] == [()]
        assert not seen[-1].settled
        assert stage.assessment(whole).settled

    def test_what_is_folded_confirms_nothing(self, stage: Stage) -> None:
        """A holder that nobody was seen to leave keeps the VIP until a second look."""
        doubted = a_world(
            member(NEW, "InService", launched_at=2000.0),
            subnets=(subnet(),),
            interfaces=(interface(attachment(OLD, instance_state=None), source_dest_check=True),),
            elastic_ip=EIP,
        )
        stage.call_seconds = SECOND_LOOK
        stage.look(doubted)
        assert stage.called == ["DisableSourceDestCheck"]
        stage.look(doubted)
        assert "Detach" in stage.called


class TestMembers:
    """Who is in the group is read again before what takes, gives or reboots."""

    def test_not_while_the_reading_is_young(self, stage: Stage) -> None:
        stage.look(READY)
        assert stage.did[0] != "members"

    @pytest.mark.parametrize(("seconds", "again"), [(0.9, False), (1.1, True)])
    def test_it_has_to_be_young_for_an_attach(
        self, stage: Stage, seconds: float, again: bool
    ) -> None:
        """Who begins to leave with nothing of ours is released within two seconds."""
        shown = stage.assessment(READY, seconds=0.0)
        stage.now += seconds
        stage.reconciler.advance(shown)
        assert ("members" in stage.did[: stage.did.index("Attach")]) == again

    @pytest.mark.parametrize(("seconds", "again"), [(3.9, False), (4.1, True)])
    def test_it_may_be_older_for_a_detach(self, stage: Stage, seconds: float, again: bool) -> None:
        shown = stage.assessment(held(LEAVES, ENTERS, by=OLD), seconds=0.0)
        stage.now += seconds
        stage.reconciler.advance(shown, lambda _: False)
        assert stage.did == (["members"] if again else []) + ["Detach"]

    def test_it_may_be_of_any_age_for_a_deletion(self, stage: Stage) -> None:
        shown = stage.assessment(LOOSE_SUBNET)
        stage.now += ONE_PICTURE
        stage.reconciler.advance(shown)
        assert stage.did[:2] == ["DeleteSubnet", "CreateSubnet"]

    def test_the_elected_one_that_has_begun_to_leave_gets_nothing(self, stage: Stage) -> None:
        stage.members = lambda world: world.with_leaver(NEW)
        shown = stage.assessment(READY)
        stage.now += ONE_PICTURE
        stage.reconciler.advance(shown)
        assert "Attach" not in stage.called

    def test_not_before_what_concerns_nobody(self, stage: Stage) -> None:
        bare = a_world(ENTERS)
        shown = stage.assessment(bare)
        stage.now += ONE_PICTURE
        stage.reconciler.advance(shown)
        assert stage.did[:3] == ["CreateSubnet", "AssociateRouteTable", "CreateInterface"]


class TestPolls:
    """Wait for the thing."""

    def test_what_is_waited_for_is_asked_by_its_id(self, stage: Stage) -> None:
        asked: list[set[str]] = []
        stage.polled = lambda ids: asked.append(ids) or glimpse(interface())
        assert stage.look(DETACHING)
        assert asked[0] == {"eni-1"}
        assert stage.called[:2] == ["DeleteInterface", "DeleteSubnet"]

    def test_all_is_looked_at_again_after_a_while(self, stage: Stage) -> None:
        began = stage.now
        assert stage.look(DETACHING)
        assert 15 <= stage.now - began < 17

    def test_nothing_is_asked_that_is_not_worth_waiting_for(self, stage: Stage) -> None:
        shown = stage.assessment(DETACHING)
        assert not stage.reconciler.advance(shown, lambda _: False)
        assert stage.did == []

    def test_a_busy_aws_is_asked_half_as_often_for_the_rest_of_the_run(self, stage: Stage) -> None:
        refused = iter([None])
        stage.polled = lambda _: next(refused, NOTHING_NEW)
        stage.look(DETACHING)
        first, second = stage.pauses[:2]
        assert second > 2 * first
        stage.look(DETACHING)
        assert min(stage.pauses[1:]) >= 2 * first


class TestObstacles:
    """What waiting does not mend is told after all else is done."""

    DENIED = client_error("UnauthorizedOperation")

    def test_an_obstacle_stops_no_other_step(self, stage: Stage) -> None:
        two = a_world(
            LEAVES,
            subnets=(subnet(), subnet(zone=AWAY, subnet_id="subnet-2", cidr="10.16.99.0/24")),
            interfaces=(interface(),),
        )
        stage.refusals[DeleteInterface] = [self.DENIED] * 9
        with pytest.raises(TerminalError):
            stage.look(two)
        assert stage.called == ["DeleteInterface", "DeleteSubnet"]

    def test_what_carries_no_address_holds_nobody(self, stage: Stage) -> None:
        stage.refusals[DisableSourceDestCheck] = [self.DENIED]
        stage.polled = lambda _: glimpse(
            interface(replace(attachment(NEW), attachment_id=NEWLY_ATTACHED))
        )
        given_up = replace(READY, interfaces=(interface(source_dest_check=True),))
        assert stage.look(given_up)
        assert [type(each) for each in stage.reconciler.progress.given_up] == [
            DisableSourceDestCheck
        ]
        assert "Attach" in stage.called

    def test_what_the_sdk_itself_refuses_is_not_tried_again(self, stage: Stage) -> None:
        stage.refusals[CreateSubnet] = [ParamValidationError(report="Unknown parameter")] * 9
        with pytest.raises(TerminalError):
            stage.look(a_world(ENTERS))
        assert stage.called == ["CreateSubnet"]

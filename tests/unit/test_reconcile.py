"""What a look is good for, and how far calls and polls lead from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ParamValidationError

from common.runtime import Runtime, outcome_of
from hook_handler import reconcile
from hook_handler.answers import Glimpse
from hook_handler.assessment import Assessment
from hook_handler.errors import TerminalError
from hook_handler.reconcile import ONE_PICTURE, REFUSALS, Reconciler
from hook_handler.retry import Retrier
from hook_handler.steps import (
    AssociateAddress,
    AssociateRouteTable,
    Attach,
    Call,
    CreateInterface,
    CreateSubnet,
    DeleteInterface,
    DisableSourceDestCheck,
)
from hook_handler.timing import SECOND_LOOK
from hook_handler.world import Interface, World
from tests.support.planner.worlds import (
    ADDRESS,
    AWAY,
    EIP,
    NEW,
    NO_EIP,
    OLD,
    attachment,
    config,
    held,
    interface,
    member,
    subnet,
)
from tests.support.planner.worlds import world as a_world
from tests.unit.client_errors import client_error

ENTERS = member(NEW, "Pending:Wait", zone=AWAY)
LEAVES = member(OLD, "Terminating:Wait")
NOTHING_NEW = Glimpse({}, {}, {})
ANSWERS: dict[type, dict[str, Any]] = {
    Attach: {"AttachmentId": "eni-attach-new"},
    AssociateRouteTable: {"AssociationId": "rtbassoc-new"},
    CreateSubnet: {
        "Subnet": {
            "SubnetId": "subnet-new",
            "CidrBlock": "10.16.10.0/24",
            "AvailabilityZone": AWAY,
            "State": "available",
        }
    },
    CreateInterface: {
        "NetworkInterface": {
            "NetworkInterfaceId": "eni-new",
            "SubnetId": "subnet-new",
            "PrivateIpAddress": ADDRESS,
            "Status": "available",
            "SourceDestCheck": True,
            "Groups": [{"GroupId": "sg-1"}, {"GroupId": "sg-2"}],
        }
    },
}


class Stage:
    """A reconciler that sees what it is shown, some seconds later, and calls what accepts all."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 5000.0
        self.did: list[str] = []  # calls, polls and readings of the members, in order
        self.pauses: list[float] = []
        self.shown: Iterator[tuple[World, float]] = iter(())
        self.refusals: dict[type, list[Exception]] = {}  # of a kind of call, one after the other
        self.members: Callable[[World], World] = lambda world: world  # as they are read again
        self.polled: Callable[[set[str]], Glimpse | None] = lambda _: NOTHING_NEW
        self.call_seconds = 0.1
        monkeypatch.setattr(reconcile, "observe", lambda *_: self._observed())
        monkeypatch.setattr(reconcile, "observe_members", lambda world, *_: self._members(world))
        monkeypatch.setattr(reconcile, "poll", lambda ids, *_: self._polled(ids))
        monkeypatch.setattr(reconcile, "execute", lambda step, *_: self._executed(step))
        runtime = self._runtime()
        clients: Any = SimpleNamespace(runtime=runtime)
        self.reconciler = Reconciler(config(), clients, Retrier(runtime))

    @property
    def called(self) -> list[str]:
        """The calls alone."""
        return [each for each in self.did if each not in ("poll", "members")]

    def look(self, shown: World, seconds: float = 0.5) -> bool:
        """Look, and act on it. Whether to look again at once."""
        return self.reconciler.advance(self.assessment(shown, seconds))

    def assessment(self, shown: World, seconds: float = 0.5) -> Assessment:
        """What a look comes to."""
        self.shown = iter([(shown, seconds)])
        return self.reconciler.look()

    def _executed(self, step: Call) -> dict[str, Any]:
        self.did.append(type(step).__name__)
        self.now += self.call_seconds
        if refusals := self.refusals.get(type(step)):
            raise refusals.pop(0)
        return ANSWERS.get(type(step), {})

    def _members(self, world: World) -> World:
        self.did.append("members")
        return self.members(world)

    def _polled(self, ids: Iterable[str]) -> Glimpse | None:
        self.did.append("poll")
        return self.polled(set(ids))

    def _observed(self) -> World:
        shown, seconds = next(self.shown)
        self.now += seconds
        return shown

    def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def _runtime(self) -> Runtime:
        def one_by_one(calls: Any) -> list[object]:
            return [outcome_of(call) for call in calls]

        return Runtime(
            lambda: self.now, self._sleep, lambda: 0.5, lambda: 5900.0 - self.now, one_by_one
        )


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
            interface(replace(attachment(NEW), attachment_id="eni-attach-new"))
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


def glimpse(*interfaces: Interface) -> Glimpse:
    return Glimpse({}, {each.interface_id: each for each in interfaces}, {})

"""The convergence that all triggers share: look, act, wait."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Set
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from botocore.exceptions import BotoCoreError, ClientError

from common.failures import AwsFailure, Meaning, is_in_use, may_have_acted, meaning
from hook_handler import fold, refusals, repairs
from hook_handler.assessment import Assessment, Goal, Sight, assess
from hook_handler.config import Config
from hook_handler.execute import execute
from hook_handler.observe import checks_passed, observe, observe_members, poll
from hook_handler.pace import Pace
from hook_handler.plan import Without, held_vips
from hook_handler.progress import Progress
from hook_handler.retry import FIRST_WAIT, GROWTH, LONGEST_WAIT, Retrier
from hook_handler.slow_shutdown import SlowShutdowns
from hook_handler.steps import (
    CARRIES_NOTHING,
    NEEDS_CERTAINTY,
    NEEDS_MEMBERS,
    Attach,
    Call,
    CreateInterface,
    CreateSubnet,
    DeleteInterface,
    Detach,
    ForceDetach,
    Reboot,
)
from hook_handler.timing import Timing

if TYPE_CHECKING:
    from hook_handler.answers import Answer
    from hook_handler.clients import Clients
    from hook_handler.errors import TerminalError
    from hook_handler.world import Attachment, World

log = logging.getLogger(__name__)

# Seconds within which an observation's answers make one picture. A slower one may be torn: it shows
# the old subnet beside the new interface, and what another handler built looks misplaced.
ONE_PICTURE = 4.0
# Seconds that the group's reading may be old when the interface is attached: whoever begins to
# leave with nothing of ours is released within two, and would take along what it gets after that.
JUST_READ = 1.0
# Seconds of folding and polling after which all of the world is looked at again.
LONGEST_UNSEEN = 15.0
# How often one step may be refused by a changed world before a person is told.
REFUSALS = 10
# The same for a VIP that others wait for, which are whole: they are let into service without it.
REFUSALS_BESIDE_OTHERS = 6


Refusal = ClientError | BotoCoreError
WorthWaiting = Callable[[Assessment], bool]


def always(_: Assessment) -> bool:
    """Whatever comes of it."""
    return True


class Reconciler:
    """Brings the VIP, in one invocation, from where it is to where it should be.

    It is level-triggered: an event says when to look, never what to do. Say that a launch event
    arrives for an instance which died a second ago: the look shows its successor, so that one is
    elected and gets the VIP. An event that comes twice, late or out of order finds a world that
    asks for nothing; for one that never comes, the next audit looks.

    A call that AWS refuses because the world has changed is left to the next look. `RetryLater`
    ends the invocation when its time is up: Lambda's own retry goes on from what it finds then.
    `TerminalError` says that no repetition helps and a person has to act.

    leaving_since: when a leaver's hook opened, in seconds since the Unix epoch.
    """

    def __init__(
        self,
        config: Config,
        clients: Clients,
        retrier: Retrier,
        *,
        leaving_since: float | None = None,
    ) -> None:
        self.config = config
        self.clients = clients
        self.retrier = retrier
        self.progress = Progress()
        self.refused = False  # the last `advance` ended with a refusal: only a look tells why
        self._timing = Timing(config, leaving_since)
        self._slow_shutdowns = SlowShutdowns(config.end_slow_shutdown_after_seconds)
        self._refusals: Counter[Call] = Counter()
        self._pace = Pace()
        self._waits = 0

    def look(self, *, leaver: str | None = None) -> Assessment:
        """Observe, elect, plan. `leaver` is known to be leaving whatever Describe says.

        Raises TerminalError when AWS refuses for good to show the world.
        """
        return self._look(Sight(leaver=leaver))

    def look_for_the_end(self) -> Assessment:
        """Observe for a sweep: nobody shall hold the VIP."""
        return self._look(Sight(goal=Goal.DOWN))

    def look_for_the_removed(self) -> Assessment:
        """Observe for a change of the configuration: what it no longer has shall go."""
        return self._look(Sight(goal=Goal.TIDY))

    def advance(self, assessment: Assessment, worth_waiting: WorthWaiting = always) -> bool:
        """Make the calls that are due, and those that become due when they are accepted or when
        what the plan waits for has come, as far as that leads without another look.

        Waits only while it is `worth_waiting`. True: look again at once. False: nothing was to be
        done, or AWS refused something, so let some time go by first. Raises TerminalError for what
        waiting does not mend, after all else is done; but not for what carries no address, which is
        `given_up`, nor for one VIP of several, which is `blocked`.
        """
        passed = self.refused = False
        stuck: dict[Call, TerminalError] = {}
        while not self.out_of_time():
            assessment, calls = self._due(assessment, stuck.keys())
            if calls:
                assessment, refused = self._make(assessment, calls, stuck)
                if refused and not (worth_waiting(assessment) and self._lags(assessment, refused)):
                    passed, self.refused = False, True
                    break
                passed = True
            elif worth_waiting(assessment) and (waited := self._wait_for(assessment)):
                assessment = waited
                passed = True
            else:
                break
        if stuck and not self._without.vips:
            raise next(iter(stuck.values()))
        if passed:
            self._waits = 0
        return passed

    def wait(self) -> None:
        """Let some time go by: longer each time nothing happened, never the same twice."""
        delay = min(FIRST_WAIT * GROWTH**self._waits, LONGEST_WAIT)
        self._waits += 1
        self.clients.runtime.sleep(delay * (1 + self.clients.runtime.jitter() / 2))

    def may_release(self, assessment: Assessment, leaver: str) -> bool:
        """Whether nothing of ours hangs on the leaver that a handler could still take off.

        What even Force does not free comes off when the instance ends
        (docs/aws-behaviour.md#interfaces-of-an-ending-instance).
        """
        blocked = self._without.vips
        held = [
            each
            for each in assessment.world.held_by(leaver)
            if assessment.world.owner(each.attachment_id) not in blocked
        ]
        stuck = any(self._timing.gave_up(each.attachment_id, self.now()) for each in held)
        return stuck or not held

    def raise_blocked(
        self, assessment: Assessment, attachments: Iterable[Attachment] | None = None
    ) -> None:
        """Raise the obstacle of a VIP that is blocked: of one of `attachments`, or of any."""
        keys = set(self.progress.blocked)
        if attachments is not None:
            keys &= {str(assessment.world.owner(each.attachment_id)) for each in attachments}
        if keys:
            raise self.progress.blocked[min(keys)]

    def raise_zone_bound(self) -> None:
        """Raise the obstacle of a blocked VIP that an instance in another zone would get round."""
        for obstacle in self.progress.blocked.values():
            if obstacle.zone_bound:
                raise obstacle

    def owes_reboot(self, assessment: Assessment) -> bool:
        """Whether the plan comes to a reboot that everybody else leaves to this invocation."""
        return bool(assessment.plan) and self._timing.owes_reboot(self.now())

    def holds_up_others(self, assessment: Assessment) -> bool:
        """Whether AWS refused just now what keeps a newcomer with a whole VIP out of service."""
        return self.refused and not assessment.holder_in_service and self._some_whole(assessment)

    def is_coming_up(self, instance_id: str) -> bool:
        """Whether EC2 shows that the rebooted instance is on its way up, or did so until now.

        Waits for it, as long as the last look is good for: True says, look again. Worth a wait, but
        never a condition: no answer, no time and no news all mean False.
        """
        began = self.now()
        waited = False
        while self._shows_reboot(instance_id) and self.now() - began < LONGEST_UNSEEN:
            self.wait()
            waited = True
        return waited

    def out_of_time(self) -> bool:
        """Whether Lambda ends this invocation soon."""
        return self.retrier.out_of_time()

    def confirm(self, fact: Hashable) -> bool:
        """Whether two observations, some seconds apart, agree on `fact`. Remembers the first."""
        return self._timing.confirm(fact, self.now())

    def now(self) -> float:
        """Seconds since the Unix epoch."""
        return self.clients.runtime.now()

    def _shows_reboot(self, instance_id: str) -> bool:
        if self.out_of_time() or not self._timing.watches_reboot(self.now()):
            return False
        return checks_passed(instance_id, self.clients, self.retrier) is False

    def _look(self, sight: Sight) -> Assessment:
        self._timing.begin_look()
        began = self.now()
        world = self._read(lambda: observe(self.config, self.clients, self.retrier))
        if sight.goal is Goal.DOWN:
            world = world.with_unknown()
        sight = replace(sight, looked_at=began, members_at=began)
        found = assess(world, sight, self.config, self._without)
        agreed = self.confirm((found.holder, found.plan))
        one_picture = world.coherent and self.now() - began <= ONE_PICTURE
        return replace(found, consistent=agreed or one_picture)

    def _read(self, read: Callable[[], World]) -> World:
        try:
            return read()
        except AwsFailure as error:
            raise refusals.of_request(error) from error

    def _fold(
        self, assessment: Assessment, world: World, members_at: float | None = None
    ) -> Assessment:
        """The assessment of what the world has become since it was looked at."""
        since = assessment.sight
        seen = replace(since, folded=True, members_at=members_at or since.members_at)
        found = assess(world, seen, self.config, self._without)
        return replace(found, consistent=assessment.consistent)

    @property
    def _without(self) -> Without:
        """What is done without: never all VIPs, as there would be nothing left to do."""
        blocked = frozenset(self.progress.blocked)
        some_left = any(vip.key not in blocked for vip in self.config.vips)
        return Without(frozenset(self.progress.given_up), blocked if some_left else frozenset())

    def _due(self, assessment: Assessment, stuck: Set[Call]) -> tuple[Assessment, tuple[Call, ...]]:
        """The calls to be made now; who is in the group is asked again where that decides."""
        looked = not assessment.sight.folded
        calls = self._confirm_due(assessment, stuck, looked)
        age = self.now() - assessment.sight.members_at
        if any(age > _oldest_members(call) for call in calls):
            assessment = self._observe_members(assessment)
            calls = self._confirm_due(assessment, stuck, looked)
        return assessment, calls

    def _confirm_due(
        self, assessment: Assessment, stuck: Set[Call], looked: bool
    ) -> tuple[Call, ...]:
        if reboot := self._timing.exhausted(assessment.plan, self.now()):
            raise refusals.unfinished(reboot)
        calls = self._timing.confirm_due(assessment.plan, self.now(), looked=looked)
        if looked:
            calls += self._end_slow(assessment)
        uncertain = () if assessment.consistent else NEEDS_CERTAINTY
        return tuple(
            call for call in calls if call not in stuck and not isinstance(call, uncertain)
        )

    def _end_slow(self, assessment: Assessment) -> tuple[Call, ...]:
        """Once each: whom it does not end at once, another such call does not end sooner."""
        due = self._slow_shutdowns.due(assessment.world, assessment.plan, self.now())
        made = {*self.progress.done, *self.progress.given_up}
        return tuple(call for call in due if call not in made)

    def _observe_members(self, assessment: Assessment) -> Assessment:
        began = self.now()
        world = self._read(
            lambda: observe_members(assessment.world, self.config, self.clients, self.retrier)
        )
        found = self._fold(assessment, world, members_at=began)
        wanted = world.group is not None and not world.group.idle
        # While it was taken down somebody has come to need it: the sweep's next look says so.
        ending = found.sight.goal is Goal.DOWN
        return replace(found, plan=()) if ending and wanted else found

    def _make(
        self, assessment: Assessment, calls: tuple[Call, ...], stuck: dict[Call, TerminalError]
    ) -> tuple[Assessment, dict[Call, Refusal]]:
        """What the calls lead to, and those that were refused and another look may mend."""
        outcomes = self.clients.runtime.side_by_side([self._call(call) for call in calls])
        world, refused = assessment.world, dict[Call, Refusal]()
        changed: set[str | None] = set()
        for call, outcome in zip(calls, outcomes, strict=True):
            owner = _owner(call, assessment.world)
            if not isinstance(outcome, Refusal) or may_have_acted(outcome):
                changed.add(owner)
            if isinstance(outcome, Refusal):
                self._record_refusal(call, outcome)
                if self._is_passing(call, outcome, assessment, stuck):
                    refused[call] = outcome
            else:
                answer = cast("Answer", outcome)
                self._record_done(call, answer, owner)
                world = fold.accepted(world, call, answer, self.config, self.now())
        repairs.note(assessment, changed, self.config, self.clients)
        return self._fold(assessment, world), refused

    def _lags(self, assessment: Assessment, refused: dict[Call, Refusal]) -> bool:
        """Whether AWS is only behind itself: it refuses to delete an interface for some seconds
        after it came off (docs/aws-behaviour.md#deleting-an-interface). That is asked again like a
        poll: another look would show nothing else. Waits before it says so.
        """
        if any(not isinstance(call, DeleteInterface) for call in refused):
            return False
        in_use = all(is_in_use(error) for error in refused.values())
        lags = in_use and self._unseen(assessment) < LONGEST_UNSEEN
        if lags:
            self._pause()
            self._refusals.subtract(refused.keys())
        return lags

    def _wait_for(self, assessment: Assessment) -> Assessment | None:
        """The assessment some time later. None when all of the world has to be looked at again, or
        when the plan waits for nothing by name."""
        left = LONGEST_UNSEEN - self._unseen(assessment)
        if left <= 0:
            return None
        if assessment.awaited:
            return self._poll(assessment)
        if pause := self._timing.due_in(assessment.plan, self.now()):
            self.clients.runtime.sleep(min(pause, left))
            return self._fold(assessment, assessment.world)
        return None

    def _poll(self, assessment: Assessment) -> Assessment:
        """What has become of what the plan waits for, some time later."""
        self._pause()
        glimpse = poll(assessment.awaited, self.config, self.clients, self.retrier)
        if glimpse is None:  # a look asks again, and judges what lasts
            self._pace.slow_down()
            return assessment
        return self._fold(assessment, fold.seen(assessment.world, glimpse))

    def _pause(self) -> None:
        self.clients.runtime.sleep(self._pace.next(self.clients.runtime.jitter()))

    def _unseen(self, assessment: Assessment) -> float:
        """Seconds since all of the world was looked at."""
        return self.now() - assessment.sight.looked_at

    def _call(self, call: Call) -> Callable[[], object]:
        return lambda: execute(call, self.config, self.clients)

    def _record_refusal(self, call: Call, error: Refusal) -> None:
        log.info("refused", extra={"step": type(call).__name__, "error": str(error)})
        if isinstance(call, Reboot) and may_have_acted(error):
            self._timing.record_unclear(call, self.now())

    def _record_done(self, call: Call, answer: Answer, vip: str | None) -> None:
        log.info("done", extra={"step": type(call).__name__, "vip": vip, "call": str(call)})
        self.progress.done.append(call)
        if vip:
            self.progress.owners[call] = vip
        self._timing.record_done(call, answer, self.now())
        self._pace.reset()

    def _is_passing(
        self,
        call: Call,
        error: Refusal,
        assessment: Assessment,
        stuck: dict[Call, TerminalError],
    ) -> bool:
        """Whether another look may mend the refusal. What it does not is done without, or stuck."""
        match meaning(error):
            case Meaning.BUSY:
                return True
            case Meaning.CHANGED | Meaning.UNSURE:
                self._refusals[call] += 1
                if self._refusals[call] < self._limit(call, assessment):
                    return True
        world = assessment.world
        met = refusals.of_step(call, error, world, self.config, self.clients, self.retrier)
        if isinstance(call, CARRIES_NOTHING):
            self.progress.given_up[call] = met
            self.progress.record_obstacle(met)
        else:
            stuck[call] = met
            self._block(_owner(call, world), met)
        return False

    def _block(self, vip: str | None, met: TerminalError) -> None:
        """Go on without that VIP, if there is another one."""
        if vip:
            self.progress.blocked[vip] = met
        if self._without.vips:
            self.progress.record_obstacle(met)

    def _limit(self, call: Call, assessment: Assessment) -> float:
        if isinstance(call, Detach | ForceDetach):
            # EC2 refuses while the instance shuts down, and then frees the interface itself.
            return float("inf")
        new_subnet = isinstance(call, CreateSubnet)
        limit = self.config.subnet_creation_attempts if new_subnet else REFUSALS
        return min(limit, REFUSALS_BESIDE_OTHERS) if self._some_whole(assessment) else limit

    def _some_whole(self, assessment: Assessment) -> bool:
        """Whether there is a VIP that is wholly on the elected instance."""
        holder = assessment.holder
        return holder is not None and bool(held_vips(assessment.world, holder, self.config))


def _owner(call: Call, world: World) -> str | None:
    """The key of the VIP that the call is for."""
    if isinstance(call, CreateSubnet | CreateInterface):
        return call.vip
    ids = ("interface_id", "subnet_id", "attachment_id", "association_id")
    owners = (world.owner(getattr(call, name)) for name in ids if hasattr(call, name))
    return next((owner for owner in owners if owner), None)


def _oldest_members(call: Call) -> float:
    """Seconds that the reading of the group may be old when the call is made."""
    if isinstance(call, Attach):
        return JUST_READ
    return ONE_PICTURE if isinstance(call, NEEDS_MEMBERS) else float("inf")

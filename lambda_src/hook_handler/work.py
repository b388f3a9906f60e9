"""The convergence that all triggers share: look, act, wait."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from common.failures import AwsFailure, Meaning, code_of, may_have_acted, meaning
from hook_handler import plan
from hook_handler.config import Config
from hook_handler.elect import elect, may_take_down
from hook_handler.execute import execute
from hook_handler.observe import checks_passed, last_activity, observe
from hook_handler.obstacles import NotYet, Obstacle, obstacle, unanswerable, unfinished
from hook_handler.patience import Patience
from hook_handler.steps import (
    CARRIES_NOTHING,
    NEEDS_CERTAINTY,
    BeginReboot,
    Call,
    CreateSubnet,
    Detach,
    ForceDetach,
    MarkRebooted,
    Reboot,
    Wait,
)
from hook_handler.world import Member, World

if TYPE_CHECKING:
    from hook_handler.tools import Tools

log = logging.getLogger(__name__)
T = TypeVar("T")

# Seconds kept back at the end of an invocation, to extend or complete a hook and to leave.
MARGIN = 10.0
# Seconds between two looks: the first, how it grows, and where it ends. All VNFs of the
# account poll from one bucket (docs/aws-behaviour.md#ec2-request-rate).
FIRST_WAIT, GROWTH, LONGEST_WAIT = 1.0, 1.5, 5.0
# The longest pause when AWS refuses for want of tokens: EC2 refills a few a second for the account.
LONGEST_BACKOFF = 30.0
# Seconds within which an observation's answers make one picture. A slower one may be torn: it shows
# the old subnet beside the new interface, and what another handler built looks misplaced.
ONE_PICTURE = 4.0
# How often one step may be refused by a changed world before a person is told.
REFUSALS = 10
# How often a question is repeated whose refusal may be one of the moment.
DOUBTS = 4


@dataclass(frozen=True)
class Scene:
    """One look: the world, who should hold the VIP, and the way there."""

    world: World
    holder: Member | None
    plan: plan.Plan
    clear: bool = True  # one picture, or two that agree: certain enough for every step

    @property
    def settled(self) -> bool:
        """The VIP is wholly on the elected instance."""
        return self.holder is not None and not self.plan and self.clear

    def elects(self, instance_id: str) -> bool:
        """Whether that instance is the one that should hold the VIP."""
        return self.holder is not None and self.holder.instance_id == instance_id


class Work:
    """One invocation's convergence.

    `done` lists the calls that succeeded, in order; `given_up` what was refused for good and is
    done without; `obstacles` all that was met and did not stop it.
    """

    def __init__(
        self,
        config: Config,
        tools: Tools,
        *,
        leaving_since: float | None = None,
        hasty: bool = False,
    ) -> None:
        self.config = config
        self.hasty = hasty  # a busy AWS is not waited for: another run comes soon
        self.tools = tools
        self.patience = Patience(config, leaving_since)
        self.done: list[Call] = []
        self.obstacles: list[Obstacle] = []
        self.given_up: dict[Call, Obstacle] = {}
        self._refused: Counter[Call] = Counter()
        self._waits = 0

    def look(self, *, leaver: str | None = None) -> Scene:
        """Observe, elect, plan. `leaver` is known to be leaving whatever Describe says.

        Raises Obstacle when AWS refuses for good to show the world.
        """
        self.patience.next_look()
        began, world = self._observe()
        if leaver:
            world = world.with_leaver(leaver)
        holder = elect(world)
        way = self._way(world, holder)
        return Scene(world, holder, way, self._is_clear(world, began, (holder, way)))

    def look_for_the_end(self) -> Scene:
        """Observe for a sweep: nobody shall hold the VIP."""
        self.patience.next_look()
        _, world = self._observe()
        return Scene(world, None, plan.away(world))

    def act(self, scene: Scene) -> bool:
        """Make the calls that are due. True when all of them succeeded and there were any.

        Raises Obstacle for what waiting does not mend, unless it carries no address: that is
        `given_up`.
        """
        if stuck := self.patience.exhausted(scene.plan, self.now()):
            raise unfinished(stuck)
        calls = self.patience.due(scene.plan, self.now())
        if not scene.clear:
            calls = tuple(call for call in calls if not isinstance(call, NEEDS_CERTAINTY))
        if not calls:
            return False
        outcomes = self.tools.runtime.side_by_side([self._call(call) for call in calls])
        refusals = [
            (call, outcome)
            for call, outcome in zip(calls, outcomes, strict=True)
            if not self._succeeded(call, outcome)
        ]
        for call, outcome in refusals:
            self._weigh(call, outcome)
        if not refusals:
            self._waits = 0
        return not refusals

    def meet(self, obstacle: Obstacle) -> None:
        """Note an obstacle and go on."""
        log.error("obstacle", extra={"sentence": str(obstacle)})
        self.obstacles.append(obstacle)

    def holds_the_address(self, scene: Scene) -> bool:
        """Whether the VIP serves on the elected one; only the note of a reboot may be missing."""
        return scene.settled and all(
            isinstance(call, BeginReboot | MarkRebooted) for call in self.given_up
        )

    def wait(self) -> None:
        """Let some time go by: longer each time nothing happened, never the same twice."""
        delay = min(FIRST_WAIT * GROWTH**self._waits, LONGEST_WAIT)
        self._waits += 1
        self.tools.runtime.sleep(delay * (1 + self.tools.runtime.jitter() / 2))

    def can_let_go(self, scene: Scene, leaver: str) -> bool:
        """Whether nothing of ours hangs on the leaver that a handler could still take off.

        What even Force does not free comes off when the instance ends
        (docs/aws-behaviour.md#interfaces-of-an-ending-instance).
        """
        held = scene.world.held_by(leaver)
        stuck = any(self.patience.gave_up(each.attachment_id, self.now()) for each in held)
        return stuck or not held

    def out_of_time(self) -> bool:
        """Whether Lambda ends this invocation soon."""
        return self.tools.runtime.remaining() < MARGIN + LONGEST_WAIT * 1.5

    def certain(self, fact: Hashable) -> bool:
        """Whether two observations, some seconds apart, agree on `fact`."""
        return self.patience.certain(fact, self.now())

    def comes_up(self, instance_id: str) -> bool:
        """Whether EC2 shows that the instance, which we rebooted, is on its way up.

        Worth a wait, but never a condition: no answer, no time and no news all mean False.
        """
        if self.out_of_time() or not self.patience.watches_reboot(self.now()):
            return False
        try:
            return not checks_passed(instance_id, self.tools)
        except AwsFailure as error:
            log.info("status not told", extra={"error": code_of(error)})
            return False

    def gone_for(self) -> float:
        """Seconds since a group that is gone did anything; infinite when AWS does not tell."""
        try:
            last = last_activity(self.config, self.tools)
        except AwsFailure as error:
            log.warning("no activities", extra={"error": code_of(error)})
            last = None
        return float("inf") if last is None else self.now() - last

    def now(self) -> float:
        """Seconds since the Unix epoch."""
        return self.tools.runtime.now()

    def persist(self, call: Callable[[], T]) -> T:
        """The result of `call`, through throttling and outages as long as time allows.

        May run in several threads at once. Raises NotYet when time is up, and every other error;
        one that may pass by itself only when it does not.
        """
        refusals = 0
        while True:
            try:
                return call()
            except AwsFailure as error:
                worth_it = (Meaning.BUSY, *([Meaning.UNSURE] if refusals < DOUBTS else []))
                if meaning(error) not in worth_it:
                    raise
                if self.hasty or self.out_of_time():
                    raise NotYet(f"AWS does not answer: {error}") from error
                log.warning("AWS is busy", extra={"error": code_of(error)})
                self._back_off(refusals)
                refusals += 1

    @property
    def took_over(self) -> bool:
        """Whether this invocation took the VIP from another attachment."""
        return any(isinstance(call, Detach | ForceDetach) for call in self.done)

    def _back_off(self, refusals: int) -> None:
        """Leave AWS alone, longer each time and never as long as others do.

        Many VNFs of one account may be at it at once: if all came back at once, they would empty
        the buckets for each other again.
        """
        runtime = self.tools.runtime
        longest = min(FIRST_WAIT * 2**refusals, LONGEST_BACKOFF, runtime.remaining() - MARGIN)
        runtime.sleep(longest * (1 + runtime.jitter()) / 2)

    def _observe(self) -> tuple[float, World]:
        """When the observation began, and what it shows."""
        began = self.now()
        try:
            return began, observe(self.config, self.tools, self.persist)
        except ClientError as error:
            raise unanswerable(error) from error

    def _is_clear(self, world: World, began: float, picture: Hashable) -> bool:
        agreed = self.certain(picture)
        return agreed or (world.coherent and self.now() - began <= ONE_PICTURE)

    def _way(self, world: World, holder: Member | None) -> plan.Plan:
        if holder:
            return plan.towards(world, holder, self.config, self.given_up.keys())
        if may_take_down(world):
            return plan.away(world)
        return (Wait("nobody can hold the VIP"),)

    def _call(self, call: Call) -> Callable[[], object]:
        return lambda: execute(call, self.config, self.tools)

    def _succeeded(self, call: Call, outcome: object) -> bool:
        name = type(call).__name__
        if isinstance(outcome, ClientError | BotoCoreError):
            log.info("refused", extra={"step": name, "error": str(outcome)})
            if isinstance(call, Reboot) and may_have_acted(outcome):
                self.patience.unclear(call, self.now())
            return False
        log.info("done", extra={"step": name, "call": str(call)})
        self.done.append(call)
        self.patience.done(call, outcome if isinstance(outcome, str) else None, self.now())
        return True

    def _weigh(self, call: Call, outcome: object) -> None:
        assert isinstance(outcome, ClientError | BotoCoreError)
        match meaning(outcome):
            case Meaning.BUSY:
                return
            case Meaning.CHANGED | Meaning.UNSURE:
                self._refused[call] += 1
                if self._refused[call] < self._limit(call):
                    return
        met = obstacle(call, outcome, self.config, self.tools)
        if not isinstance(call, CARRIES_NOTHING):
            raise met from outcome
        self.given_up[call] = met
        self.meet(met)

    def _limit(self, call: Call) -> float:
        match call:
            case CreateSubnet():
                return self.config.subnet_creation_attempts
            case Detach() | ForceDetach():
                # EC2 refuses while the instance shuts down, and then frees the interface itself.
                return float("inf")
        return REFUSALS

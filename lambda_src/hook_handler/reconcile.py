"""The convergence that all triggers share: look, act, wait."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from common.failures import Meaning, may_have_acted, meaning
from hook_handler import refusals
from hook_handler.assessment import Assessment, plan_for
from hook_handler.config import Config
from hook_handler.elect import elect
from hook_handler.execute import execute
from hook_handler.observe import checks_passed, observe
from hook_handler.plan import away
from hook_handler.progress import Progress
from hook_handler.retry import FIRST_WAIT, GROWTH, LONGEST_WAIT, Retrier
from hook_handler.steps import (
    CARRIES_NOTHING,
    NEEDS_CERTAINTY,
    Call,
    CreateSubnet,
    Detach,
    ForceDetach,
    Reboot,
)
from hook_handler.timing import Timing

if TYPE_CHECKING:
    from hook_handler.clients import Clients
    from hook_handler.world import World

log = logging.getLogger(__name__)

# Seconds within which an observation's answers make one picture. A slower one may be torn: it shows
# the old subnet beside the new interface, and what another handler built looks misplaced.
ONE_PICTURE = 4.0
# How often one step may be refused by a changed world before a person is told.
REFUSALS = 10


class Reconciler:
    """Brings the VIP, in one invocation, from where it is to where it should be.

    It is level-triggered: an event says when to look, never what to do. Say that a launch event
    arrives for an instance which died a second ago: the look shows its successor, so that one is
    elected and gets the VIP. An event that comes twice, late or out of order finds a world that
    asks for nothing; for one that never comes, the audit looks every minute.

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
        self._timing = Timing(config, leaving_since)
        self._refused: Counter[Call] = Counter()
        self._waits = 0

    def look(self, *, leaver: str | None = None) -> Assessment:
        """Observe, elect, plan. `leaver` is known to be leaving whatever Describe says.

        Raises TerminalError when AWS refuses for good to show the world.
        """
        self._timing.begin_look()
        began, world = self._observe()
        if leaver:
            world = world.with_leaver(leaver)
        holder = elect(world)
        plan = plan_for(world, holder, self.config, self.progress.given_up.keys())
        consistent = self._confirm_picture(world, began, (holder, plan))
        return Assessment(world, holder, plan, consistent)

    def look_for_the_end(self) -> Assessment:
        """Observe for a sweep: nobody shall hold the VIP."""
        self._timing.begin_look()
        _, world = self._observe()
        return Assessment(world, None, away(world))

    def act(self, assessment: Assessment) -> bool:
        """Make the calls that are due. True when all of them succeeded and there were any.

        Raises TerminalError for what waiting does not mend, unless it carries no address: that is
        `given_up`.
        """
        if stuck := self._timing.exhausted(assessment.plan, self.now()):
            raise refusals.unfinished(stuck)
        calls = self._timing.confirm_due(assessment.plan, self.now())
        if not assessment.consistent:
            calls = tuple(call for call in calls if not isinstance(call, NEEDS_CERTAINTY))
        if not calls:
            return False
        outcomes = self.clients.runtime.side_by_side([self._call(call) for call in calls])
        refused = [
            (call, outcome)
            for call, outcome in zip(calls, outcomes, strict=True)
            if not self._record_outcome(call, outcome)
        ]
        for call, outcome in refused:
            self._handle_refusal(call, outcome)
        if not refused:
            self._waits = 0
        return not refused

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
        held = assessment.world.held_by(leaver)
        stuck = any(self._timing.gave_up(each.attachment_id, self.now()) for each in held)
        return stuck or not held

    def is_coming_up(self, instance_id: str) -> bool:
        """Whether EC2 shows that the instance, which we rebooted, is on its way up.

        Worth a wait, but never a condition: no answer, no time and no news all mean False.
        """
        if self.out_of_time() or not self._timing.watches_reboot(self.now()):
            return False
        return checks_passed(instance_id, self.clients, self.retrier) is False

    def out_of_time(self) -> bool:
        """Whether Lambda ends this invocation soon."""
        return self.retrier.out_of_time()

    def confirm(self, fact: Hashable) -> bool:
        """Whether two observations, some seconds apart, agree on `fact`. Remembers the first."""
        return self._timing.confirm(fact, self.now())

    def now(self) -> float:
        """Seconds since the Unix epoch."""
        return self.clients.runtime.now()

    def _observe(self) -> tuple[float, World]:
        """When the observation began, and what it shows."""
        began = self.now()
        try:
            return began, observe(self.config, self.clients, self.retrier)
        except ClientError as error:
            raise refusals.of_request(error) from error

    def _confirm_picture(self, world: World, began: float, picture: Hashable) -> bool:
        agreed = self.confirm(picture)
        return agreed or (world.coherent and self.now() - began <= ONE_PICTURE)

    def _call(self, call: Call) -> Callable[[], object]:
        return lambda: execute(call, self.config, self.clients)

    def _record_outcome(self, call: Call, outcome: object) -> bool:
        """Remember what came of the call. Whether it succeeded."""
        name = type(call).__name__
        if isinstance(outcome, ClientError | BotoCoreError):
            log.info("refused", extra={"step": name, "error": str(outcome)})
            if isinstance(call, Reboot) and may_have_acted(outcome):
                self._timing.record_unclear(call, self.now())
            return False
        log.info("done", extra={"step": name, "call": str(call)})
        self.progress.done.append(call)
        self._timing.record_done(call, outcome if isinstance(outcome, str) else None, self.now())
        return True

    def _handle_refusal(self, call: Call, outcome: object) -> None:
        """Leave it to the next look, do without, or raise TerminalError."""
        assert isinstance(outcome, ClientError | BotoCoreError)
        match meaning(outcome):
            case Meaning.BUSY:
                return
            case Meaning.CHANGED | Meaning.UNSURE:
                self._refused[call] += 1
                if self._refused[call] < self._limit(call):
                    return
        met = refusals.of_step(call, outcome, self.config, self.clients, self.retrier)
        if not isinstance(call, CARRIES_NOTHING):
            raise met from outcome
        self.progress.given_up[call] = met
        self.progress.record_obstacle(met)

    def _limit(self, call: Call) -> float:
        match call:
            case CreateSubnet():
                return self.config.subnet_creation_attempts
            case Detach() | ForceDetach():
                # EC2 refuses while the instance shuts down, and then frees the interface itself.
                return float("inf")
        return REFUSALS

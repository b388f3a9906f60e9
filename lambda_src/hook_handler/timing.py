"""What a plan leaves to time: when a step is due, and when one look is not enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

from hook_handler.answers import Answer
from hook_handler.config import Config
from hook_handler.plan import Plan
from hook_handler.steps import (
    Attach,
    AwaitDetach,
    BeginReboot,
    Begun,
    Call,
    Detach,
    ForceDetach,
    MarkRebooted,
    Reboot,
    Wait,
)

# Seconds between two observations that have to agree: Describe may be stale for a few
# (docs/aws-behaviour.md#ec2-eventual-consistency).
SECOND_LOOK = 3.0
# Seconds a guest is given to release the interface. A living one needs less
# (docs/aws-behaviour.md#detaching).
LIVING_GUEST = 30.0
# A guest that is going away is not worth the wait, and the dead slot Force may leave it is no loss.
LEAVING_GUEST = 10.0
# Seconds that a rebooted instance is given to show that it is up, while the hook still keeps it
# from being health-checked (docs/aws-behaviour.md#health-of-an-instance). Its grace period covers
# what takes longer.
REBOOT_SHOWS = 60.0
# Seconds beyond its delay after which a reboot is owed no more: what it was owed to is gone.
OVERDUE = 30.0
# How often a reboot is begun for one attachment, or asked for without a clear answer, before it is
# left to a person: whatever fails for good, an appliance is not rebooted without end.
MOST_REBOOTS = 3
# Seconds after Force until nobody waits any longer: ending the instance frees the interface.
AFTER_FORCE = 5.0


def becomes_due(plan: Plan) -> bool:
    """Whether waiting alone makes a call of `plan` due within one invocation."""
    return any(
        isinstance(step, AwaitDetach) or (isinstance(step, Detach) and step.doubtful)
        for step in plan
    )


class Timing:
    """The memory of one invocation. All times are seconds since the Unix epoch."""

    def __init__(self, config: Config, leaving_since: float | None = None) -> None:
        self._config = config
        self._leaving_since = leaving_since  # a detach found hanging may have begun then
        self._look = 0
        self._seen: dict[Hashable, tuple[float, int]] = {}  # fact: first seen, in which look last
        self._detached: dict[str, float] = {}
        self._forced: dict[str, float] = {}
        self._attached: dict[str, float] = {}  # when AWS accepted; it tells whole seconds only
        self._begun: set[tuple[str, Begun]] = set()  # attachment, and our note on it
        self._unclear: Counter[str] = Counter()  # reboots without a clear answer, by attachment
        self._rebooted: dict[str, float] = {}  # made, or at least asked for: when
        self._noted: set[str] = set()
        self._unmade: dict[str, float] = {}  # to be made by somebody else: when last seen so

    def begin_look(self) -> None:
        """A new observation begins: what it does not confirm has to begin anew."""
        self._look += 1

    def confirm(self, fact: Hashable, now: float) -> bool:
        """Whether `fact` has held in every look since one at least SECOND_LOOK ago.

        Remembers when it was seen first.
        """
        since, last = self._seen.get(fact, (now, self._look))
        if last < self._look - 1:
            since = now
        self._seen[fact] = (since, self._look)
        return now - since >= SECOND_LOOK

    def confirm_due(self, plan: Plan, now: float, *, looked: bool = True) -> tuple[Call, ...]:
        """The calls of `plan` that are to be made now.

        Remembers what another look has to confirm. A plan that no look of its own leads to
        confirms nothing.
        """
        due: list[Call] = []
        for step in plan:
            match step:
                case Wait():
                    continue
                case AwaitDetach():
                    if self._confirm_hanging(step, now):
                        due.append(ForceDetach(step.attachment_id))
                case Detach(doubtful=True):
                    if looked and self.confirm(step, now):
                        due.append(step)
                case Reboot():
                    due.extend(self._reboot(step, now))
                case _:
                    due.append(step)
        return tuple(due)

    def record_done(self, call: Call, answer: Answer, now: float) -> None:
        """Remember a call that succeeded, and what AWS answered."""
        match call:
            case Attach():
                self._attached[answer["AttachmentId"]] = now
            case Detach(attachment_id):
                self._detached[attachment_id] = now
            case ForceDetach(attachment_id):
                self._forced[attachment_id] = now
            case Reboot():
                self._rebooted[call.attachment_id] = now
            case MarkRebooted():  # made after all attachments, noted for the last of them
                self._noted.update((call.attachment_id, *self._attached))
            case BeginReboot():
                self._begun.add((call.attachment_id, call.begun))

    def record_unclear(self, reboot: Reboot, now: float) -> None:
        """Remember a reboot that AWS may have taken although it did not say so."""
        self._unclear[reboot.attachment_id] += 1
        if self._unclear[reboot.attachment_id] >= MOST_REBOOTS:
            self._rebooted[reboot.attachment_id] = now

    def exhausted(self, plan: Plan, now: float) -> Reboot | None:
        """The reboot of `plan` that was begun as often as it may be, and that nobody finished."""
        reboots = (step for step in plan if isinstance(step, Reboot))
        return next((step for step in reboots if self._is_exhausted(step, now)), None)

    def owes_reboot(self, now: float) -> bool:
        """Whether this invocation attached an interface and has not noted the reboot for it.

        By memory, not by the world: a look may be older than the attachment
        (docs/aws-behaviour.md#ec2-eventual-consistency).
        """
        longest = self._config.reboot_delay_seconds + OVERDUE
        return self._config.reboot_after_attach and any(
            attachment_id not in self._noted and now - since < longest
            for attachment_id, since in self._attached.items()
        )

    def watches_reboot(self, now: float) -> bool:
        """Whether an instance was rebooted in this invocation, by whomever, and may still be
        coming up."""
        made = (*self._rebooted.values(), *self._unmade.values())
        return any(now - since < REBOOT_SHOWS for since in made)

    def due_in(self, plan: Plan, now: float) -> float:
        """Seconds until a reboot of `plan` is due that is left to this invocation; 0 if none is."""
        waits = [
            self._attached[step.attachment_id] + self._config.reboot_delay_seconds - now
            for step in plan
            if isinstance(step, Reboot) and step.attachment_id in self._attached
        ]
        return max(0.0, min(waits, default=0.0))

    def gave_up(self, attachment_id: str, now: float) -> bool:
        """Whether even the forced detach hangs."""
        forced = self._forced.get(attachment_id)
        return forced is not None and now - forced >= AFTER_FORCE

    def _confirm_hanging(self, step: AwaitDetach, now: float) -> bool:
        if step.attachment_id in self._forced:
            return False  # once only: docs/aws-behaviour.md#forced-detach
        begun = self._leaving_since if self._leaving_since is not None else now
        since = self._detached.setdefault(step.attachment_id, begun)
        limit = LEAVING_GUEST if step.instance_goes_away else LIVING_GUEST
        return now - since >= limit

    def _reboot(self, step: Reboot, now: float) -> tuple[Call, ...]:
        """At least once, and never twice unless the handler that attached died in between.

        The handler whose Attach succeeded reboots. Another one takes over only when that handler
        cannot be alive any more, and only after it has put a note of its own on the interface: a
        reboot that can never be noted would otherwise be repeated by every audit.
        """
        if step.attachment_id in self._rebooted:
            return (MarkRebooted(step.interface_id, step.attachment_id),)
        if step.attachment_id in self._attached:
            return () if self.due_in((step,), now) else (step,)
        self._unmade[step.attachment_id] = now
        if step.begun and (step.attachment_id, step.begun) in self._begun:
            return (step,)
        if not self._is_free(step, now) or self._is_exhausted(step, now):
            return ()
        ordinal = step.begun.ordinal + 1 if step.begun else 1
        note = Begun(ordinal, float(int(now)))  # the note has whole seconds
        return (BeginReboot(step.interface_id, step.attachment_id, note),)

    def _is_free(self, step: Reboot, now: float) -> bool:
        """Whether nobody else can be about to reboot it."""
        timeout = self._config.function_timeout_seconds
        if step.begun:
            return now - step.begun.at >= timeout
        return now - step.attached_at >= max(timeout, self._config.reboot_delay_seconds)

    def _is_exhausted(self, step: Reboot, now: float) -> bool:
        begun = step.begun
        return (
            begun is not None
            and begun.ordinal >= MOST_REBOOTS
            and now - begun.at >= self._config.function_timeout_seconds
        )

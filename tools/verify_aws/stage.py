"""What a drill plays on: the deployment, watched, and the answers it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tools.verify_aws import activities
from tools.verify_aws.activities import Activity
from tools.verify_aws.answers import Answers
from tools.verify_aws.aws import Aws
from tools.verify_aws.clock import Clock
from tools.verify_aws.moments import Moment, between, first
from tools.verify_aws.watch import Look, TookTooLongError, Watch

ENDED = ("terminated", None)  # None: not listed any more


@dataclass(frozen=True)
class Episode:
    """One drill, as the questions to the log need it."""

    name: str
    began: float
    ended: float
    old: str | None
    new: str


@dataclass
class Stage:
    aws: Aws
    clock: Clock
    watch: Watch
    answers: Answers
    outputs: Mapping[str, Any]
    episodes: list[Episode] = field(default_factory=list)

    @property
    def group(self) -> str:
        return str(self.outputs["group_name"])

    def holder(self) -> str:
        """The instance that serves now. Raises TookTooLongError if none does."""
        holder = self.watch.look().holder
        if holder is None:
            raise TookTooLongError("no instance serves")
        return holder

    def attachment(self) -> str:
        """Id of the VIP's present attachment. Raises TookTooLongError if there is none."""
        interface = self.watch.look().interface
        if interface is None or interface.attachment_id is None:
            raise TookTooLongError("the VIP's interface is not attached")
        return interface.attachment_id

    def healed(self, name: str, asked: Moment, old: str | None) -> Sequence[Look]:
        """Wait until another instance than `old` serves and `old` has ended.

        Returns the looks since `asked`, with what they tell of the newcomer among the answers.
        """

        def whole(look: Look) -> bool:
            return look.holder not in (None, old) and self._has_ended(look, old)

        new = str(self.watch.until(name, whole).holder)
        looks = self.watch.since(asked.after)
        self._tell_of(new, looks)
        self.finish(name, asked, old, new, looks)
        return looks

    def finish(
        self, name: str, asked: Moment, old: str | None, new: str, looks: Sequence[Look]
    ) -> None:
        """The VIP serves again on `new`."""
        serves = first(looks, lambda look: look.holder == new and look.began >= asked.by)
        if serves is not None:
            self.answers.named("heal", name, between(asked, serves).rounded())
        self.episodes.append(Episode(name, asked.after, self.clock.now(), old, new))

    def noticed(self, asked: Moment, old: str) -> None:
        """When Auto Scaling began to act on an instance that ended."""
        activity = activities.one(self.activities(asked), "terminate", old)
        if activity is not None:
            self.answers.lasted("notice", asked, Moment(activity.began, activity.began))

    def activities(self, asked: Moment) -> list[Activity]:
        return activities.recent(self.aws, self.group, asked.after)

    def _tell_of(self, new: str, looks: Sequence[Look]) -> None:
        self.answers.lasted(
            "instance_pending",
            first(looks, lambda look: new in look.instances),
            first(looks, lambda look: look.instances.get(new) == "running"),
        )
        self.answers.lasted(
            "attach",
            first(looks, lambda look: look.holds(new)),
            first(looks, lambda look: look.holds(new) and _attached(look)),
        )

    @staticmethod
    def _has_ended(look: Look, old: str | None) -> bool:
        return old is None or look.instances.get(old) in ENDED


def _attached(look: Look) -> bool:
    return look.interface is not None and look.interface.attachment_status == "attached"

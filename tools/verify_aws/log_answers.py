"""What only the handler's log can tell, for all drills at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tools.verify_aws import handler_log
from tools.verify_aws.handler_log import Line
from tools.verify_aws.moments import Moment, first
from tools.verify_aws.stage import Episode, Stage
from tools.verify_aws.watch import Look

WAITS = {"launch": "Pending:Wait", "terminate": "Terminating:Wait"}
OUTSIDE = "instance terminated in EC2"
ALONE = "instance terminated, nobody looks"


def answer(stage: Stage, lines: Sequence[Line]) -> None:
    for episode in stage.episodes:
        order = handler_log.triggers(lines, episode.began, episode.ended)
        stage.answers.named("order_of_events", episode.name, order)
        for kind, waits in _waits(stage, episode):
            heard = handler_log.first_trigger(lines, kind, waits.after)
            if heard is not None and heard <= episode.ended:
                stage.answers.lasted("event_to_handler", waits, Moment(heard, heard))
    _terminate_hook(stage, lines)
    _handler_kept_off(stage, lines)


def _waits(stage: Stage, episode: Episode) -> Iterator[tuple[str, Moment]]:
    """When an instance of the drill began to wait at a hook, as far as a look saw it."""
    looks = [look for look in stage.watch.since(episode.began) if look.began <= episode.ended]
    for kind, instance in (("launch", episode.new), ("terminate", episode.old)):
        waits = first(looks, _at_the_hook(instance, WAITS[kind]))
        if waits is not None:
            yield kind, waits


def _at_the_hook(instance: str | None, state: str) -> Callable[[Look], bool]:
    return lambda look: instance is not None and look.members.get(instance) == state


def _terminate_hook(stage: Stage, lines: Sequence[Line]) -> None:
    hook = stage.outputs["terminate_hook_name"]
    for episode in stage.episodes:
        if episode.name == OUTSIDE and episode.old:
            fired = handler_log.answered(lines, episode.old, hook)
            stage.answers.found("terminate_hook_outside", fired)


def _handler_kept_off(stage: Stage, lines: Sequence[Line]) -> None:
    """The interface was left alone only if the handler did not detach it."""
    freed = stage.answers.all["freed_while_shutting_down"]
    for episode in stage.episodes:
        if episode.name == ALONE and handler_log.detached(lines, episode.began, episode.ended):
            freed.evidence |= {"not answered": "the handler detached it", "seen": freed.observed}
            freed.observed = None


def status_follows(looks: Sequence[Look]) -> bool | None:
    """Whether the interface's own status says attaching and detaching; None: no look saw one."""
    passing = [
        look.interface.status
        for look in looks
        if look.interface and look.interface.attachment_status in ("attaching", "detaching")
    ]
    return any(status in ("attaching", "detaching") for status in passing) if passing else None

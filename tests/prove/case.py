"""One history to play: all that tells it from another, in one line that replays it."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Case:
    """Everything is plain data, so that a case can be written down and played again."""

    path: str  # of `stage.PATHS`
    seed: int = 1
    brisk: bool = True  # short latencies: fewer polls, so more histories in the same time
    switches: dict[str, Any] = field(default_factory=dict)  # of the lab
    strikes: tuple[tuple[str, int], ...] = ()  # kind, and which call of the handlers since then
    events: dict[str, str] = field(default_factory=dict)  # kind of event: "late 70", "missing", …
    # Roles of the handlers that share a baton, and how many calls each turn lasts.
    baton: tuple[str, ...] = ()
    turns: tuple[int, ...] = ()
    world: tuple[tuple[str, float], ...] = ()  # what happens to the world, seconds after the start
    stutter: float = 0.0  # chance that a call has to wait for up to STUTTER_SECONDS

    @property
    def line(self) -> str:
        """The command that plays exactly this case."""
        return f"python -m tests.prove --replay {shlex.quote(json.dumps(self.as_json()))}"

    def as_json(self) -> dict[str, Any]:
        """Only what differs from the default."""
        usual = asdict(Case(self.path))
        return {
            name: value
            for name, value in asdict(self).items()
            if name == "path" or value != usual[name]
        }


def from_json(text: str) -> Case:
    """The case of a replay line; ValueError names what is unknown."""
    given = json.loads(text)
    unknown = given.keys() - {each.name for each in fields(Case)}
    if unknown:
        raise ValueError(f"a case has no {', '.join(sorted(unknown))}")
    for name in ("strikes", "world"):
        given[name] = tuple((str(a), b) for a, b in given.get(name, ()))
    for name in ("baton", "turns"):
        given[name] = tuple(given.get(name, ()))
    return Case(**given)


@dataclass(frozen=True)
class Outcome:
    """What came of a case. Times are virtual seconds."""

    case: Case
    wrong: str = ""  # the first thing that did not hold; empty when all did
    seconds: float = 0.0  # from the trigger to the healed world
    calls: int = 0  # AWS calls of the handlers in that time
    launches: int = 0  # instances that it took
    by_audit: bool = False  # the audit, not the event's handler, answered the last launch
    actions: tuple[str, ...] = ()  # the calls, in order (calm runs only)
    handlers: tuple[tuple[str, ...], ...] = ()  # the calls of each handler with the baton
    hook_seconds: float = 0.0  # the longest time a terminate hook waited
    asked: tuple[str, ...] = ()  # the switches of the lab that were read

    @property
    def ok(self) -> bool:
        return not self.wrong

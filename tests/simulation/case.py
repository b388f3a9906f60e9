"""One case: a scenario, its disturbances, and the line that replays it."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Case:
    """Everything is plain data, so that a case can be written down and run again."""

    scenario: str  # of `scenarios.SCENARIOS`
    seed: int = 1
    fast: bool = True  # short latencies: fewer polls, so more cases in the same time
    switches: dict[str, Any] = field(default_factory=dict)  # of the lab
    # Kind, and which call of the handlers since the trigger.
    call_faults: tuple[tuple[str, int], ...] = ()
    # Kind of event, and what happens to it: "late 70", "missing", …
    event_faults: dict[str, str] = field(default_factory=dict)
    # Roles of the handlers that the scheduler interleaves, and how many calls each turn lasts.
    handlers: tuple[str, ...] = ()
    turns: tuple[int, ...] = ()
    # Kind, and seconds after the trigger.
    environment_faults: tuple[tuple[str, float], ...] = ()
    pause_probability: float = 0.0  # that a call has to wait for up to PAUSE_SECONDS

    @property
    def line(self) -> str:
        """The command that replays exactly this case."""
        return f"python -m tests.simulation --replay {shlex.quote(json.dumps(self.as_json()))}"

    @property
    def disturbed(self) -> bool:
        """Whether anything but the scenario itself happens; a flipped switch is no disturbance."""
        return bool(
            self.call_faults
            or self.event_faults
            or self.handlers
            or self.environment_faults
            or self.pause_probability
        )

    def as_json(self) -> dict[str, Any]:
        """Only what differs from the default."""
        usual = asdict(Case(self.scenario))
        return {
            name: value
            for name, value in asdict(self).items()
            if name == "scenario" or value != usual[name]
        }


def from_json(text: str) -> Case:
    """The case of a replay line; ValueError names what is unknown."""
    given = json.loads(text)
    unknown = given.keys() - {each.name for each in fields(Case)}
    if unknown:
        raise ValueError(f"a case has no {', '.join(sorted(unknown))}")
    for name in ("call_faults", "environment_faults"):
        given[name] = tuple((str(a), b) for a, b in given.get(name, ()))
    for name in ("handlers", "turns"):
        given[name] = tuple(given.get(name, ()))
    return Case(**given)


@dataclass(frozen=True)
class Outcome:
    """What came of a case. Times are virtual seconds."""

    case: Case
    failure: str = ""  # the first thing that did not hold; empty when all did
    seconds: float = 0.0  # from the trigger to the healed world
    calls: int = 0  # AWS calls of the handlers in that time
    launches: int = 0  # instances that it took
    by_audit: bool = False  # the audit, not the event's handler, answered the last launch
    actions: tuple[str, ...] = ()  # the calls, in order
    handler_calls: tuple[tuple[str, ...], ...] = ()  # the calls of each scheduled handler
    hook_seconds: float = 0.0  # the longest time a terminate hook waited
    switches_used: tuple[str, ...] = ()  # the switches of the lab that were read

    @property
    def ok(self) -> bool:
        return not self.failure

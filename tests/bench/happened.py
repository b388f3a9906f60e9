"""What happened to a deployment since a moment: its handler's calls, and the lab's timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lab.pipeline.call_log import Call
from lab.timeline import Entry
from tests.support.deployment import Deployment
from tests.support.event_shapes import ACTIONS

NEVER = float("inf")


class Happened:
    """All times are the lab's."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self.began = deployment.lab.clock.now()
        self._first_call = len(deployment.lab.call_log.calls)
        self._first_entry = len(deployment.lab.timeline.entries)

    @property
    def calls(self) -> list[Call]:
        """Those of the handler that are answered, in order of their beginning."""
        made = self.deployment.lab.call_log.of(kind="lambda", after=self._first_call)
        return [call for call in made if call.finished_at is not None]

    def accepted(self, action: str, **params: object) -> list[Call]:
        """Calls with these parameters that AWS did what they say."""
        return [
            call
            for call in self.calls
            if (call.action, call.error) == (action, None) and params.items() <= call.params.items()
        ]

    def entry(self, pattern: str, since: float = 0.0) -> Entry | None:
        """The first entry whose words match `pattern` wholly."""
        return next(self._entries(pattern, since), None)

    def moment(self, pattern: str, since: float = 0.0) -> float:
        """When that was; NEVER if it was not."""
        found = self.entry(pattern, since)
        return found.at if found else NEVER

    def told(self, hook: str) -> float:
        """When a handler at work on the event of a "launch" or "terminate" hook made its first
        call. Of an event that came to nobody: when the hook began."""
        woken = {
            str(each.detail["request_id"])
            for each in self._entries("runs", 0.0)
            if each.detail["event"].get("detail-type") == ACTIONS[hook]
        }
        first = (call.at for call in self.calls if call.caller.request_id in woken)
        return next(first, self.moment(f"starts hook {self.deployment.name}-{hook}"))

    def _entries(self, pattern: str, since: float) -> Iterator[Entry]:
        for entry in self.deployment.lab.timeline.entries[self._first_entry :]:
            if entry.at >= since and re.fullmatch(pattern, entry.what):
                yield entry

"""How an invocation ends before its goal: for a person to act, or to be tried again."""

from __future__ import annotations


class TerminalError(Exception):
    """An obstacle that waiting does not mend. Its text says what to do."""

    def __init__(self, sentence: str, zone_bound: bool = False) -> None:
        super().__init__(sentence)
        self.zone_bound = zone_bound  # an instance in another zone would get round it


class RetryLater(Exception):  # noqa: N818 - no error: a request to come back
    """Time is up before the goal is reached. Raised so that Lambda's own retry goes on."""

"""How often AWS is asked again, and how long it is left alone in between."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from common.failures import AwsFailure, Meaning, code_of, meaning
from hook_handler.errors import RetryLater

if TYPE_CHECKING:
    from common.runtime import Runtime

log = logging.getLogger(__name__)
T = TypeVar("T")

# Seconds kept back at the end of an invocation, to extend or complete a hook and to leave.
MARGIN = 10.0
# Seconds between two looks: the first, how it grows, and where it ends. All VNFs of the
# account poll from one bucket (docs/aws-behaviour.md#ec2-request-rate).
FIRST_WAIT, GROWTH, LONGEST_WAIT = 1.0, 1.5, 5.0
# The longest pause while the bucket is empty: EC2 refills it by a few a second for the account.
LONGEST_BACKOFF = 30.0
# How often a question is repeated whose refusal may be one of the moment.
DOUBTS = 4


class Retrier:
    """Makes the calls to AWS that may be repeated, as long as the invocation's time allows.

    fail_fast: a busy AWS is not waited for: another run comes soon.
    """

    def __init__(self, runtime: Runtime, *, fail_fast: bool = False) -> None:
        self._runtime = runtime
        self._fail_fast = fail_fast

    def call(self, call: Callable[[], T]) -> T:
        """The result of `call`, through throttling and outages as long as time allows.

        May run in several threads at once. Raises RetryLater when time is up, and every other
        error; one that may pass by itself only when it does not.
        """
        refusals = 0
        while True:
            try:
                return call()
            except AwsFailure as error:
                worth_it = (Meaning.BUSY, *([Meaning.UNSURE] if refusals < DOUBTS else []))
                if meaning(error) not in worth_it:
                    raise
                if self._fail_fast or self.out_of_time():
                    raise RetryLater(f"AWS does not answer: {error}") from error
                log.warning("AWS is busy", extra={"error": code_of(error)})
                self._back_off(refusals)
                refusals += 1

    def once(self, call: Callable[[], T]) -> T | None:
        """The result of `call`, or None when AWS gives none: for what nothing depends on.

        Tried once, so that it neither delays what matters nor takes tokens from it.
        """
        try:
            return call()
        except AwsFailure as error:
            log.warning("AWS does not tell", extra={"error": str(error)})
            return None

    def out_of_time(self) -> bool:
        """Whether Lambda ends this invocation soon."""
        return self._runtime.remaining() < MARGIN + LONGEST_WAIT * 1.5

    def _back_off(self, refusals: int) -> None:
        """Leave AWS alone, longer each time and never as long as others do.

        Many VNFs of one account may be at it at once: if all came back at once, they would empty
        the buckets for each other again.
        """
        runtime = self._runtime
        longest = min(FIRST_WAIT * 2**refusals, LONGEST_BACKOFF, runtime.remaining() - MARGIN)
        runtime.sleep(longest * (1 + runtime.jitter()) / 2)

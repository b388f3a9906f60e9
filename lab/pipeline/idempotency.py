"""The same call again gives the first answer again: by client token, and by the SDK's own count.

Client tokens are EC2's. botocore fills them in by itself, so an SDK retry after a
lost answer depends on them.

docs/aws-behaviour.md#client-tokens
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lab.errors import AwsError
from lab.pipeline.call_log import Call

Answer = tuple[int, dict[str, Any], Any]  # status, headers, body


@dataclass
class Idempotency:
    """Answers by token. Callers hold the lab's lock."""

    _answers: dict[tuple[str, str, str], tuple[dict[str, Any], Answer]] = field(
        default_factory=dict
    )

    def recall(self, call: Call) -> Answer | None:
        """The answer given before; IdempotentParameterMismatch if the parameters changed."""
        known = self._answers.get(_key(call)) if _token(call) else None
        if known is None:
            return None
        params, (status, headers, body) = known
        if params != call.params:
            raise AwsError(
                "IdempotentParameterMismatch",
                "The client token you have provided is already in use with different parameters.",
            )
        return status, dict(headers), body

    def remember(self, call: Call, answer: Answer) -> None:
        """Only what succeeded is repeated: a failed call may be tried again with its token."""
        if _token(call) and answer[0] < 300:
            self._answers[_key(call)] = call.params, answer


@dataclass
class Repeats:
    """Answers by the id that an SDK gives a call and all its retries. Callers hold the lab's lock.

    For the operator's tools only, and not as AWS does it. On a busy machine the provider sends,
    about once in 20,000 calls, one again that was answered: what it created "exists already" then.
    What a fault of the lab's cut off is forgotten: such a retry meets the effect, as on AWS.
    """

    _answers: dict[str, Answer] = field(default_factory=dict)

    def recall(self, invocation: str | None) -> Answer | None:
        """The answer given before."""
        known = self._answers.get(invocation) if invocation else None
        return None if known is None else (known[0], dict(known[1]), known[2])

    def remember(self, invocation: str | None, answer: Answer) -> None:
        if invocation and answer[0] < 300:
            self._answers[invocation] = answer

    def forget(self, invocation: str | None) -> None:
        if invocation:
            self._answers.pop(invocation, None)


def _token(call: Call) -> str | None:
    return call.params.get("ClientToken") if call.service == "ec2" else None


def _key(call: Call) -> tuple[str, str, str]:
    return call.region, call.action, str(_token(call))

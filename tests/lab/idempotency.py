"""Client tokens of EC2: the same token and parameters give the first answer again (contract 3.0).

botocore fills the token in by itself, so an SDK retry after a lost answer depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.lab.errors import AwsError
from tests.lab.record import Call

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


def _token(call: Call) -> str | None:
    return call.params.get("ClientToken") if call.service == "ec2" else None


def _key(call: Call) -> tuple[str, str, str]:
    return call.region, call.action, str(_token(call))

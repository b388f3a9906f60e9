"""What a method of moto's response classes has answered."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult


def members(answer: ActionResult) -> dict[str, Any]:
    """The members of the answer, by their names in AWS's API."""
    assert isinstance(answer.result, dict)
    return answer.result

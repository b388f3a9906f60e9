"""A refusal that IAM remembers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Denied:
    """A check that was not allowed, and the sentence IAM gives for it."""

    at: float  # lab time
    role_arn: str  # or the principal of an AWS service: "events.amazonaws.com"
    action: str
    resource: str
    reason: str

"""The function's configuration, as Terraform wrote it into its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from common.environment import BadEnvironmentError, text, whole_number
from prober.checks import Check, decode

_INTERVALS = range(5, 31)  # seconds


@dataclass(frozen=True)
class Config:
    """What is probed, how often, and whose metrics these are.

    A field has the name of its environment variable, and that has the name of Terraform's.
    """

    service_checks: tuple[Check, ...]
    service_check_interval_seconds: int
    metrics_namespace: str
    owner_tag_value: str


def from_environment(environment: Mapping[str, str]) -> Config:
    """Read the configuration; BadEnvironmentError names the first variable that is wrong."""
    return Config(
        service_checks=decode(text(environment, "SERVICE_CHECKS")),
        service_check_interval_seconds=_interval(environment, "SERVICE_CHECK_INTERVAL_SECONDS"),
        metrics_namespace=text(environment, "METRICS_NAMESPACE"),
        owner_tag_value=text(environment, "OWNER_TAG_VALUE"),
    )


def _interval(environment: Mapping[str, str], name: str) -> int:
    seconds = whole_number(environment, name)
    if seconds not in _INTERVALS:
        lowest, highest = _INTERVALS[0], _INTERVALS[-1]
        raise BadEnvironmentError(f'{name} is "{seconds}" and has to be {lowest} to {highest}.')
    return seconds

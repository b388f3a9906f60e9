"""Reading the function's environment: every value that Terraform sets is required."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any


class BadEnvironmentError(Exception):
    """A variable of the function's environment is missing or cannot be understood."""


def text(environment: Mapping[str, str], name: str) -> str:
    """The value of `name`; BadEnvironmentError when it is missing or empty."""
    value = environment.get(name, "")
    if not value:
        raise BadEnvironmentError(f"{name} is not set. Terraform sets it: apply the module again.")
    return value


def unpacked(value: str) -> Any:
    """What Terraform's base64gzip(jsonencode(…)) packed, as Lambda's 4 KB take it compressed only.

    Raises ValueError for anything else.
    """
    try:
        return json.loads(gzip.decompress(base64.b64decode(value)))
    except (OSError, EOFError, RecursionError, zlib.error) as error:
        raise ValueError(repr(error)) from error


def listed(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The values of `name`, with commas between them; "none" for none."""
    value = text(environment, name)
    return () if value == "none" else tuple(value.split(","))


def whole_number(environment: Mapping[str, str], name: str) -> int:
    """The value of `name` as a whole number that is not negative."""
    value = text(environment, name)
    if not value.isdecimal():
        raise BadEnvironmentError(f'{name} is "{value}" and has to be a whole number.')
    return int(value)


def moment(environment: Mapping[str, str], name: str) -> float:
    """The value of `name`, an RFC 3339 time, in seconds since the Unix epoch."""
    value = text(environment, name)
    try:
        found: datetime | None = datetime.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadEnvironmentError(
            f'{name} is "{value}" and has to be a time like 2026-01-31T08:00:00Z.'
        )
    return found.timestamp()


def one_of(environment: Mapping[str, str], name: str, choices: Collection[str]) -> str:
    """The value of `name`, which has to be among `choices`."""
    value = text(environment, name)
    if value not in choices:
        raise BadEnvironmentError(f'{name} is "{value}" and has to be one of {", ".join(choices)}.')
    return value


def flag(environment: Mapping[str, str], name: str) -> bool:
    """The value of `name`, "true" or "false"."""
    value = text(environment, name)
    if value not in ("true", "false"):
        raise BadEnvironmentError(f'{name} is "{value}" and has to be "true" or "false".')
    return value == "true"

"""Event patterns AWS refuses at PutRule; moto would let an unknown filter match everything.

docs/aws-behaviour.md#event-patterns
"""

from __future__ import annotations

import json
from typing import Any

from moto.events.exceptions import InvalidEventPatternException

from lab.errors import AwsError

FILTERS = {
    "anything-but",
    "cidr",
    "equals-ignore-case",
    "exists",
    "numeric",
    "prefix",
    "suffix",
    "wildcard",
}


def check(pattern: str, quota: int) -> None:
    """Raises InvalidEventPatternException, or LimitExceededException beyond the account's quota.

    What is no JSON is left to moto, which refuses it.
    """
    if len(pattern) > quota:
        raise AwsError(
            "LimitExceededException",
            f"The event pattern has {len(pattern)} characters; the quota is {quota}.",
        )
    try:
        _check_node(json.loads(pattern))
    except json.JSONDecodeError:
        return


def differs(pattern: Any, event: Any) -> bool:
    """Whether a plain string of the event is none that the pattern lists: then it cannot match.

    For an account with hundreds of rules: moto copies and flattens the event for each of them.
    """
    for key, wanted in pattern.items():
        found = event.get(key)
        if isinstance(wanted, dict):
            if isinstance(found, dict) and differs(wanted, found):
                return True
        elif isinstance(found, str) and found not in wanted and _are_plain(wanted):
            return True
    return False


def _are_plain(wanted: list[Any]) -> bool:
    return all(isinstance(each, str) for each in wanted)


def _check_node(node: Any) -> None:
    if node == {}:
        raise InvalidEventPatternException(reason="Empty objects are not allowed")
    for key, value in node.items() if isinstance(node, dict) else ():
        if isinstance(value, dict):
            _check_node(value)
        elif isinstance(value, list):
            for each in value:
                _check_node(each) if key == "$or" else _check_filter(each)


def _check_filter(value: Any) -> None:
    if isinstance(value, dict) and not set(value) <= FILTERS:
        unknown = ", ".join(sorted(set(value) - FILTERS))
        raise InvalidEventPatternException(reason=f"Unrecognized match type {unknown}")

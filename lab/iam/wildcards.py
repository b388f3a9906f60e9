"""Patterns of policy elements: ``*``, ``?`` and ``${policy variables}``."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

# A context holds the values of condition keys; keys are kept in lower case, IAM ignores their case.
Context = Mapping[str, str | list[str]]

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_SPECIAL = frozenset("*?$")
_ARN_PARTS = 6


class UnknownVariable(Exception):
    """A policy variable has no value in the request: the statement cannot match."""


def matches(pattern: str, value: str, context: Context, *, ignore_case: bool = False) -> bool:
    """Whether ``value`` matches ``pattern`` after its variables are replaced."""
    if _SPECIAL.isdisjoint(pattern):  # most patterns say one thing, and are asked at every call
        return pattern.lower() == value.lower() if ignore_case else pattern == value
    try:
        return bool(_regex(_expand(pattern, context), ignore_case).fullmatch(value))
    except UnknownVariable:
        return False


def matches_arn(pattern: str, arn: str, context: Context) -> bool:
    """ARNs are compared part by part: a wildcard never reaches over the first five colons."""
    if pattern == "*":
        return True
    patterns, parts = _split(pattern), arn.split(":", _ARN_PARTS - 1)
    return len(patterns) == len(parts) and all(
        matches(each, part, context) for each, part in zip(patterns, parts, strict=True)
    )


def literal(text: str, context: Context) -> str | None:
    """``text`` with its variables replaced, or None if one has no value."""
    try:
        return "".join(part for part, _ in _expand(text, context))
    except UnknownVariable:
        return None


def _split(pattern: str) -> list[str]:
    """Splits at colons, but not inside ``${aws:variable}``."""
    return re.split(r":(?![^${}]*\})", pattern, maxsplit=_ARN_PARTS - 1)


def _expand(pattern: str, context: Context) -> tuple[tuple[str, bool], ...]:
    """The pattern as (text, is literal) pieces: a variable's value never acts as a wildcard."""
    pieces: list[tuple[str, bool]] = []
    position = 0
    for found in _VARIABLE.finditer(pattern):
        pieces.append((pattern[position : found.start()], False))
        pieces.append((_variable(found.group(1), context), True))
        position = found.end()
    pieces.append((pattern[position:], False))
    return tuple(pieces)


def _variable(expression: str, context: Context) -> str:
    if expression in ("*", "?", "$"):
        return expression
    name, _, default = expression.partition(",")
    value = context.get(name.strip().lower())
    if isinstance(value, str):
        return value
    if default:
        return default.strip().strip("'")
    raise UnknownVariable(name)


@functools.lru_cache(maxsize=4096)
def _regex(pieces: tuple[tuple[str, bool], ...], ignore_case: bool) -> re.Pattern[str]:
    wild = {"*": ".*", "?": "."}
    text = "".join(
        re.escape(piece) if is_literal else "".join(wild.get(c, re.escape(c)) for c in piece)
        for piece, is_literal in pieces
    )
    return re.compile(text, re.DOTALL | (re.IGNORECASE if ignore_case else 0))

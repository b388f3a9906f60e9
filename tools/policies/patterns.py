"""Patterns with ``*`` and ``?``, as IAM writes them for actions, resources and keys."""

import re
from functools import cache

ANY = "*"
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")
_COLONS_OF_AN_ARN = 5


def placeholders_as_stars(template: str) -> str:
    """``arn:${Partition}:sqs:…`` as a pattern: the reference's placeholders stand for anything."""
    return _PLACEHOLDER.sub(ANY, template)


def arns_meet(pattern: str, template: str) -> bool:
    """Whether an ARN of the reference's template can match a policy's pattern.

    Part by part: the star of an account or a region does not reach into the resource.
    """
    if pattern == ANY:
        return True
    parts = pattern.split(":", _COLONS_OF_AN_ARN)
    others = placeholders_as_stars(template).split(":", _COLONS_OF_AN_ARN)
    return len(parts) == len(others) and all(map(meet, parts, others))


@cache
def meet(one: str, other: str) -> bool:
    """Whether any text matches both patterns."""
    if not one or not other:
        return not (one + other).strip(ANY)
    if one[0] == ANY:
        return meet(one[1:], other) or meet(one, other[1:])
    if other[0] == ANY:
        return meet(other, one)
    return (one[0] == other[0] or "?" in (one[0], other[0])) and meet(one[1:], other[1:])

"""How many running instances may be given up for being sick: replacing them may not help. Pure.

A fault that every new instance brings along (an image, a licence, a peer) would have them replaced
one after another, each with its own outage. So many marks in one hour as the limit says stop all
early replacement: for a day, or until a person has cleared it with `storm_cleared_at`.
"""

from __future__ import annotations

from collections.abc import Iterable

HOUR = 3600.0
DAY = 24 * HOUR


def is_reached(marks: Iterable[float], limit: int, cleared_at: float, now: float) -> bool:
    """Whether one hour of the last day, and of the time since it was cleared, had `limit` marks.

    All times are seconds since the Unix epoch. One still to come has cleared nothing yet.
    """
    since = max(cleared_at if cleared_at <= now else 0.0, now - DAY)
    counted = sorted(at for at in marks if at > since)
    spans = zip(counted, counted[limit - 1 :], strict=False)
    return any(last - first < HOUR for first, last in spans)

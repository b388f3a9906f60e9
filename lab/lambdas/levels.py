"""Lambda's own filter: which lines of output reach the log, in JSON format.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
"""

from __future__ import annotations

import json
import re

_LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")
_PYTHONS = {"WARNING": "WARN", "CRITICAL": "FATAL"}
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def passes(line: str, level: str, *, text_is_info: bool) -> bool:
    """Whether a line that the function wrote passes the function's application log level.

    What has no level is INFO, also a metric. `text_is_info`: whether a line that is no JSON object
    has that level too; else no filter touches it.
    """
    found = level_of(line)
    if found is None:
        if not text_is_info:
            return True
        found = "INFO"
    return _LEVELS.index(found) >= _LEVELS.index(level)


def level_of(line: str) -> str | None:
    """The level of a JSON line: its `level`, or INFO without a valid one or without a valid
    `timestamp`. None for any other line."""
    if not line.startswith("{"):
        return None
    try:
        fields = json.loads(line)
    except ValueError:
        return None
    level = str(fields.get("level", "")).upper()
    level = _PYTHONS.get(level, level)
    dated = _RFC_3339.fullmatch(str(fields.get("timestamp", ""))) is not None
    return level if level in _LEVELS and dated else "INFO"

"""The handler's own lines in CloudWatch Logs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.verify_aws.aws import Aws

LAG_SECONDS = 30.0  # until a line that was written can be read
AUDIT = "audit"


@dataclass(frozen=True)
class Line:
    """A line of the handler's logger; `fields` are what it tells besides its message."""

    at: float
    message: str
    fields: Mapping[str, Any]


def read(aws: Aws, log_group: str, since: float) -> list[Line]:
    """All lines after `since`, in order of time."""
    pages = aws.logs.get_paginator("filter_log_events").paginate(
        logGroupName=log_group, startTime=int(since * 1000)
    )
    events = [(each["timestamp"], each["message"]) for page in pages for each in page["events"]]
    return parse(events)


def parse(events: Iterable[tuple[int, str]]) -> list[Line]:
    """From milliseconds and text. Metrics and what is not JSON are left out."""
    lines = []
    for milliseconds, text in events:
        try:
            fields = json.loads(text)
        except ValueError:
            continue
        if isinstance(fields, dict) and "message" in fields:
            lines.append(Line(milliseconds / 1000, str(fields["message"]), fields))
    return sorted(lines, key=lambda line: line.at)


def triggers(lines: Sequence[Line], begin: float, end: float) -> list[str]:
    """What called the handler between two times, in order; its minutely audit is left out."""
    return [
        str(line.fields["trigger"])
        for line in lines
        if line.message == "trigger"
        and begin <= line.at <= end
        and line.fields.get("trigger") != AUDIT
    ]


def first_trigger(lines: Sequence[Line], kind: str, after: float) -> float | None:
    """When the handler next said that it was called for `kind`."""
    return next(
        (
            line.at
            for line in lines
            if line.message == "trigger" and line.fields.get("trigger") == kind and line.at >= after
        ),
        None,
    )


def answered(lines: Sequence[Line], instance_id: str, hook: str) -> bool:
    """Whether the handler completed that hook of that instance."""
    return any(
        line.message == "hook completed"
        and (line.fields.get("instance"), line.fields.get("hook")) == (instance_id, hook)
        for line in lines
    )


def detached(lines: Sequence[Line], begin: float, end: float) -> bool:
    """Whether the handler itself detached something between two times."""
    return any(
        line.message == "done"
        and line.fields.get("step") in ("Detach", "ForceDetach")
        and begin <= line.at <= end
        for line in lines
    )

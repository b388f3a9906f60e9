"""What an invocation leaves in CloudWatch Logs: its output between Lambda's platform lines."""

from __future__ import annotations

import json
from typing import Any

from moto.logs.models import logs_backends

from lab.cloudwatch import emf
from lab.context import Lab
from lab.lambdas import levels
from lab.lambdas.invocation import Invocation, Line, Outcome, timestamp


def complete(lab: Lab, invocation: Invocation, outcome: Outcome, finished_at: float) -> list[Line]:
    """What of the output passes Lambda's filter, with the platform's lines around it, in the
    function's log format."""
    started_at, logging = invocation.started_at, invocation.logging
    if logging["LogFormat"] == "JSON":
        before, after = _json_lines(invocation, outcome, finished_at)
        level = logging["ApplicationLogLevel"]
        text_is_info = lab.switches.printed_text_has_a_level
        output = [
            line
            for line in invocation.lines
            if levels.passes(line.text, level, text_is_info=text_is_info)
        ]
    else:
        before, after = _text_lines(invocation, outcome, finished_at)
        output = invocation.lines
    return [
        *(Line(started_at, text) for text in before),
        *output,
        *(Line(finished_at, text) for text in after),
    ]


def _text_lines(
    invocation: Invocation, outcome: Outcome, finished_at: float
) -> tuple[list[str], list[str]]:
    request_id, function = invocation.request_id, invocation.function
    milliseconds = (finished_at - invocation.started_at) * 1000
    after = [
        f"END RequestId: {request_id}",
        f"REPORT RequestId: {request_id}\tDuration: {milliseconds:.2f} ms\t"
        f"Billed Duration: {milliseconds + 1:.0f} ms\tMemory Size: {function.memory_size} MB",
    ]
    if outcome.status == "timeout":
        message = f"Task timed out after {float(function.timeout):.2f} seconds"
        after.append(f"{timestamp(finished_at)} {request_id} {message}")
    return [f"START RequestId: {request_id} Version: {function.version}"], after


def _json_lines(
    invocation: Invocation, outcome: Outcome, finished_at: float
) -> tuple[list[str], list[str]]:
    """Platform events; both are of level INFO, so a higher system level leaves them out."""
    if invocation.logging.get("SystemLogLevel", "INFO") == "WARN":
        return [], []
    request_id, function = invocation.request_id, invocation.function
    milliseconds = round((finished_at - invocation.started_at) * 1000, 3)
    start = {"requestId": request_id, "version": str(function.version)}
    report: dict[str, Any] = {
        "requestId": request_id,
        "status": outcome.status,
        "metrics": {
            "durationMs": milliseconds,
            "billedDurationMs": int(milliseconds) + 1,
            "memorySizeMB": function.memory_size,
        },
    }
    if outcome.failed:
        report["errorType"] = outcome.payload["errorType"]
    return (
        [_event(invocation.started_at, "platform.start", start)],
        [_event(finished_at, "platform.report", report)],
    )


def _event(at: float, kind: str, record: dict[str, Any]) -> str:
    return json.dumps({"time": timestamp(at), "type": kind, "record": record})


def write(lab: Lab, invocation: Invocation, lines: list[Line]) -> None:
    """Store the lines as far as the role allows; what it may not write is lost, as on AWS.

    Straight into the stream: moto's PutLogEvents compares with the wall clock.
    """
    group, stream = invocation.log_group, invocation.log_stream
    backend = logs_backends[lab.account][lab.region]
    params = {"logGroupName": group, "logStreamName": stream}
    caller = invocation.caller.by_service
    if group not in backend.groups:
        if not lab.iam.permits(caller, "logs", "CreateLogGroup", {"logGroupName": group}):
            return
        backend.ensure_log_group(group)
    if not lab.iam.permits(caller, "logs", "CreateLogStream", params):
        return
    backend.ensure_log_stream(group, stream)
    if lab.iam.permits(caller, "logs", "PutLogEvents", params):
        backend.groups[group].streams[stream].put_log_events(
            [{"timestamp": int(line.at * 1000), "message": line.text} for line in lines]
        )
        emf.take(lab, group, (line.text for line in lines))

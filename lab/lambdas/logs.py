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
    started_at = invocation.started_at
    if invocation.logging["LogFormat"] == "JSON":
        before, after = _json_lines(invocation, outcome, finished_at)
    else:
        before, after = _text_lines(invocation, outcome, finished_at)
    return [
        *(Line(started_at, text) for text in before),
        *_passing(lab, invocation, invocation.lines),
        *(Line(finished_at, text) for text in after),
    ]


def _passing(lab: Lab, invocation: Invocation, lines: list[Line]) -> list[Line]:
    """Those that Lambda's filter lets through, which there is in JSON format only."""
    logging = invocation.logging
    if logging["LogFormat"] != "JSON":
        return lines
    level, text_is_info = logging["ApplicationLogLevel"], lab.switches.printed_text_has_a_level
    return [each for each in lines if levels.passes(each.text, level, text_is_info=text_is_info)]


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


def count_metrics(lab: Lab, invocation: Invocation) -> None:
    """The metrics in the lines that have come since the last time: a log is shipped while its
    function runs.

    docs/aws-behaviour.md#metrics-in-log-lines
    """
    new = invocation.lines[invocation.counted :]
    invocation.counted += len(new)
    meant = [each for each in new if emf.is_meant(each.text)]
    texts = [each.text for each in _passing(lab, invocation, meant)]
    if texts and _is_open(lab, invocation):
        emf.take(lab, invocation.log_group, texts)


def write(lab: Lab, invocation: Invocation, lines: list[Line]) -> None:
    """Store the lines as far as the role allows; what it may not write is lost, as on AWS.

    Straight into the stream: moto's PutLogEvents compares with the wall clock.
    """
    if not _is_open(lab, invocation):
        return
    count_metrics(lab, invocation)
    group = logs_backends[lab.account][lab.region].groups.get(invocation.log_group)
    if group is not None and invocation.log_stream in group.streams:  # not deleted meanwhile
        group.streams[invocation.log_stream].put_log_events(
            [{"timestamp": int(line.at * 1000), "message": line.text} for line in lines]
        )


def _is_open(lab: Lab, invocation: Invocation) -> bool:
    """Whether there is a stream that the role may write to; found out once."""
    if invocation.log_is_open is None:
        invocation.log_is_open = _open(lab, invocation)
    return invocation.log_is_open


def _open(lab: Lab, invocation: Invocation) -> bool:
    group, stream = invocation.log_group, invocation.log_stream
    backend = logs_backends[lab.account][lab.region]
    params = {"logGroupName": group, "logStreamName": stream}
    caller = invocation.caller.by_service
    if group not in backend.groups:
        if not lab.iam.permits(caller, "logs", "CreateLogGroup", {"logGroupName": group}):
            return False
        backend.ensure_log_group(group)
    if not lab.iam.permits(caller, "logs", "CreateLogStream", params):
        return False
    backend.ensure_log_stream(group, stream)
    return lab.iam.permits(caller, "logs", "PutLogEvents", params)

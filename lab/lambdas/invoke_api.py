"""The way from moto's Invoke into the lab: moto itself would look for docker."""

from __future__ import annotations

import base64
import json
from typing import Any

from moto.awslambda.models import LambdaBackend

from lab import context
from lab.patching import replace

# The tail of the log a synchronous caller may ask for (LogType Tail).
LOG_TAIL_BYTES = 4096


def install() -> None:
    """Patch moto's class, once per process."""
    replace(LambdaBackend, "invoke", _invoke)


def _invoke(
    backend: LambdaBackend,
    function_name: str,
    qualifier: str | None,
    body: Any,
    headers: Any,
    response_headers: dict[str, Any],
) -> bytes:
    """RequestResponse runs the function, Event queues it (202), DryRun only looks (204)."""
    function = backend.get_function(function_name, qualifier)
    lambdas = context.current().lambdas
    kind = headers.get("X-Amz-Invocation-Type", "RequestResponse")
    if kind == "DryRun":
        return b""
    event = json.loads(body) if body else {}
    if kind == "Event":
        lambdas.invoke_async(function.function_arn, event, source="Invoke")
        return b""
    result = lambdas.invoke(function.function_arn, event)
    response_headers["x-amz-executed-version"] = result.executed_version
    if result.function_error:
        response_headers["x-amz-function-error"] = result.function_error
    tail = result.log.encode()[-LOG_TAIL_BYTES:]
    response_headers["x-amz-log-result"] = base64.b64encode(tail).decode()
    return json.dumps(result.payload).encode()

"""Lambda's runtime in one forked process: one environment, one handler, one event, one answer.

Talks JSON lines over its channel: reads the request, answers ``{"ready": true}`` when the handler
is about to run, then ``{"payload": …}`` or ``{"error": …}``.
"""

import importlib
import json
import os
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import lab_time
import lambda_logs
import private_network


class InitError(Exception):
    """The handler cannot be loaded; `kind` is Lambda's name for why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class Context:
    """The context object of the Python runtime, as far as it makes sense here."""

    aws_request_id: str
    function_name: str
    function_version: str
    invoked_function_arn: str
    memory_limit_in_mb: str
    log_group_name: str
    log_stream_name: str
    deadline: float  # lab time
    client_context: None = None
    identity: None = None

    def get_remaining_time_in_millis(self) -> int:
        """Lab milliseconds until the time-out."""
        return max(0, int((self.deadline - time.time()) * 1000))


def run(channel: socket.socket) -> None:
    """Serve the one invocation of this process."""
    with channel, channel.makefile("r", encoding="utf-8") as requests:
        request = json.loads(requests.readline())
        lab_time.follow(request["clock"])
        _enter(request["environment"])
        private_network.enter(request["endpoint"], request["context"]["function_name"])
        answer = _invoke(channel, request)
        sys.stdout.flush()
        sys.stderr.flush()
        _send(channel, answer)


def _enter(environment: dict[str, str]) -> None:
    """Nothing of the lab's own environment reaches the function."""
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    # A forked process still has the fork server's block buffers; lines survive a SIGKILL.
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)
    task_root = environment["LAMBDA_TASK_ROOT"]
    os.chdir(task_root)
    sys.path.insert(0, task_root)


def _invoke(channel: socket.socket, request: dict[str, Any]) -> dict[str, Any]:
    request_id = request["context"]["aws_request_id"]
    lambda_logs.configure(request_id)
    try:
        handler = _load(os.environ["_HANDLER"])
        _send(channel, {"ready": True})
        deadline = time.time() + request["timeout_seconds"]
        context = Context(**request["context"], deadline=deadline)
        return {"payload": _serializable(handler(request["event"], context))}
    except Exception as error:
        described = _describe(error, request_id)
        lambda_logs.report(described, request["errors_have_a_level"])
        return {"error": described}


def _load(name: str) -> Callable[[Any, Context], Any]:
    """``package.module.function``, with the error types of Lambda's runtime."""
    module_name, _, function_name = name.rpartition(".")
    if not module_name:
        raise InitError("Runtime.MalformedHandlerName", f"Bad handler '{name}'")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise InitError(
            "Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}"
        ) from error
    except SyntaxError as error:
        raise InitError(
            "Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}"
        ) from error
    handler: Callable[[Any, Context], Any] | None = getattr(module, function_name, None)
    if handler is None:
        raise InitError(
            "Runtime.HandlerNotFound",
            f"Handler '{function_name}' missing on module '{module_name}'",
        )
    return handler


def _serializable(result: Any) -> Any:
    try:
        return json.loads(json.dumps(result))
    except (TypeError, ValueError) as error:
        message = f"Unable to marshal response: {error}"
        raise InitError("Runtime.MarshalError", message) from error


def _describe(error: Exception, request_id: str) -> dict[str, Any]:
    own = os.path.dirname(__file__)  # noqa: PTH120  (the handler's frames only)
    frames = [f for f in traceback.extract_tb(error.__traceback__) if own not in f.filename]
    return {
        "errorMessage": str(error),
        "errorType": error.kind if isinstance(error, InitError) else type(error).__name__,
        "requestId": request_id,
        "stackTrace": [] if isinstance(error, InitError) else traceback.format_list(frames),
    }


def _send(channel: socket.socket, message: dict[str, Any]) -> None:
    channel.sendall(json.dumps(message).encode() + b"\n")

"""Served mode: the deployed zip runs in a process of its own."""

from __future__ import annotations

import io
import json
import os
import selectors
import socket
import tempfile
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moto.awslambda.models import LambdaFunction

from lab.clock import ServedClock
from lab.context import Lab
from lab.lambdas import environment
from lab.lambdas.fork_server import ForkServer, kill_group, shared
from lab.lambdas.invocation import (
    Done,
    Invocation,
    Line,
    Outcome,
    error,
    exited,
    success,
)

_CHUNK = 65536


class ProcessRunner:
    """Unpacks each zip once and has a process forked for every invocation."""

    def __init__(self, lab: Lab, clock: ServedClock) -> None:
        self._lab = lab
        self._clock = clock
        self._folder = tempfile.TemporaryDirectory(prefix="lab-lambda-")
        self._processes: dict[str, _Process] = {}  # by label of the invocation
        self._forks = shared()  # it warms up while the world is being built

    def start(
        self,
        invocation: Invocation,
        ready: Callable[[], None],
        wrote: Callable[[], None],
        done: Done,
    ) -> None:
        if not self._lab.endpoint:
            raise RuntimeError("the lab must be served: a process without it would call real AWS")

        def ended(outcome: Outcome) -> None:
            del self._processes[invocation.label]
            done(outcome)

        request = self._request(invocation, self._unpacked(invocation.function))
        heard = _Heard(ready, wrote, ended)
        process = _Process(self._lab, self._forks, invocation, request, heard)
        self._processes[invocation.label] = process
        process.start()

    def kill(self, invocation: Invocation, outcome: Outcome) -> None:
        process = self._processes.get(invocation.label)
        if process is not None:
            process.kill(outcome)

    def stop(self) -> None:
        for process in list(self._processes.values()):
            process.kill(exited(process.invocation, "the lab has stopped"))
        for process in list(self._processes.values()):
            process.join()
        self._folder.cleanup()

    def _unpacked(self, function: LambdaFunction) -> Path:
        """The zip's content, unpacked once per hash of the code."""
        root = Path(self._folder.name) / function.code_digest.replace(":", "-").replace("/", "_")
        if not root.exists():
            with zipfile.ZipFile(io.BytesIO(function.code_bytes)) as archive:
                archive.extractall(root)
        return root

    def _request(self, invocation: Invocation, task_root: Path) -> bytes:
        """What `sandbox/lambda_runtime.py` reads."""
        function = invocation.function
        request = {
            "event": invocation.event,
            "timeout_seconds": function.timeout,
            "errors_have_a_level": self._lab.switches.runtime_errors_have_a_level,
            "endpoint": self._lab.endpoint,
            "environment": environment.of(self._lab, invocation, task_root),
            "clock": {
                "rate": self._clock.rate,
                "start": self._clock.origin,
                "monotonic_start": self._clock.monotonic_origin,
            },
            "context": {
                "aws_request_id": invocation.request_id,
                "function_name": function.function_name,
                "function_version": str(function.version),
                "invoked_function_arn": function.function_arn,
                "memory_limit_in_mb": str(function.memory_size),
                "log_group_name": invocation.log_group,
                "log_stream_name": invocation.log_stream,
            },
        }
        return json.dumps(request).encode() + b"\n"


@dataclass(frozen=True)
class _Heard:
    """Who is told what of a process, each under the lab's lock."""

    ready: Callable[[], None]
    wrote: Callable[[], None]
    done: Done


class _Process:
    """One forked process and the thread that listens to it."""

    def __init__(
        self,
        lab: Lab,
        forks: ForkServer,
        invocation: Invocation,
        request: bytes,
        heard: _Heard,
    ) -> None:
        self.invocation = invocation
        self._lab = lab
        self._forks = forks
        self._request = request
        self._heard = heard
        self._verdict: Outcome | None = None
        self._thread = threading.Thread(target=self._listen, name=invocation.label, daemon=True)

    def start(self) -> None:
        self._channel, theirs = socket.socketpair()
        self._output, output = os.pipe()
        with theirs:
            self._pid = self._forks.fork(theirs, output)
        os.close(output)
        self._thread.start()

    def kill(self, verdict: Outcome) -> None:
        self._verdict = verdict
        kill_group(self._pid)

    def join(self) -> None:
        self._thread.join(timeout=5)

    def _listen(self) -> None:
        answered = self._converse()
        kill_group(self._pid)  # what the handler may have left running
        with self._lab.lock:
            reason = "Runtime exited without providing a reason"
            self._heard.done(answered or self._verdict or exited(self.invocation, reason))

    def _converse(self) -> Outcome | None:
        """Hand the event over, take in output and messages until the process ends its side."""
        outcome = None
        with self._channel, os.fdopen(self._output, "rb", buffering=0) as output:
            texts, messages = _Lines(), _Lines()
            selector = selectors.DefaultSelector()
            selector.register(output, selectors.EVENT_READ)
            selector.register(self._channel, selectors.EVENT_READ)
            self._hand_over()
            while selector.get_map():
                for key, _ in selector.select():
                    data = _read(key.fileobj)
                    if not data:
                        selector.unregister(key.fileobj)
                    if key.fileobj is output:
                        self._log(texts.feed(data))
                        continue
                    for message in messages.feed(data):
                        outcome = self._hear(json.loads(message)) or outcome
                    if not data:
                        kill_group(self._pid)  # a leftover child would hold the output open
        return outcome

    def _hand_over(self) -> None:
        try:
            self._channel.sendall(self._request)
        except (BrokenPipeError, ConnectionResetError):
            return  # killed before it could read; the end of the channel tells

    def _hear(self, message: dict[str, Any]) -> Outcome | None:
        if "ready" in message:
            with self._lab.lock:
                self._heard.ready()
            return None
        return error(message["error"]) if "error" in message else success(message["payload"])

    def _log(self, lines: list[str]) -> None:
        now = self._lab.clock.now()
        self.invocation.lines.extend(Line(now, line) for line in lines)
        with self._lab.lock:
            self._heard.wrote()


class _Lines:
    """Cuts a stream of bytes into lines; an empty read ends the last one."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        whole, _, self._rest = (self._rest + data).rpartition(b"\n")
        if not data and self._rest:
            whole, self._rest = self._rest, b""
        return whole.decode("utf-8", "replace").splitlines() if whole else []


def _read(source: Any) -> bytes:
    """From the socket or the pipe; a killed process may reset its socket."""
    try:
        data: bytes | None = (
            source.recv(_CHUNK) if isinstance(source, socket.socket) else source.read(_CHUNK)
        )
    except ConnectionResetError:
        return b""
    return data or b""

"""The lab's side of the fork server in `sandbox/zygote.py`."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

_ZYGOTE = Path(__file__).parent / "sandbox" / "zygote.py"


class ForkServer:
    """Forks processes with the SDK already imported: a cold start in some 20 ms."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        with theirs:
            # -I: nothing of the lab's environment, folder or path. A session of its own: Ctrl-C
            # in the terminal reaches the lab only, which then closes the socket.
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(_ZYGOTE), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={"PATH": os.defpath},
                start_new_session=True,
            )

    def fork(self, channel: socket.socket, output: int) -> int:
        """Start a process that owns copies of both descriptors; its pid is also its group."""
        with self._lock:
            socket.send_fds(self._control, [b"f"], [channel.fileno(), output])
            answer = self._control.recv(4)
        if len(answer) < 4:
            raise RuntimeError("the fork server has died")
        return int.from_bytes(answer, "big")

    def stop(self) -> None:
        """End it; functions that still run die with it (their parent-death signal)."""
        self._control.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@functools.cache
def shared() -> ForkServer:
    """One for the whole process: what it holds does not depend on any lab."""
    server = ForkServer()
    atexit.register(server.stop)
    return server


def kill_group(pid: int) -> None:
    """SIGKILL the function's process and all it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)

"""Fork server: imports the SDK once, then forks a process for every invocation.

Run as a script with the number of its control socket. It has one thread, because only then is
forking safe. Each message on the control socket brings two descriptors, the channel and the
output of the invocation; the answer is the pid of the new process, leader of its own group.
The socket ends when the lab is gone, however it went: then zygote and functions end too.
"""

import contextlib
import ctypes
import os
import signal
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import lab_time

lab_time.install()  # before the SDK is imported

import boto3  # noqa: E402
import botocore.loaders  # noqa: E402
import botocore.session  # noqa: E402
import lambda_runtime  # noqa: E402

del sys.path[0]  # a function sees its zip and the SDK, nothing of the lab

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def warm_up() -> None:
    """Parse what every client needs once, and let all sessions of the children share it."""
    loader = botocore.loaders.create_loader(None)

    def shared(search_path_string: str | None = None) -> botocore.loaders.Loader:  # noqa: ARG001
        return loader

    botocore.session.create_loader = shared
    session = boto3.Session(
        region_name="eu-west-1", aws_access_key_id="none", aws_secret_access_key="none"
    )
    for service in ("ec2", "autoscaling", "sns", "events"):
        session.client(service)


def serve(control: socket.socket) -> None:
    zygote, functions = os.getpid(), set[int]()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 2)
        if not message:
            break
        reap(functions)
        pid = os.fork()
        if pid == 0:
            control.close()
            _become_function(zygote, *descriptors)
        os.setpgid(pid, pid)
        functions.add(pid)
        for descriptor in descriptors:
            os.close(descriptor)
        control.sendall(pid.to_bytes(4, "big"))
    kill(functions)


def reap(functions: set[int]) -> None:
    """Take note of the functions that have ended; until then nobody else can get their pid."""
    for pid in list(functions):
        if os.waitpid(pid, os.WNOHANG)[0]:
            functions.discard(pid)


def kill(functions: set[int]) -> None:
    """SIGKILL of all functions and of whatever they started."""
    for pid in functions:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _become_function(zygote: int, channel: int, output: int) -> None:
    """The child: it never returns to the fork server's loop, and dies with the fork server."""
    status = 1
    try:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == zygote:
            os.dup2(output, 1)
            os.dup2(output, 2)
            os.close(output)
            lambda_runtime.run(socket.socket(fileno=channel))
            status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    warm_up()
    serve(socket.socket(fileno=int(sys.argv[1])))

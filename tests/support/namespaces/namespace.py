"""A process that keeps namespaces alive, and commands that run within them.

All of them live in a user namespace: an ordinary user may make one, and root of the machine is only
root of the test's own network in it.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tools.setup.shell import run

HERE = Path(__file__).parent
OPENER = HERE / "sockets.py"
COMMAND_SECONDS = 300  # of real time, on a busy machine


class Namespace:
    """The namespaces of one process; whoever made it calls `close`."""

    def __init__(self, holder: subprocess.Popen[str], pid: int, *kinds: str) -> None:
        self.pid = pid
        self._holder = holder
        self._enter = ["nsenter", "--target", str(pid), "--preserve-credentials", *kinds]

    def run(self, *command: str, check: bool = True) -> str:
        """Runs a command to its end; what it printed. AssertionError if it fails."""
        done = run([*self._enter, *command], timeout_seconds=COMMAND_SECONDS)
        assert not check or done.ok, f"{command} failed:\n{done.output}"
        return done.output

    def ip(self, *arguments: str) -> list[dict[str, Any]]:
        """`ip -json`, read."""
        return list(json.loads(self.run("ip", "-json", *arguments) or "[]"))

    def start(self, command: Sequence[str], log: Path) -> subprocess.Popen[str]:
        """Starts a program that runs on; what it prints goes into the file.

        In a process group of its own, so that a signal may reach all of its processes.
        """
        with log.open("w") as output:
            return subprocess.Popen(
                [*self._enter, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )

    def converse(self, *command: str) -> subprocess.Popen[str]:
        """Starts a program that is spoken with by its standard input and output."""
        return subprocess.Popen(
            [*self._enter, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def socket(self, kind: int, address: str, port: int, device: str = "") -> socket.socket:
        """A bound socket in this network, served from here; bound to one device if named."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            spec = [str(theirs.fileno()), str(int(kind)), address, str(port), device]
            subprocess.run(
                [*self._enter, sys.executable, str(OPENER), *spec],
                pass_fds=[theirs.fileno()],
                timeout=COMMAND_SECONDS,
                check=True,
            )
            _, [descriptor], _, _ = socket.recv_fds(ours, 1, 1)
        return socket.socket(fileno=descriptor)

    def network_alone(self) -> Namespace:
        """The same network for programs of the machine, with the machine's own files."""
        return Namespace(self._holder, self.pid, "--user", "--net")

    def close(self) -> None:
        self._holder.kill()
        self._holder.communicate()


def network() -> Namespace:
    """A user and a network namespace, with nothing but a loopback that is down."""
    holder = _hold(["unshare", "--user", "--map-root-user", "--net", "sh", "-c", "echo ready; cat"])
    return Namespace(holder, holder.pid, "--user", "--net")


def machine(within: Namespace, tree: Path, mounted: Path) -> Namespace:
    """A guest: file system, processes and network of its own, in the user namespace of `within`."""
    enter = ["nsenter", "--target", str(within.pid), "--preserve-credentials", "--user"]
    unshare = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child"]
    boot = ["sh", str(HERE / "boot.sh"), str(tree), str(mounted)]
    holder = _hold([*enter, *unshare, *boot])
    [child] = Path(f"/proc/{holder.pid}/task/{holder.pid}/children").read_text().split()
    everything = ("--user", "--net", "--mount", "--pid", "--root", "--wd")
    return Namespace(holder, int(child), *everything)


def _hold(command: list[str]) -> subprocess.Popen[str]:
    """Starts what keeps namespaces; it ends with its standard input, or when it is killed."""
    holder = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert holder.stdout is not None
    first = holder.stdout.readline()
    if first != "ready\n":
        pytest.fail(
            f"no namespace of the test's own could be made: {first}{holder.communicate()[0]}"
            "These tests run as root, or as a user who may make user namespaces, on Linux.",
            pytrace=False,
        )
    return holder

"""A machine that runs one server, and the prober in its network."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.prober.servers.server import Server
from tests.support.environment import encode
from tests.support.namespaces.machine import Machine
from tests.support.namespaces.namespace import network
from tools.setup.places import current


def states(group: int) -> set[str]:
    """The states of all threads of a process group: R, S, T (stopped), and others."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/task/[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            state, _, of, *_ = stat.read_text().rpartition(")")[2].split()
            found |= {state} if of == str(group) else set()
    return found


class ServerMachine:
    """The server is started, hung and killed at will; `ask` probes it from beside it."""

    def __init__(self, server: Server, machine: Machine) -> None:
        self._server, self._machine = server, machine
        for path, text in server.files.items():
            machine.write(path, text)
        self._asking = machine.net.converse(sys.executable, "-m", "tests.prober.asking")

    def start(self) -> None:
        """Comes back once each check has its answer."""
        self._process = self._machine.start(*self._server.command)
        self._machine.until(self._answers, "the server")

    def _answers(self) -> bool:
        assert self._process.poll() is None, self._machine.log()
        return self.ask() == self.expected

    @property
    def expected(self) -> dict[str, str]:
        """The reasons while it runs: none, but for what it answers so."""
        return {name: self._server.reasons.get(name, "") for name in self._names}

    @property
    def _names(self) -> list[str]:
        return [each["name"] for each in self._server.checks]

    def ask(self) -> dict[str, str]:
        """The reason of each check's verdict, by the check's name; empty where it passes."""
        assert self._asking.stdin
        assert self._asking.stdout
        self._asking.stdin.write(encode(self._server.checks) + "\n")
        self._asking.stdin.flush()
        found: dict[str, str] = json.loads(self._asking.stdout.readline())
        return found

    def hang(self) -> None:
        """All its processes stop where they are, with their sockets open."""
        os.killpg(self._process.pid, signal.SIGSTOP)
        self._machine.until(lambda: states(self._process.pid) == {"T"}, "its standstill")

    def go_on(self) -> None:
        """Comes back once each check has its answer again."""
        os.killpg(self._process.pid, signal.SIGCONT)
        self._machine.until(self._answers, "the server")

    def kill(self) -> None:
        """It is gone, with all its processes and their sockets."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._machine.until(lambda: states(self._process.pid) == set(), "its end")

    def close(self) -> None:
        self._asking.kill()
        self._asking.communicate()


@contextmanager
def machine_of(server: Server, codename: str, scratch: Path) -> Iterator[ServerMachine]:
    """The machine of a Debian release, with the server's files; nothing runs yet."""
    net = network()
    try:
        machine = Machine(net, current().servers / codename, scratch)
        try:
            serving = ServerMachine(server, machine)
            try:
                yield serving
            finally:
                serving.close()
        finally:
            machine.close()
    finally:
        net.close()

"""A machine of a Debian release's own programs: file system, processes and network of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest

from tests.support.namespaces.namespace import Namespace, machine

# A second or two; more on a machine that is busy with something else.
PATIENCE_SECONDS = 300  # of real time, on a busy machine


class Machine:
    """A running machine; files are written below `root` as if one were logged in."""

    def __init__(self, within: Namespace, tree: Path, scratch: Path) -> None:
        """within: whose user namespace it is in. tree: the release's programs, unpacked."""
        if not tree.is_dir():
            pytest.fail(f"{tree} is missing: run `make setup-test` first", pytrace=False)
        self._scratch = scratch
        (scratch / "mounted").mkdir()
        self.space = machine(within, tree, scratch / "mounted")
        self.net = self.space.network_alone()
        self.root = Path(f"/proc/{self.space.pid}/root")
        self._programs: list[Popen[str]] = []

    def write(self, path: str, text: str) -> None:
        """Writes a file of the machine, with its folders."""
        target = self.root / path.removeprefix("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def read(self, path: str) -> str:
        """A file of the machine."""
        return (self.root / path.removeprefix("/")).read_text()

    def start(self, *command: str) -> Popen[str]:
        """Starts a program of the machine that runs on until `close`."""
        name = Path(command[0]).name
        started = self.space.start(command, self._scratch / f"{name}.log")
        self._programs.append(started)
        return started

    def until(self, reached: Callable[[], bool], what: str) -> None:
        """Waits for something to be so; fails with what the programs have printed."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not reached():
            if time.monotonic() > deadline:
                pytest.fail(f"{what} did not come within {PATIENCE_SECONDS} s:\n{self.log()}")
            time.sleep(0.1)  # each look costs a process or two

    def log(self) -> str:
        """All that the started programs have printed."""
        logs = sorted(self._scratch.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text()}" for log in logs)

    def close(self) -> None:
        self.space.close()
        for program in self._programs:
            program.kill()  # whoever entered the namespaces, and may have been stopped
            program.wait()

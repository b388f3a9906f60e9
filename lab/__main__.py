"""`python -m lab`: an AWS on this machine, served until stopped.

The environment that leads there goes to standard output and, with `--environment`, into a file to
be sourced by other shells; it is there as long as the lab is. What is for people goes to stderr.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from lab import boot, moto_setup
from lab.clock import ServedClock
from lab.server import LabServer


def main() -> None:
    options = _options()
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)

    moto_setup.load_catalogue(True)
    active = boot.start(ServedClock(options.rate), seed=options.seed)
    server = LabServer(active, options.host, options.port).start()
    lines = [f"export {name}={shlex.quote(value)}" for name, value in server.environment.items()]
    print(*lines, sep="\n", flush=True)
    with kept(options.environment, lines):
        _say(f"{options.rate:g} lab seconds a second; control API at {server.url}/lab/state")
        if options.environment:
            _say(f"in another shell: . {shlex.quote(str(options.environment))}")
        _say("Ctrl-C stops.")
        stopped.wait()
    server.stop()
    boot.stop()


@contextmanager
def kept(path: Path | None, lines: list[str]) -> Iterator[None]:
    """The lines in a file of that path, until the lab stops."""
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, ""]))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m lab", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--rate", type=float, default=20.0, help="lab seconds per real second")
    parser.add_argument("--environment", type=Path, help="a file to source in other shells")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()

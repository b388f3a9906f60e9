"""`python -m tests.lab`: an AWS on this machine, served until stopped."""

from __future__ import annotations

import argparse
import signal
import threading
from types import FrameType

from tests.lab import lab, moto_setup
from tests.lab.clock import ServedClock
from tests.lab.server import LabServer


def main() -> None:
    options = _options()
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)

    moto_setup.load_catalogue(True)
    active = lab.start(ServedClock(options.rate), seed=options.seed)
    server = LabServer(active, options.host, options.port).start()
    for name, value in server.environment.items():
        print(f"export {name}={value}")
    print(f"# {options.rate:g} lab seconds a second; control API at {server.url}/lab/state;")
    print("# Ctrl-C stops.", flush=True)
    stopped.wait()
    server.stop()
    lab.stop()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.lab", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--rate", type=float, default=20.0, help="lab seconds per real second")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""``python -m tools.setup GOAL``: prepares what a Makefile target needs and says what it did."""

import argparse
import fcntl
import os
import sys
from pathlib import Path

from tools.setup import (
    binaries,
    debian,
    environment,
    guests,
    providers,
    python_env,
    reference,
    servers,
    terraform,
    tofu,
)
from tools.setup.places import Places, current
from tools.setup.report import MissingError, Report
from tools.setup.shell import replace_link

GOALS = {
    "demo": "Terraform, its two providers and the Python environment",
    "test": "the same as demo, yanglint, Debian's programs for tests/guest and tests/prober",
    "lint": "the same as demo, and the linters' programs, checkov and AWS's reference of rights",
    "tofu": "the same as demo, and OpenTofu",
    "lock": "the tool that compiles the requirements files",
}


def prepare(goal: str, where: Places, report: Report) -> None:
    """Prepares one goal; raises MissingError at the first thing that cannot be had."""
    if goal == "lock":
        python_env.prepare(where, ".venv-lock", "requirements-lock.txt", report)
        return
    found = terraform.find()
    report.found(f"terraform {found.version} at {found.path}")
    providers.prepare(where, found, os.environ, report)
    environment.write(where)
    python_env.prepare(where, ".venv", "requirements.txt", report)
    if goal == "test":
        for tool in (debian.YANGLINT, debian.IP):
            debian.prepare(where, tool, os.environ, report)
        guests.prepare(where, report)
        servers.prepare(where, report)
    if goal == "tofu":
        tofu.prepare(where, found.platform, report)
    if goal == "lint":
        binaries.prepare(where, found.platform, os.environ, report)
        python = python_env.prepare(where, ".venv-checkov", "requirements-checkov.txt", report)
        replace_link(where.bin / "checkov", python.parent / "checkov")
        reference.prepare(where, report)


def main() -> int:
    """Returns the exit status: 1 when something is missing."""
    parser = argparse.ArgumentParser(prog="tools.setup", description=__doc__)
    parser.add_argument("goal", choices=GOALS, help=str(GOALS))
    goal = parser.parse_args().goal
    where, report = current(), Report()
    print(f"set-up for {goal}", flush=True)
    where.prepared.mkdir(parents=True, exist_ok=True)
    with Path(where.prepared / "lock").open("w") as lock:
        # Two targets may start at the same time, each preparing the same folders.
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            prepare(goal, where, report)
        except MissingError as missing:
            report.missing(missing)
            return 1
        except KeyboardInterrupt:
            report.note("stopped; what was got so far is kept")
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Virtual environments with exactly the pinned, hashed packages of a requirements file."""

import hashlib
import sys
import time
from pathlib import Path

from tools.setup.places import Places
from tools.setup.report import MissingError, Report
from tools.setup.shell import run

STAMP = "installed-requirements"


def prepare(where: Places, venv_name: str, requirements_name: str, report: Report) -> Path:
    """Makes the environment hold what the file pins; returns its Python.

    The stamp holds the hash of the file last installed, so a second run only compares.
    """
    venv, requirements = where.checkout / venv_name, where.checkout / requirements_name
    python = venv / "bin" / "python"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp = venv / STAMP
    if stamp.is_file() and stamp.read_text() == wanted and python.exists():
        report.found(f"{venv_name} with the packages of {requirements_name}")
        return python
    report.getting(f"the packages of {requirements_name} into {venv_name}; this takes a minute")
    began = time.monotonic()
    if not _has_pip(python):
        _create(venv)
    _install(python, requirements)
    stamp.write_text(wanted)
    report.got(f"{venv_name} with {requirements_name} in {time.monotonic() - began:.0f} s")
    return python


def _has_pip(python: Path) -> bool:
    # Also false for an environment whose Python was removed or that a Ctrl-C left half made.
    probe = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    return run([python, "-c", probe]).ok


def _create(venv: Path) -> None:
    made = run([sys.executable, "-m", "venv", "--clear", venv])
    if not made.ok:
        raise MissingError(f"{venv.name}: {made.output.strip()}", "Install Python's venv module.")


def _install(python: Path, requirements: Path) -> None:
    # --no-deps: the file is complete, so nothing outside of it may be resolved.
    options = ["--disable-pip-version-check", "--no-input", "--quiet"]
    pinned: list[str | Path] = ["--require-hashes", "--no-deps", "-r", requirements]
    done = run([python, "-m", "pip", "install", *options, *pinned])
    if not done.ok:
        tail = "\n".join(done.output.splitlines()[-10:])
        raise MissingError(
            f"the packages of {requirements.name}:\n{tail}",
            "pip must reach a package index with them (see its configuration); then try again.",
        )

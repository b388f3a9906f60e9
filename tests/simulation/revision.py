"""The commit that a run ran on: figures are worth nothing without it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.simulation.page import PAGE
from tests.support.project import PROJECT


def commit(root: Path = PROJECT) -> str:
    """Short hash of the checkout, and whether it has changes that are not committed.

    The page of figures does not count: runs write it. RuntimeError where `root` is no checkout.
    """
    own = PAGE.relative_to(PROJECT)
    found = _git(root, "rev-parse", "--short", "HEAD")
    changed = _git(root, "status", "--porcelain", "--", ".", f":(exclude){own}")
    return f"{found} with uncommitted changes" if changed else found


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the commit to be written is not known: {done.stderr.strip()}")
    return done.stdout.strip()

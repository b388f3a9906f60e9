"""Terraform commands that need neither AWS nor the lab, and what they say."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any


def terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Terraform in a folder; its output is returned, whatever its exit status."""
    return subprocess.run(
        ["terraform", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def init(folder: Path, *options: str) -> None:
    """Fetch providers and modules from wherever set-up says."""
    done = terraform(folder, "init", "-backend=false", "-input=false", "-no-color", *options)
    assert done.returncode == 0, done.stdout + done.stderr


def errors(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """The error diagnostics of a command that speaks JSON, one for each."""
    lines = terraform(folder, *arguments, "-json").stdout.splitlines()
    diagnostics = [json.loads(line).get("diagnostic", {}) for line in lines]
    return [found for found in diagnostics if found.get("severity") == "error"]

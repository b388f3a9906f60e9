"""Terraform commands that need neither AWS nor the lab, and what they say."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

Diagnostic = dict[str, Any]


def terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Terraform in a folder; its output is returned, whatever its exit status."""
    return subprocess.run(
        ["terraform", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def init(folder: Path, *options: str) -> None:
    """Fetch providers and modules from wherever set-up says."""
    done = terraform(folder, "init", "-backend=false", "-input=false", "-no-color", *options)
    assert done.returncode == 0, done.stdout + done.stderr


def errors(folder: Path, *arguments: str) -> list[Diagnostic]:
    """The error diagnostics of a command that speaks JSON; of a test, each with its @testfile."""
    lines = terraform(folder, *arguments, "-json").stdout.splitlines()
    said = [json.loads(line) for line in lines]
    found = [
        line["diagnostic"] | {"@testfile": line.get("@testfile")}
        for line in said
        if "diagnostic" in line
    ]
    return [diagnostic for diagnostic in found if diagnostic["severity"] == "error"]

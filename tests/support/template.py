"""A template as Terraform renders it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path


def rendered(path: Path, **values: object) -> str:
    """What ``templatefile`` makes of the file with these values; OSError with what it refuses."""
    given = json.dumps(json.dumps(values))
    with tempfile.TemporaryDirectory() as folder:
        console = subprocess.run(
            ["terraform", "console"],
            cwd=folder,
            input=f"jsonencode(templatefile({json.dumps(str(path))}, jsondecode({given})))\n",
            capture_output=True,
            text=True,
            check=False,
        )
    if console.returncode:
        raise OSError(console.stdout + console.stderr)
    text: str = json.loads(json.loads(console.stdout))
    return text

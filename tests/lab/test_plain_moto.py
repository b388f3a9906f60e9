"""What is marked `moto` holds for moto as it is: the lab can leave it alone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.support.project import PROJECT

HERE = Path(__file__).parent
MARKED = "pytest.mark.moto"


def test_what_is_marked_moto_passes_without_the_lab() -> None:
    files = [str(file) for file in HERE.glob("test_*.py") if f"@{MARKED}\n" in file.read_text()]
    command = [sys.executable, "-m", "pytest", "-q", "-m", "moto", "-p", "tests.lab.plain_moto"]
    done = subprocess.run([*command, *files], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed.group(1)) > 30

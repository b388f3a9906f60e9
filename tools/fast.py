"""``python -m tools.fast``: the tests that deploy nothing; Python's beside guests and Terraform's.

Each of the two keeps about one processor busy. What the latter said is shown when they are done.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tools.setup.places import checkout_root
from tools.setup.shell import Outcome, run

PYTEST = [sys.executable, "-m", "pytest"]
PYTHON_TESTS = [*PYTEST, "tests/unit", "tests/heal", "tests/lab"]
# A guest waits most of the time, for its DHCP or its metadata.
GUEST_TESTS = [*PYTEST, "tests/guest"]
TESTS_BESIDE = [
    GUEST_TESTS,
    [*PYTEST, "tests/first_boot", "tests/plan"],
    [sys.executable, "-m", "tools.plan_tests"],
]


def tests_beside() -> list[Outcome]:
    """All of them, one after the other, even when one fails."""
    return [run(command, cwd=checkout_root()) for command in TESTS_BESIDE]


def main() -> int:
    """Returns the exit status: 1 when a test failed."""
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(tests_beside)
        passed = subprocess.run(PYTHON_TESTS, cwd=checkout_root(), check=False).returncode == 0
    for outcome in beside.result():
        print(outcome.output, flush=True)
        passed = passed and outcome.ok
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())

"""``python -m tools.fast``: the tests that deploy nothing, those of each kind beside the others.

None of them keeps more than one processor busy. Python's are shown as they run, the others' output
when they are done.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tools.setup.places import checkout_root
from tools.setup.shell import Outcome, run

PYTEST = [sys.executable, "-m", "pytest"]
PYTHON_TESTS = [
    *PYTEST,
    *("tests/unit", "tests/heal", "tests/lab", "tests/demo", "tests/bench"),
    "tests/by_hand/test_by_hand_table.py",
]
TESTS_BESIDE = [
    [*PYTEST, "tests/guest"],  # Waits most of the time, for DHCP or metadata.
    # So does this, for servers that hang.
    [*PYTEST, "-n", "3", "--maxschedchunk", "1", "tests/prober"],
    [*PYTEST, "tests/first_boot", "tests/plan"],
    [sys.executable, "-m", "tools.plan_tests"],
]


def beside(command: list[str]) -> Outcome:
    """Runs it to its end, with its output kept."""
    return run(command, cwd=checkout_root())


def main() -> int:
    """Returns the exit status: 1 when a test failed."""
    with ThreadPoolExecutor(len(TESTS_BESIDE)) as pool:
        outcomes = pool.map(beside, TESTS_BESIDE)
        passed = subprocess.run(PYTHON_TESTS, cwd=checkout_root(), check=False).returncode == 0
    for outcome in outcomes:
        print(outcome.output, flush=True)
        passed = passed and outcome.ok
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())

"""``python -m tools.plan_tests``: runs every ``terraform test`` of the project.

The root module's tests lie in ``tests/plan``, a submodule's in its own ``tests`` folder. They run
in a throw-away copy, as ``terraform init`` writes beside what it reads.
"""

import subprocess
import sys
from pathlib import Path

from tools.scratch import scratch_copy, terraform_modules
from tools.setup.places import checkout_root
from tools.setup.shell import run

ROOT_TESTS = "tests/plan"
SUBMODULE_TESTS = "tests"


def modules_with_tests(root: Path) -> list[tuple[Path, str]]:
    """Each module that has test files, with the folder they lie in relative to it."""
    pairs = [(root, ROOT_TESTS)]
    pairs += [(module, SUBMODULE_TESTS) for module in terraform_modules(root) if module != root]
    return [
        (module, folder) for module, folder in pairs if any(module.glob(f"{folder}/*.tftest.*"))
    ]


def run_tests(root: Path, module: Path, folder: str) -> bool:
    """Initialises the module and runs its tests, their output shown as it comes."""
    print(f"terraform test of {module.relative_to(root)}", flush=True)
    option = f"-test-directory={folder}"
    begun = run(
        ["terraform", "init", "-backend=false", "-input=false", "-no-color", option], cwd=module
    )
    if not begun.ok:
        print(begun.output, flush=True)
        return False
    colour = [] if sys.stdout.isatty() else ["-no-color"]
    command = ["terraform", "test", option, *colour]
    return subprocess.run(command, cwd=module, check=False).returncode == 0


def main() -> int:
    """Returns the exit status: 1 when a test failed."""
    with scratch_copy(checkout_root()) as copy:
        passed = [run_tests(copy, *pair) for pair in modules_with_tests(copy)]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())

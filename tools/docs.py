"""``python -m tools.docs [--check]``: writes, or checks, the generated parts of the documentation.

terraform-docs puts inputs and outputs between two markers in each README (and makes the file, or
appends the markers, where there are none yet); everything around them is written by people. The
same holds for the table of appliance profiles in docs/appliances.md, for the lab's table of
behaviours, which comes from the lab's tests, and for that of changes by hand in
docs/failure-modes.md, which comes from their tests.
"""

import sys
from pathlib import Path

from tools import by_hand_table, lab_table, profiles
from tools.scratch import scratch_copy, terraform_modules
from tools.setup.places import checkout_root
from tools.setup.shell import run


def stale_readmes(root: Path) -> list[str]:
    """What is wrong with each README whose generated part is not what its module says now."""
    return _each_failure(root, ["--output-check"])


def write_documents(root: Path) -> list[str]:
    """Brings every generated part up to date; returns what went wrong."""
    lab_table.write(root)
    by_hand_table.write(root)
    with scratch_copy(root) as copy:
        profiles.write(root, copy)
    return _each_failure(root, [])


def _each_failure(root: Path, options: list[str]) -> list[str]:
    command: list[str | Path] = [
        "terraform-docs",
        "--config",
        root / ".terraform-docs.yml",
        *options,
    ]
    failures = []
    for module in terraform_modules(root):
        done = run([*command, module])
        if not done.ok:
            failures.append(f"{module.relative_to(root)}/README.md: {done.output.strip()}")
    return failures


def _stale(root: Path) -> list[str]:
    with scratch_copy(root) as copy:
        tables = (lab_table, by_hand_table, profiles)
        return stale_readmes(copy) + [each for table in tables for each in table.stale(copy)]


def main(check: bool) -> int:
    """Returns the exit status: 1 when a page is stale, or could not be written."""
    problems = (_stale if check else write_documents)(checkout_root())
    print("\n".join(problems) or "every generated part is up to date")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(check=sys.argv[1:] == ["--check"]))

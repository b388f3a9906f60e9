"""``python -m tools.docs [--check]``: writes, or checks, the generated part of every README.

terraform-docs puts inputs and outputs between two markers in the README (and makes the file, or
appends the markers, where there are none yet); everything around them is written by people. The
lab's README has its table of behaviours from the lab's tests.
"""

import sys
from pathlib import Path

from tools import lab_table
from tools.scratch import terraform_modules
from tools.setup.places import checkout_root
from tools.setup.shell import run


def stale_documents(root: Path) -> list[str]:
    """What is wrong with each README whose generated part is not what its module says now."""
    return _each_failure(root, ["--output-check"])


def write_documents(root: Path) -> list[str]:
    """Brings every README up to date; returns what went wrong."""
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


def main(check: bool) -> int:
    """Returns the exit status: 1 when a page is stale, or could not be written."""
    root = checkout_root()
    if check:
        problems = [*stale_documents(root), *lab_table.stale(root)]
    else:
        lab_table.write(root)
        problems = write_documents(root)
    print("\n".join(problems) or "every README is up to date")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(check=sys.argv[1:] == ["--check"]))

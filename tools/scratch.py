"""A throw-away copy of the tree, for commands that write beside what they read.

``terraform init`` leaves a ``.terraform`` folder and a lock file in every module it visits, and two
runs in one checkout would disturb each other.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_LEFT_BEHIND = shutil.ignore_patterns(
    *(".git", ".venv*", ".tools", ".hypothesis", ".*_cache", "__pycache__"),
    *(".terraform", ".terraform.lock.hcl", "*.tfstate*", "builds"),
)


@contextlib.contextmanager
def scratch_copy(checkout: Path) -> Iterator[Path]:
    """Yields the root of a copy that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="persistent-vnf-") as folder:
        copy = Path(folder) / checkout.name
        shutil.copytree(checkout, copy, ignore=_LEFT_BEHIND)
        yield copy


def terraform_modules(root: Path) -> list[Path]:
    """The root module, every submodule and every example."""
    nested = [*sorted(root.glob("modules/*")), *sorted(root.glob("examples/*"))]
    return [folder for folder in (root, *nested) if any(folder.glob("*.tf"))]

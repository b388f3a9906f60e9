"""A throw-away copy of the tree, for commands that write beside what they read.

``terraform init`` leaves a ``.terraform`` folder and a lock file in every module it visits, and two
runs in one checkout would disturb each other.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_LEFT_BEHIND = shutil.ignore_patterns(
    *(".git", ".venv*", ".tools", ".hypothesis", ".*_cache", "__pycache__"),
    *(".terraform", ".terraform.lock.hcl", "*.tfstate*", "builds", "verify-aws"),
)


@contextlib.contextmanager
def scratch_copy(checkout: Path) -> Iterator[Path]:
    """Yields the root of a copy that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="persistent-vnf-") as folder:
        copy = Path(folder) / checkout.name
        copy_tree(checkout, copy)
        yield copy


def copy_tree(checkout: Path, target: Path) -> None:
    """Copies the tree to a folder that does not exist yet, without what a run left in it."""
    shutil.copytree(checkout, target, ignore=_LEFT_BEHIND)


def sources(root: Path) -> Iterator[Path]:
    """Every file that a copy of the tree would hold, in a fixed order."""
    for folder, folders, files in os.walk(root):
        left = _LEFT_BEHIND(folder, [*folders, *files])
        folders[:] = sorted(set(folders) - left)
        yield from (Path(folder) / name for name in sorted(set(files) - left))


def terraform_modules(root: Path) -> list[Path]:
    """The root module, every submodule and every example."""
    nested = [*sorted(root.glob("modules/*")), *sorted(root.glob("examples/*"))]
    return [folder for folder in (root, *nested) if any(folder.glob("*.tf"))]

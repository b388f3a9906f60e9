"""Reads what the code host and its hooks are told, and says what is wrong with it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import yaml

PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$")
LOCAL = re.compile(r"uses: \./\.github/\S+$")


def read(file: Path) -> dict[str, Any]:
    """A file's YAML; `on`, which YAML 1.1 takes for true, under its own name."""
    text: dict[Any, Any] = yaml.safe_load(file.read_text())
    return {"on" if key is True else key: value for key, value in text.items()}


def workflows(root: Path) -> list[Path]:
    return sorted((root / ".github/workflows").glob("*.y*ml"))


def wrong(root: Path) -> list[str]:
    """What is wrong with the workflows and actions, each with its file."""
    actions = sorted((root / ".github/actions").glob("*/action.yml"))
    said = [(file, text) for file in [*workflows(root), *actions] for text in _unpinned(file)]
    for file in workflows(root):
        said += [(file, text) for text in _unbounded(read(file))]
        for command in commands(read(file)):
            said += [(file, text) for text in wrong_command(root, command)]
    return [f"{file.relative_to(root)}: {text}" for file, text in said]


def _unpinned(file: Path) -> Iterator[str]:
    for line in file.read_text().splitlines():
        used = line.strip().removeprefix("- ")
        if used.startswith("uses:") and not (PINNED.match(used) or LOCAL.match(used)):
            yield f"not pinned by a commit with its version beside it: {used}"


def _unbounded(workflow: dict[str, Any]) -> Iterator[str]:
    if not isinstance(workflow.get("permissions"), dict):
        yield "no permissions by name"
    if "concurrency" not in workflow:
        yield "no concurrency"
    for name, job in workflow["jobs"].items():
        # A called workflow's jobs have their own.
        if "uses" not in job and "timeout-minutes" not in job:
            yield f"{name}: no timeout"


def commands(workflow: dict[str, Any]) -> Iterator[str]:
    """Every command of every job, once for each member of its matrix."""
    for job in workflow["jobs"].values():
        runs = [step["run"] for step in job.get("steps", []) if "run" in step]
        for member in _members(job.get("strategy", {}).get("matrix", {})):
            for command in runs:
                for name, value in member.items():
                    command = command.replace(f"${{{{ matrix.{name} }}}}", value)
                yield command


def _members(matrix: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    for values in product(*matrix.values()):
        yield dict(zip(matrix, values, strict=True))


def wrong_command(root: Path, command: str) -> Iterator[str]:
    """A step calls make, with targets and variables that there are; a release calls `gh`."""
    program, *words = shlex.split(command.partition(">")[0])
    if (program, *words[:2]) == ("gh", "release", "create"):
        return
    if program != "make" or "\n" in command.strip():
        yield f"not one call of make: {command}"
        return
    makefile = (root / "Makefile").read_text()
    targets = [word for word in words if "=" not in word]
    if not targets:
        yield f"no target: {command}"
    for target in targets:
        if not re.search(rf"^{re.escape(target)}:", makefile, re.M):
            yield f"no such target: {command}"
    for variable in (word.partition("=")[0] for word in words if "=" in word):
        if f"$({variable})" not in makefile:
            yield f"no such variable: {command}"

"""What the lab's IAM evaluates, held against the same reference.

The lab says by itself what that is (``python -m tests.support.iam_listing``), from specimens of all
resources: an object with ``evaluated``, the resources and condition keys of each action, and
``called``, the actions that the functions call.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.policies.findings import Finding
from tools.policies.patterns import ANY
from tools.policies.reference import Action, Reference, ResourceType

NAME = "the lab"
Resource = Mapping[str, Any]  # arn: str; keys: list[str]


def listing(root: Path) -> Mapping[str, Any]:
    """Asks the lab of a tree. Raises OSError with what it printed if it cannot say."""
    command = [sys.executable, "-m", "tests.support.iam_listing"]
    asked = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if asked.returncode:
        raise OSError(asked.stdout + asked.stderr)
    told: Mapping[str, Any] = json.loads(asked.stdout)
    return told


def findings(told: Mapping[str, Any], reference: Reference) -> Iterator[Finding]:
    """Where the lab knows other actions, resources or keys than AWS documents."""
    evaluated: Mapping[str, Sequence[Resource]] = told["evaluated"]
    for name in sorted({*told["called"], *evaluated}):
        actions = reference.actions(name)
        if not actions:
            yield Finding("unknown action", NAME, "", name, "", "AWS knows no such action.")
        for action in actions if name in evaluated else ():
            yield from _compared(action, evaluated[name])


def _compared(action: Action, resources: Sequence[Resource]) -> Iterator[Finding]:
    met: set[ResourceType] = set()
    for resource in resources:
        types = action.meeting(resource["arn"])
        met.update(types)
        if not types and resource["arn"] != ANY:
            said = f"AWS does not evaluate it on {resource['arn']}. Take it out of the table."
            yield Finding("resource never met", NAME, "", action.name, resource["arn"], said)
        yield from _keys(action, types, resource)
    if not resources:
        said = "the lab evaluates it on nothing. Give listing.py a specimen of its resource."
        yield Finding("uncovered", NAME, "", action.name, "", said)
    for needed in action.required:
        if needed not in met:
            said = f"AWS evaluates it on {needed.name}, the lab does not. Add it to the table."
            yield Finding("uncovered", NAME, "", action.name, needed.name, said)


def _keys(action: Action, types: tuple[ResourceType, ...], resource: Resource) -> Iterator[Finding]:
    for key in resource["keys"]:
        if types and not any(action.knows(key, each) for each in types):
            on = " or ".join(each.name for each in types)
            said = f"AWS gives it no {key} on {on}. A policy that leans on it would fail there."
            yield Finding("key", NAME, "", action.name, f"{key} on {on}", said)

"""The module's policies as Terraform renders them: from its own tests, on a mocked AWS."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.policies.policy import Kind, Policy, policy
from tools.setup.shell import run

VARIANTS = "tools/policies"  # the folder of variants.tftest.hcl
_OF_ROLES = ("aws_iam_policy", "aws_iam_role_policy")


def render(root: Path) -> list[Policy]:
    """Every policy in every variant of a copy of the tree, which Terraform may litter.

    Raises OSError with what Terraform said if it failed, or if there was no policy to be found.
    """
    _initialise(root)
    done = subprocess.run(
        ["terraform", "test", "-json", "-verbose", f"-test-directory={VARIANTS}"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode:
        raise OSError(_errors(told) or done.stdout + done.stderr)
    states = [each["test_state"] for each in told if each["type"] == "test_state"]
    found = [list(policies(state["root_module"])) for state in states]
    if not found or not all(found):
        raise OSError(f"Terraform rendered no policy in {VARIANTS}.")
    return list(dict.fromkeys(each for listed in found for each in listed))


def policies(module: Mapping[str, Any]) -> Iterator[Policy]:
    """The policies of a module's state and of the modules in it.

    Any attribute that holds a policy document counts, so that none can be forgotten.
    """
    for resource in module.get("resources", ()):
        yield from _of_resource(resource)
    for child in module.get("child_modules", ()):
        yield from policies(child)


def _of_resource(resource: Mapping[str, Any]) -> Iterator[Policy]:
    address, kind = resource["address"], resource["type"]
    if kind == "aws_lambda_permission":
        yield policy(address, Kind.RESOURCE, _permission(resource["values"]))
    for name, value in resource["values"].items():
        document = _document(value)
        if document is None:
            continue
        if name == "assume_role_policy":
            yield policy(f"{address}.{name}", Kind.TRUST, document)
        else:
            yield policy(address, Kind.ROLE if kind in _OF_ROLES else Kind.RESOURCE, document)


def _document(value: Any) -> Mapping[str, Any] | None:
    """The value if it is a policy document in JSON."""
    if not isinstance(value, str) or '"Statement"' not in value:
        return None
    found: Mapping[str, Any] = json.loads(value)
    return found


def _permission(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What Lambda writes into a function's policy for a permission."""
    keys = {"aws:SourceArn": values["source_arn"], "aws:SourceAccount": values["source_account"]}
    statement = {
        "Sid": values["statement_id"],
        "Effect": "Allow",
        "Action": values["action"],
        "Resource": values["function_name"],
        "Condition": {"StringLike": {key: each for key, each in keys.items() if each}},
    }
    return {"Statement": [statement]}


def _initialise(root: Path) -> None:
    options = ("-backend=false", "-input=false", "-no-color", f"-test-directory={VARIANTS}")
    begun = run(["terraform", "init", *options], cwd=root)
    if not begun.ok:
        raise OSError(begun.output)


def _errors(told: Iterable[Mapping[str, Any]]) -> str:
    diagnostics = [each["diagnostic"] for each in told if each["type"] == "diagnostic"]
    errors = [each for each in diagnostics if each["severity"] == "error"]
    return "\n".join(f"{each['summary']}: {each.get('detail', '')}" for each in errors)

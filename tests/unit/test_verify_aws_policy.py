"""``docs/verify-aws-policy.json`` allows the calls of `tools.verify_aws`, and no others."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import boto3

from lab.iam.conditions import as_list
from tests.support.project import PROJECT

# The clients of `Aws`. The dry runs use another: that of the handler's role.
SERVICES = ("autoscaling", "ec2", "events", "iam", "logs", "sts")
FREE = {"sts:GetCallerIdentity"}  # needs no right


def called() -> set[str]:
    files = (PROJECT / "tools" / "verify_aws").rglob("*.py")
    return {action for file in files for action in actions(ast.parse(file.read_text()))}


def actions(module: ast.Module) -> Iterator[str]:
    """`aws.ec2.method(…)` and `aws.logs.get_paginator("method")`, wherever the `Aws` is kept."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = ast.unparse(node.func.value)
        where, _, service = owner.rpartition(".")
        if service not in SERVICES or where.rpartition(".")[2] not in ("aws", "_aws"):
            continue
        method = node.func.attr
        if method == "get_paginator":
            method = ast.literal_eval(node.args[0])
        yield f"{service}:{client(service).meta.method_to_api_mapping[method]}"


@cache
def client(service: str) -> Any:
    return boto3.client(service, "eu-west-1")  # type: ignore[call-overload]


def test_the_policy_has_the_rights_that_the_program_uses_and_no_others() -> None:
    policy = json.loads((PROJECT / "docs" / "verify-aws-policy.json").read_text())
    listed = {action for each in policy["Statement"] for action in as_list(each["Action"])}
    assert len(listed) > 15
    assert called() - FREE == listed

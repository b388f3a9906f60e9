"""Every call that changes something stands on the page about fences, and no other one does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import boto3
from botocore import xform_name

from tests.support.project import PROJECT

PAGE = PROJECT / "docs" / "decisions" / "no-lock.md"
SERVICES = ("autoscaling", "cloudwatch", "ec2", "events", "lambda", "logs", "sns")
READS = ("Describe", "Get", "List", "Filter")


def operations() -> dict[str, str]:
    """What changes something, by the name of the client's method."""
    session = boto3.Session("test", "test", region_name="eu-west-1")
    names = [
        name
        for each in SERVICES
        for name in session.client(each).meta.service_model.operation_names
    ]
    return {xform_name(name): name for name in names if not name.startswith(READS)}


def called() -> set[str]:
    """The operations that the functions call."""
    known = operations()
    return {known[method] for method in _methods() if method in known}


def _methods() -> Iterator[str]:
    for file in (PROJECT / "lambda_src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield node.func.attr


def listed() -> list[str]:
    """The first column of the page's tables."""
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", PAGE.read_text(), re.MULTILINE)
    return [name for row in rows for name in re.findall(r"\w+", row)]


def test_what_is_called_is_what_is_listed() -> None:
    assert sorted(listed()) == sorted(called())


def test_every_service_of_the_functions_is_looked_at() -> None:
    clients = re.findall(
        r'boto3\.client\("(\w+)"', (PROJECT / "lambda_src/common/aws.py").read_text()
    )
    assert sorted(clients) == list(SERVICES)

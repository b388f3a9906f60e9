"""The dry runs of `tools.verify_aws` are the EC2 calls that the handler makes.

Arguments count for calls that change something: the rights to read do not hang on them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

import boto3
import pytest
from botocore.model import StructureShape
from botocore.validate import ParamValidator

from tests.support.project import PROJECT
from tools.verify_aws.facts import Facts
from tools.verify_aws.rights import calls
from tools.verify_aws.rights.calls import Call
from tools.verify_aws.rights.checked import ACTIONS, Finding, doubts

HANDLER = PROJECT / "lambda_src" / "hook_handler"
FACTS = Facts(
    **{
        field.name: ("sg-1",) if field.name == "vip_groups" else field.name
        for field in fields(Facts)
    }
)


@dataclass(frozen=True)
class Shape:
    """A method with the names of its arguments. open: it has more where a VIP asks for that."""

    method: str
    arguments: frozenset[str]
    open: bool = False

    def fits(self, other: Shape) -> bool:
        """Whether `other` is a call that may be made so."""
        same = self.arguments == other.arguments
        return self.method == other.method and (
            same or (self.open and self.arguments <= other.arguments)
        )


def shapes_of(call: ast.Call) -> Iterator[Shape]:
    """`…ec2.method(Name=…)`, or `_all_of(clients, "method", …)`, which pages through it."""
    if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value).endswith("ec2"):
        if call.func.attr != "get_paginator":
            yield shape(call.func.attr, [keyword.arg for keyword in call.keywords])
    elif ast.unparse(call.func) in ("_all_of", "_associated"):
        literals = (each.value for each in call.args if isinstance(each, ast.Constant))
        # _associated hands the method through to _all_of.
        yield from (shape(str(each), []) for each in literals if str(each).startswith("describe_"))


def shape(method: str, arguments: Iterable[str | None]) -> Shape:
    """None among the arguments: `**more`."""
    if method.startswith("describe_"):
        return Shape(method, frozenset())
    named = list(arguments)
    return Shape(method, frozenset(filter(None, named)), None in named)


def of_the_code() -> set[Shape]:
    modules = [ast.parse(file.read_text()) for file in HANDLER.glob("*.py")]
    nodes = [node for module in modules for node in ast.walk(module) if isinstance(node, ast.Call)]
    return {each for node in nodes for each in shapes_of(node) if has_dry_run(each.method)}


def has_dry_run(method: str) -> bool:
    return "DryRun" in input_of(method).members


def input_of(method: str) -> StructureShape:
    """What EC2 takes with it."""
    ec2 = boto3.client("ec2", "eu-west-1")
    operation = ec2.meta.method_to_api_mapping[method]
    return ec2.meta.service_model.operation_model(operation).input_shape


def of_the_list() -> set[Shape]:
    return {shape(call.method, call.arguments) for call in calls.of_the_handler(FACTS)}


def test_the_list_is_what_the_handler_calls() -> None:
    code, listed = of_the_code(), of_the_list()
    assert len(code) > 25
    assert [each for each in listed if not any(made.fits(each) for made in code)] == []
    assert [made for made in code if not any(made.fits(each) for each in listed)] == []


@pytest.mark.parametrize(
    "call",
    [*calls.of_the_handler(FACTS), *calls.forbidden(FACTS), *(each.call for each in doubts(FACTS))],
    ids=lambda call: call.method,
)
def test_every_call_is_one_that_boto3_accepts(call: Call) -> None:
    """With DryRun, or the call would be made."""
    given = {**call.arguments, "DryRun": True}
    report = ParamValidator().validate(given, input_of(call.method))
    assert not report.has_errors(), report.generate_report()


def test_each_doubt_leaves_out_one_resource_of_a_call_of_the_handler() -> None:
    for doubt in doubts(FACTS):
        assert doubt.call.method in {each.method for each in of_the_code()}
        assert doubt.maybe not in doubt.surely
        words = ACTIONS[doubt.call.method].removeprefix("ec2:")
        assert words.lower() == doubt.call.method.replace("_", "")


@pytest.mark.parametrize(
    ("with_it", "without_it", "checked"),
    [
        (calls.ALLOWED, calls.DENIED, True),
        (calls.ALLOWED, calls.ALLOWED, False),
        (calls.ALLOWED, "InvalidParameterValue", None),
        (calls.DENIED, calls.DENIED, None),  # the role itself may not: nothing is told
        ("Throttling", calls.ALLOWED, None),
    ],
)
def test_a_resource_is_checked_if_leaving_it_out_makes_the_difference(
    with_it: str, without_it: str, checked: bool | None
) -> None:
    assert Finding("question", with_it, without_it).checked is checked

"""The Condition element of a policy statement."""

from __future__ import annotations

import ipaddress
import operator
from collections.abc import Callable, Mapping
from typing import Any

from lab.errors import NotModelled
from lab.iam.wildcards import Context, literal, matches, matches_arn

# (value in the policy, value in the request, context) -> does it match
Test = Callable[[str, str, Context], bool]


def holds(condition: Mapping[str, Mapping[str, Any]], context: Context) -> bool:
    """Every operator and every key of the block must hold; several values of a key are an "or"."""
    return all(
        _operator_holds(name, key.lower(), as_list(values), context)
        for name, keys in condition.items()
        for key, values in keys.items()
    )


def as_list(value: Any) -> list[str]:
    """Policy JSON writes one value or a list of them; booleans and numbers may be bare."""
    values = value if isinstance(value, list) else [value]
    return [str(each).lower() if isinstance(each, bool) else str(each) for each in values]


def _operator_holds(name: str, key: str, wanted: list[str], context: Context) -> bool:
    qualifier, _, plain = name.rpartition(":")
    if plain == "Null":
        return any((each.lower() == "true") == (key not in context) for each in wanted)
    if_exists = plain.endswith("IfExists")
    test, negated = _test(plain.removesuffix("IfExists"))
    if key not in context:
        # IAM: a missing key fails a positive operator, satisfies a negated or ...IfExists one.
        return qualifier == "ForAllValues" or (
            qualifier != "ForAnyValue" and (if_exists or negated)
        )
    actual = as_list(context[key])
    verdicts = [any(test(each, value, context) for each in wanted) != negated for value in actual]
    if qualifier == "ForAllValues" or (negated and not qualifier):
        return all(verdicts)
    return any(verdicts)


def _test(name: str) -> tuple[Test, bool]:
    """The positive test of an operator, and whether the operator is its negation."""
    if name in _TESTS:
        return _TESTS[name], False
    positive = "IpAddress" if name == "NotIpAddress" else name.replace("Not", "", 1)
    if positive != name and positive in _TESTS:
        return _TESTS[positive], True
    raise NotModelled(f"IAM condition operator {name}")


def _equals(wanted: str, value: str, context: Context) -> bool:
    return literal(wanted, context) == value


def _equals_ignoring_case(wanted: str, value: str, context: Context) -> bool:
    expected = literal(wanted, context)
    return expected is not None and expected.lower() == value.lower()


def _in_network(wanted: str, value: str, _: Context) -> bool:
    return ipaddress.ip_address(value) in ipaddress.ip_network(wanted, strict=False)


def _numeric(compare: Callable[[float, float], bool]) -> Test:
    return lambda wanted, value, _: compare(float(value), float(wanted))


_TESTS: dict[str, Test] = {
    "StringEquals": _equals,
    "StringEqualsIgnoreCase": _equals_ignoring_case,
    "StringLike": matches,
    "ArnEquals": matches_arn,  # IAM: ArnEquals and ArnLike behave identically
    "ArnLike": matches_arn,
    "Bool": _equals_ignoring_case,
    "IpAddress": _in_network,
    "NumericEquals": _numeric(operator.eq),
    "NumericLessThan": _numeric(operator.lt),
    "NumericLessThanEquals": _numeric(operator.le),
    "NumericGreaterThan": _numeric(operator.gt),
    "NumericGreaterThanEquals": _numeric(operator.ge),
}

"""Who is in the way: a sentence that names somebody, whatever EC2 shows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ConnectTimeoutError

from common.runtime import Runtime
from hook_handler import conflicts, observe
from hook_handler.retry import Retrier
from tests.support.planner.worlds import ADDRESS, config

RETRIER = Retrier(Mock(spec=Runtime))
ARGUMENT = "IncludeManagedResources"
PLAIN: dict[str, Any] = {"NetworkInterfaceId": "eni-1", "InterfaceType": "interface"}
OF_LAMBDA: dict[str, Any] = {
    "NetworkInterfaceId": "eni-2",
    "InterfaceType": "lambda",
    "Description": "AWS Lambda VPC ENI",
    "PrivateIpAddresses": [{"PrivateIpAddress": ADDRESS}],
}
HIDDEN: dict[str, Any] = {
    "NetworkInterfaceId": "eni-3",
    "Operator": {"Managed": True, "Principal": "checks.example.com", "HiddenByDefault": True},
}


def ec2_with(*found: dict[str, Any], known: bool = True) -> Any:
    """Clients of an EC2 that shows these interfaces; `known`: whether boto3 knows the argument."""
    ec2 = Mock()
    shape = SimpleNamespace(members={"Filters": None} | ({ARGUMENT: None} if known else {}))
    ec2.meta.service_model.operation_model.return_value.input_shape = shape
    ec2.describe_network_interfaces.return_value = {"NetworkInterfaces": list(found)}
    return SimpleNamespace(ec2=ec2)


def interfaces_in(subnet_id: str, clients: Any, *addresses: str) -> str:
    """What is said of the interfaces that EC2 shows there."""
    found = observe.interfaces_in(subnet_id, clients, RETRIER)
    return conflicts.interfaces(found, set(addresses) or None)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([PLAIN], "The interfaces eni-1"),
        ([PLAIN, OF_LAMBDA], "The interfaces eni-1, eni-2 (lambda, AWS Lambda VPC ENI)"),
        ([HIDDEN], "The interfaces eni-3 (managed by checks.example.com, hidden)"),
    ],
)
def test_interfaces_are_named_with_their_owner(found: list[Any], sentence: str) -> None:
    assert interfaces_in("subnet-1", ec2_with(*found)) == sentence


def test_an_empty_list_is_never_told() -> None:
    assert "--include-managed-resources" in interfaces_in("subnet-1", ec2_with())
    assert "--include-managed-resources" in interfaces_in("subnet-1", ec2_with(PLAIN), ADDRESS)


def test_who_has_the_address_is_named_and_nobody_else() -> None:
    told = interfaces_in("subnet-1", ec2_with(PLAIN, OF_LAMBDA), ADDRESS)
    assert told.startswith("eni-2 (lambda")


@pytest.mark.parametrize("known", [True, False])
def test_hidden_ones_are_asked_for_where_boto3_knows_how(known: bool) -> None:
    asked = ec2_with(PLAIN, known=known)
    interfaces_in("subnet-1", asked)
    arguments = asked.ec2.describe_network_interfaces.call_args.kwargs
    assert (arguments.get(ARGUMENT) is True) == known


def test_an_answer_that_does_not_come_costs_the_ids_only() -> None:
    silent = ec2_with()
    error = ConnectTimeoutError(endpoint_url="https://example.com")
    silent.ec2.describe_network_interfaces.side_effect = error
    silent.ec2.get_paginator.side_effect = error
    assert interfaces_in("subnet-1", silent) == "Foreign interfaces"
    ids = observe.subnets_on(config().vips[0].cidr, "vpc-1", silent, RETRIER)
    assert conflicts.subnets(ids, "vpc-1") == "Another subnet of vpc-1"

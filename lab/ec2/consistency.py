"""Eventual consistency: new ids unknown for a while, Describe behind the writes.

Off by default. Only what API calls change is ever shown late, and only by the calls the
network needs; the store itself is always current, so preconditions are judged on the truth.

docs/aws-behaviour.md#ec2-eventual-consistency
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import (
    InvalidNetworkInterfaceIdError,
    InvalidSubnetIdError,
)
from moto.ec2.models import EC2Backend
from moto.ec2.responses import EC2Response

from lab.ec2.current import current
from lab.ec2.past import Snapshot

WRITES = (
    "create_subnet",
    "delete_subnet",
    "associate_route_table",
    "replace_route_table_association",
    "replace_network_acl_association",
    "create_route",
    "replace_route",
    "delete_route",
    "create_network_interface",
    "delete_network_interface",
    "attach_network_interface",
    "detach_network_interface",
    "modify_network_interface_attribute",
    "assign_private_ip_addresses",
    "unassign_private_ip_addresses",
    "assign_ipv6_addresses",
    "unassign_ipv6_addresses",
    "associate_subnet_cidr_block",
    "disassociate_subnet_cidr_block",
    "associate_address",
    "disassociate_address",
)

NOT_FOUND = {
    "SubnetId": InvalidSubnetIdError,
    "NetworkInterfaceId": InvalidNetworkInterfaceIdError,
}

Action = Callable[[EC2Response], ActionResult]


def _snapshot(backend: EC2Backend) -> Snapshot:
    subnets = (subnet for zone in backend.subnets.values() for subnet in zone.values())
    kinds = (
        subnets,
        backend.enis.values(),
        backend.route_tables.values(),
        backend.addresses,
        backend.network_acls.values(),
    )
    return {str(one.id): _frozen(one) for kind in kinds for one in kind}


def _frozen(one: Any) -> Any:
    """A copy that later changes of the original do not reach."""
    twin = copy.copy(one)
    for name, value in vars(one).items():
        if isinstance(value, dict | list):
            setattr(twin, name, copy.copy(value))
    return twin


def _learning(action: Action) -> Action:
    @wraps(action)
    def told(response: EC2Response) -> ActionResult:
        switches, past = current().switches, current().ec2.past
        if not any((*switches.unknown_after_create_seconds, *switches.stale_describe_seconds)):
            return action(response)
        for parameter, missing in NOT_FOUND.items():
            resource_id = response._get_param(parameter)
            if resource_id and not past.knows(resource_id):
                raise missing(resource_id)
        before = _snapshot(response.ec2_backend)
        result = action(response)
        past.learn(before, _snapshot(response.ec2_backend))
        return result

    return told


def install(response_class: type[EC2Response]) -> None:
    """Let every write of the network be seen late, when a switch says so."""
    for name in WRITES:
        setattr(response_class, name, _learning(getattr(response_class, name)))

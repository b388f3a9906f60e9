"""Where moto walks through all there is to find one thing by its id: here it is looked up.

With hundreds of groups in one account that walk would cost more than all the rest of a call. The
answers are moto's: what is put in front of its filters is a sieve that keeps all they could pass.
"""

from __future__ import annotations

import copy
from typing import Any

from moto.ec2.exceptions import InvalidInstanceIdError
from moto.ec2.models import EC2Backend
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.models.elastic_ip_addresses import ElasticAddress
from moto.ec2.models.instance_types import InstanceType, InstanceTypeBackend
from moto.ec2.models.instances import Instance, Reservation
from moto.ec2.utils import (
    EC2_PREFIX_TO_RESOURCE,
    filter_reservations,
    generic_filter,
    get_prefix,
)

from lab.patching import replace

Filters = dict[str, list[str]]

_KINDS = {each["InstanceType"]: each for each in InstanceTypeBackend.instance_types}
_search_types = InstanceTypeBackend.describe_instance_types


def asked_for(filters: Filters | None, name: str) -> set[str] | None:
    """The values that the filter of that name can pass; None when it has wildcards, or is not."""
    values = (filters or {}).get(name)
    if not values or any(set(value) & set("*?[") for value in values):
        return None
    return set(values)


class Lookups(EC2Backend):
    """moto's searches of its EC2 store, by id."""

    def get_instance(self, instance_id: str) -> Instance:
        found = self.get_instance_by_id(instance_id)
        if found is None:
            raise InvalidInstanceIdError(instance_id)
        return found

    def get_instance_by_id(self, instance_id: str) -> Instance | None:
        for reservation in self.reservations.values():
            for instance in reservation.instances:
                if instance.id == instance_id:
                    return instance
        return None

    def all_reservations(self, filters: Filters | None = None) -> list[Reservation]:
        wanted = asked_for(filters, "instance-id")
        found = [
            copy.copy(each)
            for each in self.reservations.values()
            if wanted is None or any(instance.id in wanted for instance in each.instances)
        ]
        return found if filters is None else filter_reservations(found, filters)

    def describe_addresses(
        self,
        allocation_ids: list[str] | None = None,
        public_ips: list[str] | None = None,
        filters: Filters | None = None,
    ) -> list[ElasticAddress]:
        wanted = asked_for(filters, "allocation-id")
        if wanted is None or allocation_ids or public_ips:
            return super().describe_addresses(allocation_ids, public_ips, filters)
        found = [each for each in self.addresses if each.allocation_id in wanted]
        return generic_filter(filters or {}, found)


def in_vpc(found: list[Any], filters: Filters) -> list[Any]:
    """Those that can pass a `vpc-id` filter."""
    wanted = asked_for(filters, "vpc-id")
    return found if wanted is None else [one for one in found if one.vpc_id in wanted]


def of_subnet(tables: list[Any], filters: Filters) -> list[Any]:
    """The route tables that can pass an `association.subnet-id` filter."""
    wanted = asked_for(filters, "association.subnet-id")
    if wanted is None:
        return tables
    return [one for one in tables if not wanted.isdisjoint(one._associations.values())]


def _tags_of(resource: TaggedEC2Resource) -> list[dict[str, Any]]:
    """The resource's tags as moto's `describe_tags` gives them."""
    own: Any = resource
    if own.id not in own.ec2_backend.tags:
        return []
    kind = EC2_PREFIX_TO_RESOURCE.get(get_prefix(own.id), "")
    return [
        {"resource_id": own.id, "key": key, "value": value, "resource_type": kind}
        for key, value in own.ec2_backend.tags[own.id].items()
    ]


def _types(
    self: InstanceTypeBackend, instance_types: list[str] | None = None, filters: Any = None
) -> list[InstanceType]:
    if instance_types and len(instance_types) == 1 and not filters:
        name = instance_types[0]
        if name in _KINDS:
            return [_KINDS[name]]
    return _search_types(self, instance_types, filters)


def install() -> None:
    replace(InstanceTypeBackend, "describe_instance_types", _types)
    replace(TaggedEC2Resource, "get_tags", _tags_of)

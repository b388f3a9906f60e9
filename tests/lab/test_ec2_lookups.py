"""What is looked up instead of searched is what moto would have found (lab's own)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from moto.ec2.exceptions import InvalidInstanceTypeError
from moto.ec2.models.elastic_ip_addresses import ElasticAddressBackend
from moto.ec2.models.instance_types import InstanceTypeBackend
from moto.ec2.models.instances import InstanceBackend
from moto.ec2.utils import generic_filter

from lab.context import Lab
from lab.ec2.lookups import in_vpc, of_subnet
from lab.in_process import simulated
from tests.support.deployment import Deployment


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=1) as lab:
        yield lab


@pytest.fixture
def pair(lab: Lab) -> tuple[Deployment, Deployment]:
    """Two VNFs at work in one account."""
    one, other = Deployment(lab, name="one"), Deployment(lab, name="other")
    one.warm_up()
    other.warm_up()
    return one, other


def both_ways(wanted: str, unknown: str) -> list[list[str]]:
    """One, one of two, several by wildcard, none."""
    return [[wanted], [unknown, wanted], [f"{wanted[:5]}*"], [unknown]]


def test_instances_by_id(lab: Lab, pair: tuple[Deployment, Deployment]) -> None:
    backend: Any = lab.ec2.backend
    for values in both_ways(pair[0].in_service(), "i-00000000000000000"):
        filters = {"instance-id": values}
        found = backend.all_reservations(filters)
        expected = InstanceBackend.all_reservations(backend, filters)
        assert [each.id for each in found] == [each.id for each in expected]
    assert backend.get_instance(pair[1].in_service()).id == pair[1].in_service()


def test_addresses_by_allocation(lab: Lab, pair: tuple[Deployment, Deployment]) -> None:
    backend: Any = lab.ec2.backend
    for values in both_ways(pair[0].allocation, "eipalloc-00000000000000000"):
        filters = {"allocation-id": values}
        expected = ElasticAddressBackend.describe_addresses(backend, filters=filters)
        assert backend.describe_addresses(filters=filters) == expected


def test_networks_by_vpc_and_route_tables_by_subnet(
    lab: Lab, pair: tuple[Deployment, Deployment]
) -> None:
    backend: Any = lab.ec2.backend
    subnets = [each for zone in backend.subnets.values() for each in zone.values()]
    (vip,) = pair[0].vip_subnets()
    for values in both_ways(pair[0].vpc_id, "vpc-00000000000000000"):
        filters = {"vpc-id": values}
        for every in (subnets, list(backend.enis.values())):
            assert generic_filter(filters, in_vpc(every, filters)) == generic_filter(filters, every)
    tables = list(backend.route_tables.values())
    for values in both_ways(vip["SubnetId"], "subnet-00000000000000000"):
        filters = {"association.subnet-id": values}
        found = generic_filter(filters, of_subnet(tables, filters))
        assert found == generic_filter(filters, tables)


@pytest.mark.usefixtures("pair")
def test_networks_by_range_address_and_id(pair: tuple[Deployment, Deployment]) -> None:
    """What other people's functions look for: in every VPC, by what two of them have in common."""
    one, other = pair
    by_range = [{"Name": "cidr-block", "Values": ["10.16.10.0/24"]}]
    found = one.ec2.describe_subnets(Filters=by_range)["Subnets"]
    assert _ids(found, "SubnetId") == _ids(one.vip_subnets() + other.vip_subnets(), "SubnetId")
    by_address = [{"Name": "private-ip-address", "Values": ["10.16.10.20"]}]
    found = one.ec2.describe_network_interfaces(Filters=by_address)["NetworkInterfaces"]
    vips = one.vip_interfaces() + other.vip_interfaces()
    assert _ids(found, "NetworkInterfaceId") == _ids(vips, "NetworkInterfaceId")
    found = one.ec2.describe_route_tables(RouteTableIds=[other.route_table])["RouteTables"]
    assert _ids(found, "RouteTableId") == {other.route_table}


def _ids(found: list[dict[str, Any]], key: str) -> set[str]:
    return {each[key] for each in found}


def test_tags_of_one(lab: Lab) -> None:
    backend: Any = lab.ec2.backend
    for each in (*backend.enis.values(), *backend.route_tables.values()):
        assert each.get_tags() == backend.describe_tags(filters={"resource-id": [each.id]})


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize("names", [["t3.small"], ["t3.small", "c5.large"]])
def test_instance_types_by_name(names: list[str]) -> None:
    kinds = InstanceTypeBackend()
    found = kinds.describe_instance_types(names)
    assert found == [each for each in kinds.instance_types if each["InstanceType"] in names]


@pytest.mark.usefixtures("lab")
def test_an_unknown_instance_type_is_refused() -> None:
    with pytest.raises(InvalidInstanceTypeError):
        InstanceTypeBackend().describe_instance_types(["t9.enormous"])

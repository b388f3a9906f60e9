"""Eventual consistency, when it is switched on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.worlds.ec2 import ZONE_A, Ec2World, refusal, small_world

SECONDS = 5


@pytest.fixture
def forgetful() -> Iterator[Ec2World]:
    """New ids are unknown for some seconds."""
    with small_world() as world:
        world.lab.switches.unknown_after_create_seconds = (SECONDS, SECONDS)
        yield world


@pytest.fixture
def late() -> Iterator[Ec2World]:
    """Describe is some seconds behind the writes."""
    with small_world() as world:
        world.lab.switches.stale_describe_seconds = (SECONDS, SECONDS)
        yield world


@pytest.mark.behaviour("ec2-eventual-consistency")
def test_a_new_subnet_is_not_found_at_first(forgetful: Ec2World) -> None:
    """By id NotFound, by filter nothing, then all is well."""
    subnet_id = forgetful.vip_subnet()
    by_tag = [{"Name": "cidr-block", "Values": ["10.16.10.0/24"]}]
    describe = forgetful.ec2.describe_subnets
    assert refusal(describe, SubnetIds=[subnet_id])[0] == "InvalidSubnetID.NotFound"
    assert describe(Filters=by_tag)["Subnets"] == []
    forgetful.pass_time(SECONDS)
    assert describe(Filters=by_tag)["Subnets"] == describe(SubnetIds=[subnet_id])["Subnets"]


@pytest.mark.behaviour("ec2-eventual-consistency")
def test_a_new_id_is_not_found_by_other_calls(forgetful: Ec2World) -> None:
    """The next call of a sequence, too; preconditions know the truth."""
    subnet_id = forgetful.vip_subnet()
    create = forgetful.ec2.create_network_interface
    assert refusal(create, SubnetId=subnet_id)[0] == "InvalidSubnetID.NotFound"
    conflict, _ = refusal(
        forgetful.ec2.create_subnet,
        VpcId=forgetful.vpc_id,
        CidrBlock="10.16.10.0/24",
        AvailabilityZone=ZONE_A,
    )
    assert conflict == "InvalidSubnet.Conflict"
    forgetful.pass_time(SECONDS)
    eni_id = forgetful.interface(subnet_id)
    delete = forgetful.ec2.delete_network_interface
    assert refusal(delete, NetworkInterfaceId=eni_id)[0] == "InvalidNetworkInterfaceID.NotFound"


@pytest.mark.behaviour("ec2-eventual-consistency")
def test_describe_shows_an_attachment_late(late: Ec2World) -> None:
    """The interface looks free, and is refused as what it is."""
    eni_id, instance_id = late.vip(), late.running()
    late.pass_time(SECONDS)
    late.attach(eni_id, instance_id)
    assert "Attachment" not in late.see_interface(eni_id)
    code, _ = refusal(
        late.ec2.attach_network_interface,
        NetworkInterfaceId=eni_id,
        InstanceId=instance_id,
        DeviceIndex=1,
    )
    assert code == "InvalidNetworkInterface.InUse"
    late.pass_time(SECONDS)
    assert late.see_interface(eni_id)["Attachment"]["InstanceId"] == instance_id


@pytest.mark.behaviour("ec2-eventual-consistency")
def test_describe_shows_what_is_deleted(late: Ec2World) -> None:
    """Stale in the other direction; deleting it again is NotFound."""
    subnet_id = late.vip_subnet()
    late.pass_time(SECONDS)
    late.ec2.delete_subnet(SubnetId=subnet_id)
    assert late.ec2.describe_subnets(SubnetIds=[subnet_id])["Subnets"]
    assert refusal(late.ec2.delete_subnet, SubnetId=subnet_id)[0] == "InvalidSubnetID.NotFound"
    late.pass_time(SECONDS)
    code, _ = refusal(late.ec2.describe_subnets, SubnetIds=[subnet_id])
    assert code == "InvalidSubnetID.NotFound"


@pytest.mark.behaviour("ec2-eventual-consistency")
def test_describe_shows_an_association_late(late: Ec2World) -> None:
    """Route table and Elastic IP."""
    subnet_id, table_id, allocation_id = late.vip_subnet(), late.route_table(), late.eip()
    eni_id = late.interface(subnet_id)
    late.pass_time(SECONDS)
    late.ec2.associate_route_table(RouteTableId=table_id, SubnetId=subnet_id)
    late.associate(allocation_id, eni_id)
    by_subnet = [{"Name": "association.subnet-id", "Values": [subnet_id]}]
    assert late.ec2.describe_route_tables(Filters=by_subnet)["RouteTables"] == []
    assert not late.see_address(allocation_id).get("NetworkInterfaceId")
    late.pass_time(SECONDS)
    assert late.ec2.describe_route_tables(Filters=by_subnet)["RouteTables"]
    assert late.see_address(allocation_id)["NetworkInterfaceId"] == eni_id

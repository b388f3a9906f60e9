"""Subnets: created, counted, deleted."""

from __future__ import annotations

import pytest

from tests.support.worlds.ec2 import ZONE_A, ZONE_B, Ec2World, refusal, small_world


def _create(world: Ec2World, **arguments: str) -> tuple[str, str]:
    wanted = {"VpcId": world.vpc_id, "AvailabilityZone": ZONE_A} | arguments
    return refusal(world.ec2.create_subnet, **wanted)


@pytest.mark.behaviour("subnet-cidr")
def test_subnet_cidr_is_canonical(world: Ec2World) -> None:
    """The CIDR is canonicalised."""
    made = world.ec2.create_subnet(
        VpcId=world.vpc_id, CidrBlock="10.16.201.7/28", AvailabilityZone=ZONE_A
    )
    assert made["Subnet"]["CidrBlock"] == "10.16.201.0/28"


@pytest.mark.behaviour("subnet-states")
def test_subnet_is_pending_then_available() -> None:
    """pending -> available."""
    with small_world(subnet_available_seconds=(2, 2)) as world:
        subnet_id = world.vip_subnet()
        states = []
        for _ in range(2):
            [subnet] = world.ec2.describe_subnets(SubnetIds=[subnet_id])["Subnets"]
            states.append(subnet["State"])
            world.pass_time(3)
        assert states == ["pending", "available"]
        told = [each for each in world.lab.timeline.entries if subnet_id in each.what]
        assert [each.what for each in told] == [f"subnet {subnet_id} available"]


@pytest.mark.behaviour("subnet-states")
def test_a_subnet_that_is_gone_becomes_nothing() -> None:
    """Deleted while pending: the timeline does not tell that it is available."""
    with small_world(subnet_available_seconds=(2, 2)) as world:
        subnet_id = world.vip_subnet()
        world.ec2.delete_subnet(SubnetId=subnet_id)
        world.pass_time(3)
        told = [each for each in world.lab.timeline.entries if subnet_id in each.what]
        assert [each.what for each in told] == [f"subnet {subnet_id} deleted"]


@pytest.mark.behaviour("subnet-states")
def test_subnet_is_never_a_default_one(world: Ec2World) -> None:
    """A created subnet maps no public addresses."""
    [subnet] = world.ec2.describe_subnets(SubnetIds=[world.wan[ZONE_A]])["Subnets"]
    assert (subnet["DefaultForAz"], subnet["MapPublicIpOnLaunch"]) == (False, False)


@pytest.mark.behaviour("subnet-cidr")
def test_subnet_can_be_placed_by_zone_id(world: Ec2World) -> None:
    """Zone name or zone id."""
    [zone] = world.ec2.describe_availability_zones(ZoneNames=[ZONE_B])["AvailabilityZones"]
    made = world.ec2.create_subnet(
        VpcId=world.vpc_id, CidrBlock="10.16.9.0/24", AvailabilityZoneId=zone["ZoneId"]
    )
    assert made["Subnet"]["AvailabilityZone"] == ZONE_B


@pytest.mark.behaviour("subnet-cidr")
def test_subnet_counts_its_free_addresses(world: Ec2World) -> None:
    """All but AWS's five, and each interface takes one."""
    subnet_id = world.subnet("10.16.9.0/28")
    counts = []
    for _ in range(2):
        [subnet] = world.ec2.describe_subnets(SubnetIds=[subnet_id])["Subnets"]
        counts.append(subnet["AvailableIpAddressCount"])
        world.interface(subnet_id)
    assert counts == [11, 10]


@pytest.mark.behaviour("subnet-cidr")
@pytest.mark.parametrize("prefix", [15, 29])
def test_subnet_prefix_limits(world: Ec2World, prefix: int) -> None:
    """/16 to /28."""
    assert _create(world, CidrBlock=f"10.16.0.0/{prefix}")[0] == "InvalidSubnet.Range"


@pytest.mark.behaviour("subnet-cidr")
@pytest.mark.moto
def test_subnet_outside_the_vpc(world: Ec2World) -> None:
    """The CIDR lies inside the VPC's."""
    assert _create(world, CidrBlock="10.17.0.0/24")[0] == "InvalidSubnet.Range"


@pytest.mark.behaviour("zones-that-take-no-subnet")
def test_subnet_in_a_zone_of_another_region(world: Ec2World) -> None:
    """InvalidParameterValue names the zones there are."""
    code, message = _create(world, CidrBlock="10.16.9.0/24", AvailabilityZone="us-east-1a")
    assert code == "InvalidParameterValue"
    assert message.startswith("Value (us-east-1a) for parameter availabilityZone is invalid.")
    assert ZONE_A in message


@pytest.mark.behaviour("subnet-cidr")
@pytest.mark.moto
def test_subnet_conflicts_with_the_old_one_in_any_zone(world: Ec2World) -> None:
    """Conflict while the old VIP subnet is still there."""
    world.vip_subnet(ZONE_A)
    code, message = _create(world, CidrBlock="10.16.10.0/24", AvailabilityZone=ZONE_B)
    assert code == "InvalidSubnet.Conflict"
    assert message == "The CIDR '10.16.10.0/24' conflicts with another subnet"


@pytest.mark.behaviour("deleting-a-subnet")
@pytest.mark.moto
def test_subnet_cidr_is_free_again_after_deletion(world: Ec2World) -> None:
    """The CIDR of a deleted subnet can be used in another zone."""
    world.ec2.delete_subnet(SubnetId=world.vip_subnet(ZONE_A))
    world.vip_subnet(ZONE_B)


@pytest.mark.behaviour("deleting-a-subnet")
def test_delete_subnet_with_an_interface(world: Ec2World) -> None:
    """DependencyViolation while any interface is in it."""
    subnet_id = world.vip_subnet()
    eni_id = world.interface(subnet_id)
    code, message = refusal(world.ec2.delete_subnet, SubnetId=subnet_id)
    assert code == "DependencyViolation"
    assert message == f"The subnet '{subnet_id}' has dependencies and cannot be deleted."
    world.ec2.delete_network_interface(NetworkInterfaceId=eni_id)
    world.ec2.delete_subnet(SubnetId=subnet_id)


@pytest.mark.behaviour("deleting-a-subnet")
def test_delete_subnet_with_the_primary_interface_of_an_instance(world: Ec2World) -> None:
    """Primary interfaces of instances count too."""
    world.running(ZONE_A)
    assert refusal(world.ec2.delete_subnet, SubnetId=world.wan[ZONE_A])[0] == "DependencyViolation"


@pytest.mark.behaviour("deleting-a-subnet")
def test_delete_subnet_drops_its_associations(world: Ec2World) -> None:
    """Explicit route-table and network-ACL associations vanish with it."""
    subnet_id, table_id = world.vip_subnet(), world.route_table()
    world.ec2.associate_route_table(RouteTableId=table_id, SubnetId=subnet_id)
    world.ec2.delete_subnet(SubnetId=subnet_id)
    [table] = world.ec2.describe_route_tables(RouteTableIds=[table_id])["RouteTables"]
    assert table["Associations"] == []
    acls = world.ec2.describe_network_acls()["NetworkAcls"]
    assert subnet_id not in {one["SubnetId"] for acl in acls for one in acl["Associations"]}
    world.ec2.delete_route_table(RouteTableId=table_id)


@pytest.mark.behaviour("deleting-a-subnet")
@pytest.mark.moto
def test_delete_subnet_that_is_gone(world: Ec2World) -> None:
    """InvalidSubnetID.NotFound."""
    subnet_id = world.vip_subnet()
    world.ec2.delete_subnet(SubnetId=subnet_id)
    assert refusal(world.ec2.delete_subnet, SubnetId=subnet_id)[0] == "InvalidSubnetID.NotFound"

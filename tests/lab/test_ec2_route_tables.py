"""Route tables and their associations."""

from __future__ import annotations

import pytest

from tests.support.worlds.ec2 import Ec2World, refusal, small_world


def _associate(world: Ec2World, table_id: str, subnet_id: str) -> str:
    made = world.ec2.associate_route_table(RouteTableId=table_id, SubnetId=subnet_id)
    return str(made["AssociationId"])


@pytest.mark.behaviour("route-table-of-a-subnet")
def test_associate_the_same_table_again_gives_the_existing_id(world: Ec2World) -> None:
    """The first of two outcomes."""
    subnet_id, table_id = world.vip_subnet(), world.route_table()
    assert _associate(world, table_id, subnet_id) == _associate(world, table_id, subnet_id)


@pytest.mark.behaviour("route-table-of-a-subnet")
def test_associate_the_same_table_again_is_refused() -> None:
    """The second of two outcomes."""
    with small_world(same_route_table_again_succeeds=False) as world:
        subnet_id, table_id = world.vip_subnet(), world.route_table()
        _associate(world, table_id, subnet_id)
        code, _ = refusal(
            world.ec2.associate_route_table, RouteTableId=table_id, SubnetId=subnet_id
        )
        assert code == "Resource.AlreadyAssociated"


@pytest.mark.behaviour("route-table-of-a-subnet")
def test_associate_another_table(world: Ec2World) -> None:
    """Resource.AlreadyAssociated, and the old table stays."""
    subnet_id, table_id, other_id = world.vip_subnet(), world.route_table(), world.route_table()
    _associate(world, table_id, subnet_id)
    code, message = refusal(
        world.ec2.associate_route_table, RouteTableId=other_id, SubnetId=subnet_id
    )
    assert code == "Resource.AlreadyAssociated"
    assert message == (
        f"the specified association for route table {other_id} conflicts with an existing "
        "association"
    )


@pytest.mark.behaviour("route-table-of-a-subnet")
def test_associate_a_table_of_another_vpc(world: Ec2World) -> None:
    """Table and subnet belong to one VPC."""
    foreign_id = world.route_table(world.vpc("10.99.0.0/16"))
    code, message = refusal(
        world.ec2.associate_route_table, RouteTableId=foreign_id, SubnetId=world.vip_subnet()
    )
    assert code == "InvalidParameterValue"
    assert "belong to different networks" in message


@pytest.mark.behaviour("route-table-of-a-subnet")
@pytest.mark.moto
def test_associate_what_does_not_exist(world: Ec2World) -> None:
    """NotFound of table and of subnet."""
    associate = world.ec2.associate_route_table
    missing_table = refusal(
        associate, RouteTableId="rtb-0123456789abcdef0", SubnetId=world.vip_subnet()
    )
    missing_subnet = refusal(
        associate, RouteTableId=world.route_table(), SubnetId="subnet-0123456789abcdef0"
    )
    assert missing_table[0] == "InvalidRouteTableID.NotFound"
    assert missing_subnet[0] == "InvalidSubnetID.NotFound"


@pytest.mark.behaviour("route-table-of-a-subnet")
@pytest.mark.moto
def test_replace_association_moves_the_subnet(world: Ec2World) -> None:
    """ReplaceRouteTableAssociation moves."""
    subnet_id, table_id, other_id = world.vip_subnet(), world.route_table(), world.route_table()
    association_id = _associate(world, table_id, subnet_id)
    world.ec2.replace_route_table_association(AssociationId=association_id, RouteTableId=other_id)
    [found] = world.ec2.describe_route_tables(
        Filters=[{"Name": "association.subnet-id", "Values": [subnet_id]}]
    )["RouteTables"]
    assert found["RouteTableId"] == other_id


@pytest.mark.behaviour("route-table-of-a-subnet")
def test_replace_association_with_a_table_of_another_vpc(world: Ec2World) -> None:
    """Also when moving, table and subnet belong to one VPC."""
    association_id = _associate(world, world.route_table(), world.vip_subnet())
    code, _ = refusal(
        world.ec2.replace_route_table_association,
        AssociationId=association_id,
        RouteTableId=world.route_table(world.vpc("10.99.0.0/16")),
    )
    assert code == "InvalidParameterValue"


@pytest.mark.behaviour("route-table-of-a-subnet")
@pytest.mark.moto
def test_implicit_association_is_not_found_by_subnet(world: Ec2World) -> None:
    """association.subnet-id never returns the implicit (main) association."""
    found = world.ec2.describe_route_tables(
        Filters=[{"Name": "association.subnet-id", "Values": [world.vip_subnet()]}]
    )
    assert found["RouteTables"] == []


@pytest.mark.behaviour("deleting-a-route-table")
def test_delete_route_table_in_use(world: Ec2World) -> None:
    """A table with an association, or the main one, is not deleted."""
    table_id = world.route_table()
    _associate(world, table_id, world.vip_subnet())
    [main] = world.ec2.describe_route_tables(
        Filters=[
            {"Name": "association.main", "Values": ["true"]},
            {"Name": "vpc-id", "Values": [world.vpc_id]},
        ]
    )["RouteTables"]
    for refused_id in (table_id, main["RouteTableId"]):
        code, _ = refusal(world.ec2.delete_route_table, RouteTableId=refused_id)
        assert code == "DependencyViolation"


@pytest.mark.behaviour("route-table-of-a-subnet")
def test_propagation_of_a_virtual_private_gateway(world: Ec2World) -> None:
    """What the provider writes as propagating_vgws is read back, and can be taken back."""
    table_id = world.route_table()
    gateway_id = world.ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    code, _ = refusal(
        world.ec2.enable_vgw_route_propagation, RouteTableId=table_id, GatewayId=gateway_id
    )
    assert code == "Gateway.NotAttached"
    world.ec2.attach_vpn_gateway(VpcId=world.vpc_id, VpnGatewayId=gateway_id)
    for _ in range(2):
        world.ec2.enable_vgw_route_propagation(RouteTableId=table_id, GatewayId=gateway_id)
        assert _propagating(world, table_id) == [{"GatewayId": gateway_id}]
    world.ec2.disable_vgw_route_propagation(RouteTableId=table_id, GatewayId=gateway_id)
    assert _propagating(world, table_id) == []


def _propagating(world: Ec2World, table_id: str) -> list[dict[str, str]]:
    [table] = world.ec2.describe_route_tables(RouteTableIds=[table_id])["RouteTables"]
    return list(table.get("PropagatingVgws", []))

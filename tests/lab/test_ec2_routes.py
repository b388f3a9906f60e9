"""Routes of a table, and what becomes of those to an interface."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.worlds.ec2 import Ec2World, refusal, small_world

EVERYWHERE, THERE, THERE_IN_IPV6 = "0.0.0.0/0", "192.0.2.0/24", "2001:db8::/32"


def _routes(world: Ec2World, table_id: str) -> dict[str, dict[str, Any]]:
    """By destination."""
    [table] = world.ec2.describe_route_tables(RouteTableIds=[table_id])["RouteTables"]
    return {
        each.get("DestinationCidrBlock") or each["DestinationIpv6CidrBlock"]: each
        for each in table["Routes"]
    }


def _create(world: Ec2World, table_id: str, eni_id: str, destination: str = THERE) -> None:
    world.ec2.create_route(
        RouteTableId=table_id, DestinationCidrBlock=destination, NetworkInterfaceId=eni_id
    )


def _two(world: Ec2World) -> tuple[str, str, str]:
    """A table and two interfaces."""
    subnet_id = world.vip_subnet()
    return world.route_table(), world.interface(subnet_id), world.interface(subnet_id)


@pytest.mark.behaviour("routes-to-an-interface")
def test_a_route_to_an_interface_on_an_instance(world: Ec2World) -> None:
    """Active, with the instance and its owner; a black hole before that and after."""
    table_id, eni_id, _ = _two(world)
    _create(world, table_id, eni_id)
    route = _routes(world, table_id)[THERE]
    assert (route["NetworkInterfaceId"], route["State"]) == (eni_id, "blackhole")
    assert route["Origin"] == "CreateRoute"
    assert "InstanceId" not in route
    assert "InstanceOwnerId" not in route
    instance_id = world.running()
    attachment_id = world.attached(eni_id, instance_id)
    route = _routes(world, table_id)[THERE]
    assert (route["NetworkInterfaceId"], route["State"]) == (eni_id, "active")
    assert (route["InstanceId"], route["InstanceOwnerId"]) == (instance_id, "123456789012")
    world.ec2.detach_network_interface(AttachmentId=attachment_id)
    world.pass_time(60)
    assert _routes(world, table_id)[THERE]["State"] == "blackhole"


@pytest.mark.behaviour("routes-to-an-interface")
def test_a_route_to_an_interface_that_is_deleted_stays(world: Ec2World) -> None:
    """With its id, as a black hole; the interface is not kept by it."""
    table_id, eni_id, _ = _two(world)
    _create(world, table_id, eni_id)
    world.ec2.delete_network_interface(NetworkInterfaceId=eni_id)
    route = _routes(world, table_id)[THERE]
    assert (route["NetworkInterfaceId"], route["State"]) == (eni_id, "blackhole")


@pytest.mark.behaviour("routes-to-an-interface")
def test_a_route_to_an_interface_of_an_instance_that_stops_and_starts(world: Ec2World) -> None:
    """A black hole only while it is stopped."""
    table_id, eni_id, _ = _two(world)
    instance_id = world.running()
    world.attached(eni_id, instance_id)
    _create(world, table_id, eni_id)
    seen = {}
    for call, states in (
        (world.ec2.stop_instances, ("stopping", "stopped")),
        (world.ec2.start_instances, ("running",)),
    ):
        call(InstanceIds=[instance_id])
        for state in states:
            world.reach(instance_id, state)
            seen[state] = _routes(world, table_id)[THERE]["State"]
    assert seen == {"stopping": "active", "stopped": "blackhole", "running": "active"}


@pytest.mark.behaviour("routes-to-an-interface")
def test_a_route_to_an_interface_of_an_instance_that_ends(world: Ec2World) -> None:
    """A black hole once it has ended."""
    table_id, eni_id, _ = _two(world)
    instance_id = world.running()
    world.attached(eni_id, instance_id)
    _create(world, table_id, eni_id)
    seen = {}
    world.ec2.terminate_instances(InstanceIds=[instance_id])
    for state in ("shutting-down", "terminated"):
        world.reach(instance_id, state)
        seen[state] = _routes(world, table_id)[THERE]["State"]
    assert seen == {"shutting-down": "active", "terminated": "blackhole"}


@pytest.mark.behaviour("routes-of-a-table")
def test_a_destination_has_one_route(world: Ec2World) -> None:
    """RouteAlreadyExists, whatever the target; the route is as it was."""
    table_id, first_id, second_id = _two(world)
    _create(world, table_id, first_id)
    for target in ({"NetworkInterfaceId": second_id}, {"GatewayId": world.gateway_id}):
        arguments = {"RouteTableId": table_id, "DestinationCidrBlock": THERE, **target}
        assert refusal(world.ec2.create_route, **arguments) == (
            "RouteAlreadyExists",
            f"The route identified by {THERE} already exists.",
        )
    assert _routes(world, table_id)[THERE]["NetworkInterfaceId"] == first_id


@pytest.mark.behaviour("routes-of-a-table")
def test_a_route_through_a_gateway_is_not_taken_over(world: Ec2World) -> None:
    """Nor the VPC's own."""
    table_id, eni_id, _ = _two(world)
    world.ec2.create_route(
        RouteTableId=table_id, DestinationCidrBlock=EVERYWHERE, GatewayId=world.gateway_id
    )
    for destination in (EVERYWHERE, "10.16.0.0/16"):
        code, _ = refusal(
            world.ec2.create_route,
            RouteTableId=table_id,
            DestinationCidrBlock=destination,
            NetworkInterfaceId=eni_id,
        )
        assert code == "RouteAlreadyExists"
    assert _routes(world, table_id)[EVERYWHERE]["GatewayId"] == world.gateway_id


@pytest.mark.behaviour("routes-of-a-table")
@pytest.mark.parametrize("succeeds", [True, False])
def test_the_same_route_again(succeeds: bool) -> None:
    """Nothing changes, or it is refused."""
    with small_world(same_route_again_succeeds=succeeds) as world:
        table_id, eni_id, _ = _two(world)
        _create(world, table_id, eni_id)
        arguments = {
            "RouteTableId": table_id,
            "DestinationCidrBlock": THERE,
            "NetworkInterfaceId": eni_id,
        }
        if succeeds:
            world.ec2.create_route(**arguments)
        else:
            assert refusal(world.ec2.create_route, **arguments)[0] == "RouteAlreadyExists"
        assert _routes(world, table_id)[THERE]["NetworkInterfaceId"] == eni_id


@pytest.mark.behaviour("routes-of-a-table")
def test_a_destination_is_canonical(world: Ec2World) -> None:
    """For every call."""
    table_id, first_id, second_id = _two(world)
    _create(world, table_id, first_id, "192.0.2.77/24")
    assert THERE in _routes(world, table_id)
    same = {"RouteTableId": table_id, "DestinationCidrBlock": "192.0.2.9/24"}
    world.ec2.replace_route(**same, NetworkInterfaceId=second_id)
    assert _routes(world, table_id)[THERE]["NetworkInterfaceId"] == second_id
    world.ec2.delete_route(**same)
    assert THERE not in _routes(world, table_id)


@pytest.mark.behaviour("routes-of-a-table")
def test_a_route_in_ipv6(world: Ec2World) -> None:
    """Made once, replaced, deleted."""
    table_id, first_id, second_id = _two(world)
    same = {"RouteTableId": table_id, "DestinationIpv6CidrBlock": "2001:DB8:0::/32"}
    world.ec2.create_route(**same, NetworkInterfaceId=first_id)
    assert _routes(world, table_id)[THERE_IN_IPV6]["NetworkInterfaceId"] == first_id
    code, _ = refusal(world.ec2.create_route, **same, NetworkInterfaceId=second_id)
    assert code == "RouteAlreadyExists"
    world.ec2.replace_route(**same, NetworkInterfaceId=second_id)
    assert _routes(world, table_id)[THERE_IN_IPV6]["NetworkInterfaceId"] == second_id
    world.ec2.delete_route(**same)
    assert THERE_IN_IPV6 not in _routes(world, table_id)


@pytest.mark.behaviour("routes-of-a-table")
def test_a_route_is_replaced(world: Ec2World) -> None:
    """Whatever it pointed at before."""
    table_id, first_id, second_id = _two(world)
    same = {"RouteTableId": table_id, "DestinationCidrBlock": THERE}
    world.ec2.create_route(**same, GatewayId=world.gateway_id)
    for eni_id in (first_id, second_id):
        world.ec2.replace_route(**same, NetworkInterfaceId=eni_id)
        route = _routes(world, table_id)[THERE]
        assert route["NetworkInterfaceId"] == eni_id
        assert "GatewayId" not in route


@pytest.mark.behaviour("routes-of-a-table")
def test_what_is_not_there_is_neither_replaced_nor_deleted(world: Ec2World) -> None:
    """InvalidParameterValue, and InvalidRoute.NotFound."""
    table_id, eni_id, _ = _two(world)
    same = {"RouteTableId": table_id, "DestinationCidrBlock": THERE}
    assert refusal(world.ec2.replace_route, **same, NetworkInterfaceId=eni_id) == (
        "InvalidParameterValue",
        f"There is no route defined for '{THERE}' in the route table. Use CreateRoute instead.",
    )
    assert refusal(world.ec2.delete_route, **same) == (
        "InvalidRoute.NotFound",
        f"no route with destination-cidr-block {THERE} in route table {table_id}",
    )


@pytest.mark.behaviour("routes-of-a-table")
def test_an_interface_that_is_not_there_changes_nothing(world: Ec2World) -> None:
    """InvalidNetworkInterfaceID.NotFound."""
    table_id, eni_id, _ = _two(world)
    _create(world, table_id, eni_id)
    before = _routes(world, table_id)
    gone = {"RouteTableId": table_id, "NetworkInterfaceId": "eni-0123456789abcdef0"}
    for call, destination in (
        (world.ec2.create_route, EVERYWHERE),
        (world.ec2.replace_route, THERE),
    ):
        code, _ = refusal(call, DestinationCidrBlock=destination, **gone)
        assert code == "InvalidNetworkInterfaceID.NotFound"
    assert _routes(world, table_id) == before


@pytest.mark.behaviour("routes-of-a-table")
def test_an_interface_of_another_vpc(world: Ec2World) -> None:
    """Table and interface belong to one VPC."""
    table_id, eni_id, _ = _two(world)
    _create(world, table_id, eni_id)
    before = _routes(world, table_id)
    vpc_id = world.vpc("10.99.0.0/16")
    foreign_id = world.interface(world.subnet("10.99.1.0/24", vpc_id=vpc_id))
    for call, destination in (
        (world.ec2.create_route, EVERYWHERE),
        (world.ec2.replace_route, THERE),
    ):
        code, message = refusal(
            call,
            RouteTableId=table_id,
            DestinationCidrBlock=destination,
            NetworkInterfaceId=foreign_id,
        )
        assert code == "InvalidParameterValue"
        assert "belong to different networks" in message
    assert _routes(world, table_id) == before


@pytest.mark.behaviour("ec2-eventual-consistency")
def test_a_route_is_seen_late() -> None:
    """Made, replaced and deleted."""
    with small_world(stale_describe_seconds=(3, 3)) as world:
        table_id, first_id, second_id = _two(world)
        same = {"RouteTableId": table_id, "DestinationCidrBlock": THERE}
        seen = []
        for call, options in (
            (world.ec2.create_route, {"NetworkInterfaceId": first_id}),
            (world.ec2.replace_route, {"NetworkInterfaceId": second_id}),
            (world.ec2.delete_route, {}),
        ):
            world.pass_time(3)
            call(**same, **options)
            seen.append(_routes(world, table_id).get(THERE, {}).get("NetworkInterfaceId"))
        assert seen == [None, first_id, second_id]
        world.pass_time(3)
        assert THERE not in _routes(world, table_id)


@pytest.mark.behaviour("routes-of-a-table")
def test_a_gateway_endpoint_brings_its_route_and_takes_it_along(world: Ec2World) -> None:
    """DeleteVpcEndpoints: its routes are deleted in the tables that it is associated with."""
    table_id = world.route_table()
    made = world.ec2.create_vpc_endpoint(
        VpcId=world.vpc_id,
        ServiceName="com.amazonaws.eu-west-1.s3",
        VpcEndpointType="Gateway",
        RouteTableIds=[table_id],
    )["VpcEndpoint"]

    def prefix_lists() -> list[str]:
        [table] = world.ec2.describe_route_tables(RouteTableIds=[table_id])["RouteTables"]
        listed = (each.get("DestinationPrefixListId") for each in table["Routes"])
        return [each for each in listed if each]

    [prefix_list] = prefix_lists()
    assert prefix_list.startswith("pl-")
    world.ec2.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])
    assert prefix_lists() == []

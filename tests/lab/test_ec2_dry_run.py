"""DryRun changes nothing, also where moto executes the call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.worlds.ec2 import ZONE_A, Ec2World, refusal

CALLS: dict[str, Callable[[Ec2World], dict[str, Any]]] = {
    "create_subnet": lambda world: {"VpcId": world.vpc_id, "CidrBlock": "10.16.10.0/24"},
    "delete_subnet": lambda world: {"SubnetId": world.wan[ZONE_A]},
    "create_route_table": lambda world: {"VpcId": world.vpc_id},
    "associate_route_table": lambda world: {
        "RouteTableId": world.route_table(),
        "SubnetId": world.wan[ZONE_A],
    },
    "delete_route_table": lambda world: {"RouteTableId": world.route_table()},
    "modify_vpc_block_public_access_options": lambda _: {
        "InternetGatewayBlockMode": "block-ingress"
    },
    "delete_vpc": lambda world: {"VpcId": world.vpc("10.99.0.0/16")},
    "create_network_interface": lambda world: {"SubnetId": world.wan[ZONE_A]},
    "create_network_interface (of an address in use)": lambda world: {
        "SubnetId": world.wan[ZONE_A],
        "PrivateIpAddress": world.ec2.describe_network_interfaces(
            NetworkInterfaceIds=[world.interface(world.wan[ZONE_A], "10.16.1.20")]
        )["NetworkInterfaces"][0]["PrivateIpAddress"],
    },
    "delete_network_interface": lambda world: {"NetworkInterfaceId": world.vip()},
    "attach_network_interface": lambda world: {
        "NetworkInterfaceId": world.vip(),
        "InstanceId": world.running(),
        "DeviceIndex": 1,
    },
    "detach_network_interface": lambda world: {
        "AttachmentId": world.attached(world.vip(), world.running())
    },
    "modify_network_interface_attribute": lambda world: {
        "NetworkInterfaceId": world.vip(),
        "SourceDestCheck": {"Value": False},
    },
    "associate_address": lambda world: {
        "AllocationId": world.eip(),
        "NetworkInterfaceId": world.vip(),
    },
    "release_address": lambda world: {"AllocationId": world.eip()},
    "reboot_instances": lambda world: {"InstanceIds": [world.running()]},
    "describe_instance_status": lambda world: {"InstanceIds": [world.running()]},
    "terminate_instances": lambda world: {"InstanceIds": [world.running()]},
}


def _snapshot(world: Ec2World) -> list[Any]:
    describe = world.ec2
    return [
        describe.describe_subnets()["Subnets"],
        describe.describe_route_tables()["RouteTables"],
        describe.describe_vpcs()["Vpcs"],
        describe.describe_network_interfaces()["NetworkInterfaces"],
        describe.describe_addresses()["Addresses"],
        describe.describe_instances()["Reservations"],
        dict(world.lab.ec2.reboots),
    ]


@pytest.mark.behaviour("dry-runs")
@pytest.mark.parametrize("call", CALLS)
def test_dry_run(world: Ec2World, call: str) -> None:
    """DryRunOperation (412) when permitted."""
    arguments = CALLS[call](world)
    before = _snapshot(world)
    code, _ = refusal(getattr(world.ec2, call.split()[0]), DryRun=True, **arguments)
    assert code == "DryRunOperation"
    assert _snapshot(world) == before

"""Short names for the worlds that the planner's tests look at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hook_handler.config import Config, from_environment
from hook_handler.vips import ConnectionTracking, Vip
from hook_handler.world import (
    Attachment,
    ElasticIp,
    Group,
    Hop,
    Interface,
    Ipv6Range,
    Member,
    Subnet,
    World,
)
from tests.support.environment import encode, handler_environment, vip

ADDRESS = "10.16.10.20"
OLD, NEW = "i-0000000000000001", "i-0000000000000002"
HOME, AWAY = "eu-west-1a", "eu-west-1b"

GROUPS = frozenset({"sg-1", "sg-2"})
VIP = vip(route_table_id="rtb-1", security_group_ids=sorted(GROUPS), allocation_id="eipalloc-1")
# A second one, with all that the first does without; it has no Elastic IP at its own address.
CORE: dict[str, Any] = {
    "key": "core",
    "device_index": 2,
    "cidr": "10.16.11.0/24",
    "address": "10.16.11.20",
    "secondary_addresses": ["10.16.11.21", "10.16.11.22"],
    "elastic_ips": {"10.16.11.22": "eipalloc-2"},
    "ipv6_cidr": "2001:db8:0:11::/64",
    "ipv6_address": "2001:db8:0:11::20",
    "network_acl_id": "acl-1",
    "next_hop_routes": [
        {"route_table_id": "rtb-5", "destination": "10.0.0.0/8"},
        {"route_table_id": "rtb-5", "destination": "2001:db8:9::/48"},
    ],
    "connection_tracking": {
        "tcp_established_seconds": 7440,
        "udp_stream_seconds": None,
        "udp_seconds": 60,
    },
}
TOPIC_ARN = "arn:aws:sns:eu-west-1:123456789012:sbc-notifications"
ENVIRONMENT = handler_environment(
    "sbc", vpc_id="vpc-1", wan_security_group_id="sg-wan", vips=[VIP], topic_arn=TOPIC_ARN
)


def config(*vips: dict[str, Any], **changes: str) -> Config:
    """The configuration that Terraform would write, with some variables changed.

    vips: how each of its VIPs differs from VIP, which stands alone unless any is given.
    """
    described = encode([VIP | each for each in vips or ({},)])
    return from_environment(ENVIRONMENT | {"VIPS": described} | changes)


def member(
    instance_id: str = NEW,
    lifecycle_state: str = "InService",
    *,
    zone: str = HOME,
    ec2_state: str | None = "running",
    healthy: bool = True,
    launched_at: float = 1000.0,
) -> Member:
    return Member(instance_id, lifecycle_state, healthy, zone, ec2_state, launched_at)


def subnet(
    zone: str = HOME, *, subnet_id: str = "subnet-1", cidr: str = "10.16.10.0/24", **changes: object
) -> Subnet:
    values: dict[str, object] = {
        "vip": "vip",
        "state": "available",
        "route_table_id": "rtb-1",
        "association_id": "rtbassoc-1",
    }
    return Subnet(subnet_id=subnet_id, cidr=cidr, zone=zone, **(values | changes))  # type: ignore[arg-type]


def attachment(
    instance_id: str = NEW,
    *,
    status: str = "attached",
    device_index: int = 1,
    attached_at: float = 2000.0,
    instance_state: str | None = "running",
) -> Attachment:
    return Attachment(
        f"eni-attach-{instance_id[-1]}",
        instance_id,
        device_index,
        status,
        attached_at,
        instance_state,
    )


def interface(held: Attachment | None = None, **changes: object) -> Interface:
    values: dict[str, object] = {
        "interface_id": "eni-1",
        "vip": "vip",
        "subnet_id": "subnet-1",
        "address": ADDRESS,
        "status": "in-use" if held else "available",
        "description": "Persistent VIP",
        "source_dest_check": False,
        "group_ids": GROUPS,
    }
    return Interface(**(values | changes), attachment=held)  # type: ignore[arg-type]


NO_EIP = ElasticIp("eipalloc-1", "198.51.100.7")
EIP = replace(NO_EIP, interface_id="eni-1", private_address=ADDRESS, association_id="eipassoc-1")


def world(
    *members: Member,
    subnets: tuple[Subnet, ...] = (),
    interfaces: tuple[Interface, ...] = (),
    elastic_ip: ElasticIp | None = None,
    desired: int = 1,
) -> World:
    eip = elastic_ip or (EIP if interfaces else NO_EIP)
    return World(Group(desired, members), subnets, interfaces, (eip,))


def held(*members: Member, by: str, zone: str = HOME) -> World:
    """The VIP wholly on instance `by`."""
    state = next((each.ec2_state for each in members if each.instance_id == by), "running")
    return world(
        *members,
        subnets=(subnet(zone),),
        interfaces=(interface(attachment(by, instance_state=state)),),
    )


def whole(wanted: Config, *members: Member, by: str = NEW, zone: str = HOME) -> World:
    """Every VIP wholly on instance `by`, with ids after its key: `subnet-core`, `eni-core`."""
    vips = wanted.vips
    return World(
        Group(1, members),
        tuple(subnet_of(vip, zone) for vip in vips),
        tuple(interface_of(vip, by) for vip in vips),
        tuple(
            ElasticIp(allocation_id, "198.51.100.7", f"eni-{vip.key}", address, "eipassoc-1")
            for vip in vips
            for address, allocation_id in vip.elastic_ips
        ),
        tuple(
            Hop(route, f"eni-{vip.key}", active=True)
            for vip in vips
            for route in vip.next_hop_routes
        ),
    )


def subnet_of(vip: Vip, zone: str = HOME) -> Subnet:
    """The VIP's subnet as it should be."""
    return subnet(
        zone,
        subnet_id=f"subnet-{vip.key}",
        cidr=vip.cidr,
        vip=vip.key,
        network_acl_id=vip.network_acl_id,
        network_acl_association_id=f"aclassoc-{vip.key}" if vip.network_acl_id else None,
        ipv6=Ipv6Range(vip.ipv6_cidr, f"ipv6-{vip.key}", "associated") if vip.ipv6_cidr else None,
    )


def interface_of(vip: Vip, by: str | None = NEW) -> Interface:
    """The VIP's interface as it should be; by: None for one that hangs on nobody."""
    held = attachment(by, device_index=vip.device_index) if by else None
    return interface(
        replace(held, attachment_id=f"eni-attach-{vip.key}") if held else None,
        interface_id=f"eni-{vip.key}",
        vip=vip.key,
        subnet_id=f"subnet-{vip.key}",
        address=vip.address,
        secondary_addresses=vip.secondary_addresses,
        ipv6_addresses=frozenset({vip.ipv6_address} - {None}),
        connection_tracking=vip.connection_tracking or ConnectionTracking(),
    )


def changed(world: World, thing_id: str, **changes: Any) -> World:
    """The same world, with the subnet or interface of that id changed."""

    def those(things: tuple[Any, ...], name: str) -> tuple[Any, ...]:
        return tuple(
            replace(each, **changes) if getattr(each, name) == thing_id else each for each in things
        )

    return replace(
        world,
        subnets=those(world.subnets, "subnet_id"),
        interfaces=those(world.interfaces, "interface_id"),
    )

"""The world after a call that AWS accepted, or after a poll: known without another look.

Pure, and the one model of EC2 there is: the handler goes on from it at once, and the planner is
model-checked against it. What only time, a guest or Auto Scaling decides is not folded: an accepted
Attach is `attaching`, an accepted Detach `detaching`, and the group stays as it was read.
"""

from __future__ import annotations

from dataclasses import replace

from hook_handler import answers, reboot_mark
from hook_handler.answers import Answer, Glimpse
from hook_handler.config import Config
from hook_handler.steps import (
    AssignAddresses,
    AssignIpv6Address,
    AssociateAddress,
    AssociateIpv6Range,
    AssociateRouteTable,
    Attach,
    BeginReboot,
    Call,
    CreateInterface,
    CreateRoute,
    CreateSubnet,
    DeleteInterface,
    DeleteRoute,
    DeleteSubnet,
    Detach,
    DisableSourceDestCheck,
    DisassociateAddress,
    DisassociateIpv6Range,
    MarkRebooted,
    ReplaceNetworkAcl,
    ReplaceRoute,
    ReplaceRouteTable,
    SetConnectionTracking,
    SetSecurityGroups,
    UnassignAddresses,
    UnassignIpv6Address,
)
from hook_handler.world import Attachment, ElasticIp, Hop, Interface, Ipv6Range, Subnet, World

# How an attachment goes on. A poll that shows an earlier stage is older than what is known.
_STAGES = ("attaching", "attached", "detaching")


def accepted(world: World, call: Call, answer: Answer, config: Config, now: float) -> World:
    """The world after `call`, which AWS accepted with `answer` at `now`, in seconds since the Unix
    epoch."""
    match call:
        case CreateSubnet():
            new = answers.subnet(answer["Subnet"], config)
            return replace(world, subnets=(*world.subnets, new))
        case DeleteSubnet(subnet_id):
            left = tuple(each for each in world.subnets if each.subnet_id != subnet_id)
            return replace(world, subnets=left)
        case CreateInterface(vip):
            new_one = answers.interface(answer["NetworkInterface"], {}, vip)
            return replace(world, interfaces=(*world.interfaces, new_one))
        case DeleteInterface(interface_id):
            return _without_interface(world, interface_id)
        case Attach():
            return _attached(world, call, answer, now)
        case AssociateAddress() | DisassociateAddress():
            known = _with_address(world, call).elastic_ips
            return replace(world, elastic_ips=tuple(_pointed(each, call, answer) for each in known))
        case CreateRoute() | ReplaceRoute() | DeleteRoute():
            return _led(world, call)
        case _:
            return replace(
                world,
                subnets=tuple(_equipped(each, call, answer) for each in world.subnets),
                interfaces=tuple(_changed(each, call) for each in world.interfaces),
            )


def seen(world: World, glimpse: Glimpse) -> World:
    """The world after a poll: what was asked for by its id has come as far as the answer says.

    What an accepted call has brought further stays: the answer may be behind it
    (docs/aws-behaviour.md#ec2-eventual-consistency).
    """
    world = world.with_instance_states(glimpse.instance_states)
    return replace(
        world,
        subnets=tuple(_available(each, glimpse) for each in world.subnets),
        interfaces=tuple(_further(each, glimpse) for each in world.interfaces),
    )


def _equipped(subnet: Subnet, call: Call, answer: Answer) -> Subnet:
    """The subnet with another route table, network ACL or IPv6 range, if the call was about it."""
    match call:
        case AssociateRouteTable(subnet_id, table_id) if subnet_id == subnet.subnet_id:
            return replace(subnet, route_table_id=table_id, association_id=answer["AssociationId"])
        case ReplaceRouteTable(association_id, table_id) if association_id == subnet.association_id:
            return replace(
                subnet, route_table_id=table_id, association_id=answer["NewAssociationId"]
            )
        case ReplaceNetworkAcl(association_id, acl_id) if (
            association_id == subnet.network_acl_association_id
        ):
            new = answer["NewAssociationId"]
            return replace(subnet, network_acl_id=acl_id, network_acl_association_id=new)
        case AssociateIpv6Range(subnet_id) if subnet_id == subnet.subnet_id:
            return replace(subnet, ipv6=answers.ipv6_range(answer["Ipv6CidrBlockAssociation"]))
        case DisassociateIpv6Range(association_id) if (
            subnet.ipv6 and association_id == subnet.ipv6.association_id
        ):
            return replace(subnet, ipv6=None)
    return subnet


def _without_interface(world: World, interface_id: str) -> World:
    left = tuple(each for each in world.interfaces if each.interface_id != interface_id)
    free = tuple(
        ElasticIp(each.allocation_id, each.public_address)
        if each.interface_id == interface_id
        else each
        for each in world.elastic_ips
    )
    hops = tuple(
        replace(each, active=False) if each.interface_id == interface_id else each
        for each in world.hops
    )
    return replace(world, interfaces=left, elastic_ips=free, hops=hops)


def _with_address(world: World, call: AssociateAddress | DisassociateAddress) -> World:
    """The world with the call's Elastic IP, even if no look has shown it."""
    if world.elastic_ip(call.allocation_id):
        return world
    return replace(world, elastic_ips=(*world.elastic_ips, ElasticIp(call.allocation_id, "")))


def _pointed(
    eip: ElasticIp, call: AssociateAddress | DisassociateAddress, answer: Answer
) -> ElasticIp:
    """The Elastic IP where it points now. An address has one: what pointed there is free."""
    free = ElasticIp(eip.allocation_id, eip.public_address)
    if isinstance(call, DisassociateAddress):
        return free if eip.allocation_id == call.allocation_id else eip
    place = (call.interface_id, call.private_address)
    if eip.allocation_id == call.allocation_id:
        return replace(
            free,
            interface_id=place[0],
            private_address=place[1],
            association_id=answer["AssociationId"],
        )
    return free if (eip.interface_id, eip.private_address) == place else eip


def _led(world: World, call: CreateRoute | ReplaceRoute | DeleteRoute) -> World:
    others = tuple(each for each in world.hops if each.route != call.route)
    if isinstance(call, DeleteRoute):
        return replace(world, hops=others)
    return replace(world, hops=(*others, Hop(call.route, call.interface_id, active=True)))


def _changed(interface: Interface, call: Call) -> Interface:
    held = interface.attachment
    if isinstance(call, Detach):
        if held is None or held.attachment_id != call.attachment_id:
            return interface
        return replace(interface, attachment=replace(held, status="detaching"))
    if getattr(call, "interface_id", None) != interface.interface_id:
        return interface
    match call:
        case DisableSourceDestCheck():
            return replace(interface, source_dest_check=False)
        case SetSecurityGroups():
            return replace(interface, group_ids=call.group_ids)
        case SetConnectionTracking():
            return replace(interface, connection_tracking=call.tracking)
        case BeginReboot():
            note = reboot_mark.rebooting(call.attachment_id, call.begun)
            return replace(interface, description=note)
        case MarkRebooted():
            return replace(interface, description=reboot_mark.rebooted(call.attachment_id))
        case _:
            return _addressed(interface, call)


def _addressed(interface: Interface, call: Call) -> Interface:
    secondary, ipv6 = interface.secondary_addresses, interface.ipv6_addresses
    match call:
        case AssignAddresses():
            return replace(interface, secondary_addresses=secondary | call.addresses)
        case UnassignAddresses():
            return replace(interface, secondary_addresses=secondary - call.addresses)
        case AssignIpv6Address():
            return replace(interface, ipv6_addresses=ipv6 | {call.address})
        case UnassignIpv6Address():
            return replace(interface, ipv6_addresses=ipv6 - {call.address})
    return interface


def _attached(world: World, call: Attach, answer: Answer, now: float) -> World:
    member = world.member(call.instance_id)
    new = Attachment(
        answer["AttachmentId"],
        call.instance_id,
        call.device_index,
        "attaching",
        now,
        member.ec2_state if member else None,
    )
    interfaces = tuple(
        replace(each, status="in-use", attachment=new)
        if each.interface_id == call.interface_id
        else each
        for each in world.interfaces
    )
    return replace(world, interfaces=interfaces)


def _available(subnet: Subnet, glimpse: Glimpse) -> Subnet:
    shown = glimpse.subnets.get(subnet.subnet_id)
    if shown is None:
        return subnet
    state = shown.state if subnet.state == "pending" else subnet.state
    return replace(subnet, state=state, ipv6=_associated(subnet.ipv6, shown.ipv6))


def _associated(known: Ipv6Range | None, shown: Ipv6Range | None) -> Ipv6Range | None:
    same = known and shown and known.association_id == shown.association_id
    return shown if same and known and known.state == "associating" else known


def _further(interface: Interface, glimpse: Glimpse) -> Interface:
    shown = glimpse.interfaces.get(interface.interface_id)
    if shown is None:
        return interface
    held, hangs = interface.attachment, shown.attachment
    if held is None:
        pending = hangs is None and interface.status == "pending"
        return replace(interface, status=shown.status) if pending else interface
    if hangs is None:
        free = held.status == "detaching"
        return replace(interface, status=shown.status, attachment=None) if free else interface
    if hangs.attachment_id != held.attachment_id or _is_behind(hangs, held):
        return interface
    return replace(interface, status=shown.status, attachment=replace(held, status=hangs.status))


def _is_behind(shown: Attachment, known: Attachment) -> bool:
    return _STAGES.index(shown.status) < _STAGES.index(known.status)

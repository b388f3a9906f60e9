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
    DEVICE_INDEX,
    AssociateAddress,
    AssociateRouteTable,
    Attach,
    BeginReboot,
    Call,
    CreateInterface,
    CreateSubnet,
    DeleteInterface,
    DeleteSubnet,
    Detach,
    DisableSourceDestCheck,
    MarkRebooted,
    ReplaceRouteTable,
    SetSecurityGroups,
)
from hook_handler.world import Attachment, ElasticIp, Interface, Subnet, World

# How an attachment goes on. A poll that shows an earlier stage is older than what is known.
_STAGES = ("attaching", "attached", "detaching")


def accepted(world: World, call: Call, answer: Answer, config: Config, now: float) -> World:
    """The world after `call`, which AWS accepted with `answer` at `now`, in seconds since the Unix
    epoch."""
    match call:
        case CreateSubnet():
            new = answers.subnet(answer["Subnet"], {})
            return replace(world, subnets=(*world.subnets, new))
        case DeleteSubnet(subnet_id):
            left = tuple(each for each in world.subnets if each.subnet_id != subnet_id)
            return replace(world, subnets=left)
        case AssociateRouteTable() | ReplaceRouteTable():
            routed = tuple(_routed(each, call, answer, config) for each in world.subnets)
            return replace(world, subnets=routed)
        case CreateInterface():
            new_one = answers.interface(answer["NetworkInterface"], {})
            return replace(world, interfaces=(*world.interfaces, new_one))
        case DeleteInterface(interface_id):
            return _without_interface(world, interface_id)
        case Attach():
            return _attached(world, call, answer, now)
        case AssociateAddress(interface_id):
            return replace(world, elastic_ip=_pointed(world, interface_id, config))
        case _:
            changed = (_changed(each, call, config) for each in world.interfaces)
            return replace(world, interfaces=tuple(changed))


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


def _routed(
    subnet: Subnet, call: AssociateRouteTable | ReplaceRouteTable, answer: Answer, config: Config
) -> Subnet:
    match call:
        case AssociateRouteTable(subnet_id) if subnet_id == subnet.subnet_id:
            association_id = answer["AssociationId"]
        case ReplaceRouteTable(association_id) if association_id == subnet.association_id:
            association_id = answer["NewAssociationId"]
        case _:
            return subnet
    return replace(subnet, route_table_id=config.vip_route_table_id, association_id=association_id)


def _without_interface(world: World, interface_id: str) -> World:
    left = tuple(each for each in world.interfaces if each.interface_id != interface_id)
    eip = world.elastic_ip
    if eip and eip.interface_id == interface_id:
        eip = ElasticIp(eip.public_address)
    return replace(world, interfaces=left, elastic_ip=eip)


def _pointed(world: World, interface_id: str, config: Config) -> ElasticIp:
    public = world.elastic_ip.public_address if world.elastic_ip else ""
    return ElasticIp(public, interface_id, config.vip_address)


def _changed(interface: Interface, call: Call, config: Config) -> Interface:
    held = interface.attachment
    match call:
        case Detach(attachment_id) if held and held.attachment_id == attachment_id:
            return replace(interface, attachment=replace(held, status="detaching"))
        case DisableSourceDestCheck(interface_id) if interface_id == interface.interface_id:
            return replace(interface, source_dest_check=False)
        case SetSecurityGroups(interface_id) if interface_id == interface.interface_id:
            return replace(interface, group_ids=config.vip_security_group_ids)
        case BeginReboot(interface_id) if interface_id == interface.interface_id:
            note = reboot_mark.rebooting(call.attachment_id, call.begun)
            return replace(interface, description=note)
        case MarkRebooted(interface_id) if interface_id == interface.interface_id:
            return replace(interface, description=reboot_mark.rebooted(call.attachment_id))
    return interface


def _attached(world: World, call: Attach, answer: Answer, now: float) -> World:
    member = world.member(call.instance_id)
    new = Attachment(
        answer["AttachmentId"],
        call.instance_id,
        DEVICE_INDEX,
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
    return replace(subnet, state=shown.state) if shown and subnet.state == "pending" else subnet


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

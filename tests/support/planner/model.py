"""EC2 in small: what each step does to a world, with the refusals that make steps safe.

It has no time: a wait ends whatever AWS or the guest is at.
"""

from __future__ import annotations

from dataclasses import replace

from hook_handler.config import Config
from hook_handler.reboot_mark import rebooted
from hook_handler.steps import (
    DEVICE_INDEX,
    AssociateAddress,
    AssociateRouteTable,
    Attach,
    AwaitDetach,
    CreateInterface,
    CreateSubnet,
    DeleteInterface,
    DeleteSubnet,
    Detach,
    DisableSourceDestCheck,
    ForceDetach,
    MarkRebooted,
    Reboot,
    ReplaceRouteTable,
    SetSecurityGroups,
    Step,
    Wait,
)
from hook_handler.world import Attachment, ElasticIp, Interface, Subnet, World


class RefusedByAwsError(Exception):
    """AWS would refuse the call: the fence that makes the step safe."""


def apply(world: World, step: Step, config: Config) -> World:
    """The world after `step`; RefusedByAwsError where AWS would refuse it."""
    match step:
        case CreateSubnet(zone):
            if any(each.cidr == config.vip_cidr for each in world.subnets):
                raise RefusedByAwsError("InvalidSubnet.Conflict")
            new = Subnet("subnet-new", config.vip_cidr, zone, "pending")
            return replace(world, subnets=(*world.subnets, new))
        case DeleteSubnet(subnet_id):
            if any(each.subnet_id == subnet_id for each in world.interfaces):
                raise RefusedByAwsError("DependencyViolation")
            left = tuple(each for each in world.subnets if each.subnet_id != subnet_id)
            return replace(world, subnets=left)
        case AssociateRouteTable() | ReplaceRouteTable():
            return _routed(world, step, config)
        case CreateInterface(subnet_id):
            new_one = Interface(
                "eni-new",
                subnet_id,
                config.vip_address,
                "pending",
                "Persistent VIP",
                True,
                config.vip_security_group_ids,
            )
            return replace(world, interfaces=(*world.interfaces, new_one))
        case DeleteInterface(interface_id):
            return _deleted(world, interface_id)
        case AssociateAddress(interface_id):
            eip = ElasticIp("198.51.100.7", interface_id, config.vip_address)
            return replace(world, elastic_ip=eip)
        case Wait():
            return _settled(world)
        case _:
            changed = tuple(_changed(each, step, world, config) for each in world.interfaces)
            return replace(world, interfaces=changed)


def _routed(world: World, step: AssociateRouteTable | ReplaceRouteTable, config: Config) -> World:
    key = step.subnet_id if isinstance(step, AssociateRouteTable) else step.association_id
    subnets = tuple(
        replace(each, route_table_id=config.vip_route_table_id, association_id="rtbassoc-new")
        if key in (each.subnet_id, each.association_id)
        else each
        for each in world.subnets
    )
    return replace(world, subnets=subnets)


def _deleted(world: World, interface_id: str) -> World:
    found = next((each for each in world.interfaces if each.interface_id == interface_id), None)
    if found is None:
        raise RefusedByAwsError("InvalidNetworkInterfaceID.NotFound")
    if found.attachment:
        raise RefusedByAwsError("InvalidParameterValue: currently in use")
    left = tuple(each for each in world.interfaces if each is not found)
    eip = world.elastic_ip
    if eip and eip.interface_id == interface_id:
        eip = ElasticIp(eip.public_address)
    return replace(world, interfaces=left, elastic_ip=eip)


def _changed(each: Interface, step: Step, world: World, config: Config) -> Interface:
    held = each.attachment
    match step:
        case Attach(interface_id, instance_id) if interface_id == each.interface_id:
            if world.attachments:
                raise RefusedByAwsError("InvalidNetworkInterface.InUse")
            new = Attachment(
                "eni-attach-new", instance_id, DEVICE_INDEX, "attaching", 0.0, "running"
            )
            return replace(each, status="in-use", attachment=new)
        case Detach(attachment_id) if held and held.attachment_id == attachment_id:
            return replace(each, attachment=replace(held, status="detaching"))
        case AwaitDetach(attachment_id) | ForceDetach(attachment_id):
            if held and held.attachment_id == attachment_id:
                return replace(each, status="available", attachment=None)
        case DisableSourceDestCheck(interface_id) if interface_id == each.interface_id:
            return replace(each, source_dest_check=False)
        case SetSecurityGroups(interface_id) if interface_id == each.interface_id:
            return replace(each, group_ids=config.vip_security_group_ids)
        case Reboot() | MarkRebooted():
            return replace(each, description=rebooted(step.attachment_id))
    return each


def _settled(world: World) -> World:
    """Everything that was on its way has arrived, and every instance has booted."""
    subnets = tuple(replace(each, state="available") for each in world.subnets)
    interfaces = tuple(_arrived(each) for each in world.interfaces)
    group = world.group
    if group:
        members = tuple(
            replace(each, ec2_state="running") if each.ec2_state == "pending" else each
            for each in group.members
        )
        group = replace(group, members=members)
    return replace(world, group=group, subnets=subnets, interfaces=interfaces)


def _arrived(each: Interface) -> Interface:
    held = each.attachment
    if held and held.status == "attaching":
        held = replace(held, status="attached")
    status = "available" if each.status == "pending" else each.status
    return replace(each, status=status, attachment=held)

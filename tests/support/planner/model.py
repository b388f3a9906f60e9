"""EC2 in small: the handler's own fold, with the refusals that make steps safe.

It has no time: a wait ends whatever AWS or the guest is at.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hook_handler import fold
from hook_handler.answers import Answer, Glimpse
from hook_handler.config import Config
from hook_handler.steps import (
    AssociateRouteTable,
    Attach,
    AwaitDetach,
    Call,
    CreateInterface,
    CreateSubnet,
    DeleteInterface,
    DeleteSubnet,
    ForceDetach,
    MarkRebooted,
    Reboot,
    ReplaceRouteTable,
    Step,
    Wait,
)
from hook_handler.world import Interface, World


class RefusedByAwsError(Exception):
    """AWS would refuse the call: the fence that makes the step safe."""


def apply(world: World, step: Step, config: Config) -> World:
    """The world after `step`; RefusedByAwsError where AWS would refuse it."""
    match step:
        case Wait():
            return fold.seen(world, _arrived(world))
        case AwaitDetach() | ForceDetach():
            return fold.seen(world, _free(world, step.attachment_id))
        case Reboot(interface_id=interface_id, attachment_id=attachment_id):
            step = MarkRebooted(interface_id, attachment_id)  # its one trace
    if code := _refusal(world, step, config):
        raise RefusedByAwsError(code)
    return fold.accepted(world, step, _answer(step, config), config, now=0.0)


def _refusal(world: World, step: Call, config: Config) -> str:
    """The code of AWS's error; empty if it accepts the call."""
    match step:
        case CreateSubnet():
            taken = any(each.cidr == config.vip_cidr for each in world.subnets)
            return "InvalidSubnet.Conflict" if taken else ""
        case DeleteSubnet(subnet_id):
            inside = any(each.subnet_id == subnet_id for each in world.interfaces)
            return "DependencyViolation" if inside else ""
        case DeleteInterface(interface_id):
            found = [each for each in world.interfaces if each.interface_id == interface_id]
            if not found:
                return "InvalidNetworkInterfaceID.NotFound"
            return "InvalidParameterValue: currently in use" if found[0].attachment else ""
        case Attach():
            return "InvalidNetworkInterface.InUse" if world.attachments else ""
    return ""


def _answer(step: Call, config: Config) -> Answer:
    """What AWS says when it accepts the call."""
    match step:
        case CreateSubnet(zone):
            return {"Subnet": _subnet(zone, config)}
        case CreateInterface(subnet_id):
            return {"NetworkInterface": _interface(subnet_id, config)}
        case AssociateRouteTable():
            return {"AssociationId": "rtbassoc-new"}
        case ReplaceRouteTable():
            return {"NewAssociationId": "rtbassoc-new"}
        case Attach():
            return {"AttachmentId": "eni-attach-new"}
    return {}


def _subnet(zone: str, config: Config) -> dict[str, Any]:
    return {
        "SubnetId": "subnet-new",
        "CidrBlock": config.vip_cidr,
        "AvailabilityZone": zone,
        "State": "pending",
    }


def _interface(subnet_id: str, config: Config) -> dict[str, Any]:
    return {
        "NetworkInterfaceId": "eni-new",
        "SubnetId": subnet_id,
        "PrivateIpAddress": config.vip_address,
        "Status": "pending",
        "Description": "Persistent VIP",
        "SourceDestCheck": True,
        "Groups": [{"GroupId": each} for each in sorted(config.vip_security_group_ids)],
    }


def _arrived(world: World) -> Glimpse:
    """Everything that was on its way has arrived, and every instance has booted."""
    return Glimpse(
        {each.subnet_id: replace(each, state="available") for each in world.subnets},
        {each.interface_id: _made(each) for each in world.interfaces},
        {each.instance_id: "running" for each in world.members if each.ec2_state == "pending"},
    )


def _made(interface: Interface) -> Interface:
    held = interface.attachment
    if held and held.status == "attaching":
        held = replace(held, status="attached")
    status = "available" if interface.status == "pending" else interface.status
    return replace(interface, status=status, attachment=held)


def _free(world: World, attachment_id: str) -> Glimpse:
    """The guest has let go of that attachment."""
    free = {
        each.interface_id: replace(each, status="available", attachment=None)
        for each in world.interfaces
        if each.attachment and each.attachment.attachment_id == attachment_id
    }
    return Glimpse({}, free, {})

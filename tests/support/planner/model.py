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
    AssociateAddress,
    AssociateIpv6Range,
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
    ReplaceNetworkAcl,
    ReplaceRouteTable,
    Step,
    Wait,
)
from hook_handler.vips import Vip
from hook_handler.world import Interface, Subnet, World


class RefusedByAwsError(Exception):
    """AWS would refuse the call: the fence that makes the step safe."""


def apply(world: World, step: Step, config: Config) -> World:
    """The world after `step`; RefusedByAwsError where AWS would refuse it."""
    match step:
        case Wait():
            return _looked_at(fold.seen(world, _arrived(world)))
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
        case CreateSubnet(key):
            taken = any(each.cidr == config.vip(key).cidr for each in world.subnets)
            return "InvalidSubnet.Conflict" if taken else ""
        case DeleteSubnet(subnet_id):
            inside = any(each.subnet_id == subnet_id for each in world.interfaces)
            return "DependencyViolation" if inside else ""
        case DeleteInterface(interface_id):
            found = [each for each in world.interfaces if each.interface_id == interface_id]
            if not found:
                return "InvalidNetworkInterfaceID.NotFound"
            return "InvalidParameterValue: currently in use" if found[0].attachment else ""
        case Attach(interface_id, instance_id, index):
            (one,) = [each for each in world.interfaces if each.interface_id == interface_id]
            taken = any(each.device_index == index for each in world.held_by(instance_id))
            return "InvalidNetworkInterface.InUse" if one.attachment or taken else ""
    return ""


def _answer(step: Call, config: Config) -> Answer:
    """What AWS says when it accepts the call."""
    match step:
        case CreateSubnet(key, zone):
            return {"Subnet": _subnet(config.vip(key), zone)}
        case CreateInterface(key, subnet_id):
            return {"NetworkInterface": _interface(config.vip(key), subnet_id)}
        case AssociateRouteTable():
            return {"AssociationId": "rtbassoc-new"}
        case ReplaceRouteTable():
            return {"NewAssociationId": "rtbassoc-new"}
        case ReplaceNetworkAcl():
            return {"NewAssociationId": "aclassoc-new"}
        case AssociateIpv6Range(_, cidr):
            return {"Ipv6CidrBlockAssociation": _ipv6_range(cidr)}
        case AssociateAddress():
            return {"AssociationId": "eipassoc-new"}
        case Attach():
            return {"AttachmentId": f"eni-attach-{step.interface_id}"}
    return {}


def _subnet(vip: Vip, zone: str) -> dict[str, Any]:
    return {
        "SubnetId": f"subnet-{vip.key}",
        "CidrBlock": vip.cidr,
        "AvailabilityZone": zone,
        "State": "pending",
        "Tags": [{"Key": "PersistentVip", "Value": vip.key}],
        "Ipv6CidrBlockAssociationSet": [_ipv6_range(vip.ipv6_cidr)] if vip.ipv6_cidr else [],
    }


def _ipv6_range(cidr: str) -> dict[str, Any]:
    return {
        "AssociationId": "subnet-cidr-assoc-new",
        "Ipv6CidrBlock": cidr,
        "Ipv6CidrBlockState": {"State": "associating"},
    }


def _interface(vip: Vip, subnet_id: str) -> dict[str, Any]:
    addresses = [vip.address, *sorted(vip.secondary_addresses)]
    return {
        "NetworkInterfaceId": f"eni-{vip.key}",
        "SubnetId": subnet_id,
        "PrivateIpAddress": vip.address,
        "PrivateIpAddresses": [{"PrivateIpAddress": each} for each in addresses],
        "Ipv6Addresses": [{"Ipv6Address": vip.ipv6_address}] if vip.ipv6_address else [],
        "Status": "pending",
        "Description": "Persistent VIP",
        "SourceDestCheck": True,
        "Groups": [{"GroupId": each} for each in sorted(vip.security_group_ids)],
        "TagSet": [{"Key": "PersistentVip", "Value": vip.key}],
    }


def _arrived(world: World) -> Glimpse:
    """Everything that was on its way has arrived, and every instance has booted."""
    return Glimpse(
        {each.subnet_id: _available(each) for each in world.subnets},
        {each.interface_id: _made(each) for each in world.interfaces},
        {each.instance_id: "running" for each in world.members if each.ec2_state == "pending"},
    )


def _looked_at(world: World) -> World:
    """With what no call and no poll tells: a new subnet has its VPC's default network ACL."""
    return replace(world, subnets=tuple(map(_with_network_acl, world.subnets)))


def _with_network_acl(subnet: Subnet) -> Subnet:
    if subnet.network_acl_association_id:
        return subnet
    association_id = f"aclassoc-{subnet.subnet_id}"
    return replace(subnet, network_acl_id="acl-default", network_acl_association_id=association_id)


def _available(subnet: Subnet) -> Subnet:
    ipv6 = replace(subnet.ipv6, state="associated") if subnet.ipv6 else None
    return replace(subnet, state="available", ipv6=ipv6)


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

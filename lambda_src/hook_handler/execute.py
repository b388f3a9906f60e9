"""One AWS call for each step. Errors are raised as AWS gives them: `reconcile` judges them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hook_handler import reboot_mark
from hook_handler.answers import VIP_TAG
from hook_handler.config import Config
from hook_handler.sdk import known
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
    EndShutdown,
    ForceDetach,
    MarkRebooted,
    Reboot,
    ReplaceNetworkAcl,
    ReplaceRoute,
    ReplaceRouteTable,
    SetConnectionTracking,
    SetSecurityGroups,
    UnassignAddresses,
    UnassignIpv6Address,
)
from hook_handler.vips import ConnectionTracking, NextHopRoute, Vip

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_ec2.literals import ResourceTypeType
    from mypy_boto3_ec2.type_defs import (
        PrivateIpAddressSpecificationTypeDef,
        TagSpecificationTypeDef,
    )

    from hook_handler.answers import Answer
    from hook_handler.clients import Clients


def execute(step: Call, config: Config, clients: Clients) -> Answer:
    """Do `step`. Returns AWS's answer."""
    ec2 = clients.ec2
    match step:
        case CreateSubnet() | CreateInterface() | DeleteSubnet() | DeleteInterface():
            return _make_or_delete(step, config, ec2)
        case Attach(interface_id, instance_id, device_index):
            return ec2.attach_network_interface(
                NetworkInterfaceId=interface_id, InstanceId=instance_id, DeviceIndex=device_index
            )
        case Detach(attachment_id):
            return ec2.detach_network_interface(AttachmentId=attachment_id)
        case ForceDetach(attachment_id):
            return ec2.detach_network_interface(AttachmentId=attachment_id, Force=True)
        case EndShutdown(instance_id):
            return ec2.terminate_instances(
                InstanceIds=[instance_id],
                **known(ec2, "TerminateInstances", Force=True, SkipOsShutdown=True),
            )
        case Reboot():
            return ec2.reboot_instances(InstanceIds=[step.instance_id])
        case CreateRoute() | ReplaceRoute() | DeleteRoute():
            return _lead(step, ec2)
        case DisableSourceDestCheck() | SetSecurityGroups() | SetConnectionTracking():
            return _modify(step, ec2)
        case BeginReboot() | MarkRebooted():
            return _note(step, ec2)
        case _:
            return _address(step, ec2)


def _make_or_delete(
    step: CreateSubnet | CreateInterface | DeleteSubnet | DeleteInterface,
    config: Config,
    ec2: EC2Client,
) -> Answer:
    match step:
        case CreateSubnet(key, zone):
            vip = config.vip(key)
            ipv6: Any = {"Ipv6CidrBlock": vip.ipv6_cidr} if vip.ipv6_cidr else {}
            return ec2.create_subnet(
                VpcId=config.vpc_id,
                CidrBlock=vip.cidr,
                AvailabilityZone=zone,
                TagSpecifications=_tagged("subnet", vip, config),
                **ipv6,
            )
        case CreateInterface(key, subnet_id):
            return _create_interface(config.vip(key), subnet_id, config, ec2)
        case DeleteSubnet(subnet_id):
            return ec2.delete_subnet(SubnetId=subnet_id)
        case DeleteInterface(interface_id):
            return ec2.delete_network_interface(NetworkInterfaceId=interface_id)


def _create_interface(vip: Vip, subnet_id: str, config: Config, ec2: EC2Client) -> Answer:
    addresses: list[PrivateIpAddressSpecificationTypeDef] = [
        {"PrivateIpAddress": vip.address, "Primary": True},
    ]
    for secondary in sorted(vip.secondary_addresses):
        addresses.append({"PrivateIpAddress": secondary})
    options: dict[str, Any] = {}
    if vip.ipv6_address:
        options["Ipv6Addresses"] = [{"Ipv6Address": vip.ipv6_address}]
    if vip.connection_tracking:
        options["ConnectionTrackingSpecification"] = _tracking(vip.connection_tracking)
    return ec2.create_network_interface(
        SubnetId=subnet_id,
        PrivateIpAddresses=addresses,
        Groups=sorted(vip.security_group_ids),
        Description=reboot_mark.PLAIN,
        TagSpecifications=_tagged("network-interface", vip, config, dict(vip.interface_tags)),
        **options,
    )


def _modify(
    step: DisableSourceDestCheck | SetSecurityGroups | SetConnectionTracking, ec2: EC2Client
) -> Answer:
    interface_id = step.interface_id
    match step:
        case DisableSourceDestCheck():
            return ec2.modify_network_interface_attribute(
                NetworkInterfaceId=interface_id, SourceDestCheck={"Value": False}
            )
        case SetSecurityGroups():
            return ec2.modify_network_interface_attribute(
                NetworkInterfaceId=interface_id, Groups=sorted(step.group_ids)
            )
        case SetConnectionTracking():
            return ec2.modify_network_interface_attribute(
                NetworkInterfaceId=interface_id,
                ConnectionTrackingSpecification=_tracking(step.tracking),
            )


def _note(step: BeginReboot | MarkRebooted, ec2: EC2Client) -> Answer:
    match step:
        case BeginReboot(interface_id, attachment_id, begun):
            text = reboot_mark.rebooting(attachment_id, begun)
        case MarkRebooted(interface_id, attachment_id):
            text = reboot_mark.rebooted(attachment_id)
    return ec2.modify_network_interface_attribute(
        NetworkInterfaceId=interface_id, Description={"Value": text}
    )


def _lead(step: CreateRoute | ReplaceRoute | DeleteRoute, ec2: EC2Client) -> Answer:
    route = _route(step.route)
    match step:
        case CreateRoute():
            return ec2.create_route(NetworkInterfaceId=step.interface_id, **route)
        case ReplaceRoute():
            return ec2.replace_route(NetworkInterfaceId=step.interface_id, **route)
        case DeleteRoute():
            return ec2.delete_route(**route)


def _address(
    step: AssociateRouteTable
    | ReplaceRouteTable
    | ReplaceNetworkAcl
    | AssociateIpv6Range
    | DisassociateIpv6Range
    | AssignAddresses
    | UnassignAddresses
    | AssignIpv6Address
    | UnassignIpv6Address
    | AssociateAddress
    | DisassociateAddress,
    ec2: EC2Client,
) -> Answer:
    match step:
        case AssociateRouteTable(subnet_id, route_table_id):
            return ec2.associate_route_table(SubnetId=subnet_id, RouteTableId=route_table_id)
        case ReplaceRouteTable(association_id, route_table_id):
            return ec2.replace_route_table_association(
                AssociationId=association_id, RouteTableId=route_table_id
            )
        case ReplaceNetworkAcl(association_id, network_acl_id):
            return ec2.replace_network_acl_association(
                AssociationId=association_id, NetworkAclId=network_acl_id
            )
        case AssociateIpv6Range(subnet_id, cidr):
            return ec2.associate_subnet_cidr_block(SubnetId=subnet_id, Ipv6CidrBlock=cidr)
        case DisassociateIpv6Range(association_id):
            return ec2.disassociate_subnet_cidr_block(AssociationId=association_id)
        case AssignAddresses(interface_id, addresses):
            # What another interface has stays there: without reassignment, which is the default.
            return ec2.assign_private_ip_addresses(
                NetworkInterfaceId=interface_id, PrivateIpAddresses=sorted(addresses)
            )
        case UnassignAddresses(interface_id, addresses):
            return (
                ec2.unassign_private_ip_addresses(
                    NetworkInterfaceId=interface_id, PrivateIpAddresses=sorted(addresses)
                )
                or {}
            )
        case AssignIpv6Address(interface_id, address):
            return ec2.assign_ipv6_addresses(
                NetworkInterfaceId=interface_id, Ipv6Addresses=[address]
            )
        case UnassignIpv6Address(interface_id, address):
            return ec2.unassign_ipv6_addresses(
                NetworkInterfaceId=interface_id, Ipv6Addresses=[address]
            )
        case AssociateAddress(interface_id, allocation_id, private_address):
            # Reassociation is the default of a VPC, but said aloud: it is what a take-over needs.
            return ec2.associate_address(
                AllocationId=allocation_id,
                NetworkInterfaceId=interface_id,
                PrivateIpAddress=private_address,
                AllowReassociation=True,
            )
        case DisassociateAddress(association_id):
            return ec2.disassociate_address(AssociationId=association_id)


def _route(route: NextHopRoute) -> Any:
    kind = "DestinationIpv6CidrBlock" if ":" in route.destination else "DestinationCidrBlock"
    return {"RouteTableId": route.route_table_id, kind: route.destination}


def _tracking(tracking: ConnectionTracking) -> Any:
    wanted = {
        "TcpEstablishedTimeout": tracking.tcp_established_seconds,
        "UdpStreamTimeout": tracking.udp_stream_seconds,
        "UdpTimeout": tracking.udp_seconds,
    }
    return {name: seconds for name, seconds in wanted.items() if seconds is not None}


def _tagged(
    resource: ResourceTypeType, vip: Vip, config: Config, more: dict[str, str] | None = None
) -> list[TagSpecificationTypeDef]:
    # On creation, never afterwards: an untagged object could not be found, nor deleted under our
    # tag-conditioned rights (docs/aws-behaviour.md#tags-on-creation).
    values = {**(more or {}), **config.resource_tags, VIP_TAG: vip.key}
    tags = [{"Key": key, "Value": value} for key, value in values.items()]
    return [{"ResourceType": resource, "Tags": tags}]  # type: ignore[typeddict-item]

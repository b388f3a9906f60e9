"""One AWS call for each step. Errors are raised as AWS gives them: `reconcile` judges them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hook_handler import reboot_mark
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
    ForceDetach,
    MarkRebooted,
    Reboot,
    ReplaceRouteTable,
    SetSecurityGroups,
)

if TYPE_CHECKING:
    from mypy_boto3_ec2.literals import ResourceTypeType
    from mypy_boto3_ec2.type_defs import TagSpecificationTypeDef

    from hook_handler.answers import Answer
    from hook_handler.clients import Clients


def execute(step: Call, config: Config, clients: Clients) -> Answer:
    """Do `step`. Returns AWS's answer."""
    ec2 = clients.ec2
    match step:
        case CreateSubnet(zone):
            return ec2.create_subnet(
                VpcId=config.vpc_id,
                CidrBlock=config.vip_cidr,
                AvailabilityZone=zone,
                TagSpecifications=_tagged("subnet", config),
            )
        case DeleteSubnet(subnet_id):
            return ec2.delete_subnet(SubnetId=subnet_id)
        case AssociateRouteTable(subnet_id):
            return ec2.associate_route_table(
                SubnetId=subnet_id, RouteTableId=config.vip_route_table_id
            )
        case ReplaceRouteTable(association_id):
            return ec2.replace_route_table_association(
                AssociationId=association_id, RouteTableId=config.vip_route_table_id
            )
        case CreateInterface(subnet_id):
            return _create_interface(subnet_id, config, clients)
        case DeleteInterface(interface_id):
            return ec2.delete_network_interface(NetworkInterfaceId=interface_id)
        case AssociateAddress(interface_id):
            return _associate_address(interface_id, config, clients)
        case DisableSourceDestCheck(interface_id):
            return ec2.modify_network_interface_attribute(
                NetworkInterfaceId=interface_id, SourceDestCheck={"Value": False}
            )
        case SetSecurityGroups(interface_id):
            return ec2.modify_network_interface_attribute(
                NetworkInterfaceId=interface_id, Groups=sorted(config.vip_security_group_ids)
            )
        case Attach(interface_id, instance_id):
            return ec2.attach_network_interface(
                NetworkInterfaceId=interface_id, InstanceId=instance_id, DeviceIndex=DEVICE_INDEX
            )
        case Detach(attachment_id):
            return ec2.detach_network_interface(AttachmentId=attachment_id)
        case ForceDetach(attachment_id):
            return ec2.detach_network_interface(AttachmentId=attachment_id, Force=True)
        case Reboot():
            return ec2.reboot_instances(InstanceIds=[step.instance_id])
        case BeginReboot(interface_id, attachment_id, begun):
            return _set_description(
                interface_id, reboot_mark.rebooting(attachment_id, begun), clients
            )
        case MarkRebooted(interface_id, attachment_id):
            return _set_description(interface_id, reboot_mark.rebooted(attachment_id), clients)


def _create_interface(subnet_id: str, config: Config, clients: Clients) -> Answer:
    return clients.ec2.create_network_interface(
        SubnetId=subnet_id,
        PrivateIpAddress=config.vip_address,
        Groups=sorted(config.vip_security_group_ids),
        Description=reboot_mark.PLAIN,
        TagSpecifications=_tagged("network-interface", config),
    )


def _set_description(interface_id: str, text: str, clients: Clients) -> Answer:
    return clients.ec2.modify_network_interface_attribute(
        NetworkInterfaceId=interface_id, Description={"Value": text}
    )


def _associate_address(interface_id: str, config: Config, clients: Clients) -> Answer:
    # Reassociation is the default of a VPC, but said aloud: it is what a take-over needs.
    return clients.ec2.associate_address(
        AllocationId=config.eip_allocation_id,
        NetworkInterfaceId=interface_id,
        PrivateIpAddress=config.vip_address,
        AllowReassociation=True,
    )


def _tagged(resource: ResourceTypeType, config: Config) -> list[TagSpecificationTypeDef]:
    # On creation, never afterwards: an untagged object could not be found, nor deleted under our
    # tag-conditioned rights (docs/aws-behaviour.md#tags-on-creation).
    tags = [{"Key": key, "Value": value} for key, value in config.resource_tags.items()]
    return [{"ResourceType": resource, "Tags": tags}]  # type: ignore[typeddict-item]

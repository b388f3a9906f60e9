"""What the deployment is made of, for calls that name its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.verify_aws.aws import Aws

if TYPE_CHECKING:
    from mypy_boto3_ec2.type_defs import (
        FilterTypeDef,
        NetworkAclAssociationTypeDef,
        RouteTableTypeDef,
    )

OWNER_TAG = "PersistentVnf"


def allocation_id(outputs: Mapping[str, Any]) -> str:
    """That of the one VIP's Elastic IP, from Terraform's outputs."""
    return str(outputs["vips"]["vip"]["allocation_ids"][outputs["private_address"]])


@dataclass(frozen=True)
class Facts:
    """Ids while the VIP is at rest on an instance; a drill makes some of them stale."""

    name: str
    arn: str  # of EC2 here, without the resource: arn:aws:ec2:eu-west-1:123456789012
    vpc_id: str
    zone: str
    allocation_id: str
    instance_id: str
    vip_address: str
    vip_cidr: str
    vip_subnet: str
    vip_interface: str
    vip_attachment: str
    vip_groups: tuple[str, ...]
    vip_table: str
    vip_association: str  # of table and subnet
    vip_acl: str
    vip_acl_association: str  # of network ACL and subnet
    eip_association: str
    wan_subnet: str
    wan_interface: str
    wan_attachment: str
    wan_group: str
    wan_table: str
    wan_association: str

    @property
    def owner(self) -> dict[str, str]:
        """The tag of everything that the handler makes."""
        return {"Key": OWNER_TAG, "Value": self.name}

    def arn_of(self, kind: str, identifier: str) -> str:
        return f"{self.arn}:{kind}/{identifier}"


def read(aws: Aws, name: str, account_arn: str, outputs: Mapping[str, Any]) -> Facts:
    """From Terraform's outputs and Describe calls.

    account_arn: that of the caller, for partition and account.
    """
    partition, account = account_arn.split(":")[1], account_arn.split(":")[4]
    owned: list[FilterTypeDef] = [{"Name": f"tag:{OWNER_TAG}", "Values": [name]}]
    (vip,) = aws.ec2.describe_network_interfaces(Filters=owned)["NetworkInterfaces"]
    (subnet,) = aws.ec2.describe_subnets(Filters=owned)["Subnets"]
    instance_id = vip["Attachment"]["InstanceId"]
    wan = _other_interface(aws, instance_id, vip["NetworkInterfaceId"])
    acl = _network_acl(aws, subnet["SubnetId"])
    tables = {each: _table(aws, each) for each in (subnet["SubnetId"], wan["SubnetId"])}
    return Facts(
        name=name,
        arn=f"arn:{partition}:ec2:{aws.region}:{account}",
        vpc_id=outputs["vpc_id"],
        zone=subnet["AvailabilityZone"],
        allocation_id=allocation_id(outputs),
        instance_id=instance_id,
        vip_address=outputs["private_address"],
        vip_cidr=subnet["CidrBlock"],
        vip_subnet=subnet["SubnetId"],
        vip_interface=vip["NetworkInterfaceId"],
        vip_attachment=vip["Attachment"]["AttachmentId"],
        vip_groups=tuple(sorted(group["GroupId"] for group in vip["Groups"])),
        vip_table=outputs["vips"]["vip"]["route_table_id"],
        vip_association=_association(tables[subnet["SubnetId"]], subnet["SubnetId"]),
        vip_acl=acl["NetworkAclId"],
        vip_acl_association=acl["NetworkAclAssociationId"],
        eip_association=vip["Association"]["AssociationId"],
        wan_subnet=wan["SubnetId"],
        wan_interface=wan["NetworkInterfaceId"],
        wan_attachment=wan["Attachment"]["AttachmentId"],
        wan_group=outputs["wan_security_group_id"],
        wan_table=tables[wan["SubnetId"]]["RouteTableId"],
        wan_association=_association(tables[wan["SubnetId"]], wan["SubnetId"]),
    )


def _other_interface(aws: Aws, instance_id: str, vip_interface: str) -> Any:
    """The one at device index 0."""
    found = aws.ec2.describe_network_interfaces(
        Filters=[{"Name": "attachment.instance-id", "Values": [instance_id]}]
    )["NetworkInterfaces"]
    (other,) = [each for each in found if each["NetworkInterfaceId"] != vip_interface]
    return other


def _network_acl(aws: Aws, subnet_id: str) -> NetworkAclAssociationTypeDef:
    (acl,) = aws.ec2.describe_network_acls(
        Filters=[{"Name": "association.subnet-id", "Values": [subnet_id]}]
    )["NetworkAcls"]
    (found,) = [each for each in acl["Associations"] if each["SubnetId"] == subnet_id]
    return found


def _table(aws: Aws, subnet_id: str) -> RouteTableTypeDef:
    (table,) = aws.ec2.describe_route_tables(
        Filters=[{"Name": "association.subnet-id", "Values": [subnet_id]}]
    )["RouteTables"]
    return table


def _association(table: RouteTableTypeDef, subnet_id: str) -> str:
    (found,) = [each for each in table["Associations"] if each.get("SubnetId") == subnet_id]
    return found["RouteTableAssociationId"]

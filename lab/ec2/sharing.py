"""VPCs of other accounts that share their subnets with this one: what only their owner does.

docs/aws-behaviour.md#shared-vpcs
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.ec2.models.route_tables import RouteTable
from moto.ec2.models.subnets import Subnet
from moto.ec2.models.vpcs import VPC
from moto.ec2.responses import EC2Response

from lab.ec2.current import current
from lab.errors import AwsError
from lab.patching import replace

# The owner's calls, and the argument that says in which VPC.
OWNERS_CALLS = {
    "associate_route_table": "RouteTableId",
    "associate_subnet_cidr_block": "SubnetId",
    "associate_vpc_cidr_block": "VpcId",
    "attach_internet_gateway": "VpcId",
    "create_network_acl": "VpcId",
    "create_network_acl_entry": "NetworkAclId",
    "create_route": "RouteTableId",
    "create_route_table": "VpcId",
    "create_subnet": "VpcId",
    "create_transit_gateway_vpc_attachment": "VpcId",
    "delete_network_acl": "NetworkAclId",
    "delete_network_acl_entry": "NetworkAclId",
    "delete_route": "RouteTableId",
    "delete_route_table": "RouteTableId",
    "delete_subnet": "SubnetId",
    "delete_transit_gateway_vpc_attachment": "TransitGatewayAttachmentId",
    "delete_vpc": "VpcId",
    "detach_internet_gateway": "VpcId",
    "disable_vgw_route_propagation": "RouteTableId",
    "disassociate_route_table": "AssociationId",
    "disassociate_subnet_cidr_block": "AssociationId",
    "disassociate_vpc_cidr_block": "AssociationId",
    "enable_vgw_route_propagation": "RouteTableId",
    "modify_subnet_attribute": "SubnetId",
    "modify_transit_gateway_vpc_attachment": "TransitGatewayAttachmentId",
    "modify_vpc_attribute": "VpcId",
    "replace_network_acl_association": "NetworkAclId",
    "replace_network_acl_entry": "NetworkAclId",
    "replace_route": "RouteTableId",
    "replace_route_table_association": "RouteTableId",
}

Action = Callable[[EC2Response], ActionResult]


def _of_table_association(backend: EC2Backend, association_id: str) -> str:
    tables = backend.route_tables.values()
    found = (str(each.vpc_id) for each in tables if association_id in each._associations)
    return next(found, "")


def _of_subnets_range(backend: EC2Backend, association_id: str) -> str:
    subnet = backend.get_subnet_from_ipv6_association(association_id)
    return "" if subnet is None else str(subnet.vpc_id)


def _of_vpcs_range(backend: EC2Backend, association_id: str) -> str:
    vpcs = backend.vpcs.values()
    found = (str(each.id) for each in vpcs if association_id in each._cidr_block_association_set)
    return next(found, "")


def _of_attachment(backend: EC2Backend, attachment_id: str) -> str:
    attachment = backend.transit_gateway_attachments.get(attachment_id)
    return "" if attachment is None else str(attachment.resource_id)


# The VPC of what an id names, by the id's prefix.
_VPC_OF: dict[str, Callable[[EC2Backend, str], str]] = {
    "acl": lambda backend, acl_id: str(backend.get_network_acl(acl_id).vpc_id),
    "rtb": lambda backend, table_id: str(backend.get_route_table(table_id).vpc_id),
    "rtbassoc": _of_table_association,
    "subnet": lambda backend, subnet_id: str(backend.get_subnet(subnet_id).vpc_id),
    "subnet-cidr-assoc": _of_subnets_range,
    "tgw-attach": _of_attachment,
    "vpc-cidr-assoc": _of_vpcs_range,
}


def _vpc_of(backend: EC2Backend, resource_id: str) -> str:
    """The VPC that a resource belongs to; of a VPC's own id, that.

    Raises EC2's NotFound if there is none; an unknown association or attachment is left to the
    call itself.
    """
    found = _VPC_OF.get(resource_id.rpartition("-")[0])
    return resource_id if found is None else found(backend, resource_id)


def _owners_only(action: Action, parameter: str) -> Action:
    @wraps(action)
    def guarded(response: EC2Response) -> ActionResult:
        shared = current().ec2.shared
        if shared and _vpc_of(response.ec2_backend, response._get_param(parameter)) in shared:
            raise AwsError(
                "UnauthorizedOperation",
                f"You are not authorized to perform {response._get_action()} operation. A subnet "
                "in this vpc is shared but the provided object is not owned by you",
                status=403,
            )
        return action(response)

    return guarded


def _owner(vpc_id: Callable[[Any], str]) -> property:
    """moto takes everything for the account's own."""
    return property(
        lambda self: current().ec2.shared.get(vpc_id(self), self.ec2_backend.account_id)
    )


def install(response_class: type[EC2Response]) -> None:
    """Keep participants from what is the owner's, and show whose it is."""
    for name, parameter in OWNERS_CALLS.items():
        setattr(response_class, name, _owners_only(getattr(response_class, name), parameter))
    replace(VPC, "owner_id", _owner(lambda vpc: str(vpc.id)))
    for kind in (Subnet, RouteTable):
        replace(kind, "owner_id", _owner(lambda one: str(one.vpc_id)))

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
    "associate_vpc_cidr_block": "VpcId",
    "attach_internet_gateway": "VpcId",
    "create_network_acl": "VpcId",
    "create_route": "RouteTableId",
    "create_route_table": "VpcId",
    "create_subnet": "VpcId",
    "create_transit_gateway_vpc_attachment": "VpcId",
    "delete_route": "RouteTableId",
    "delete_route_table": "RouteTableId",
    "delete_subnet": "SubnetId",
    "delete_vpc": "VpcId",
    "detach_internet_gateway": "VpcId",
    "disassociate_route_table": "AssociationId",
    "modify_subnet_attribute": "SubnetId",
    "modify_vpc_attribute": "VpcId",
    "replace_network_acl_association": "NetworkAclId",
    "replace_route": "RouteTableId",
    "replace_route_table_association": "RouteTableId",
}

Action = Callable[[EC2Response], ActionResult]


def _vpc_of(backend: EC2Backend, resource_id: str) -> str:
    """The VPC of a VPC, subnet, route table, its association or network ACL.

    Raises EC2's NotFound if there is none; an unknown association is left to the call itself.
    """
    if resource_id.startswith("subnet-"):
        return str(backend.get_subnet(resource_id).vpc_id)
    if resource_id.startswith("rtb-"):
        return str(backend.get_route_table(resource_id).vpc_id)
    if resource_id.startswith("acl-"):
        return str(backend.get_network_acl(resource_id).vpc_id)
    if resource_id.startswith("rtbassoc-"):
        tables = backend.route_tables.values()
        found = (str(each.vpc_id) for each in tables if resource_id in each._associations)
        return next(found, "")
    return resource_id


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

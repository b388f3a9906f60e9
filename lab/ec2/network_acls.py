"""Network ACLs of subnets: each subnet has exactly one, of its VPC, under an association's id.

moto loses the association when the new network ACL does not exist, and cannot filter by its id.

docs/aws-behaviour.md#network-acl-of-a-subnet
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.network_acls import NetworkAcl, NetworkAclAssociation

from lab.ec2.current import tell
from lab.ec2.refusals import different_networks
from lab.errors import AwsError
from lab.patching import replace


class NetworkAcls(EC2Backend):
    def replace_network_acl_association(
        self, association_id: str, network_acl_id: str
    ) -> NetworkAclAssociation:
        subnet_id = self._subnet_of_acl_association(association_id)
        acl = self.get_network_acl(network_acl_id)
        if acl.vpc_id != self.get_subnet(subnet_id).vpc_id:
            raise different_networks(
                f"network acl {acl.id}", f"subnet {subnet_id}", "InvalidParameterValue"
            )
        tell(f"{subnet_id} gets network ACL {acl.id}")
        return super().replace_network_acl_association(association_id, network_acl_id)

    def _subnet_of_acl_association(self, association_id: str) -> str:
        for acl in self.network_acls.values():
            if association_id in acl._associations:
                return str(acl._associations[association_id].subnet_id)
        raise AwsError(
            "InvalidAssociationID.NotFound",
            f"The association ID '{association_id}' does not exist",
        )


_moto_filter_value = NetworkAcl.get_filter_value


def install() -> None:
    replace(NetworkAcl, "get_filter_value", _filter_value)


def _filter_value(acl: NetworkAcl, filter_name: str, method_name: str | None = None) -> Any:
    if filter_name == "network-acl-id":
        return acl.id
    return _moto_filter_value(acl, filter_name, method_name)

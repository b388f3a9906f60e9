"""Network interfaces: what may be created, changed and deleted.

docs/aws-behaviour.md#creating-an-interface
docs/aws-behaviour.md#modifying-an-interface
docs/aws-behaviour.md#deleting-an-interface
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from moto.ec2.exceptions import InvalidSecurityGroupNotFoundError
from moto.ec2.models import EC2Backend
from moto.ec2.models.subnets import Subnet

from lab.ec2.addressing import free_address, require_free
from lab.ec2.connection_tracking import set_times, wanted_times
from lab.ec2.current import after, current, now, tell
from lab.ec2.network_interface import NetworkInterface, of_the_lab
from lab.ec2.refusals import (
    address_in_use,
    different_networks,
    invalid_parameter_value,
    unknown_attachment,
)
from lab.ec2.service_attachments import require_not_of_a_service
from lab.errors import AwsError


class Interfaces(EC2Backend):
    def create_network_interface(
        self, subnet: Subnet | str, private_ip_address: Any = None, *args: Any, **options: Any
    ) -> NetworkInterface:
        """Everybody's way in, also moto's own (endpoints, instances).

        moto gives its own interfaces random addresses from anywhere; those become free ones of
        the subnet. Callers of the API have been judged by `require_creatable` before.
        """
        place = self.get_subnet(subnet) if isinstance(subnet, str) else subnet
        listed = args[0] if args else options.get("private_ip_addresses")
        if not listed and not _is_free(place, private_ip_address):
            private_ip_address = free_address(place)
        made = super().create_network_interface(place, private_ip_address, *args, **options)
        return of_the_lab(made)

    def require_creatable(
        self, subnet: Subnet, addresses: Sequence[str], group_ids: Iterable[str]
    ) -> None:
        """The checks of CreateNetworkInterface."""
        for place, address in enumerate(addresses):
            require_free(subnet, address)
            if address in addresses[:place]:
                raise address_in_use(address)
        self.require_groups(group_ids, subnet)

    def require_groups(self, group_ids: Iterable[str], subnet: Subnet) -> None:
        """moto invents a security group it does not know; AWS also wants the subnet's VPC."""
        for group_id in group_ids:
            group = self.get_security_group_from_id(group_id)
            if group is None:
                raise InvalidSecurityGroupNotFoundError(group_id)
            if group.vpc_id != subnet.vpc_id:
                raise different_networks(
                    f"Security group {group_id}", f"subnet {subnet.id}", "InvalidParameter"
                )

    def begin_interface(self, eni: NetworkInterface) -> None:
        """`pending` for a moment, then `available`."""
        tell(
            f"interface {eni.id} created",
            address=eni.private_ip_address,
            zone=eni.availability_zone,
        )
        eni.status = "pending"
        after(
            current().switches.interface_available_seconds,
            partial(_become_available, eni),
            f"{eni.id} available",
        )

    def modify_network_interface_attribute(
        self,
        eni_id: str,
        group_ids: list[str],
        source_dest_check: bool | None = None,
        description: str | None = None,
        attachment: dict[str, Any] | None = None,
        connection_tracking: dict[str, int] | None = None,
    ) -> None:
        eni = of_the_lab(self.get_network_interface(eni_id))
        given = [group_ids or None, source_dest_check, description, attachment, connection_tracking]
        if sum(value is not None for value in given) != 1:
            raise AwsError(
                "InvalidParameterCombination", "Exactly one attribute can be modified per call."
            )
        if group_ids:
            require_not_of_a_service(eni.attachment_id)
            self.require_groups(group_ids, eni.subnet)
        super().modify_network_interface_attribute(eni_id, group_ids, source_dest_check)
        if description is not None:
            eni.description = description  # moto ignores an empty one
        if connection_tracking is not None:
            set_times(eni, wanted_times(connection_tracking))
        if attachment is not None:
            if eni.attachment_id != attachment.get("AttachmentId"):
                raise unknown_attachment(str(attachment.get("AttachmentId")))
            eni.delete_on_termination = attachment["DeleteOnTermination"]

    def delete_network_interface(self, eni_id: str) -> None:
        eni = of_the_lab(self.get_network_interface(eni_id))
        if eni.attachment_id is not None or now() < eni.in_use_until:
            raise invalid_parameter_value(f"Network interface '{eni_id}' is currently in use.")
        tell(f"interface {eni_id} deleted", address=eni.private_ip_address)
        self.discard_interface(eni)

    def discard_interface(self, eni: NetworkInterface) -> None:
        """Deletion frees the addresses and disassociates the Elastic IP."""
        for address in self.addresses:
            if address.eni is eni:
                self.disassociate_address(association_id=address.association_id)
        super().delete_network_interface(eni.id)


def _is_free(subnet: Subnet, address: Any) -> bool:
    if not isinstance(address, str):
        return False
    try:
        require_free(subnet, address)
    except AwsError:
        return False
    return True


def _become_available(eni: NetworkInterface) -> None:
    if eni.status == "pending":
        eni.status = "available"
        if eni.id in current().ec2.backend.enis:
            tell(f"interface {eni.id} available", address=eni.private_ip_address)

"""moto's network interface, with what AWS knows of one besides.

docs/aws-behaviour.md#interface-status
docs/aws-behaviour.md#lookups-by-id-and-by-filter
docs/aws-behaviour.md#secondary-addresses
docs/aws-behaviour.md#connection-tracking-times
docs/aws-behaviour.md#interfaces-of-a-function
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import moto.ec2.models.elastic_network_interfaces as moto_interfaces
from moto.ec2.models.elastic_network_interfaces import Attachment
from moto.ec2.utils import generate_dns_from_ip

from lab.patching import replace


class NetworkInterface(moto_interfaces.NetworkInterface):
    """Named as moto's: its serializer derives names of attributes from the name of the class."""

    attachment_status = "attached"
    in_use_until = 0.0  # lab time at which nothing says any more that it is in use
    connection_tracking_configuration: dict[str, int] | None = None  # what was set, in seconds
    operator: dict[str, Any] | None = None  # of one that a service manages: see Ec2.manage
    service_attachment: Any = None  # to what a service keeps elsewhere: see Ec2.lend

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The Elastic IP by its secondary address; that of the primary one is moto's `public_ip`.
        self.secondary_public_ips: dict[str, str] = {}

    @property
    def attachment(self) -> Attachment | None:
        if self.attachment_id is None or self.service_attachment is not None:
            shown: Attachment | None = self.service_attachment
            return shown
        attachment = Attachment(self)
        attachment.status = self.attachment_status
        return attachment

    @property
    def group_set(self) -> Any:
        """moto shows an attached interface with the groups of its instance added to its own."""
        return self._group_set

    @property
    def public_ips(self) -> list[str]:
        """Of all its addresses."""
        return [*filter(None, [self.public_ip]), *self.secondary_public_ips.values()]

    @property
    def network_interface_private_ip_address_list(self) -> list[dict[str, Any]]:
        """PrivateIpAddresses as DescribeNetworkInterfaces shows them: moto's serializer asks for
        the name of the shape first."""
        return [entry | self._associated(entry) for entry in self.private_ip_addresses]

    @property
    def instance_private_ip_address_list(self) -> list[dict[str, Any]]:
        """The same, as DescribeInstances shows them."""
        return self.network_interface_private_ip_address_list

    def _associated(self, entry: dict[str, Any]) -> dict[str, Any]:
        if entry["Primary"]:
            return {"Association": self.association} if self.public_ip else {}
        public_ip = self.secondary_public_ips.get(entry["PrivateIpAddress"])
        return {"Association": self._association_of(public_ip)} if public_ip else {}

    def _association_of(self, public_ip: str) -> dict[str, Any]:
        [eip] = self.ec2_backend.address_by_ip([public_ip])
        return {
            "allocationId": eip.allocation_id,
            "associationId": eip.association_id,
            "ipOwnerId": self.owner_id,
            "publicDnsName": generate_dns_from_ip(public_ip),
            "publicIp": public_ip,
        }

    def get_filter_value(self, filter_name: str, method_name: str | None = None) -> Any:
        """moto answers some filters with NotImplemented, or not at all."""
        if filter_name in FILTERS:
            return FILTERS[filter_name](self)
        return super().get_filter_value(filter_name, method_name)


def of_the_lab(eni: moto_interfaces.NetworkInterface) -> NetworkInterface:
    """The same interface: moto's store holds no other kind."""
    assert isinstance(eni, NetworkInterface)
    return eni


def _of_attachment(attribute: str) -> Callable[[NetworkInterface], Any]:
    return lambda eni: getattr(eni.attachment, attribute, None)


def _of_association(key: str) -> Callable[[NetworkInterface], Any]:
    return lambda eni: eni.association.get(key)


def _addresses(eni: NetworkInterface) -> list[str]:
    return [entry["PrivateIpAddress"] for entry in eni.private_ip_addresses]


FILTERS: dict[str, Callable[[NetworkInterface], Any]] = {
    "addresses.private-ip-address": _addresses,
    "addresses.association.public-ip": lambda eni: eni.public_ips,
    "association.allocation-id": _of_association("allocationId"),
    "association.association-id": _of_association("associationId"),
    "association.public-ip": _of_association("publicIp"),
    "attachment.delete-on-termination": _of_attachment("delete_on_termination"),
    "attachment.device-index": _of_attachment("device_index"),
    "attachment.instance-owner-id": _of_attachment("instance_owner_id"),
    "attachment.status": _of_attachment("status"),
    "interface-type": lambda eni: eni.interface_type,
    "ipv6-addresses.ipv6-address": lambda eni: eni.ipv6_addresses,
    "private-dns-name": lambda eni: getattr(eni, "private_dns_name", None),
}


def install() -> None:
    replace(moto_interfaces, "NetworkInterface", NetworkInterface)

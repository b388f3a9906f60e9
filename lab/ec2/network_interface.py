"""moto's network interface, with what AWS knows of one besides.

docs/aws-behaviour.md#interface-status
docs/aws-behaviour.md#lookups-by-id-and-by-filter
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import moto.ec2.models.elastic_network_interfaces as moto_interfaces
from moto.ec2.models.elastic_network_interfaces import Attachment

from lab.patching import replace


class NetworkInterface(moto_interfaces.NetworkInterface):
    """Named as moto's: its serializer derives names of attributes from the name of the class."""

    attachment_status = "attached"
    in_use_until = 0.0  # lab time at which nothing says any more that it is in use
    operator: dict[str, Any] | None = None  # of one that a service manages: see Ec2.manage

    @property
    def attachment(self) -> Attachment | None:
        if self.attachment_id is None:
            return None
        attachment = Attachment(self)
        attachment.status = self.attachment_status
        return attachment

    @property
    def group_set(self) -> Any:
        """moto shows an attached interface with the groups of its instance added to its own."""
        return self._group_set

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
    "addresses.association.public-ip": _of_association("publicIp"),
    "association.allocation-id": _of_association("allocationId"),
    "association.association-id": _of_association("associationId"),
    "association.public-ip": _of_association("publicIp"),
    "attachment.delete-on-termination": _of_attachment("delete_on_termination"),
    "attachment.device-index": _of_attachment("device_index"),
    "attachment.status": _of_attachment("status"),
    "private-dns-name": lambda eni: getattr(eni, "private_dns_name", None),
}


def install() -> None:
    replace(moto_interfaces, "NetworkInterface", NetworkInterface)

"""Filters that moto answers with NotImplemented, or not at all.

docs/aws-behaviour.md#lookups-by-id-and-by-filter
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance
from moto.ec2.utils import filter_dict_attribute_mapping


def _of_attachment(attribute: str) -> Callable[[NetworkInterface], Any]:
    return lambda eni: getattr(eni.attachment, attribute, None)


def _of_association(key: str) -> Callable[[NetworkInterface], Any]:
    return lambda eni: eni.association.get(key)


def _addresses(eni: NetworkInterface) -> list[str]:
    return [entry["PrivateIpAddress"] for entry in eni.private_ip_addresses]


INTERFACE_FILTERS: dict[str, Callable[[NetworkInterface], Any]] = {
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

# moto walks these attribute paths through lists.
INSTANCE_FILTERS = {
    "instance-state-code": "state_code_text",
    "network-interface.network-interface-id": "network_interfaces.id",
    "network-interface.subnet-id": "network_interfaces.subnet_id",
    "network-interface.vpc-id": "network_interfaces.vpc_id",
    "network-interface.availability-zone": "network_interfaces.availability_zone",
    "network-interface.status": "network_interfaces.status",
    "network-interface.description": "network_interfaces.description",
    "network-interface.mac-address": "network_interfaces.mac_address",
    "network-interface.addresses.private-ip-address": "network_interfaces.private_ip_address",
    "network-interface.addresses.association.public-ip": "network_interfaces.public_ip",
    "network-interface.attachment.attachment-id": "network_interfaces.attachment_id",
    "network-interface.attachment.status": "network_interfaces.attachment_status",
}

_moto_filter_value = NetworkInterface.get_filter_value


def _filter_value(eni: NetworkInterface, filter_name: str, method_name: str | None = None) -> Any:
    if filter_name in INTERFACE_FILTERS:
        return INTERFACE_FILTERS[filter_name](eni)
    return _moto_filter_value(eni, filter_name, method_name)


def install() -> None:
    NetworkInterface.get_filter_value = _filter_value
    Instance.state_code_text = property(lambda instance: str(instance.state_code))
    filter_dict_attribute_mapping.update(INSTANCE_FILTERS)

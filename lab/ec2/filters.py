"""Filters of DescribeInstances that moto does not know.

docs/aws-behaviour.md#lookups-by-id-and-by-filter
"""

from __future__ import annotations

from moto.ec2.models.instances import Instance
from moto.ec2.utils import filter_dict_attribute_mapping

from lab.patching import add

# moto walks these attribute paths through lists.
FILTERS = {
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


def install() -> None:
    add(Instance, "state_code_text", property(lambda instance: str(instance.state_code)))
    filter_dict_attribute_mapping.update(FILTERS)

"""Filters of DescribeInstances that moto does not know, and what several values of a filter mean.

docs/aws-behaviour.md#lookups-by-id-and-by-filter
"""

from __future__ import annotations

from collections.abc import KeysView, ValuesView
from fnmatch import fnmatch
from typing import Any

import moto.ec2.utils as moto_utils
from moto.ec2.models.instances import Instance
from moto.ec2.utils import filter_dict_attribute_mapping

from lab.patching import add, replace

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

_SEVERAL = (list, tuple, set, KeysView, ValuesView)
_is_matching = moto_utils.is_filter_matching


def _has_one_of(obj: Any, _filter: str, filter_value: Any) -> bool:
    """moto passes a thing with several values only if it has all that are wanted, or no others."""
    found = obj.get_filter_value(_filter)
    if not isinstance(found, _SEVERAL) or not isinstance(filter_value, list):
        return bool(_is_matching(obj, _filter, filter_value))
    return any(fnmatch(str(each), pattern) for each in found for pattern in filter_value)


def install() -> None:
    replace(moto_utils, "is_filter_matching", _has_one_of)
    add(Instance, "state_code_text", property(lambda instance: str(instance.state_code)))
    filter_dict_attribute_mapping.update(FILTERS)

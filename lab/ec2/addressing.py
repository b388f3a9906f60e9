"""Which private addresses of a subnet are taken: the interfaces in it are the only truth.

moto keeps two allocators (instances, interfaces) that know nothing of each other.

docs/aws-behaviour.md#subnet-cidr
docs/aws-behaviour.md#addresses-of-an-interface
"""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address
from typing import Any

from moto.ec2.models.subnets import Subnet

from lab.ec2.current import current
from lab.ec2.refusals import address_in_use, invalid_parameter_value
from lab.errors import AwsError
from lab.patching import replace

# AWS keeps the first four addresses and the last one of every subnet.
FIRST_USABLE = 4
RESERVED_AT_END = 1


def holders(subnet: Subnet) -> dict[str, Any]:
    """The interface of each private IPv4 address that is in use, secondary ones included."""
    return {
        entry["PrivateIpAddress"]: eni
        for eni in subnet.ec2_backend.enis.values()
        if eni.subnet.id == subnet.id
        for entry in eni.private_ip_addresses
    }


def require_free(subnet: Subnet, address: str) -> None:
    """Refuse an address that cannot be given to an interface in the subnet."""
    require_inside(subnet, address)
    if address in holders(subnet):
        raise address_in_use(address)


def require_inside(subnet: Subnet, address: str) -> None:
    """Refuse an address that is not the subnet's to give."""
    try:
        offset = int(IPv4Address(address)) - int(subnet.cidr.network_address)
    except AddressValueError:
        raise invalid_parameter_value(f"invalid value for parameter address: {address}") from None
    if not 0 <= offset < subnet.cidr.num_addresses:
        raise invalid_parameter_value("Address does not fall within the subnet's address range")
    if not FIRST_USABLE <= offset < subnet.cidr.num_addresses - RESERVED_AT_END:
        raise invalid_parameter_value("Address is in subnet's reserved address range")


def free_address(subnet: Subnet) -> str:
    """A free address, by the Lab's chance; InsufficientFreeAddressesInSubnet when there is none."""
    used = holders(subnet)
    usable = subnet.cidr.num_addresses - FIRST_USABLE - RESERVED_AT_END
    start = current().rng.randrange(usable)
    for step in range(usable):
        address = str(subnet.cidr.network_address + FIRST_USABLE + (start + step) % usable)
        if address not in used:
            return address
    raise AwsError(
        "InsufficientFreeAddressesInSubnet",
        f"There are not enough free addresses in subnet '{subnet.id}' to satisfy the request.",
    )


def _get_available_subnet_ip(subnet: Subnet, instance: Any) -> str:  # noqa: ARG001 (moto's own)
    return free_address(subnet)


def _request_ip(subnet: Subnet, ip: str, instance: Any) -> None:  # noqa: ARG001 (moto's own)
    require_free(subnet, ip)


def install() -> None:
    """Instances and other services draw their addresses from the same truth."""
    replace(Subnet, "get_available_subnet_ip", _get_available_subnet_ip)
    replace(Subnet, "request_ip", _request_ip)

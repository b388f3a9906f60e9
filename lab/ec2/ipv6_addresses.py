"""IPv6 addresses of an interface: of its subnet's range, free, as many as its type allows.

docs/aws-behaviour.md#ipv6-addresses
docs/aws-behaviour.md#addresses-by-instance-type
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import AddressValueError, IPv6Address, IPv6Network

from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.ec2.models.subnets import Subnet
from moto.ec2.responses import EC2Response

from lab.ec2.addressing import FIRST_USABLE, RESERVED_AT_END
from lab.ec2.current import current, tell
from lab.ec2.ipv6_ranges import associated_range
from lab.ec2.network_interface import NetworkInterface, of_the_lab
from lab.ec2.refusals import address_in_use, invalid_parameter_value
from lab.ec2.type_limits import require_addresses
from lab.errors import AwsError


class Ipv6Addresses(EC2Backend):
    def assign_ipv6_addresses(
        self,
        eni_id: str,
        ipv6_addresses: list[str] | None = None,
        ipv6_count: int | None = None,
    ) -> NetworkInterface:
        eni = of_the_lab(self.get_network_interface(eni_id))
        own = [each for each in map(_canonical, ipv6_addresses or []) if each in eni.ipv6_addresses]
        if own and not current().switches.same_secondary_address_again_succeeds:
            raise address_in_use(own[0])
        asked = [each for each in ipv6_addresses or [] if _canonical(each) not in own]
        new = free_ipv6_addresses(eni.subnet, asked, ipv6_count or 0)
        require_addresses(self, eni.instance, ipv6=len(eni.ipv6_addresses) + len(new))
        eni.ipv6_addresses.extend(new)
        tell(f"{', '.join(new)} assigned to {eni_id}")
        return eni

    def unassign_ipv6_addresses(self, eni_id: str, ips: list[str] | None = None) -> list[str]:
        eni = self.get_network_interface(eni_id)
        leaving = [_canonical(each) for each in ips or []]
        if not set(leaving) <= set(eni.ipv6_addresses):
            raise invalid_parameter_value(
                f"Some of [{', '.join(leaving)}] addresses are not assigned to interface {eni_id}"
            )
        tell(f"{', '.join(leaving)} unassigned from {eni_id}")
        return super().unassign_ipv6_addresses(eni_id, leaving)


class Ipv6AddressCalls(EC2Response):
    def assign_ipv6_addresses(self) -> ActionResult:
        """The answer has the addresses that are new on the interface."""
        eni_id = self._get_param("NetworkInterfaceId")
        addresses = self._get_param("Ipv6Addresses", [])
        count = self._get_int_param("Ipv6AddressCount", 0)
        require_one_way(addresses, count)
        before = list(self.ec2_backend.get_network_interface(eni_id).ipv6_addresses)
        eni = self.ec2_backend.assign_ipv6_addresses(eni_id, addresses, count)
        new = [each for each in eni.ipv6_addresses if each not in before]
        return ActionResult({"NetworkInterfaceId": eni_id, "AssignedIpv6Addresses": new})


def require_one_way(addresses: list[str], count: int) -> None:
    if addresses and count:
        raise AwsError(
            "InvalidParameterCombination",
            "IPv6 addresses and IPv6 address count may not be specified on the same request",
        )


def free_ipv6_addresses(subnet: Subnet, asked: Iterable[str], count: int) -> list[str]:
    """The addresses in canonical form, if all can be had, and as many of the Lab's choice."""
    asked = list(asked)
    if not asked and not count:
        return []
    block = associated_range(subnet)
    if block is None:
        raise AwsError(
            current().switches.ipv6_address_without_range,
            f"The subnet '{subnet.id}' does not have an associated IPv6 CIDR block.",
        )
    used = {each for eni in subnet.ec2_backend.enis.values() for each in eni.ipv6_addresses}
    new: list[str] = []
    for address in asked:
        _require_inside(block, address)
        if _canonical(address) in used.union(new):
            raise address_in_use(_canonical(address))
        new.append(_canonical(address))
    while len(new) < len(asked) + count:
        offset = current().rng.randrange(FIRST_USABLE, block.num_addresses - RESERVED_AT_END)
        if str(block[offset]) not in used.union(new):
            new.append(str(block[offset]))
    return new


def _canonical(address: str) -> str:
    try:
        return str(IPv6Address(address))
    except AddressValueError:
        raise invalid_parameter_value(f"invalid value for parameter address: {address}") from None


def _require_inside(block: IPv6Network, address: str) -> None:
    offset = int(IPv6Address(_canonical(address))) - int(block.network_address)
    if not 0 <= offset < block.num_addresses:
        raise invalid_parameter_value("Address does not fall within the subnet's address range")
    if not FIRST_USABLE <= offset < block.num_addresses - RESERVED_AT_END:
        raise invalid_parameter_value("Address is in subnet's reserved address range")

"""Secondary private addresses of an interface: given, moved, taken away.

moto takes any address for free, and leaves an Elastic IP where its private address was.

docs/aws-behaviour.md#secondary-addresses
docs/aws-behaviour.md#addresses-by-instance-type
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.models import EC2Backend
from moto.ec2.responses import EC2Response

from lab.ec2.addressing import free_address, holders, require_free
from lab.ec2.current import current, tell
from lab.ec2.network_interface import NetworkInterface, of_the_lab
from lab.ec2.refusals import invalid_parameter_value
from lab.ec2.type_limits import require_addresses
from lab.errors import AwsError, NotModelled


class SecondaryAddresses(EC2Backend):
    def assign_private_ip_addresses(
        self,
        eni_id: str,
        private_ip_addresses: list[str] | None = None,
        secondary_ips_count: int | None = None,
        allow_reassignment: bool = False,
    ) -> NetworkInterface:
        eni = of_the_lab(self.get_network_interface(eni_id))
        wanted = list(private_ip_addresses or [])
        new = [address for address in wanted if self._is_new(eni, address, allow_reassignment)]
        count = len(new) + (secondary_ips_count or 0)
        require_addresses(self, eni.instance, ipv4=len(eni.private_ip_addresses) + count)
        for address in new:
            self._move_here(eni, address)
        give(eni, [], secondary_ips_count or 0)
        return eni

    def _is_new(self, eni: NetworkInterface, address: str, allow_reassignment: bool) -> bool:
        """True if the interface has not got it yet; a refusal if it cannot be had."""
        holder = holders(eni.subnet).get(address)
        if holder is eni and current().switches.same_secondary_address_again_succeeds:
            return False
        if holder is None:
            require_free(eni.subnet, address)
            return True
        if holder is eni or not allow_reassignment or address == holder.private_ip_address:
            raise invalid_parameter_value(
                f"The address {address} is already assigned to interface {holder.id}."
            )
        return True

    def _move_here(self, eni: NetworkInterface, address: str) -> None:
        """From whichever interface has it, with its Elastic IP."""
        holder = holders(eni.subnet).get(address)
        _add(eni, address)
        tell(f"{address} assigned to {eni.id}", taken_from=holder.id if holder else None)
        if holder is None:
            return
        _remove(holder, address)
        addresses: list[Any] = self.addresses  # moto says that they have no interface
        for eip in addresses:
            if eip.eni is holder and eip.private_ip_address == address:
                eni.secondary_public_ips[address] = holder.secondary_public_ips.pop(address)
                eip.eni = eni

    def unassign_private_ip_addresses(
        self, eni_id: str, private_ip_address: list[str] | None = None
    ) -> NetworkInterface:
        """All of them or none; their Elastic IPs are disassociated."""
        eni = of_the_lab(self.get_network_interface(eni_id))
        leaving = private_ip_address or []
        secondary = [
            entry["PrivateIpAddress"] for entry in eni.private_ip_addresses if not entry["Primary"]
        ]
        if eni.private_ip_address in leaving:
            raise invalid_parameter_value(
                f"Primary address {eni.private_ip_address} cannot be unassigned from {eni_id}."
            )
        if not set(leaving) <= set(secondary):
            raise invalid_parameter_value(
                f"Some of [{', '.join(leaving)}] addresses are not assigned to interface {eni_id}"
            )
        for eip in self.addresses:
            if eip.eni is eni and eip.private_ip_address in leaving:
                self.disassociate_address(association_id=eip.association_id)
        for address in leaving:
            _remove(eni, address)
            tell(f"{address} unassigned from {eni_id}")
        return eni


class SecondaryAddressCalls(EC2Response):
    def assign_private_ip_addresses(self) -> ActionResult:
        """The answer has the addresses that are new on the interface."""
        backend = self.ec2_backend
        eni_id = self._get_param("NetworkInterfaceId")
        addresses = self._get_param("PrivateIpAddresses", [])
        count = self._get_int_param("SecondaryPrivateIpAddressCount", 0)
        if bool(addresses) == bool(count):
            raise AwsError(
                "InvalidParameterCombination",
                "Either secondary private addresses or their count must be specified, not both.",
            )
        before = list(backend.get_network_interface(eni_id).private_ip_addresses)
        eni = backend.assign_private_ip_addresses(
            eni_id, addresses, count, self._get_bool_param("AllowReassignment", False)
        )
        new = [entry for entry in eni.private_ip_addresses if entry not in before]
        return ActionResult({"NetworkInterfaceId": eni_id, "AssignedPrivateIpAddresses": new})

    def unassign_private_ip_addresses(self) -> ActionResult:
        self.ec2_backend.unassign_private_ip_addresses(
            self._get_param("NetworkInterfaceId"), self._get_param("PrivateIpAddresses", [])
        )
        return EmptyResult()


def wanted_addresses(
    primary: str | None, listed: list[dict[str, Any]]
) -> tuple[str | None, list[str]]:
    """The primary address, if one is named, and the secondary ones that a creation asks for."""
    named = [entry["PrivateIpAddress"] for entry in listed if entry.get("Primary")]
    named += [primary] if primary else []
    if len(named) > 1:
        raise invalid_parameter_value("Only one address can be designated as primary.")
    if listed and not named:
        raise NotModelled("ec2:CreateNetworkInterface: PrivateIpAddresses without a primary one")
    rest = [entry["PrivateIpAddress"] for entry in listed if not entry.get("Primary")]
    return (named[0] if named else None), rest


def give(eni: NetworkInterface, addresses: list[str], count: int) -> None:
    """Secondary addresses that nobody has: those that are named, and as many as are counted."""
    for address in addresses:
        _add(eni, address)
    for _ in range(count):
        _add(eni, free_address(eni.subnet))


def _add(eni: NetworkInterface, address: str) -> None:
    eni.private_ip_addresses.append({"Primary": False, "PrivateIpAddress": address})


def _remove(eni: NetworkInterface, address: str) -> None:
    eni.private_ip_addresses[:] = [
        entry for entry in eni.private_ip_addresses if entry["PrivateIpAddress"] != address
    ]

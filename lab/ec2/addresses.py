"""Elastic IPs: re-association by default, one owner at a time.

docs/aws-behaviour.md#associating-an-elastic-ip
docs/aws-behaviour.md#an-elastic-ip-follows-its-interface
docs/aws-behaviour.md#secondary-addresses
"""

from __future__ import annotations

from typing import Any

import moto.ec2.models.elastic_ip_addresses as moto_addresses
from moto.ec2.models import EC2Backend
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance

from lab.ec2.current import current, tell
from lab.ec2.network_interface import of_the_lab
from lab.ec2.refusals import (
    already_associated,
    incorrect_instance_state,
    invalid_parameter_value,
)
from lab.errors import AwsError
from lab.patching import replace


class ElasticAddress(moto_addresses.ElasticAddress):
    """Named as moto's: its serializer derives names of attributes from the name of the class."""

    secondary_address: str | None = None  # the private one it maps to, if that is not the primary

    @property
    def private_ip_address(self) -> str | None:
        return self.secondary_address or super().private_ip_address

    @property
    def instance_id(self) -> str:
        """The instance behind the interface, as DescribeAddresses shows it."""
        eni: NetworkInterface | None = self.eni  # moto's annotation knows only none
        return "" if eni is None or eni.instance is None else str(eni.instance.id)

    def get_filter_value(self, filter_name: str, method_name: str | None = None) -> Any:
        if filter_name == "instance-id":
            return self.instance_id
        if filter_name == "private-ip-address":
            return self.private_ip_address
        return super().get_filter_value(filter_name, method_name)


class Addresses(EC2Backend):
    def associate_address(
        self,
        instance: Instance | None = None,
        eni: NetworkInterface | None = None,
        address: str | None = None,
        allocation_id: str | None = None,
        reassociate: bool = True,
        private_ip_address: str | None = None,
    ) -> ElasticAddress:
        eip = self._named(address, allocation_id)
        target = eni or _only_interface(instance)
        _require_associable(target, private_ip_address)
        self._require_internet_gateway(target.vpc_id)
        place = private_ip_address or target.private_ip_address
        in_place = eip.eni is target and eip.private_ip_address == place
        if in_place and current().switches.same_association_id_on_repeat:
            return eip
        self._make_way(eip, target, place, reassociate)
        tell(f"{eip.public_ip} associated with {target.id}", address=place)
        return self._map(eip, target, place)

    def _map(
        self, eip: ElasticAddress, target: NetworkInterface, place: str | None
    ) -> ElasticAddress:
        """moto maps to the primary address only."""
        of_primary = target.public_ip
        super().associate_address(
            instance=None, eni=target, allocation_id=eip.allocation_id, reassociate=True
        )
        if place and place != target.private_ip_address:
            target.public_ip, eip.secondary_address = of_primary, place
            of_the_lab(target).secondary_public_ips[place] = eip.public_ip
        return eip

    def disassociate_address(
        self, address: str | None = None, association_id: str | None = None
    ) -> None:
        """moto takes the address of the primary one from the interface, whichever it was."""
        eip = self._associated(address, association_id)
        eni, place = eip.eni, eip.secondary_address
        of_primary = getattr(eni, "public_ip", None)
        super().disassociate_address(address, association_id)
        if eni is not None and place is not None:
            eni.public_ip, eip.secondary_address = of_primary, None
            del of_the_lab(eni).secondary_public_ips[place]

    def _associated(self, address: str | None, association_id: str | None) -> ElasticAddress:
        if address:
            return _of_the_lab(self.address_by_ip([address])[0])
        return _of_the_lab(self.address_by_association([association_id or ""])[0])

    def _named(self, address: str | None, allocation_id: str | None) -> ElasticAddress:
        if address:
            return _of_the_lab(self.address_by_ip([address])[0])
        if allocation_id:
            return _of_the_lab(self.address_by_allocation([allocation_id])[0])
        raise AwsError("MissingParameter", "Either PublicIp or AllocationId must be specified.")

    def _make_way(
        self, eip: ElasticAddress, target: NetworkInterface, place: str | None, reassociate: bool
    ) -> None:
        """The old place loses the address, the new one what it had (no double owner)."""
        ending = [
            other
            for other in self.addresses
            if other.eni is not None
            and (other is eip) != (other.eni is target and other.private_ip_address == place)
        ]
        if ending and not reassociate:
            raise already_associated(f"resource {eip.allocation_id} is already associated")
        for other in ending:
            self.disassociate_address(association_id=other.association_id)

    def _require_internet_gateway(self, vpc_id: str) -> None:
        gateways: list[Any] = list(self.internet_gateways.values())  # moto says they have no VPC
        if vpc_id not in [gateway.vpc.id for gateway in gateways if gateway.vpc]:
            raise AwsError(
                "Gateway.NotAttached", f"Network {vpc_id} is not attached to any internet gateway"
            )

    def release_address(self, address: str | None = None, allocation_id: str | None = None) -> None:
        eip = self._named(address, allocation_id)
        if eip.association_id is not None:
            raise AwsError("InvalidIPAddress.InUse", f"Address {eip.public_ip} is in use.")
        super().release_address(allocation_id=eip.allocation_id)


def _only_interface(instance: Instance | None) -> NetworkInterface:
    """The target when an instance is named: its one interface."""
    assert instance is not None, "the API refuses a call without instance and interface"
    if instance.state not in ("running", "stopped"):
        raise AwsError(
            "InvalidInstanceID",
            f"The {instance.state} instance '{instance.id}' is not in a valid state for this "
            "operation.",
        )
    if len(instance.nics) > 1:
        raise AwsError(
            "InvalidInstanceID",
            f"There are multiple interfaces attached to instance '{instance.id}'. Please specify "
            "an interface ID for the operation instead.",
        )
    return instance.nics[0]


def _require_associable(eni: NetworkInterface, private_ip_address: str | None) -> None:
    own = [entry["PrivateIpAddress"] for entry in eni.private_ip_addresses]
    if private_ip_address not in (None, *own):
        raise invalid_parameter_value(
            f"The private IP address {private_ip_address} is not an address of {eni.id}."
        )
    if eni.instance is not None and eni.instance.state == "pending":
        raise incorrect_instance_state(
            f"The pending-instance-creation instance to which '{eni.id}' is attached is not in a "
            "valid state for this operation"
        )


def _of_the_lab(eip: moto_addresses.ElasticAddress) -> ElasticAddress:
    """The same address: moto's store holds no other kind."""
    assert isinstance(eip, ElasticAddress)
    return eip


def install() -> None:
    replace(moto_addresses, "ElasticAddress", ElasticAddress)

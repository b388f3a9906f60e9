"""Elastic IPs: re-association by default, one owner at a time.

docs/aws-behaviour.md#associating-an-elastic-ip
docs/aws-behaviour.md#an-elastic-ip-follows-its-interface
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.elastic_ip_addresses import ElasticAddress
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance

from lab.ec2.current import current, tell
from lab.ec2.refusals import (
    already_associated,
    incorrect_instance_state,
    invalid_parameter_value,
)
from lab.errors import AwsError
from lab.patching import replace


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
        if eip.eni is target and current().switches.same_association_id_on_repeat:
            return eip
        self._make_way(eip, target, reassociate)
        tell(f"{eip.public_ip} associated with {target.id}", address=target.private_ip_address)
        return super().associate_address(
            instance=None, eni=target, allocation_id=eip.allocation_id, reassociate=True
        )

    def _named(self, address: str | None, allocation_id: str | None) -> ElasticAddress:
        if address:
            return self.address_by_ip([address])[0]
        if allocation_id:
            return self.address_by_allocation([allocation_id])[0]
        raise AwsError("MissingParameter", "Either PublicIp or AllocationId must be specified.")

    def _make_way(self, eip: ElasticAddress, target: NetworkInterface, reassociate: bool) -> None:
        """The old interface loses the address, the target the one it had (no double owner)."""
        ending = [
            other
            for other in self.addresses
            if (other is eip and eip.eni not in (None, target))
            or (other is not eip and other.eni is target)
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
    if private_ip_address not in (None, eni.private_ip_address):
        raise invalid_parameter_value(
            f"The private IP address {private_ip_address} is not the address of {eni.id}."
        )
    if eni.instance is not None and eni.instance.state == "pending":
        raise incorrect_instance_state(
            f"The pending-instance-creation instance to which '{eni.id}' is attached is not in a "
            "valid state for this operation"
        )


def _interface(eip: ElasticAddress) -> NetworkInterface | None:
    """moto's annotation knows only that there is none at first."""
    return eip.eni


def _instance_id(eip: ElasticAddress) -> str:
    """The instance behind the interface, as DescribeAddresses shows it."""
    eni = _interface(eip)
    return "" if eni is None or eni.instance is None else str(eni.instance.id)


_moto_filter_value = ElasticAddress.get_filter_value


def _filter_value(eip: ElasticAddress, filter_name: str, method_name: str | None = None) -> Any:
    if filter_name == "instance-id":
        return eip.instance_id
    return _moto_filter_value(eip, filter_name, method_name)


def install() -> None:
    replace(ElasticAddress, "instance_id", property(_instance_id))
    replace(ElasticAddress, "get_filter_value", _filter_value)

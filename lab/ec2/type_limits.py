"""What an instance type allows: interfaces on an instance, addresses on an interface.

docs/aws-behaviour.md#attaching
docs/aws-behaviour.md#addresses-by-instance-type
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.instances import Instance

from lab.errors import AwsError


def require_interfaces(backend: EC2Backend, instance: Instance, count: int) -> None:
    """Refuse more interfaces on the instance than its type has."""
    if count > _network(backend, instance)["MaximumNetworkInterfaces"]:
        raise AwsError(
            "AttachmentLimitExceeded",
            f"Interface count {count} exceeds the limit for {instance.instance_type}",
        )


def require_addresses(
    backend: EC2Backend, instance: Instance | None, *, ipv4: int = 0, ipv6: int = 0
) -> None:
    """Refuse more addresses on one interface than the type has; without an instance there is
    no type."""
    if instance is None:
        return
    network = _network(backend, instance)
    most = (network["Ipv4AddressesPerInterface"], network["Ipv6AddressesPerInterface"])
    if ipv4 > most[0] or ipv6 > most[1]:
        raise AwsError(
            "PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit."
        )


def _network(backend: EC2Backend, instance: Instance) -> dict[str, Any]:
    [kind] = backend.describe_instance_types([instance.instance_type])
    network: dict[str, Any] = kind["NetworkInfo"]
    return network

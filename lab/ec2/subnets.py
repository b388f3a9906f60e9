"""Subnets: canonical CIDR, real zones, a state, and a refusal to be orphaned.

docs/aws-behaviour.md#subnet-cidr
docs/aws-behaviour.md#subnet-states
docs/aws-behaviour.md#deleting-a-subnet
"""

from __future__ import annotations

from functools import partial
from ipaddress import AddressValueError, IPv4Network, NetmaskValueError

from moto.ec2.models.subnets import Subnet

from lab.ec2.current import after, current, tell
from lab.ec2.ipv6_ranges import Ipv6Ranges
from lab.ec2.ipv6_ranges import begin as begin_ipv6_range
from lab.ec2.refusals import dependency_violation, invalid_parameter_value
from lab.errors import AwsError

LARGEST_PREFIX, SMALLEST_PREFIX = 16, 28


class Subnets(Ipv6Ranges):
    def create_subnet(
        self,
        vpc_id: str,
        cidr_block: str,
        ipv6_cidr_block: str | None = None,
        availability_zone: str | None = None,
        availability_zone_id: str | None = None,
        ipv6_native: bool = False,
        tags: dict[str, dict[str, str]] | None = None,
    ) -> Subnet:
        zone = self._zone_name(availability_zone, availability_zone_id)
        if ipv6_cidr_block:
            ipv6_cidr_block = self._free_ipv6_range(vpc_id, ipv6_cidr_block)
        subnet = super().create_subnet(
            vpc_id,
            _canonical(cidr_block) if cidr_block else cidr_block,
            ipv6_cidr_block,
            zone,
            None,
            ipv6_native,
            tags,
        )
        begin_ipv6_range(subnet)
        if not self.get_vpc(vpc_id).is_default:
            # moto calls the first subnet of a zone its default one, with public addresses.
            subnet.default_for_az = subnet.map_public_ip_on_launch = False
            subnet.state = "pending"
            after(
                current().switches.subnet_available_seconds,
                partial(_become_available, subnet),
                f"{subnet.id} available",
            )
        return subnet

    def delete_subnet(self, subnet_id: str) -> Subnet:
        subnet = self.get_subnet(subnet_id)
        if any(eni.subnet.id == subnet_id for eni in self.enis.values()):
            raise dependency_violation("subnet", subnet_id)
        self._drop_associations(subnet_id)
        tell(f"subnet {subnet_id} deleted", cidr=subnet.cidr_block)
        return super().delete_subnet(subnet_id)

    def _drop_associations(self, subnet_id: str) -> None:
        """Route-table and network-ACL associations vanish with the subnet."""
        for table in self.route_tables.values():
            for association_id, target in list(table._associations.items()):
                if target == subnet_id:
                    del table._associations[association_id]
        for acl in self.network_acls.values():
            for association_id, association in list(acl._associations.items()):
                if association.subnet_id == subnet_id:
                    del acl._associations[association_id]

    def _zone_name(self, name: str | None, zone_id: str | None) -> str:
        zones = self.describe_availability_zones()
        for zone in zones:
            if name == zone.name or (not name and zone_id == zone.zone_id):
                return str(zone.name)
        raise invalid_parameter_value(
            f"Value ({name or zone_id}) for parameter availabilityZone is invalid. Subnets can "
            "currently only be created in the following availability zones: "
            f"{', '.join(zone.name for zone in zones)}."
        )


def _canonical(cidr_block: str) -> str:
    try:
        network = IPv4Network(cidr_block, strict=False)
    except (AddressValueError, NetmaskValueError):
        return cidr_block  # moto refuses it in AWS's words
    if not LARGEST_PREFIX <= network.prefixlen <= SMALLEST_PREFIX:
        raise AwsError("InvalidSubnet.Range", f"The CIDR '{cidr_block}' is invalid.")
    return str(network)


def _become_available(subnet: Subnet) -> None:
    subnet.state = "available"
    if subnet.id in subnet.ec2_backend.subnets.get(subnet.availability_zone, {}):
        tell(f"subnet {subnet.id} available", cidr=subnet.cidr_block)

"""IPv6 ranges of VPCs and subnets, whose associations pass through states.

moto associates at once, and any range with any subnet.

docs/aws-behaviour.md#ipv6-ranges
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from ipaddress import IPv6Network
from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.subnets import Subnet
from moto.ec2.models.vpcs import VPC

from lab.ec2.current import after, current, tell
from lab.ec2.refusals import invalid_parameter_value
from lab.errors import AwsError, NotModelled
from lab.patching import replace

PREFIXES = range(44, 65, 4)  # of a subnet's range
_PASSING = {"associating": "associated", "disassociating": "disassociated"}


class Ipv6Ranges(EC2Backend):
    def create_vpc(self, cidr_block: str, *args: Any, **options: Any) -> VPC:
        vpc = super().create_vpc(cidr_block, *args, **options)
        for association in vpc.get_cidr_block_association_set(ipv6=True):
            _pass_through(association, "associating")
        return vpc

    def associate_vpc_cidr_block(
        self, vpc_id: str, cidr_block: str, amazon_provided_ipv6_cidr_block: bool = False
    ) -> dict[str, Any]:
        made = super().associate_vpc_cidr_block(vpc_id, cidr_block, amazon_provided_ipv6_cidr_block)
        if amazon_provided_ipv6_cidr_block:
            _pass_through(made, "associating")
        return made

    def disassociate_vpc_cidr_block(self, association_id: str) -> dict[str, Any]:
        for vpc in self.vpcs.values():
            association = vpc._cidr_block_association_set.get(association_id)
            if association is None or "::/" not in association["cidr_block"]:
                continue
            held = IPv6Network(association["cidr_block"])
            if any(each.subnet_of(held) for each in self._ipv6_ranges_in(vpc.id)):
                raise _in_use(f"The vpc {vpc.id} currently has a subnet within CIDR block {held}")
            answer = super().disassociate_vpc_cidr_block(association_id)
            _pass_through(association, "disassociating")
            return answer
        return super().disassociate_vpc_cidr_block(association_id)

    def associate_subnet_cidr_block(self, subnet_id: str, ipv6_cidr_block: str) -> dict[str, Any]:
        subnet = self.get_subnet(subnet_id)
        block = self._free_ipv6_range(subnet.vpc_id, ipv6_cidr_block)
        if subnet.ipv6_cidr_block_association_set:
            raise NotModelled("ec2:AssociateSubnetCidrBlock: a second IPv6 range of a subnet")
        made = super().associate_subnet_cidr_block(subnet_id, block)
        return _become(subnet, made["associationId"], "associating")

    def disassociate_subnet_cidr_block(self, association_id: str) -> tuple[str, dict[str, Any]]:
        subnet = self.get_subnet_from_ipv6_association(association_id)
        if subnet is not None:
            self._require_unused(subnet, association_id)
        subnet_id, _ = super().disassociate_subnet_cidr_block(association_id)
        return subnet_id, _become(self.get_subnet(subnet_id), association_id, "disassociating")

    def _require_unused(self, subnet: Subnet, association_id: str) -> None:
        what = f"The subnet IPv6 CIDR block with association ID {association_id}"
        if subnet.assign_ipv6_address_on_creation:
            raise _in_use(
                f"{what} may not be disassociated, because its subnet has "
                "assign-ipv6-address-on-creation set to true."
            )
        if any(eni.ipv6_addresses for eni in self.enis.values() if eni.subnet is subnet):
            raise _in_use(f"{what} may not be disassociated, because it is in use.")

    def _free_ipv6_range(self, vpc_id: str, block: str) -> str:
        """The range in canonical form, if a subnet of the VPC can have it."""
        wanted = _parsed(block)
        own = [
            IPv6Network(each["cidr_block"])
            for each in self.get_vpc(vpc_id).get_cidr_block_association_set(ipv6=True)
            if each["cidr_block_state"]["state"] == "associated"
        ]
        if not any(wanted.subnet_of(each) for each in own):
            raise AwsError("InvalidSubnet.Range", f"The IPv6 CIDR '{wanted}' is invalid.")
        if any(wanted.overlaps(each) for each in self._ipv6_ranges_in(vpc_id)):
            raise AwsError(
                "InvalidSubnet.Conflict",
                f"The IPv6 CIDR '{wanted}' conflicts with another subnet",
            )
        return str(wanted)

    def _ipv6_ranges_in(self, vpc_id: str) -> Iterator[IPv6Network]:
        """Of its subnets, as long as they are not wholly disassociated."""
        for zone in self.subnets.values():
            for subnet in zone.values():
                if subnet.vpc_id == vpc_id:
                    for each in subnet.ipv6_cidr_block_association_set:
                        yield IPv6Network(each["Ipv6CidrBlock"])


def begin(subnet: Subnet) -> None:
    """A subnet that is made with a range: the association takes its time as any other."""
    for association_id in list(subnet.ipv6_cidr_block_associations):
        _become(subnet, association_id, "associating")


def associated_range(subnet: Subnet) -> IPv6Network | None:
    """The range that addresses can be drawn from."""
    associations: list[Any] = subnet.ipv6_cidr_block_association_set
    for each in associations:
        if each["Ipv6CidrBlockState"]["State"] == "associated":
            return IPv6Network(each["Ipv6CidrBlock"])
    return None


def _parsed(block: str) -> IPv6Network:
    try:
        network = IPv6Network(block, strict=False)
    except ValueError:
        network = None
    if network is None or network.prefixlen not in PREFIXES:
        raise invalid_parameter_value(f"invalid value for parameter ipv6-cidr-block: {block}")
    return network


def _in_use(message: str) -> AwsError:
    return AwsError("InvalidCidrBlock.InUse", message)


def _pass_through(association: dict[str, Any], passing: str) -> None:
    """Of a VPC: the association as moto keeps it."""
    state = association["cidr_block_state"]
    state["state"] = passing

    def arrive() -> None:
        if state["state"] == passing:
            state["state"] = _PASSING[passing]

    span = current().switches.ipv6_range_association_seconds
    after(span, arrive, f"{association['cidr_block']} {_PASSING[passing]}")


def _become(subnet: Subnet, association_id: str, state: str) -> dict[str, Any]:
    """A new dictionary each time: what Describe shows late keeps the old one."""
    made = {"ipv6CidrBlockState": {"State": state}}
    association = subnet.ipv6_cidr_block_associations[association_id] | made
    subnet.ipv6_cidr_block_associations[association_id] = association
    tell(f"IPv6 range of {subnet.id} {state}", cidr=association["ipv6CidrBlock"])
    if state in _PASSING:
        span = current().switches.ipv6_range_association_seconds
        after(span, partial(_arrive, subnet, association_id, state), f"{subnet.id} {state}")
    return association


def _arrive(subnet: Subnet, association_id: str, passing: str) -> None:
    now = subnet.ipv6_cidr_block_associations[association_id]["ipv6CidrBlockState"]["State"]
    if now == passing:
        _become(subnet, association_id, _PASSING[passing])


def _association_set(subnet: Subnet) -> list[dict[str, Any]]:
    """moto shows an association only while it is associated, and its state wrapped twice."""
    return [
        {
            "AssociationId": each["associationId"],
            "Ipv6CidrBlock": each["ipv6CidrBlock"],
            "Ipv6CidrBlockState": each["ipv6CidrBlockState"],
        }
        for each in subnet.ipv6_cidr_block_associations.values()
        if each["ipv6CidrBlockState"]["State"] != "disassociated"
    ]


def install() -> None:
    replace(Subnet, "ipv6_cidr_block_association_set", property(_association_set))

"""IPv4 ranges of a VPC besides its first one: what may lie in them, and what keeps them.

docs/aws-behaviour.md#secondary-ranges-of-a-vpc
"""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.subnets import Subnet
from moto.ec2.models.vpcs import VPC

from lab.errors import AwsError

LARGEST_PREFIX, SMALLEST_PREFIX = 16, 28


class Ranges(EC2Backend):
    def associate_vpc_cidr_block(
        self, vpc_id: str, cidr_block: str, amazon_provided_ipv6_cidr_block: bool = False
    ) -> dict[str, Any]:
        if cidr_block and not _fits_a_vpc(cidr_block):
            raise AwsError("InvalidVpc.Range", f"The CIDR '{cidr_block}' is invalid.")
        return super().associate_vpc_cidr_block(vpc_id, cidr_block, amazon_provided_ipv6_cidr_block)

    def disassociate_vpc_cidr_block(self, association_id: str) -> dict[str, Any]:
        for vpc in self.vpcs.values():
            if association_id in vpc._cidr_block_association_set:
                self._require_empty(vpc, vpc._cidr_block_association_set[association_id])
        return super().disassociate_vpc_cidr_block(association_id)

    def create_subnet(self, vpc_id: str, cidr_block: str, *args: Any, **options: Any) -> Subnet:
        """moto takes a range that has gone for one of the VPC's."""
        if cidr_block and _only_in_one_that_has_gone(self.get_vpc(vpc_id), cidr_block):
            raise AwsError("InvalidSubnet.Range", f"The CIDR '{cidr_block}' is invalid.")
        return super().create_subnet(vpc_id, cidr_block, *args, **options)

    def _require_empty(self, vpc: VPC, association: dict[str, Any]) -> None:
        cidr_block = association["cidr_block"]
        if ":" in cidr_block:
            return
        for subnet in self.describe_subnets(filters={"vpc-id": vpc.id}):
            if subnet.cidr_block and _within(subnet.cidr_block, cidr_block):
                raise AwsError(
                    "InvalidCidrBlock.InUse",
                    f"The vpc {vpc.id} currently has a subnet within CIDR block {cidr_block}",
                )


def _fits_a_vpc(cidr_block: str) -> bool:
    return LARGEST_PREFIX <= int(cidr_block.partition("/")[2] or 32) <= SMALLEST_PREFIX


def _within(inner: str, outer: str) -> bool:
    return IPv4Network(inner, strict=False).subnet_of(IPv4Network(outer))


def _only_in_one_that_has_gone(vpc: VPC, cidr_block: str) -> bool:
    try:
        holding = [
            each["cidr_block_state"]["state"]
            for each in vpc.get_cidr_block_association_set()
            if _within(cidr_block, each["cidr_block"])
        ]
    except ValueError:
        return False  # moto refuses it in AWS's words
    return holding == ["disassociated"]

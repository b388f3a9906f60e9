"""What comes with a VPC; what keeps it, its gateway and its security groups alive.

These refusals make a forgotten subnet block a `terraform destroy` as it does on AWS.

docs/aws-behaviour.md#deleting-a-vpc
docs/aws-behaviour.md#deleting-a-security-group
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroup
from moto.ec2.models.vpcs import VPC

from lab.ec2.network_interface import of_the_lab
from lab.ec2.refusals import dependency_violation
from lab.errors import AwsError


class Vpcs(EC2Backend):
    def create_security_group(
        self,
        name: str,
        description: str,
        vpc_id: str | None = None,
        tags: dict[str, str] | None = None,
        force: bool = False,
        is_default: bool | None = None,
    ) -> SecurityGroup:
        """AWS lets the members of a VPC's default group talk to each other."""
        group = super().create_security_group(name, description, vpc_id, tags, force, is_default)
        if is_default:
            ports: Any = None  # moto's own calls do so, though it annotates them as text
            self.authorize_security_group_ingress(
                group.id, "-1", ports, ports, [], source_groups=[{"GroupId": group.id}]
            )
        return group

    def delete_vpc(self, vpc_id: str) -> VPC:
        """moto looks after subnets, route tables and VPN gateways; here is the rest."""
        gateways = (gateway.vpc for gateway in self.internet_gateways.values())
        groups = self.groups.get(vpc_id, {}).values()
        endpoints = self.vpc_end_points.values()
        attachments = self.transit_gateway_attachments.values()
        acls = self.network_acls.values()
        if (
            any(vpc is not None and vpc.id == vpc_id for vpc in gateways)
            or any(group.name != "default" for group in groups)
            or any(acl.vpc_id == vpc_id and not acl.default for acl in acls)
            or any(point.vpc_id == vpc_id and point.state != "deleted" for point in endpoints)
            or any(each.resource_id == vpc_id for each in attachments)
        ):
            raise dependency_violation("vpc", vpc_id)
        return super().delete_vpc(vpc_id)

    def detach_internet_gateway(self, internet_gateway_id: str, vpc_id: str) -> None:
        if any(of_the_lab(eni).public_ips for eni in self.enis.values() if eni.vpc_id == vpc_id):
            raise AwsError(
                "DependencyViolation",
                f"Network {vpc_id} has some mapped public address(es). Please unmap those public "
                "address(es) before detaching the gateway.",
            )
        super().detach_internet_gateway(internet_gateway_id, vpc_id)

    def delete_security_group(self, name: str | None = None, group_id: str | None = None) -> None:
        if group_id is not None and (self._is_worn(group_id) or self._is_referred_to(group_id)):
            raise AwsError("DependencyViolation", f"resource {group_id} has a dependent object")
        super().delete_security_group(name, group_id)

    def _is_worn(self, group_id: str) -> bool:
        """moto gives the interfaces of an endpoint no group."""
        worn = any(group.id == group_id for eni in self.enis.values() for group in eni._group_set)
        points = [each for each in self.vpc_end_points.values() if each.state != "deleted"]
        return worn or any(group_id in (each.security_group_ids or []) for each in points)

    def _is_referred_to(self, group_id: str) -> bool:
        """Rules of *other* groups that name this one."""
        return any(
            rule.source_group.get("GroupId") == group_id
            for groups in self.groups.values()
            for group in groups.values()
            if group.id != group_id
            for rule in (*group.ingress_rules, *group.egress_rules)
            if rule.source_group
        )

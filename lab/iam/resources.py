"""What IAM knows about a resource: its ARN and condition keys, read from moto's live state.

Only the keys the service authorization reference gives a resource type are set: a
policy that leans on any other finds it missing, as on AWS.

docs/aws-behaviour.md#resources-of-a-call
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.autoscaling.models import autoscaling_backends
from moto.core.exceptions import ServiceException
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend, ec2_backends
from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends
from moto.kms.models import Key, kms_backends
from moto.logs.models import logs_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from werkzeug.exceptions import HTTPException

from lab.context import Lab
from lab.switches import Switches

Keys = dict[str, str | list[str]]


@dataclass(frozen=True)
class Resource:
    """One resource of a request; names of keys are in lower case."""

    arn: str
    keys: Keys = field(default_factory=dict)


ANY = Resource("*")

# moto's lookup by id, by type of resource; each raises when there is none.
_LOOKUPS: dict[str, Callable[[EC2Backend, str], Any]] = {
    "vpc": lambda ec2, vpc_id: ec2.vpcs[vpc_id],
    "subnet": lambda ec2, subnet_id: ec2.get_subnet(subnet_id),
    "route-table": lambda ec2, table_id: ec2.route_tables[table_id],
    "network-acl": lambda ec2, acl_id: ec2.network_acls[acl_id],
    "security-group": lambda ec2, group_id: _present(ec2.get_security_group_from_id(group_id)),
    "network-interface": lambda ec2, eni_id: ec2.enis[eni_id],
    "instance": lambda ec2, instance_id: ec2.get_instance(instance_id),
    "elastic-ip": lambda ec2, allocation_id: ec2.address_by_allocation([allocation_id])[0],
}

# Condition keys of a type that are plain attributes of moto's model.
_ATTRIBUTES = {
    "vpc": {"VpcID": "id"},
    "subnet": {"SubnetID": "id"},
    "route-table": {"RouteTableID": "id"},
    "network-acl": {"NetworkAclID": "id"},
    "security-group": {"SecurityGroupID": "id"},
    "network-interface": {"NetworkInterfaceID": "id"},
    "instance": {"InstanceID": "id", "InstanceType": "instance_type"},
    "elastic-ip": {
        "AllocationId": "allocation_id",
        "PublicIpAddress": "public_ip",
        "Domain": "domain",
    },
}
# not: instance
_IN_VPC = ("subnet", "route-table", "network-acl", "security-group", "network-interface")


def _present(model: Any) -> Any:
    if model is None:
        raise KeyError("no such resource")
    return model


def lowered(keys: Mapping[str, str | list[str] | None]) -> Keys:
    return {key.lower(): value for key, value in keys.items() if value is not None}


def request_tags(tags: Iterable[Mapping[str, str]]) -> Keys:
    """Keys of the tags a request brings along: ``[{"Key": …, "Value": …}]``."""
    listed = list(tags)
    if not listed:
        return {}
    keys = lowered({f"aws:RequestTag/{tag['Key']}": tag["Value"] for tag in listed})
    return keys | {"aws:tagkeys": [tag["Key"] for tag in listed]}


class Resources:
    """Looks resources up in the account and region of the lab."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab

    @property
    def account(self) -> str:
        return self._lab.account

    @property
    def switches(self) -> Switches:
        return self._lab.switches

    @property
    def ec2(self) -> EC2Backend:
        return ec2_backends[self._lab.account][self._lab.region]

    def arn(self, service: str, rest: str) -> str:
        return self._lab.arn(service, rest)

    # --- EC2 -------------------------------------------------------------------------------
    def find(self, kind: str, identifier: str) -> Resource | None:
        """An EC2 resource by type and id; what does not exist depends on a switch."""
        arn = self.arn("ec2", f"{kind}/{identifier}")
        try:
            model = _LOOKUPS[kind](self.ec2, identifier)
        except (EC2ClientError, KeyError):
            return Resource(arn) if self._lab.switches.iam_denies_missing_resources else None
        return Resource(arn, self._tags(identifier) | self._ec2_keys(kind, model))

    def new(self, kind: str, tags: Iterable[Mapping[str, str]]) -> Resource:
        """A resource about to be created: it has no id, no tags and no VPC yet, only a request."""
        return Resource(self.arn("ec2", f"{kind}/*"), request_tags(tags))

    def attachment(self, attachment_id: str) -> Any | None:
        """The interface (moto's model) that hangs on this attachment."""
        return next(
            (eni for eni in self.ec2.enis.values() if eni.attachment_id == attachment_id), None
        )

    def association(self, association_id: str) -> tuple[str, str] | None:
        """Route table and subnet of an association."""
        for table in self.ec2.route_tables.values():
            if association_id in table._associations:
                return table.id, table._associations[association_id]
        return None

    def acl_association(self, association_id: str) -> tuple[str, str] | None:
        """Network ACL and subnet of an association."""
        for acl in self.ec2.network_acls.values():
            if association_id in acl._associations:
                return acl.id, str(acl._associations[association_id].subnet_id)
        return None

    def subnet_of_range(self, association_id: str) -> str | None:
        """The subnet that an IPv6 range is associated with."""
        for zone in self.ec2.subnets.values():
            for subnet in zone.values():
                if association_id in subnet.ipv6_cidr_block_associations:
                    return str(subnet.id)
        return None

    def instance_of(self, eni_id: str) -> str | None:
        """The instance that an interface hangs on."""
        eni = self.ec2.enis.get(eni_id)
        return None if eni is None or eni.instance is None else str(eni.instance.id)

    def holder(self, allocation_id: str) -> str | None:
        """The interface that an Elastic IP is associated with."""
        found = [each for each in self.ec2.addresses if each.allocation_id == allocation_id]
        return str(found[0].eni.id) if found and found[0].eni else None

    def address_association(self, association_id: str) -> tuple[str, str | None] | None:
        """Elastic IP (its allocation) and interface of an association."""
        for each in self.ec2.addresses:
            if each.association_id == association_id:
                return str(each.allocation_id), str(each.eni.id) if each.eni else None
        return None

    def _tags(self, identifier: str) -> Keys:
        tags = self.ec2.tags.get(identifier, {})
        return lowered(
            {f"{by}:ResourceTag/{key}": tags[key] for key in tags for by in ("aws", "ec2")}
        )

    def _ec2_keys(self, kind: str, model: Any) -> Keys:
        owner = model.subnet if kind == "network-interface" else model
        keys = {f"ec2:{key}": getattr(model, name) for key, name in _ATTRIBUTES[kind].items()}
        if kind in _IN_VPC:
            keys["ec2:Vpc"] = self.arn("ec2", f"vpc/{owner.vpc_id}")
        if kind == "network-interface":
            keys["ec2:Subnet"] = self.arn("ec2", f"subnet/{owner.id}")
        if kind in ("network-interface", "subnet"):
            keys["ec2:AvailabilityZone"] = owner.availability_zone
        if kind == "instance":
            keys["ec2:AvailabilityZone"] = model.placement.zone
            keys["ec2:InstanceProfile"] = self._profile_arn(model.id)
        return lowered(keys)

    def _profile_arn(self, instance_id: str) -> str | None:
        association = self.ec2.iam_instance_profile_associations.get(instance_id)
        return association.iam_instance_profile.arn if association else None

    # --- other services --------------------------------------------------------------------
    def group_of_instance(self, instance_id: str) -> Resource:
        """The group that the instance is in; anybody's where it is in none."""
        groups = autoscaling_backends[self._lab.account][self._lab.region].autoscaling_groups
        for group in groups.values():
            if any(each.instance.id == instance_id for each in group.instance_states):
                return self.group(group.name)
        return self.group("*")

    def group(self, name: str) -> Resource:
        """An Auto Scaling group; its ARN holds a uuid, so policies write ``*`` there."""
        group = autoscaling_backends[self._lab.account][self._lab.region].autoscaling_groups.get(
            name
        )
        if group is None:
            return Resource(
                self.arn("autoscaling", f"autoScalingGroup:*:autoScalingGroupName/{name}")
            )
        keys = {
            f"{prefix}:ResourceTag/{tag['Key']}": tag["Value"]
            for tag in group.tags
            for prefix in ("aws", "autoscaling")
        }
        return Resource(group.arn, lowered(keys))

    def rule(self, name: str) -> Resource:
        """An EventBridge rule on the default bus."""
        return Resource(self.arn("events", f"rule/{name}"))

    def policy(self, arn: str) -> str | None:
        """The policy of a topic, a queue or a key, or a role's trust; None if there is none."""
        kind = arn.split(":")[2]
        if kind == "iam":
            return self._trust(arn)
        model = self.key(arn) if kind == "kms" else self._messaging(arn)
        return str(model.policy) if model is not None and model.policy else None

    def key_name_of(self, arn: str) -> str | None:
        """The key, as written there, that a topic, a queue or a log group is encrypted with."""
        if arn.split(":")[2] != "logs":
            model = self._messaging(arn)
            return None if model is None else model.kms_master_key_id
        groups = logs_backends[self._lab.account][self._lab.region].groups
        group = groups.get(arn.split(":", 6)[6])
        return None if group is None else group.kms_key_id

    def _messaging(self, arn: str) -> Any | None:
        """moto's model of a topic or a queue."""
        account, region = self._lab.account, self._lab.region
        if arn.split(":")[2] == "sns":
            return sns_backends[account][region].topics.get(arn)
        return sqs_backends[account][region].queues.get(arn.rsplit(":", 1)[-1])

    def _trust(self, role_arn: str) -> str | None:
        try:
            role = iam_backends[self._lab.account][self._lab.partition].get_role_by_arn(role_arn)
        except NotFoundException:
            return None
        return str(role.assume_role_policy_document)

    def key(self, key_id: str | None) -> Key | None:
        """A customer-managed key by id, ARN or alias; None when no permission is needed.

        The keys AWS manages let every principal of the account through their own service.
        """
        if not key_id or "alias/aws/" in key_id:
            return None
        try:
            found: Key = kms_backends[self._lab.account][self._lab.region].describe_key(key_id)
        except (AttributeError, KeyError, ServiceException, HTTPException):
            return None  # AttributeError: moto's answer to an alias that is not there
        return found

"""Looks at the deployment, one a second: group, instances, the VIP's interface and address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.verify_aws.aws import Aws
from tools.verify_aws.clock import Clock
from tools.verify_aws.moments import Seen

if TYPE_CHECKING:
    from mypy_boto3_ec2.type_defs import NetworkInterfaceTypeDef

INTERVAL_SECONDS = 1.0
LONGEST_HEAL_SECONDS = 1800.0
IN_SERVICE = "InService"


class TookTooLongError(Exception):
    """What a drill waits for did not come."""


@dataclass(frozen=True)
class Interface:
    """The VIP's interface; the last three are None while nothing holds it."""

    interface_id: str
    status: str
    attachment_id: str | None
    attachment_status: str | None
    instance_id: str | None


@dataclass(frozen=True)
class Look(Seen):
    """What there was: lifecycle states and EC2 states by instance, the interface, the address."""

    members: Mapping[str, str]
    instances: Mapping[str, str]
    interface: Interface | None
    address_on: str | None  # the interface that the Elastic IP is associated with

    @property
    def holder(self) -> str | None:
        """The instance that serves: alone in the group, in service, with both addresses."""
        if list(self.members.values()) != [IN_SERVICE] or self.interface is None:
            return None
        (member,) = self.members
        whole = (
            self.interface.instance_id == member
            and self.interface.attachment_status == "attached"
            and self.address_on == self.interface.interface_id
        )
        return member if whole else None

    def holds(self, instance_id: str) -> bool:
        """Whether the VIP's interface hangs on that instance, however loosely."""
        return self.interface is not None and self.interface.instance_id == instance_id


class Watch:
    """All looks in their order."""

    def __init__(self, aws: Aws, name: str, allocation_id: str, clock: Clock) -> None:
        self._aws = aws
        self._name = name
        self._allocation_id = allocation_id
        self._clock = clock
        self._known: set[str] = set()
        self.looks: list[Look] = []

    def look(self) -> Look:
        """The interface is read before the instances.

        So a look that shows it free and its instance alive proves the order: were it the other way
        round, an instance that ends between the two reads would seem to have released it earlier.
        """
        began = self._clock.now()
        members = self._members()
        self._known |= set(members)
        taken = Look(
            began=began,
            members=members,
            interface=self._interface(),
            address_on=self._address_on(),
            instances=self._instances(),
            ended=self._clock.now(),
        )
        self.looks.append(taken)
        return taken

    def until(
        self, what: str, holds: Callable[[Look], bool], limit: float = LONGEST_HEAL_SECONDS
    ) -> Look:
        """Look until it holds. Raises TookTooLongError after `limit` seconds."""
        end = self._clock.now() + limit
        while not holds(taken := self.look()):
            if taken.ended > end:
                raise TookTooLongError(f"{what}: not within {limit:.0f} s")
            self._clock.sleep(INTERVAL_SECONDS)
        return taken

    def since(self, began: float) -> Sequence[Look]:
        """The last look before `began` and all after it."""
        before = [index for index, look in enumerate(self.looks) if look.ended <= began]
        return self.looks[before[-1] if before else 0 :]

    def _members(self) -> Mapping[str, str]:
        (group,) = self._aws.autoscaling.describe_auto_scaling_groups(
            AutoScalingGroupNames=[self._name]
        )["AutoScalingGroups"]
        return {each["InstanceId"]: each["LifecycleState"] for each in group["Instances"]}

    def _instances(self) -> Mapping[str, str]:
        if not self._known:
            return {}
        reservations = self._aws.ec2.describe_instances(
            Filters=[{"Name": "instance-id", "Values": sorted(self._known)}]
        )["Reservations"]
        found = [each for reservation in reservations for each in reservation["Instances"]]
        return {each["InstanceId"]: each["State"]["Name"] for each in found}

    def _interface(self) -> Interface | None:
        found = self._aws.ec2.describe_network_interfaces(
            Filters=[{"Name": "tag:PersistentVnf", "Values": [self._name]}]
        )["NetworkInterfaces"]
        return _as_interface(found[0]) if found else None

    def _address_on(self) -> str | None:
        found = self._aws.ec2.describe_addresses(
            Filters=[{"Name": "allocation-id", "Values": [self._allocation_id]}]
        )["Addresses"]
        return found[0].get("NetworkInterfaceId") if found else None


def _as_interface(answer: NetworkInterfaceTypeDef) -> Interface:
    attachment = answer.get("Attachment")
    gone = not attachment or attachment.get("Status") == "detached"
    return Interface(
        interface_id=answer["NetworkInterfaceId"],
        status=answer["Status"],
        attachment_id=None if gone or not attachment else attachment.get("AttachmentId"),
        attachment_status=None if gone or not attachment else attachment.get("Status"),
        instance_id=None if gone or not attachment else attachment.get("InstanceId"),
    )

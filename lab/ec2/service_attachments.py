"""Interfaces that an AWS service makes in a VPC and attaches to what it keeps elsewhere.

docs/aws-behaviour.md#interfaces-of-a-function
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from moto.ec2.models import EC2Backend

from lab.ec2.current import current, now, tell
from lab.ec2.network_interface import NetworkInterface, of_the_lab
from lab.errors import AwsError

PREFIX = "ela-attach-"


@dataclass(frozen=True)
class ServiceAttachment:
    """As DescribeNetworkInterfaces shows it: of no instance, and not the account's."""

    attachment_id: str
    attach_time: datetime
    status: str = "attached"
    instance_id: str | None = None
    instance_owner_id: str = "amazon-aws"
    device_index: int = 1
    network_card_index: int = 0
    delete_on_termination: bool = False


def attach(
    backend: EC2Backend, subnet_id: str, group_ids: list[str], kind: str, description: str
) -> NetworkInterface:
    """A new interface of that type, in use by the service at once."""
    eni = of_the_lab(
        backend.create_network_interface(
            backend.get_subnet(subnet_id), "", group_ids=group_ids, description=description
        )
    )
    eni.interface_type, eni.requester_managed = kind, True
    eni.attachment_id = f"{PREFIX}{current().rng.getrandbits(68):017x}"
    made_at = datetime.fromtimestamp(now(), UTC).replace(tzinfo=None)
    eni.service_attachment = ServiceAttachment(eni.attachment_id, made_at)
    eni.status = "in-use"
    tell(f"interface {eni.id} in use by a service", description=description)
    return eni


def detach(eni: NetworkInterface) -> None:
    """From now on it is `available`, and anybody's to delete."""
    eni.attachment_id = eni.service_attachment = None
    eni.status = "available"
    tell(f"interface {eni.id} left by its service", description=eni.description)


def require_not_of_a_service(attachment_id: str | None) -> None:
    if attachment_id is not None and attachment_id.startswith(PREFIX):
        raise AwsError(
            "OperationNotPermitted", "You are not allowed to manage 'ela-attach' attachments."
        )

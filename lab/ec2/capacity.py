"""What a zone has of an instance type: on demand, and in Capacity Reservations.

docs/aws-behaviour.md#insufficient-capacity
docs/aws-behaviour.md#capacity-reservations
"""

from __future__ import annotations

from lab.ec2.current import current
from lab.errors import AwsError

OPEN, NONE, ONLY = "open", "none", "capacity-reservations-only"


def require(instance_type: str, zone: str, preference: str = OPEN) -> None:
    """Refuse what the zone has no capacity for; `preference`: for Capacity Reservations."""
    ec2 = current().ec2
    down = zone in ec2.az_down
    reserved = (instance_type, zone) in ec2.reserved and preference != NONE
    if reserved and not down:
        return
    if preference == ONLY:
        raise AwsError(
            "ReservationCapacityExceeded",
            "The requested reservation does not have sufficient compatible and available capacity "
            "for this request.",
        )
    if down or (instance_type, zone) in ec2.sold_out:
        raise AwsError(
            "InsufficientInstanceCapacity",
            f"We currently do not have sufficient {instance_type} capacity in the Availability "
            f"Zone you requested ({zone}). Our system will be working on provisioning additional "
            "capacity.",
            status=500,
        )

"""The lifecycle states of a group's instances, and the entry of each.

docs/aws-behaviour.md#lifecycle-states
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """`LifecycleState` as DescribeAutoScalingGroups shows it."""

    PENDING = "Pending"
    PENDING_WAIT = "Pending:Wait"
    PENDING_PROCEED = "Pending:Proceed"
    IN_SERVICE = "InService"
    TERMINATING = "Terminating"
    TERMINATING_WAIT = "Terminating:Wait"
    TERMINATING_PROCEED = "Terminating:Proceed"
    TERMINATED = "Terminated"
    DETACHING = "Detaching"
    DETACHED = "Detached"
    ENTERING_STANDBY = "EnteringStandby"
    STANDBY = "Standby"
    REPLACING_ROOT_VOLUME_WAIT = "ReplacingRootVolume:Wait"
    ROOT_VOLUME_REPLACED = "RootVolumeReplaced"
    WARMED_PENDING_WAIT = "Warmed:Pending:Wait"
    WARMED_TERMINATING_WAIT = "Warmed:Terminating:Wait"
    WARMED_STOPPED = "Warmed:Stopped"


PENDING = frozenset({State.PENDING, State.PENDING_WAIT, State.PENDING_PROCEED})
# Terminating* no longer counts towards the desired capacity; neither do
# standby, detached and warm instances.
COUNTED = PENDING | {
    State.IN_SERVICE,
    State.REPLACING_ROOT_VOLUME_WAIT,
    State.ROOT_VOLUME_REPLACED,
}
LEAVING = frozenset(
    {
        State.TERMINATING,
        State.TERMINATING_WAIT,
        State.TERMINATING_PROCEED,
        State.WARMED_TERMINATING_WAIT,
        State.TERMINATED,
    }
)


@dataclass(eq=False)
class Member:
    """One entry of a group's `Instances`.

    moto's serializer reads the attributes under their snake_case names; `instance` is moto's own
    EC2 instance, which moto's load balancer code reads. Times are lab seconds.
    """

    instance: Any
    auto_scaling_group_name: str
    launched_at: float
    launch_template: dict[str, str] | None = None
    lifecycle_state: State = State.PENDING
    health_status: str = "Healthy"
    protected_from_scale_in: bool = False
    in_service_since: float | None = None
    unhealthy_cause: str | None = None
    replaced_at_once: bool = True  # False: a replacement waits for launches in progress

    @property
    def instance_id(self) -> str:
        return str(self.instance.id)

    @property
    def instance_type(self) -> str:
        return str(self.instance.instance_type)

    @property
    def availability_zone(self) -> str:
        return str(self.instance.placement.zone)

    @property
    def subnet_id(self) -> str:
        return str(self.instance.subnet_id)

    @property
    def image_id(self) -> str:
        return str(self.instance.image_id)

    @property
    def counts(self) -> bool:
        """Whether the instance counts towards the desired capacity."""
        return self.lifecycle_state in COUNTED

    @property
    def pending(self) -> bool:
        return self.lifecycle_state in PENDING

    @property
    def in_service(self) -> bool:
        return self.lifecycle_state is State.IN_SERVICE

    @property
    def protected(self) -> bool:
        """Whether scaling in passes the instance over; protection begins with its service."""
        return self.protected_from_scale_in and not self.pending

    @property
    def leaving(self) -> bool:
        return self.lifecycle_state in LEAVING

    @property
    def healthy(self) -> bool:
        return self.health_status == "Healthy"

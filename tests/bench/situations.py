"""The situations that are compared. Each ends with the VIP wholly on a new instance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.support.deployment import ZONES, Deployment
from tests.support.event_shapes import LAUNCH, TERMINATE

Prepare = Callable[[Deployment], None]


@dataclass(frozen=True)
class Situation:
    """`prepare`: what is different when the serving instance is marked unhealthy."""

    name: str
    prepare: Prepare
    environment: Mapping[str, str] = field(default_factory=dict)  # what the handler's has besides


def _same_zone(_: Deployment) -> None:
    """The first launch was in that zone, too."""


def _other_zone(deployment: Deployment) -> None:
    deployment.lab.groups.force_az = ZONES[1]


def _no_terminate_event(deployment: Deployment) -> None:
    _other_zone(deployment)
    deployment.lab.events.drop(TERMINATE, count=1000)


def _no_launch_event(deployment: Deployment) -> None:
    _other_zone(deployment)
    deployment.lab.events.drop(LAUNCH, count=1000)


def _hanging_guest(deployment: Deployment) -> None:
    _other_zone(deployment)
    deployment.lab.ec2.hang_detach = True


SITUATIONS = (
    Situation("same zone", _same_zone),
    Situation("other zone", _other_zone),
    Situation("other zone, terminate event lost", _no_terminate_event),
    Situation("other zone, launch event lost", _no_launch_event),
    Situation("other zone, the guest does not release it", _hanging_guest),
    Situation("other zone, appliance that reboots", _other_zone, {"REBOOT_AFTER_ATTACH": "true"}),
)

# The old instance holds the address until the new one is in service: there is no whole heal to
# measure, as the VIP comes afterwards.
LAUNCH_FIRST = Situation(
    "other zone, launch before terminate", _other_zone, {"LAUNCH_BEFORE_TERMINATE": "true"}
)

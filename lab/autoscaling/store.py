"""moto's Auto Scaling store: what it drops is kept, what it does too eagerly is undone."""

from __future__ import annotations

from typing import Any

import moto.autoscaling.models as moto_models
from botocore import xform_name
from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup

from lab import context
from lab.autoscaling import mixed_instances
from lab.autoscaling.activities import moment, stamp
from lab.autoscaling.states import Member
from lab.errors import NotModelled
from lab.patching import replace

# Attributes moto drops, or stores only at creation. Each is read back as it was written, so that
# a second plan is empty: docs/aws-behaviour.md#what-is-read-back.
STORED = (
    "CapacityReservationSpecification",
    "DefaultCooldown",
    "HealthCheckGracePeriod",
    "InstanceMaintenancePolicy",
)
# What moto itself does with a group's attributes is enough.
MOTOS = (
    "AutoScalingGroupName",
    "DesiredCapacity",
    "HealthCheckType",
    "LaunchTemplate",
    "LifecycleHookSpecificationList",
    "MaxSize",
    "MinSize",
    "MixedInstancesPolicy",
    "NewInstancesProtectedFromScaleIn",
    "Tags",
    "VPCZoneIdentifier",
)
DEFAULT_COOLDOWN_SECONDS = 300

# What AWS says of a group that was made without it: recorded answers of DescribeAutoScalingGroups
# have it beside AvailabilityZoneDistribution. The value:
# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CapacityReservationSpecification.html
DEFAULT_RESERVATION = {"CapacityReservationPreference": "default"}


class Group(FakeAutoScalingGroup):
    """An Auto Scaling group whose capacity is the engine's business."""

    health_check_grace_period: int | None = 0
    instance_maintenance_policy: dict[str, int] | None = None
    status: str | None = None
    desired_capacity: int
    max_size: int
    min_size: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.availability_zone_distribution: dict[str, str] = {
            "CapacityDistributionStrategy": "balanced-best-effort"
        }
        self.capacity_reservation_specification: dict[str, Any] = dict(DEFAULT_RESERVATION)
        self._suspended_at: dict[str, float] = {}
        super().__init__(*args, **kwargs)
        # moto keeps a string of wall-clock time here
        self.created_time = moment(context.current().clock.now())  # type: ignore[assignment]

    @property
    def launch_template(self) -> dict[str, Any] | None:
        """None beside a mixed instances policy, which names the template itself."""
        return None if self.mixed_instances_policy else super().launch_template

    @property
    def instance_types(self) -> tuple[str | None, ...]:
        """What a launch may be of, the preferred type first; None: the launch template's own."""
        return mixed_instances.types(self.mixed_instances_policy)

    @property
    def reservations(self) -> str | None:
        """The group's preference for Capacity Reservations; None: the launch template's own."""
        preference = str(self.capacity_reservation_specification["CapacityReservationPreference"])
        return None if preference == "default" else preference

    @property
    def suspended_processes(self) -> list[dict[str, str]]:
        return [
            {"ProcessName": name, "SuspensionReason": f"User suspended at {stamp(at)}"}
            for name, at in self._suspended_at.items()
        ]

    @suspended_processes.setter
    def suspended_processes(self, names: list[str]) -> None:
        """All that are suspended from now on, some of them perhaps since longer."""
        now, known = context.current().clock.now(), self._suspended_at
        self._suspended_at = {name: known.get(name, now) for name in sorted(names)}

    def is_suspended(self, process: str) -> bool:
        return process in self._suspended_at

    @property
    def members(self) -> list[Member]:
        return self.instance_states  # type: ignore[return-value]

    def set_desired_capacity(self, new_capacity: int | None) -> None:
        """Store it; the engine launches and terminates in its own time."""
        before = getattr(self, "desired_capacity", None)
        self.desired_capacity = int(self.min_size if new_capacity is None else new_capacity)
        if before is not None and before != self.desired_capacity:
            context.current().groups.capacity_changed(self.name, before, self.desired_capacity)

    def store(self, parameters: dict[str, Any]) -> None:
        """Keep the attributes of a Create or Update call; absent ones stay as they are."""
        for name in STORED:
            if name in parameters:
                setattr(self, xform_name(name), _cleared(name, parameters[name]))

    def launch_spec(self) -> dict[str, str]:
        """The launch template and version the next instance is launched from."""
        if self.ec2_launch_template is None:
            raise NotModelled(
                f"group {self.name} launches from something else than a launch template"
            )
        return {
            "LaunchTemplateId": self.ec2_launch_template.id,
            "Version": self.launch_template_version,
        }

    def resolved_template(self) -> dict[str, str]:
        """The template as an instance shows it: `$Latest` and `$Default` as a number."""
        template = self.ec2_launch_template
        if template is None:
            raise NotModelled(f"group {self.name} has no launch template")
        version = template.get_version(self.launch_template_version).number
        return {
            "LaunchTemplateId": template.id,
            "LaunchTemplateName": template.name,
            "Version": str(version),
        }

    def matches(self, member: Member) -> bool:
        """Whether an instance is of the group's template and of one of its types."""
        types = self.instance_types
        fits = types == (None,) or member.instance_type in types
        return fits and member.launch_template == self.resolved_template()


def check_modelled(parameters: dict[str, Any]) -> None:
    """Raise NotModelled for what would be stored and do nothing, or be dropped."""
    unknown = sorted(parameters.keys() - {*STORED, *MOTOS})
    if unknown:
        raise NotModelled(f"an Auto Scaling group with {', '.join(unknown)}")


def _cleared(name: str, value: Any) -> Any:
    """Values by which a caller takes an attribute back."""
    if name == "InstanceMaintenancePolicy" and value.get("MinHealthyPercentage") == -1:
        return None
    if name == "CapacityReservationSpecification":
        return DEFAULT_RESERVATION | value
    return value


class Backend(AutoScalingBackend):
    """moto's backend without its own idea of what happens when an instance ends."""

    def notify_terminate_instances(self, instance_ids: list[str]) -> None:
        """The group finds out by its health check."""


# moto derives the service's URLs from the backend's module.
Backend.__module__ = AutoScalingBackend.__module__


def install() -> None:
    replace(moto_models, "FakeAutoScalingGroup", Group)
    moto_models.autoscaling_backends.backend = Backend

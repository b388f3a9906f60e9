"""What Auto Scaling asks of EC2: an instance as the launch template says, all of it.

moto's own path for groups drops groups, profile, metadata options and tags.
"""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import ServiceException
from moto.ec2.models import EC2Backend
from moto.ec2.models.instances import Instance
from moto.ec2.models.launch_templates import LaunchTemplateVersion
from moto.ec2.utils import convert_tag_spec, filter_iam_instance_profiles

from lab.ec2 import capacity
from lab.errors import AwsError, NotModelled

DEFAULT_TYPE = "m1.small"
DEFAULT_ROOT = {"VolumeSize": 8, "DeleteOnTermination": True}


def launch(
    backend: EC2Backend,
    template: dict[str, Any],
    subnet_id: str,
    tags: dict[str, str],
    instance_type: str | None = None,
    reservations: str | None = None,
) -> Instance:
    """Run one instance of `template` ({LaunchTemplateId | LaunchTemplateName, Version}).

    `instance_type` and the preference for Capacity Reservations are the template's own unless
    they are given here.

    Raises AwsError, whatever the reason: no capacity, a group, profile or address missing.
    """
    try:
        chosen = {"InstanceType": instance_type, "Reservations": reservations}
        return _launch(backend, template, subnet_id, tags, chosen)
    except ServiceException as error:
        raise AwsError(error.code, error.message) from error


def _launch(
    backend: EC2Backend,
    template: dict[str, Any],
    subnet_id: str,
    tags: dict[str, str],
    chosen: dict[str, str | None],
) -> Instance:
    wanted = {key: value for key, value in template.items() if value is not None}
    if "LaunchTemplateId" in wanted:
        backend.get_launch_template(wanted["LaunchTemplateId"])  # or it is NotFound
    version = backend._get_template_from_args(wanted)
    profile = _profile(backend, version.data)
    tenancy = _tenancy(version.data)
    kinds = convert_tag_spec(version.data.get("TagSpecifications", []))
    reservation = backend.run_instances(
        version.image_id,
        1,
        None,
        [],
        **_options(version, subnet_id),
        **_capacity(version.data, chosen),
        launch_template=wanted,
        region_name=backend.region_name,
        tags={"instance": tags, "volume": kinds.get("volume", {})},
    )
    [instance] = reservation.instances
    instance.placement.tenancy = tenancy
    instance.nics[0].add_tags(kinds.get("network-interface", {}))
    if profile is not None:
        backend.associate_iam_instance_profile(instance.id, profile.name)
    return instance


def _profile(backend: EC2Backend, data: dict[str, Any]) -> Any:
    """The instance profile, looked up first: a launch that fails leaves nothing behind."""
    wanted = data.get("IamInstanceProfile") or {}
    if not wanted:
        return None
    return filter_iam_instance_profiles(
        backend.account_id, backend.partition, wanted.get("Arn"), wanted.get("Name")
    )


def _options(version: LaunchTemplateVersion, subnet_id: str) -> dict[str, Any]:
    """RunInstances' arguments in moto's names."""
    data = version.data
    nics = [_placed(nic, subnet_id) for nic in data.get("NetworkInterfaces") or [{}]]
    return _volumes(data) | {
        "key_name": data.get("KeyName"),
        "nics": nics,
        "security_group_ids": _groups(data),
        "associate_public_ip": None,  # the interface says, or else the subnet
        "subnet_id": subnet_id,
        "metadata_options": data.get("MetadataOptions", {}),
        "monitoring_state": (
            "enabled" if data.get("Monitoring", {}).get("Enabled") else "disabled"
        ),
        "ebs_optimized": data.get("EbsOptimized", False),
        "disable_api_termination": data.get("DisableApiTermination", False),
        "disable_api_stop": data.get("DisableApiStop", False),
        "instance_initiated_shutdown_behavior": data.get("InstanceInitiatedShutdownBehavior"),
    }


def _capacity(data: dict[str, Any], chosen: dict[str, str | None]) -> dict[str, Any]:
    """Of which type, and whether in a Capacity Reservation."""
    kind = chosen["InstanceType"] or data.get("InstanceType")
    own = data.get("CapacityReservationSpecification", {}).get("CapacityReservationPreference")
    return {
        "instance_type": kind or DEFAULT_TYPE,
        "is_instance_type_default": kind is None,
        "reservation_preference": chosen["Reservations"] or own or capacity.OPEN,
    }


def _tenancy(data: dict[str, Any]) -> str:
    placement = data.get("Placement", {})
    tenancy = str(placement.get("Tenancy", "default"))
    if tenancy == "host" or placement.keys() - {"Tenancy"}:
        raise NotModelled(f"a launch template with the placement {placement}")
    return tenancy


def _placed(nic: dict[str, Any], subnet_id: str) -> dict[str, Any]:
    """The interface in its subnet; moto adds the instance's groups to the interface's own."""
    ungrouped = {key: value for key, value in nic.items() if key != "Groups"}
    return {"DeviceIndex": 0, "SubnetId": subnet_id} | ungrouped


def _volumes(data: dict[str, Any]) -> dict[str, Any]:
    """Given with the call: of a template's volumes moto makes a second root."""
    mappings = [
        mapping | {"Ebs": DEFAULT_ROOT | mapping.get("Ebs", {})}
        for mapping in data.get("BlockDeviceMappings", [])
    ]
    return {"block_device_mappings": mappings} if mappings else {}


def _groups(data: dict[str, Any]) -> list[str]:
    nics: list[dict[str, Any]] = data.get("NetworkInterfaces", [])
    primary = next((nic for nic in nics if int(nic.get("DeviceIndex", 0)) == 0), {})
    return list(primary.get("Groups") or data.get("SecurityGroupIds", []))

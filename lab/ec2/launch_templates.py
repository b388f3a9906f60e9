"""Launch templates as they were written."""

from __future__ import annotations

from typing import Any

from moto.ec2.models.launch_templates import LaunchTemplate, LaunchTemplateVersion
from moto.ec2.utils import parse_user_data

from lab.patching import add, replace

_moto_create_version = LaunchTemplate.create_version


def _create_version(
    template: LaunchTemplate, data: dict[str, Any], description: str
) -> LaunchTemplateVersion:
    """moto puts the template's own tags into its data, and fails later on plain user data."""
    data = dict(data)
    if "TagSpecifications" in data:
        data["TagSpecifications"] = [
            spec for spec in data["TagSpecifications"] if spec["ResourceType"] != "launch-template"
        ]
    if isinstance(data.get("UserData"), str):  # CreateLaunchTemplate has parsed it already
        data["UserData"] = parse_user_data(data["UserData"])
    return _moto_create_version(template, data, description)


def _as_created(_template: LaunchTemplate, _tags: object) -> None:
    """moto keeps a copy of the tags, which later changes never reach."""


def install() -> None:
    replace(LaunchTemplate, "create_version", _create_version)
    add(LaunchTemplate, "tags", property(LaunchTemplate.get_tags, _as_created))

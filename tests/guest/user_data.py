"""The user data of an example, carried out on a guest as cloud-init would: files, then commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.guest.guest import Guest
from tests.support.project import PROJECT

EXAMPLES = PROJECT / "examples"
APPLIANCES = EXAMPLES / "appliances" / "user_data"


def cloud_config(path: Path, **values: object) -> dict[str, Any]:
    """The file as cloud-init reads it, after Terraform put in the values of a template."""
    text = path.read_text()
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", str(value))
    assert text.startswith("#cloud-config\n")
    assert "${" not in text
    return dict(yaml.safe_load(text))


def carry_out(guest: Guest, config: dict[str, Any]) -> None:
    """`write_files`, then `runcmd`; nothing else may be in it."""
    assert set(config) == {"write_files", "runcmd"}
    for file in config["write_files"]:
        guest.write(file["path"], file["content"])
    for command in config["runcmd"]:
        guest.space.run(*command)

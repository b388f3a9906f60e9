"""The user data of an example, carried out on a guest as cloud-init would: files, then commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.guest.guest import Guest
from tests.support.project import PROJECT
from tests.support.template import rendered

EXAMPLES = PROJECT / "examples"
APPLIANCES = EXAMPLES / "appliances" / "user_data"


def cloud_config(path: Path, **values: object) -> dict[str, Any]:
    """The file, or what Terraform makes of a template, as cloud-init reads it."""
    text = rendered(path, **values) if values else path.read_text()
    assert text.startswith("#cloud-config\n")
    return dict(yaml.safe_load(text))


def carry_out(guest: Guest, config: dict[str, Any]) -> None:
    """`write_files`, then `runcmd`; nothing else may be in it."""
    assert set(config) == {"write_files", "runcmd"}
    for file in config["write_files"]:
        guest.write(file["path"], file["content"])
    for command in config["runcmd"]:
        guest.space.run(*command)

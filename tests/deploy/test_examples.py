"""The main job with every example: real Terraform, the real provider, the deployed zips.

A folder of examples/ is one case, or one for each of its *.tfvars.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.stage import Stage
from tests.lab.terraform import PROJECT

Case = tuple[str, str | None]  # the folder, a file of variables in it


def examples() -> list[Case]:
    return [
        (f"examples/{folder.name}", tfvars)
        for folder in sorted((PROJECT / "examples").iterdir())
        if folder.is_dir()
        for tfvars in sorted(file.name for file in folder.glob("*.tfvars")) or [None]
    ]


@pytest.mark.parametrize(("folder", "tfvars"), examples())
def test_deploys_heals_into_another_zone_and_is_destroyed(
    stage: Stage, tmp_path: Path, folder: str, tfvars: str | None
) -> None:
    terraform = stage.terraform(folder, tmp_path, tfvars=tfvars)
    terraform.init()
    terraform.apply()
    outputs = terraform.outputs()
    group = outputs["group_name"]
    first = stage.in_service(group)
    address = stage.vip(group)
    assert (address.private_ip, address.public_ip) == stage.promised(outputs)
    assert address.whole
    assert address.instance_id == first.instance_id
    assert terraform.plan().empty, terraform.plan().changes

    with stage.lab.lock:
        stage.lab.groups.force_az = stage.another_zone(first)
        stage.lab.ec2.terminate(first.instance_id)
    second = stage.in_service(group, other_than=first)
    healed = stage.vip(group)
    assert second.availability_zone != first.availability_zone
    assert healed.whole
    assert healed.instance_id == second.instance_id
    assert (healed.private_ip, healed.public_ip) == (address.private_ip, address.public_ip)
    assert terraform.plan().empty, terraform.plan().changes

    terraform.destroy()
    stage.clean()

"""The main job, end to end: real Terraform, the real provider, the deployed zips, on the lab."""

from __future__ import annotations

from pathlib import Path

from tests.deploy.stage import Stage


def test_deploys_heals_into_another_zone_and_is_destroyed(stage: Stage, tmp_path: Path) -> None:
    terraform = stage.terraform("examples/amazon_linux", tmp_path)
    terraform.init()
    terraform.apply()
    first = stage.in_service()
    address = stage.vip()
    assert (address.private_ip, address.public_ip) == stage.promised(terraform.outputs())
    assert address.whole
    assert address.instance_id == first.instance_id
    assert terraform.plan().empty, terraform.plan().changes

    with stage.lab.lock:
        stage.lab.groups.force_az = stage.another_zone(first)
        stage.lab.ec2.terminate(first.instance_id)
    second = stage.in_service(other_than=first)
    healed = stage.vip()
    assert second.availability_zone != first.availability_zone
    assert healed.whole
    assert healed.instance_id == second.instance_id
    assert (healed.private_ip, healed.public_ip) == (address.private_ip, address.public_ip)
    assert terraform.plan().empty, terraform.plan().changes

    terraform.destroy()
    stage.clean()

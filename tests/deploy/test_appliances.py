"""Each appliance as a person deploys it: the root module with one file of examples/appliances."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.stage import Stage
from tests.lab.terraform import PROJECT, Terraform
from tests.plan.first_boot import KEY

APPLIANCES = Path("examples") / "appliances"
FILES = sorted(path.name for path in (PROJECT / APPLIANCES).glob("*.tfvars"))
OWN_IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
REBOOTS = {"juniper_vsrx.tfvars": 1, "juniper_vmx.tfvars": 1}

# The beginning of the image's name, and a line of the first-boot configuration.
CHOSEN = {
    "cisco_c8000v.tfvars": ("Cisco-C8K-17.12.04-", "TechPackage:network-advantage"),
    "cisco_csr1000v.tfvars": ("cisco_CSR-17.03.07-BYOL-", 'hostname="csr"'),
    "custom_ami.tfvars": ("al2023-ami-", "hostname: custom"),
    "fortigate.tfvars": ("FortiGate-VM64-AWSONDEMAND ", '    set hostname "fortigate"'),
    "juniper_vmx.tfvars": ("vmx-byol-", f'        ssh-ed25519 "{KEY}";'),
    "juniper_vsrx.tfvars": ("junos-vsrx3-x86-64-23.4R2.13-", "    host-name vsrx;"),
    "palo_alto_vm_series.tfvars": ("PA-VM-AWS-11.1.4-", "panorama-server=10.16.20.5"),
    "vyos.tfvars": ("VyOS 1.4.3-", "  - \"set system host-name 'vyos'\""),
}


@pytest.mark.parametrize("name", FILES)
def test_it_serves_heals_and_goes(stage: Stage, tmp_path: Path, name: str) -> None:
    terraform = of_appliance(stage, tmp_path, name)
    group = name_of(terraform)
    first = stage.in_service(group)
    address, said = stage.vip(group), terraform.outputs()
    image, line = CHOSEN[name]
    assert said["image"]["name"].startswith(image)
    assert address.whole
    assert (address.private_ip, address.public_ip) == stage.promised(said)
    assert line in user_data(stage, first.instance_id).splitlines()
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
    assert user_data(stage, second.instance_id) == user_data(stage, first.instance_id)
    reboots = [stage.lab.ec2.reboots[each.instance_id] for each in (first, second)]
    assert reboots == [REBOOTS.get(name, 0)] * 2
    assert terraform.plan().empty, terraform.plan().changes

    terraform.destroy()
    assert stage.left_over() == []
    assert stage.lab.gaps.all == []
    assert stage.lab.iam.denied == []


def of_appliance(stage: Stage, work: Path, name: str) -> Terraform:
    """The appliance applied, by somebody with a key pair and, for Custom, an image of their own."""
    stage.client("ec2").import_key_pair(KeyName="vnf", PublicKeyMaterial=KEY.encode())
    stage.accept_what_exists()
    mine: dict[str, Any] = {"warmup_grace_seconds": 0}
    if name == "custom_ami.tfvars":
        parameter = stage.client("ssm").get_parameter(Name=OWN_IMAGE)["Parameter"]
        mine["ami_id"] = parameter["Value"]
    terraform = stage.terraform(".", work, var_file=str(APPLIANCES / name), **mine)
    terraform.init()
    terraform.apply()
    return terraform


def name_of(terraform: Terraform) -> str:
    return str(terraform.outputs()["group_name"])


def user_data(stage: Stage, instance_id: str) -> str:
    """What the instance reads on its first boot."""
    answer = stage.client("ec2").describe_instance_attribute(
        InstanceId=instance_id, Attribute="userData"
    )
    return base64.b64decode(answer["UserData"]["Value"]).decode()

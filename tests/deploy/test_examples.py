"""The main job with every example: real Terraform, the real provider, the deployed zips.

A folder of examples/ with a configuration is one case; one without is a case for each of its
*.tfvars, applied to the root module.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.first_boot import RSA_KEY
from tests.support.project import PROJECT
from tests.support.served_lab import DEFAULT_NAME, ServedLab
from tests.support.terraform import Terraform

AMAZON_LINUX = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
RESPONDER = "  - [systemctl, enable, --now, responder@{}]"


@dataclass(frozen=True)
class Expected:
    """Beginning of the image's name, a line of the user data, reboots of each instance."""

    image: str
    line: str
    reboots: int = 0


EXPECTED = {
    "examples/amazon_linux": Expected("al2023-ami-", RESPONDER.format("10.16.10.20")),
    "examples/existing_vpc": Expected("al2023-ami-", RESPONDER.format("10.41.0.26")),
    "examples/private_only": Expected("al2023-ami-", RESPONDER.format("10.50.10.10")),
    "examples/several_vnfs": Expected("al2023-ami-", "#cloud-config"),
    "cisco_c8000v": Expected("Cisco-C8K-17.12.04-", "TechPackage:network-advantage"),
    "cisco_csr1000v": Expected("cisco_CSR-17.03.07-BYOL-", 'hostname="csr"'),
    "custom_ami": Expected("al2023-ami-", "hostname: custom"),
    "fortigate": Expected("FortiGate-VM64-AWSONDEMAND ", '    set hostname "fortigate"'),
    "juniper_vmx": Expected("vmx-byol-", f'        ssh-rsa "{RSA_KEY}";', reboots=1),
    "juniper_vsrx": Expected("junos-vsrx3-x86-64-23.4R2.13-", "    host-name vsrx;", reboots=1),
    "palo_alto_vm_series": Expected("PA-VM-AWS-11.1.4-", "panorama-server=10.16.20.5"),
    "vyos": Expected("VyOS 1.4.3-", "  - \"set system host-name 'vyos'\"", reboots=1),
}


# Names of the VNFs beside whose call an example makes the network, too.
WITH_A_NETWORK = {
    "examples/existing_vpc": (DEFAULT_NAME,),
    "examples/private_only": (DEFAULT_NAME,),
    "examples/several_vnfs": ("sbc", "vpn-hub"),
}


@dataclass(frozen=True)
class Case:
    folder: str
    tfvars: str | None = None  # relative to the project

    def __str__(self) -> str:
        return Path(self.tfvars).stem if self.tfvars else self.folder


def examples() -> list[Case]:
    cases = []
    for folder in sorted(each for each in (PROJECT / "examples").iterdir() if each.is_dir()):
        if any(folder.glob("*.tf")):
            cases.append(Case(f"examples/{folder.name}"))
        else:
            files = sorted(folder.glob("*.tfvars"))
            cases += [Case(".", str(file.relative_to(PROJECT))) for file in files]
    return cases


# The appliances differ in image and first boot only, the others in the network that they are given.
EACH_TIME = {"examples/amazon_linux"}

CASES = [
    pytest.param(case, id=str(case), marks=() if str(case) in EACH_TIME else pytest.mark.nightly)
    for case in examples()
]


def test_what_is_deployed_each_time_is_there() -> None:
    """An example of another name would be left to the night without a word."""
    assert {str(case) for case in examples()} >= EACH_TIME


@pytest.mark.parametrize("case", CASES)
def test_deploys_heals_into_another_zone_and_is_destroyed(
    served: ServedLab, tmp_path: Path, case: Case
) -> None:
    terraform, expected = prepared(served, tmp_path, case), EXPECTED[str(case)]
    terraform.init()
    terraform.apply()
    promised = promises(terraform.outputs())
    for outputs in promised:
        serves(served, outputs, expected)
    assert terraform.plan().empty, terraform.plan().changes

    for outputs in promised:
        heals_into_another_zone(served, outputs["group_name"], expected)
    assert terraform.plan().empty, terraform.plan().changes

    terraform.destroy()
    served.clean()


def promises(outputs: dict[str, Any]) -> list[dict[str, Any]]:
    """What is told of each VNF of the example."""
    return list(outputs["vnfs"].values()) if "vnfs" in outputs else [outputs]


def serves(served: ServedLab, outputs: dict[str, Any], expected: Expected) -> None:
    """What was promised is on the first instance, which boots what it should."""
    member = served.in_service(outputs["group_name"])
    address = served.vip(outputs["group_name"])
    assert outputs["image"]["name"].startswith(expected.image)
    assert (address.private_ip, address.public_ip) == served.promised(outputs)
    assert address.whole, address.missing
    assert address.instance_id == member.instance_id
    assert expected.line in user_data(served, member.instance_id).splitlines()


def heals_into_another_zone(served: ServedLab, group: str, expected: Expected) -> None:
    """The same addresses, and the routes lead there: what the oracle calls whole."""
    address = served.vip(group)
    first, second = served.heal_into_another_zone(group)
    healed = served.vip(group)
    assert healed.whole, healed.missing
    assert healed.instance_id == second.instance_id
    assert healed.addresses == address.addresses
    assert user_data(served, second.instance_id) == user_data(served, first.instance_id)
    reboots = [served.lab.ec2.reboots[each.instance_id] for each in (first, second)]
    assert reboots == [expected.reboots] * 2


def prepared(served: ServedLab, work: Path, case: Case) -> Terraform:
    """What the example asks of a person: a key pair and, for custom_ami, an image of their own."""
    served.client("ec2").import_key_pair(KeyName="vnf", PublicKeyMaterial=RSA_KEY.encode())
    served.accept_what_exists()
    if names := WITH_A_NETWORK.get(case.folder):
        named = {"name": DEFAULT_NAME} if names == (DEFAULT_NAME,) else {}
        return served.example(case.folder, work, names, **named)
    terraform = served.terraform(case.folder, work, tfvars=case.tfvars)
    if str(case) == "custom_ami":
        parameter = served.client("ssm").get_parameter(Name=AMAZON_LINUX)["Parameter"]
        terraform.variables = {"ami_id": parameter["Value"]}
    return terraform


def user_data(served: ServedLab, instance_id: str) -> str:
    """What the instance reads on its first boot."""
    answer = served.client("ec2").describe_instance_attribute(
        InstanceId=instance_id, Attribute="userData"
    )
    return base64.b64decode(answer["UserData"]["Value"]).decode()

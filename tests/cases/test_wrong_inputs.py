"""What a person got wrong, and was told when planning, where it takes an answer of AWS to know.

One plan with real Terraform and the real provider on a served lab; it calls the module once for
each case. What needs no answer of AWS is in `test_bad_values.py`.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support import offline
from tests.support.first_boot import KEY, RSA_KEY
from tests.support.served_lab import serve
from tests.support.terraform import ALONE, copy_module

# The variables of each case, and words of the one sentence that tells of it.
CASES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "a_zone_that_does_not_offer_the_type": (
        {"instance_types": ["t3.micro", "p4d.24xlarge"]},
        (
            "instance_types has p4d.24xlarge",
            "eu-west-1a, eu-west-1b",
            "It is offered in eu-west-1c",
        ),
    ),
    "a_type_that_does_not_exist": (
        {"instance_types": ["t9.micro"]},
        ("instance_types has t9.micro", "does not offer in eu-west-1", "Choose another type"),
    ),
    "a_key_pair_that_does_not_exist": (
        {"key_name": "nobodys"},
        ("key_name is nobodys", "name a key pair that the provider's region has"),
    ),
    "a_key_that_the_login_does_not_take": (
        {"vnf": "CiscoC8000V", "key_name": "curve"},
        ("key_name is curve, a key of type ed25519", "ec2-user takes rsa only", "Name a key pair"),
    ),
    "an_image_that_does_not_exist": (
        {"ami_id": "ami-0fffffffffffffff0"},
        ("ami_id, where it is set, must be the id of an image that the provider's region has",),
    ),
    "an_image_on_another_architecture": (
        {"instance_types": ["t3.micro", "t4g.micro"]},
        ("instance_types has t4g.micro, which runs arm64", "built for x86_64", "Choose"),
    ),
    "an_appliance_on_a_type_below_its_minimum": (
        {"vnf": "CiscoC8000V", "instance_types": ["t3.micro"], "key_name": "vnf"},
        ("instance_types has t3.micro with 2 vCPU and 1024 MiB", "CiscoC8000V needs", "c5.large"),
    ),
    "a_root_volume_smaller_than_the_image": (
        {"root_volume": {"size_gib": 1}},
        ("root_volume.size_gib is 1", "cannot be smaller than its snapshot", "at least"),
    ),
    "more_iops_than_the_size_gives": (
        {"root_volume": {"size_gib": 20, "iops": 10001}},
        ("root_volume.iops is 10001", "gp3 gives 500 for each GiB", "Lower it"),
    ),
    "a_zone_of_another_region": (
        {"availability_zones": ["us-east-1a"], "wan_subnet_cidrs": ["10.16.1.0/24"]},
        ("availability_zones has us-east-1a", "eu-west-1 does not have", "Name zones"),
    ),
}
# What others got right must not be refused beside it.
RIGHT = {
    "a_key_pair_of_the_same_configuration": {"key_name": "${aws_key_pair.made.key_name}"},
    "an_appliance_with_its_key": {"vnf": "CiscoC8000V", "key_name": "vnf"},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every error of that plan: where it is, and what it says."""
    folder = tmp_path_factory.mktemp("wrong-inputs")
    copy_module(folder)
    (folder / "calling").mkdir()
    (folder / "calling" / "main.tf.json").write_text(json.dumps(configuration()))
    offline.init(folder / "calling")
    with serve() as served:
        for name, key in (("vnf", RSA_KEY), ("curve", KEY)):
            served.client("ec2").import_key_pair(KeyName=name, PublicKeyMaterial=key.encode())
        return errors(folder / "calling", served.environment)


def configuration() -> dict[str, Any]:
    calls = {case: values for case, (values, _) in CASES.items()} | RIGHT
    return {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
        "resource": {"aws_key_pair": {"made": {"key_name": "made", "public_key": KEY}}},
        "module": {
            case: {"source": "../", "name": f"edge-{number}"} | values
            for number, (case, values) in enumerate(calls.items())
        },
    }


def errors(folder: Path, environment: dict[str, str]) -> list[str]:
    done = subprocess.run(
        ["terraform", "plan", "-refresh=false", "-json"],
        cwd=folder,
        env=os.environ | environment | ALONE,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [json.loads(line).get("diagnostic", {}) for line in done.stdout.splitlines()]
    return [
        " ".join(f"{each.get('address', '')} {each['summary']} {each['detail']}".split())
        for each in found
        if each.get("severity") == "error"
    ]


@pytest.mark.parametrize("case", CASES)
def test_it_is_told(told: list[str], case: str) -> None:
    _, words = CASES[case]
    assert [text for text in told if all(word in text for word in words)]


@pytest.mark.parametrize("case", RIGHT)
def test_what_is_right_is_not_refused(told: list[str], case: str) -> None:
    assert not [text for text in told if f"module.{case}." in text]


def test_each_is_told_once(told: list[str]) -> None:
    assert len(told) == len(CASES)

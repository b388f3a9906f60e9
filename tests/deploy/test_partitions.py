"""The main job in GovCloud and in China: their ARNs, their services' names, the documented rights.

In the lab, whose other partitions differ from the first in these, and in what Lambda logs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.served_lab import ServedLab, serve
from tests.support.terraform import Terraform

ZONES = {"us-gov-west-1": "abc", "cn-north-1": "ab"}
IMAGE = "/images/vnf"


@pytest.fixture(params=list(ZONES))
def abroad(request: pytest.FixtureRequest) -> Iterator[ServedLab]:
    with serve(region=request.param) as served:
        yield served


@pytest.mark.nightly
def test_deploys_heals_and_is_destroyed(abroad: ServedLab, tmp_path: Path) -> None:
    region, letters = abroad.lab.region, ZONES[abroad.lab.region]
    terraform = abroad.terraform(
        ".",
        tmp_path,
        availability_zones=[f"{region}{letter}" for letter in letters],
        wan_subnet_cidrs=[f"10.16.{number}.0/24" for number in range(1, len(letters) + 1)],
        ami_ssm_parameter=image_parameter(abroad),
        enable_ssm_endpoints=True,
        warmup_grace_seconds=0,
    )
    terraform.init()
    terraform.apply()
    first = abroad.in_service()
    before = abroad.vip()
    assert before.whole
    assert (before.private_ip, before.public_ip) == abroad.promised(terraform.outputs())
    assert foreign_arns(terraform) == []
    assert terraform.plan().empty, terraform.plan().changes

    with abroad.lab.lock:
        abroad.lab.groups.force_az = abroad.another_zone(first)
        abroad.lab.ec2.terminate(first.instance_id)
    abroad.in_service(other_than=first)
    healed = abroad.vip()
    assert healed.whole
    assert (healed.private_ip, healed.public_ip) == (before.private_ip, before.public_ip)
    assert "Attach" in {line["step"] for line in logged(abroad) if line["message"] == "done"}

    terraform.destroy()
    abroad.clean()


def foreign_arns(terraform: Terraform) -> list[str]:
    """What the state has of the first partition; of subnets moto knows no other."""
    state = (terraform.project / "terraform.tfstate").read_text()
    found = re.findall(r"arn:aws:[^\"\\]*", state)
    return [each for each in found if ":subnet/" not in each]


def logged(served: ServedLab) -> list[dict[str, Any]]:
    """What the handler logs as JSON, between Lambda's own lines of text."""
    group = "/aws/lambda/persistent-vnf-hook-handler"
    pages = served.client("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
    texts = [event["message"] for page in pages for event in page["events"]]
    records = [json.loads(text) for text in texts if text.startswith("{")]
    return [record for record in records if "message" in record]


def image_parameter(served: ServedLab) -> str:
    """Of the operator's own: moto has Amazon's parameters in the first partition only."""
    found = served.client("ec2").describe_images(Owners=["amazon"])["Images"]
    amazon_linux = next(each for each in found if each["Name"].startswith("amzn2-ami-hvm"))
    served.client("ssm").put_parameter(Name=IMAGE, Value=amazon_linux["ImageId"], Type="String")
    served.accept_what_exists()
    return IMAGE

"""What a reviewer reads in a plan, and an apply that ends when the VNF serves, in one deployment.

Read as people do: the text of `terraform show`, and the warnings beneath a plan.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from lab.errors import AwsError
from lab.pipeline.faults import Fault
from tests.support.served_lab import ALWAYS, ServedLab
from tests.support.terraform import Plan, Terraform, TerraformError

SECRET = "set system login user vyos authentication plaintext-password 'hunter2'"
# An appliance whose first boot the module writes, and lines of the user's own that nobody may see.
GIVEN: dict[str, Any] = {
    "vnf": "VyOS",
    "extra_config": SECRET,
    "warmup_grace_seconds": 0,
    "wait_until_serving_seconds": 300,
}
REFUSED = AwsError("UnauthorizedOperation", "You are not authorized to do this.", status=403)
# The archive provider's own, until its release 2.7.
OF_THE_PROVIDER = "using archive_file as a resource is deprecated"


@pytest.mark.nightly
def test_a_plan_read_in_a_pull_request(served: ServedLab, tmp_path: Path) -> None:
    terraform = served.terraform(".", tmp_path / "copy", **GIVEN)
    terraform.init()
    the_first_plan_shows_what_will_be(terraform, tmp_path / "first.tfplan")
    the_apply_of_a_vnf_that_cannot_serve_fails(served, terraform)
    once_the_cause_is_gone_it_ends_with_a_vnf_that_serves(served, terraform)
    the_plan_of_an_unchanged_deployment_says_nothing(terraform)
    a_change_says_what_it_interrupts(terraform, tmp_path / "change.tfplan")
    terraform.destroy()
    served.clean()


def the_first_plan_shows_what_will_be(terraform: Terraform, saved: Path) -> None:
    plan = terraform.plan(saved)
    assert warnings(plan) == []
    text = terraform.show(saved)
    for seen in (
        # Rights: what, on what, on what condition.
        "autoScalingGroup:*:autoScalingGroupName/persistent-vnf",
        '"if aws:ResourceTag/PersistentVnf StringEquals"',
        "log-group:/aws/lambda/persistent-vnf-hook-handler:*",
        # The first boot, but for the user's own lines.
        "set interfaces ethernet eth1 address 'dhcp'",
        "(1 lines of extra_config, not shown)",
        "Nothing: no instance of this name holds a VIP yet.",
    ):
        assert seen in text, seen
    # Settings of a function whose ids are not known yet.
    assert re.search(r' VIPS +=.*? address += "10\.16\.10\.20"', text, re.S)
    assert "hunter2" not in text


def the_apply_of_a_vnf_that_cannot_serve_fails(served: ServedLab, terraform: Terraform) -> None:
    fault = Fault(
        "ec2", "CreateNetworkInterface", "error", error=REFUSED, count=ALWAYS, caller="lambda"
    )
    served.lab.faults.inject(fault)
    with pytest.raises(TerraformError) as error:
        terraform.apply()
    said = " ".join(str(error.value).split())
    assert "persistent-vnf does not serve after 300 seconds: " in said, said
    assert "The handler said last: " in said, said
    assert "You are not authorized to do this." in said, said


def once_the_cause_is_gone_it_ends_with_a_vnf_that_serves(
    served: ServedLab, terraform: Terraform
) -> None:
    served.lab.faults.clear()
    terraform.variables = dict(terraform.variables) | {"wait_until_serving_seconds": 840}
    terraform.apply()
    vip = served.vip()
    assert vip.whole, vip.missing
    assert (vip.private_ip, vip.public_ip) == served.promised(terraform.outputs())
    with served.lab.lock:
        (member,) = served.lab.groups.get("persistent-vnf").group.members
        assert member.in_service


def the_plan_of_an_unchanged_deployment_says_nothing(terraform: Terraform) -> None:
    plan = terraform.plan()
    assert plan.empty, plan.changes
    assert warnings(plan) == []


def a_change_says_what_it_interrupts(terraform: Terraform, saved: Path) -> None:
    changed = {
        "vips": {"vip": {"cidr": "10.16.10.0/24", "address": "10.16.10.21"}},
        "first_boot": {"hostname": "edge"},
        "enable_instance_refresh": True,
    }
    terraform.variables = dict(terraform.variables) | changed
    (warning,) = warnings(terraform.plan(saved))
    text = terraform.show(saved)
    for sentence in (
        "The VIP moves from 10.16.10.20 to 10.16.10.21: sessions end, for about half a minute.",
        "enable_instance_refresh is on: the running instance is replaced at once.",
    ):
        assert sentence in " ".join(warning.split()), warning
        assert sentence in text
    for line in (
        "-   - \"set system host-name 'persistent-vnf'\"",
        "+   - \"set system host-name 'edge'\"",
    ):
        assert line in text
    assert "hunter2" not in text


def warnings(plan: Plan) -> list[str]:
    return [each for each in plan.warnings if OF_THE_PROVIDER not in each]

"""A change of the VPC's range: everything in it is made anew, and nobody holds the old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.served_lab import ServedLab

ADDRESS = "10.17.10.20"
ELSEWHERE = {
    "vpc_cidr": "10.17.0.0/16",
    "wan_subnet_cidrs": ["10.17.1.0/24", "10.17.2.0/24", "10.17.3.0/24"],
    "vips": {"vip": {"cidr": "10.17.10.0/24", "address": ADDRESS}},
}


@pytest.mark.nightly
def test_the_group_moves_with_the_vpc(served: ServedLab, tmp_path: Path) -> None:
    terraform = served.terraform(".", tmp_path, warmup_grace_seconds=0)
    terraform.init()
    terraform.apply()
    first = served.in_service()
    before = served.vip()
    assert before.whole

    terraform.variables = {**terraform.variables, **ELSEWHERE}
    assert "module.asg.aws_autoscaling_group.this: replace" in terraform.plan().changes
    terraform.apply()

    second = served.in_service(other_than=first)
    after = served.vip()
    assert after.whole
    assert after.instance_id == second.instance_id
    assert (after.private_ip, after.public_ip) == (ADDRESS, before.public_ip)
    plan = terraform.plan()
    assert plan.empty, plan.changes

    terraform.destroy()
    served.clean()

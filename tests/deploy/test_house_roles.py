"""IAM as organisations rule it: a path, names of their own, or roles that others make."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.deployer import policy_name, rendered_under
from tests.support.house_roles import HouseRoles, deployer_without_roles
from tests.support.running import Running
from tests.support.served_lab import DEFAULT_NAME, ServedLab

CHECKS = {"vip": [{"type": "sip"}]}
ROLES = ("module.lifecycle.aws_iam_role.function", "module.flow_logs[0].aws_iam_role.this")


@pytest.mark.nightly
def test_brought_roles_with_the_policies_of_the_output_and_nothing_else(
    served: ServedLab, tmp_path: Path
) -> None:
    roles = HouseRoles(served.client("iam"), DEFAULT_NAME)
    served.accept_what_exists()
    instead = deployer_without_roles(DEFAULT_NAME, list(roles.arns.values()))
    allow(served, policy_name(DEFAULT_NAME), instead)

    # Before the roles have their rights, only what these name is made.
    terraform = served.terraform(
        ".", tmp_path, iam=roles.variable, warmup_grace_seconds=0, service_checks=CHECKS
    )
    terraform.init()
    terraform.apply(target=["terraform_data.role_policies"])
    roles.give(terraform.outputs()["role_policies"])
    before = roles.snapshot()

    terraform.apply()
    served.heal_into_another_zone()
    plan, vip = terraform.plan(), served.vip()
    assert plan.empty, plan.changes
    assert vip.whole, vip.missing

    terraform.destroy()
    served.clean()
    assert roles.snapshot() == before


@pytest.mark.nightly
def test_a_path_and_names_replace_the_roles_and_leave_the_vip_alone(
    served: ServedLab, tmp_path: Path
) -> None:
    running = Running(served, tmp_path, service_checks=CHECKS)
    member, vip = served.in_service(), served.vip()
    allow(served, "under-a-path", rendered_under("/vnf/", DEFAULT_NAME))

    house = {"path": "/vnf/", "role_names": {"warmup": f"{DEFAULT_NAME}-warmer"}}
    with served.unseen():  # While a role is made anew its function cannot run.
        changes = running.change(iam=house)
    assert {f'{ROLES[0]}["{each}"]: replace' for each in ("hook_handler", "warmup")} <= changes
    assert "module.prober[0].aws_iam_role.this[0]: replace" in changes
    assert "module.asg.aws_autoscaling_group.this: replace" not in changes
    assert (served.in_service().instance_id, served.vip()) == (member.instance_id, vip)
    assert under(served, "/vnf/") == 5

    running.at_rest()
    served.heal_into_another_zone()
    running.at_rest()
    running.destroy()


def allow(served: ServedLab, policy_name: str, document: str) -> None:
    served.client("iam").put_role_policy(
        RoleName=served.deployer(DEFAULT_NAME), PolicyName=policy_name, PolicyDocument=document
    )


def under(served: ServedLab, path: str) -> int:
    return len(served.client("iam").list_roles(PathPrefix=path)["Roles"])

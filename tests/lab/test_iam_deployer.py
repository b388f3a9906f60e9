"""The deployer's policies as documented: whom they reach, and that the page makes them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lab.context import ACCOUNT, REGION
from lab.in_process import client
from tests.support.deployer import (
    POLICY,
    WITHIN_A_BOUNDARY,
    rendered,
    rendered_under,
    rendered_within,
)
from tests.support.project import PROJECT
from tests.support.worlds.account import (
    BOUNDARY,
    CREATE_FLOW_LOGS,
    CREATE_FUNCTION,
    FLOW_LOGS,
    FUNCTION,
    NAME,
    ROLE,
    Account,
    everything,
    filled,
)
from tests.support.worlds.ec2 import Ec2World
from tests.support.worlds.functions import TRUST, document

MANAGED_POLICY_CHARACTERS = 6144
LONGEST_NAME = "n" * 32


@pytest.fixture
def account(world: Ec2World) -> Account:
    return Account(world)


STRANGER = "payroll"
OUT_OF_REACH = [
    ("iam.create_role", {"RoleName": "admin", "AssumeRolePolicyDocument": json.dumps(TRUST)}),
    ("iam.put_role_policy", {"RoleName": STRANGER, "PolicyName": "p", "PolicyDocument": "{}"}),
    ("iam.attach_role_policy", {"RoleName": STRANGER, "PolicyArn": BOUNDARY}),
    ("iam.update_assume_role_policy", {"RoleName": STRANGER, "PolicyDocument": "{}"}),
    ("iam.delete_role", {"RoleName": STRANGER}),
    ("iam.create_instance_profile", {"InstanceProfileName": STRANGER}),
    (FUNCTION, CREATE_FUNCTION | {"Role": f"arn:aws:iam::{ACCOUNT}:role/{STRANGER}"}),
    ("lambda.update_function_code", {"FunctionName": STRANGER, "ZipFile": b""}),
    ("lambda.invoke", {"FunctionName": STRANGER}),
    (FLOW_LOGS, CREATE_FLOW_LOGS | {"DeliverLogsPermissionArn": f"arn:aws:iam::{ACCOUNT}:role/x"}),
    ("iam.create_service_linked_role", {"AWSServiceName": "ecs.amazonaws.com"}),
    ("iam.create_policy", {"PolicyName": "p", "PolicyDocument": "{}"}),
    ("ssm.put_parameter", {"Name": f"/persistent-vnf/{STRANGER}/applied", "Value": "v"}),
    ("ec2.stop_instances", {"InstanceIds": ["i-0123456789abcdef0"]}),
]


@pytest.mark.parametrize(("call", "params"), OUT_OF_REACH, ids=[call for call, _ in OUT_OF_REACH])
def test_the_policy_reaches_no_other_role_or_function(
    account: Account, call: str, params: dict[str, Any]
) -> None:
    """docs/deployer-policy.json: roles, profiles and functions of the VNF's name and no others."""
    account.make_role(STRANGER)
    refusal = account.refused(call, **filled(params, account))
    assert "is not authorized to perform: " in str(refusal)


def test_a_role_is_passed_to_the_documented_services_only(account: Account) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html"""
    document_ = json.loads(rendered(NAME))
    (passing,) = [each for each in document_["Statement"] if each["Action"] == "iam:PassRole"]
    passed = passing["Condition"]["StringEquals"]["iam:PassedToService"]
    assert passed == ["ec2.amazonaws.com", "lambda.amazonaws.com", "vpc-flow-logs.amazonaws.com"]
    for service in passed:
        passing["Condition"]["StringEquals"]["iam:PassedToService"] = [
            each for each in passed if each != service
        ]
        account.may(*document_["Statement"])
        call, params = {
            "ec2.amazonaws.com": (
                "iam.add_role_to_instance_profile",
                {"InstanceProfileName": f"{NAME}-profile", "RoleName": ROLE.rsplit("/", 1)[-1]},
            ),
            "lambda.amazonaws.com": (FUNCTION, CREATE_FUNCTION),
            "vpc-flow-logs.amazonaws.com": (FLOW_LOGS, CREATE_FLOW_LOGS),
        }[service]
        assert "iam:PassRole" in str(account.refused(call, **filled(params, account)))


def test_within_a_boundary_no_role_is_made_or_widened_without_it(account: Account) -> None:
    """docs/deployer-boundary.json: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"""
    client("iam").put_role_policy(
        RoleName=account.role, PolicyName="within", PolicyDocument=rendered_within(BOUNDARY)
    )
    policy = {"PolicyName": "act", "PolicyDocument": document(everything("ec2:Describe*"))}
    bounded, free = f"{NAME}-bounded", f"{NAME}-{REGION}-instance"
    other = BOUNDARY.replace("boundary", "other")
    trust = {"AssumeRolePolicyDocument": json.dumps(TRUST)}

    account.refused("iam.create_role", RoleName=bounded, **trust)
    account.refused("iam.create_role", RoleName=bounded, PermissionsBoundary=other, **trust)
    account.call("iam.create_role", RoleName=bounded, PermissionsBoundary=BOUNDARY, **trust)
    account.call("iam.put_role_policy", RoleName=bounded, **policy)
    account.call("iam.attach_role_policy", RoleName=bounded, PolicyArn=BOUNDARY)
    account.refused("iam.put_role_policy", RoleName=free, **policy)
    account.refused("iam.attach_role_policy", RoleName=free, PolicyArn=BOUNDARY)
    put = "iam.put_role_permissions_boundary"
    account.refused(put, RoleName=bounded, PermissionsBoundary=other)
    account.refused("iam.delete_role_permissions_boundary", RoleName=bounded)


@pytest.mark.parametrize("policy", [POLICY, WITHIN_A_BOUNDARY])
def test_a_policy_fits_into_a_managed_one(policy: Path) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
    longest = policy.read_text().replace("NAME", LONGEST_NAME).replace("BOUNDARY", 2 * BOUNDARY)
    assert len(re.sub(r"\s", "", longest)) <= MANAGED_POLICY_CHARACTERS


def test_the_commands_of_the_page_render_the_policies(tmp_path: Path) -> None:
    """docs/deployer-rights.md: the deploy tests run under what its `sed` lines make."""
    page = (PROJECT / "docs" / "deployer-rights.md").read_text()
    commands = re.findall(r"^sed .+ (docs/\S+\.json) > (\S+)$", page, re.M)
    lines = re.findall(r"^sed .+$", page, re.M)
    assert len(lines) == len(commands)
    (tmp_path / "docs").symlink_to(PROJECT / "docs")
    made = []
    for line, (_, target) in zip(lines, commands, strict=True):
        subprocess.run(["bash", "-ec", line], cwd=tmp_path, check=True)
        made.append((tmp_path / target).read_text())
    assert made == [rendered(NAME), rendered_within(BOUNDARY), rendered_under("/vnf/", NAME)]


def test_the_page_explains_every_statement() -> None:
    """docs/deployer-rights.md has a row for each Sid."""
    page = (PROJECT / "docs" / "deployer-rights.md").read_text()
    rows = re.findall(r"^\| `([A-Za-z]+)` \|", page, re.M)
    assert rows == [each["Sid"] for each in json.loads(POLICY.read_text())["Statement"]]

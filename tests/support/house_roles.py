"""Somebody else's IAM: roles that a platform makes, for a deployer who may make none.

They are made by hand, as by another team: empty at first, and later with what the module's output
`role_policies` says, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.support.deployer import rendered

PATH = "/platform/"
KINDS = {
    "hook_handler": "lambda.amazonaws.com",
    "warmup": "lambda.amazonaws.com",
    "prober": "lambda.amazonaws.com",
    "flow_logs": "vpc-flow-logs.amazonaws.com",
    "instance": "ec2.amazonaws.com",
}


class HouseRoles:
    """The roles of one VNF. `iam`: a client with the rights of whoever makes them."""

    def __init__(self, iam: Any, name: str) -> None:
        self._iam = iam
        self.names = {kind: f"house-{name}-{kind}" for kind in KINDS}
        self.arns = {kind: self._empty(kind) for kind in KINDS}
        self.profile_arn = self._profile()

    @property
    def variable(self) -> dict[str, Any]:
        """The module's variable `iam`."""
        roles = {kind: self.arns[kind] for kind in KINDS if kind != "instance"}
        return {"from": "bring", "role_arns": roles, "instance_profile_arn": self.profile_arn}

    def give(self, role_policies: Mapping[str, Mapping[str, Any]]) -> None:
        """Each role what the output says, its trust included."""
        for kind, needs in role_policies.items():
            role = {"RoleName": self.names[kind]}
            self._iam.update_assume_role_policy(**role, PolicyDocument=needs["trust_policy"])
            if needs["policy"]:
                self._iam.put_role_policy(**role, PolicyName="vnf", PolicyDocument=needs["policy"])
            for arn in needs["managed_policy_arns"]:
                self._iam.attach_role_policy(**role, PolicyArn=arn)

    def snapshot(self) -> dict[str, Any]:
        """All that IAM says of the roles and of the instance profile."""
        profile = self._iam.get_instance_profile(InstanceProfileName=self.names["instance"])
        return {kind: self._described(name) for kind, name in self.names.items()} | {
            "profile": plain(profile["InstanceProfile"])
        }

    def _described(self, name: str) -> dict[str, Any]:
        inline = self._iam.list_role_policies(RoleName=name)["PolicyNames"]
        return {
            "role": plain(self._iam.get_role(RoleName=name)["Role"]),
            "inline": {
                each: plain(
                    self._iam.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"]
                )
                for each in inline
            },
            "attached": self._iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"],
        }

    def _empty(self, kind: str) -> str:
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole"}
        document = json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [trust | {"Principal": {"Service": KINDS[kind]}}],
            }
        )
        made = self._iam.create_role(
            Path=PATH, RoleName=self.names[kind], AssumeRolePolicyDocument=document
        )
        return str(made["Role"]["Arn"])

    def _profile(self) -> str:
        name = self.names["instance"]
        made = self._iam.create_instance_profile(Path=PATH, InstanceProfileName=name)
        self._iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
        return str(made["InstanceProfile"]["Arn"])


def plain(described: Any) -> str:
    """For a comparison, without when a role was last used."""
    kept = {key: value for key, value in described.items() if key != "RoleLastUsed"}
    return json.dumps(kept, sort_keys=True, default=str)


def deployer_without_roles(name: str, passed: list[str]) -> str:
    """The deployer's policy for brought roles, as docs/deployer-rights.md says: it makes none."""
    policy = json.loads(rendered(name))
    policy["Statement"] = [each for each in policy["Statement"] if each["Sid"] != "Roles"]
    for statement in policy["Statement"]:
        if statement["Sid"] == "PassRoles":
            statement["Resource"] = passed
    return json.dumps(policy)

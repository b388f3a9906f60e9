"""The operator who deploys as documented: a role with docs/deployer-policy.json, and its key."""

from __future__ import annotations

import hashlib
import json

from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends

from lab.context import Lab
from lab.pipeline.principals import Caller
from tests.support.project import PROJECT

POLICY = PROJECT / "docs" / "deployer-policy.json"
WITHIN_A_BOUNDARY = PROJECT / "docs" / "deployer-boundary.json"

_NOBODYS_TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def rendered(name: str) -> str:
    """The policy for a VNF of this name, as the `sed` line of docs/deployer-rights.md makes it."""
    return POLICY.read_text().replace("NAME", name)


def rendered_under(path: str, name: str) -> str:
    """The same for roles under a path of IAM, likewise."""
    policy = POLICY.read_text()
    for kind in ("role", "instance-profile"):
        policy = policy.replace(f":{kind}/NAME-", f":{kind}{path}NAME-")
    return policy.replace("NAME", name)


def rendered_within(boundary_arn: str) -> str:
    """The policy that ties the roles to a permissions boundary, likewise."""
    return WITHIN_A_BOUNDARY.read_text().replace("BOUNDARY", boundary_arn)


def deployer(lab: Lab, name: str) -> str:
    """Who may deploy the VNF of this name and nothing else. Returns the name of the role.

    The role is made at the first call; its policies may be changed like any role's.
    """
    role_name = f"deployer-of-{name}"
    with lab.lock:
        iam = iam_backends[lab.account]["aws"]
        try:
            iam.get_role(role_name)
        except NotFoundException:
            role = iam.create_role(role_name, _NOBODYS_TRUST, "/", None, "", [], None)
            iam.put_role_policy(role_name, "deploy", rendered(name))
            lab.callers.register(key_of(role_name), Caller("operator", role_name, None, role.arn))
    return role_name


def credentials(role_name: str) -> dict[str, str]:
    """Makes Terraform and the AWS CLI call with the role, instead of with all rights."""
    key = key_of(role_name)
    return {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": key}


def key_of(role_name: str) -> str:
    """An access key of the form that moto recognises."""
    return f"AKIA{hashlib.sha256(role_name.encode()).hexdigest()[:16].upper()}"

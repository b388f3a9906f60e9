"""The operator who deploys as documented: a role with docs/deployer-policy.json, and its key."""

from __future__ import annotations

import hashlib
import json

from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends

from lab.context import REGION, Lab
from lab.partitions import dns_suffix_of, partition_of
from lab.pipeline.principals import Caller
from tests.support.project import PROJECT

POLICY = PROJECT / "docs" / "deployer-policy.json"
WITHIN_A_BOUNDARY = PROJECT / "docs" / "deployer-boundary.json"

_NOBODYS_TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def rendered(name: str, region: str = REGION) -> str:
    """The policy for a VNF of this name, as docs/deployer-rights.md has it rendered."""
    policy = POLICY.read_text().replace("NAME", name)
    policy = policy.replace("arn:aws:", f"arn:{partition_of(region)}:")
    return policy.replace('"ec2.amazonaws.com"', f'"ec2.{dns_suffix_of(region)}"')


def rendered_under(path: str, name: str) -> str:
    """The same for roles under a path of IAM, likewise."""
    policy = POLICY.read_text()
    for kind in ("role", "instance-profile"):
        policy = policy.replace(f":{kind}/NAME-", f":{kind}{path}NAME-")
    return policy.replace("NAME", name)


def rendered_within(boundary_arn: str) -> str:
    """The policy that ties the roles to a permissions boundary, likewise."""
    return WITHIN_A_BOUNDARY.read_text().replace("BOUNDARY", boundary_arn)


def policy_name(name: str) -> str:
    """Of the deployer's policy for the VNF of this name."""
    return f"deploy-{name}"


def deployer(lab: Lab, *names: str) -> str:
    """Who may deploy the VNFs of these names and nothing else. Returns the name of the role.

    The role is made at the first call; its policies may be changed like any role's.
    """
    role_name = f"deployer-of-{'-and-'.join(names)}"
    with lab.lock:
        iam = iam_backends[lab.account][lab.partition]
        try:
            iam.get_role(role_name)
        except NotFoundException:
            role = iam.create_role(role_name, _NOBODYS_TRUST, "/", None, "", [], None)
            for name in names:
                iam.put_role_policy(role_name, policy_name(name), rendered(name, lab.region))
            lab.callers.register(key_of(role_name), Caller("operator", role_name, None, role.arn))
    return role_name


def give_the_network(lab: Lab, role_name: str) -> None:
    """What makes the network that is there, too, is another team's right: all of EC2."""
    everything = {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [everything]})
    with lab.lock:
        iam_backends[lab.account][lab.partition].put_role_policy(role_name, "network", policy)


def credentials(role_name: str) -> dict[str, str]:
    """Makes Terraform and the AWS CLI call with the role, instead of with all rights."""
    key = key_of(role_name)
    return {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": key}


def key_of(role_name: str) -> str:
    """An access key of the form that moto recognises."""
    return f"AKIA{hashlib.sha256(role_name.encode()).hexdigest()[:16].upper()}"

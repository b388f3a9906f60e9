"""What IAM evaluates for a call of an operator who has a role: Terraform under a policy.

What the table knows is evaluated as there. Calls on roles, functions, keys and parameters are
evaluated on their ARNs, every other one on ``*``: a policy that narrows those has to be taught here
first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lab.iam.account import Account
from lab.iam.dependents import dependents
from lab.iam.resources import ANY, Resource
from lab.iam.table import RENAMED, TABLE, Check, tag_on_create
from lab.iam.table import checks as checks_of_the_table

Params = Mapping[str, Any]

# IAM asks for no right at all.
FREE = {"sts:GetCallerIdentity"}


def checks(known: Account, service: str, action: str, params: Params) -> list[Check]:
    """All that IAM evaluates for the call, what AWS asks of the caller besides included."""
    name = RENAMED.get(f"{service}:{action}", f"{service}:{action}")
    if name in FREE:
        return []
    if name in TABLE:
        own = checks_of_the_table(known, service, action, params)
        return own + dependents(known, name, params, own[0].resource if own else ANY)
    resources = _RESOURCES.get(service, _anything)(known, params)
    own = [Check(name, each) for each in resources]
    tagged = tag_on_create(known, service, action, params)
    return own + tagged + dependents(known, name, params, resources[0])


def _anything(_: Account, __: Params) -> list[Resource]:
    return [ANY]


def _of_iam(known: Account, params: Params) -> list[Resource]:
    """The instance profile where one is named, else the role: no call is evaluated on both."""
    if "InstanceProfileName" in params:
        return [known.instance_profile(params["InstanceProfileName"])]
    return [known.role(params)] if "RoleName" in params else [ANY]


def _of_lambda(known: Account, params: Params) -> list[Resource]:
    """The function, which a call names by its name or its ARN (TagResource: as ``Resource``)."""
    named = str(params.get("FunctionName") or params.get("Resource") or "")
    return [known.function(named.split(":function:")[-1].split(":")[0])] if named else [ANY]


def _of_kms(known: Account, params: Params) -> list[Resource]:
    """Alias calls are evaluated on the alias and on its key."""
    found = []
    alias = params.get("AliasName")
    if alias:
        found.append(Resource(known.arn("kms", alias)))
    named = params.get("KeyId") or params.get("TargetKeyId") or alias
    if named:
        key = known.key(named)
        found.append(Resource(key.arn if key else known.arn("kms", f"key/{named}")))
    return found or [ANY]


def _of_ssm(known: Account, params: Params) -> list[Resource]:
    """The parameter, or for a path the path as if it were one; tags name it without its kind.
    https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html"""
    named = str(params.get("Name") or params.get("Path") or params.get("ResourceId") or "")
    return [Resource(known.arn("ssm", f"parameter/{named.lstrip('/')}"))] if named else [ANY]


_RESOURCES: dict[str, Callable[[Account, Params], list[Resource]]] = {
    "iam": _of_iam,
    "kms": _of_kms,
    "lambda": _of_lambda,
    "ssm": _of_ssm,
}

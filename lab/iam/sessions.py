"""STS AssumeRole: credentials of a role, for whom its trust policy names.

What such credentials may do is the intersection of the role's policies and the session policy given
with the call: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
Sessions of the lab do not expire.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.models import Role
from moto.sts.responses import TokenResponse

from lab import context
from lab.context import Lab
from lab.errors import AwsError, NotModelled
from lab.iam.evaluator import Decision, Document, Request, evaluate
from lab.iam.resources import lowered
from lab.moto_answers import members
from lab.patching import replace
from lab.pipeline.principals import Caller

# Other arguments change what the session may do or who may begin it.
KNOWN = {"RoleArn", "RoleSessionName", "Policy", "ExternalId", "DurationSeconds"}
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
LONGEST_POLICY = 2048  # characters

_moto_assume_role = TokenResponse.assume_role


def install() -> None:
    replace(TokenResponse, "assume_role", _assume_role)


def outside(policy: Document | None, request: Request) -> Decision | None:
    """How a session policy refuses what the role may do; None: it does not.

    Like a boundary it grants nothing: what it does not allow is denied.
    """
    if policy is None:
        return None
    says = evaluate([policy], request)
    return None if says is Decision.ALLOW else says


def _assume_role(response: TokenResponse) -> ActionResult:
    lab = context.current()
    params = _parameters(response)
    role = lab.iam.role(params["RoleArn"])
    caller = lab.callers.identify(response.access_key)
    if role is None or not _trusts(role, lab, caller, params):
        raise _not_authorized(lab, caller, params["RoleArn"])
    _require_duration(role, params)
    answer = _moto_assume_role(response)
    session = Caller(
        kind="operator",
        name=params["RoleSessionName"],
        role_arn=role.arn,
        session_policy=_policy(params),
    )
    lab.callers.register(members(answer)["Credentials"].access_key_id, session)
    return answer


def _parameters(response: TokenResponse) -> Mapping[str, Any]:
    params: dict[str, Any] = response._get_params()
    params = {name: value for name, value in params.items() if name not in ("Action", "Version")}
    if set(params) - KNOWN:
        raise NotModelled(f"AssumeRole with {sorted(set(params) - KNOWN)}")
    return params


def _policy(params: Mapping[str, Any]) -> str | None:
    """The session policy as it was sent; ValidationError or MalformedPolicyDocument."""
    text = params.get("Policy")
    if text is None:
        return None
    if len(text) > LONGEST_POLICY:
        raise AwsError(
            "ValidationError",
            "1 validation error detected: Value at 'policy' failed to satisfy constraint: "
            f"Member must have length less than or equal to {LONGEST_POLICY}",
        )
    try:
        statements = json.loads(text)["Statement"]
    except (ValueError, KeyError, TypeError):
        raise AwsError("MalformedPolicyDocument", "The policy is not in JSON format.") from None
    if not statements:
        raise AwsError("MalformedPolicyDocument", "Policy statement must contain actions.")
    return str(text)


def _require_duration(role: Role, params: Mapping[str, Any]) -> None:
    seconds = int(params.get("DurationSeconds", 0))  # the SDK refuses less than 900
    if seconds > int(role.max_session_duration or 3600):
        raise AwsError(
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        )


def _trusts(role: Role, lab: Lab, caller: Caller, params: Mapping[str, Any]) -> bool:
    """Whether the trust policy names the caller or delegates to the caller's account."""
    context = lowered(
        {
            "sts:ExternalId": params.get("ExternalId"),
            "sts:RoleSessionName": params["RoleSessionName"],
            "aws:PrincipalAccount": lab.account,
            "aws:PrincipalArn": _arn(lab, caller),
        }
    )
    named = frozenset({lab.account, lab.global_arn("iam", "root"), _arn(lab, caller)})
    request = Request("sts:AssumeRole", role.arn, context, named)
    return evaluate([_as_resource_policy(role)], request) is Decision.ALLOW


def _as_resource_policy(role: Role) -> Document:
    """A trust policy has no Resource: it is the role's own."""
    document = json.loads(role.assume_role_policy_document)
    statements = document["Statement"]
    listed = statements if isinstance(statements, list) else [statements]
    return {"Statement": [{**statement, "Resource": "*"} for statement in listed]}


def _arn(lab: Lab, caller: Caller) -> str:
    return caller.role_arn or lab.global_arn("iam", f"user/{caller.name}")


def _not_authorized(lab: Lab, caller: Caller, role_arn: str) -> AwsError:
    """The same for a role that does not exist: STS does not tell."""
    return AwsError(
        "AccessDenied",
        f"User: {_arn(lab, caller)} is not authorized to perform: sts:AssumeRole on resource: "
        f"{role_arn}",
        403,
    )

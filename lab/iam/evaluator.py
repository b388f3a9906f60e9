"""IAM policy evaluation for one request: an explicit deny wins, then an allow is needed."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lab.iam.conditions import as_list, holds
from lab.iam.wildcards import Context, matches, matches_arn

Document = Mapping[str, Any]


class Decision(enum.Enum):
    """Outcome of one set of policies."""

    ALLOW = "allow"
    EXPLICIT_DENY = "explicit deny"
    IMPLICIT_DENY = "implicit deny"


@dataclass(frozen=True)
class Request:
    """One action on one resource.

    ``action`` is written ``service:Action``, ``resource`` is an ARN or ``*``; keys of ``context``
    are in lower case. ``principals`` are what a resource policy may name: ARNs, the account id, or
    an AWS service.
    """

    action: str
    resource: str
    context: Context = field(default_factory=dict)
    principals: frozenset[str] = frozenset()


def evaluate(documents: Iterable[Document], request: Request) -> Decision:
    """What this set of policies says, taken alone."""
    effects = {
        statement["Effect"]
        for document in documents
        for statement in _statements(document)
        if _applies(statement, request)
    }
    if "Deny" in effects:
        return Decision.EXPLICIT_DENY
    return Decision.ALLOW if "Allow" in effects else Decision.IMPLICIT_DENY


def allowing(documents: Iterable[Document], request: Request) -> set[str]:
    """Sids of the statements that allow the request."""
    return {
        str(statement.get("Sid", ""))
        for document in documents
        for statement in _statements(document)
        if statement["Effect"] == "Allow" and _applies(statement, request)
    }


def decide(
    identity: Iterable[Document], boundary: Document | None, request: Request
) -> tuple[Decision, str]:
    """Identity policies within a permissions boundary.

    Returns the decision and the kind of policy that decided, in IAM's words.
    """
    by_identity = evaluate(identity, request)
    if by_identity is Decision.EXPLICIT_DENY or boundary is None:
        return by_identity, "identity-based policy"
    by_boundary = evaluate([boundary], request)
    if by_boundary is not Decision.ALLOW:
        return by_boundary, "permissions boundary"
    return by_identity, "identity-based policy"


def _statements(document: Document) -> list[Mapping[str, Any]]:
    statements = document["Statement"]
    return statements if isinstance(statements, list) else [statements]


def _applies(statement: Mapping[str, Any], request: Request) -> bool:
    return (
        _principal_applies(statement, request)
        and _action_applies(statement, request)
        and _resource_applies(statement, request)
        and holds(statement.get("Condition", {}), request.context)
    )


def _principal_applies(statement: Mapping[str, Any], request: Request) -> bool:
    """Only resource policies (of keys, queues, topics, roles) name a principal."""
    if "Principal" not in statement:
        return True
    named = statement["Principal"]
    if named == "*":
        return True
    listed = as_list(named.get("AWS", [])) + as_list(named.get("Service", []))
    return any(each == "*" or each in request.principals for each in listed)


def _action_applies(statement: Mapping[str, Any], request: Request) -> bool:
    def listed(element: str) -> bool:
        return any(
            matches(pattern, request.action, request.context, ignore_case=True)
            for pattern in as_list(statement[element])
        )

    return listed("Action") if "Action" in statement else not listed("NotAction")


def _resource_applies(statement: Mapping[str, Any], request: Request) -> bool:
    def listed(element: str) -> bool:
        return any(
            matches_arn(pattern, request.resource, request.context)
            for pattern in as_list(statement[element])
        )

    if "NotResource" in statement:
        return not listed("NotResource")
    return listed("Resource")

"""IAM as the lab enforces it: for calls with a role, a function's or an operator's, and for AWS's
own services."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moto.iam.exceptions import NotFoundException
from moto.iam.models import ManagedPolicy, Role, iam_backends

from lab.context import Lab
from lab.errors import AwsError, NotModelled
from lab.iam import operators, sessions
from lab.iam.account import Account
from lab.iam.denied import Denied
from lab.iam.evaluator import Decision, Document, Request, allowing, decide, evaluate
from lab.iam.resources import Keys, Resource, lowered
from lab.iam.services import asked, let_in_by
from lab.iam.table import Check, checks
from lab.pipeline.principals import Caller

# Error code and HTTP status by service, where they are not the common ones.
_ERRORS = {
    "ec2": ("UnauthorizedOperation", 403),
    "autoscaling": ("AccessDenied", 403),
    "cloudwatch": ("AccessDenied", 403),
    "iam": ("AccessDenied", 403),
    "sns": ("AuthorizationError", 403),
}
_NO_KEY = ("KMSAccessDenied", 400)  # what topics and queues say of their key
_COMMON_ERROR = ("AccessDeniedException", 400)


class Iam:
    """Evaluates policies of roles, their boundary, and of resources; remembers what was used.

    ``used`` holds ``(role ARN, action)`` of every allowed check, implied ones included, and
    ``used_statements`` ``(role ARN, Sid, action)`` of what allowed them, or for AWS's services
    ``(ARN of the resource, Sid, action)`` of its policy; ``denied`` every refusal in order.
    """

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._known = Account(lab)
        self._documents: dict[str, Document] = {}  # parsed, by their text
        self.used: set[tuple[str, str]] = set()
        self.used_statements: set[tuple[str, str, str]] = set()
        self.denied: list[Denied] = []

    def authorize(
        self, caller: Caller, service: str, action: str, params: Mapping[str, Any]
    ) -> None:
        """Raise the error of the service if the caller's role may not do this; no role may do all.

        An action of a function that the table lacks raises NotModelled, which is also listed among
        the gaps. What is asked of an operator: `lab.iam.operators`.
        """
        if caller.role_arn is None:
            return
        evaluated = operators.checks if caller.kind == "operator" else checks
        with self._lab.lock:
            try:
                for check in evaluated(self._known, service, action, params):
                    self._require(caller, check, told_by=service)
            except NotModelled as gap:
                self._lab.gaps.add(self._lab.clock.now(), f"{service}:{action}", gap.message)
                raise

    def permits(self, caller: Caller, service: str, action: str, params: Mapping[str, Any]) -> bool:
        """As `authorize`, for what AWS itself does with a role: a refusal is only remembered."""
        try:
            self.authorize(caller, service, action, params)
        except AwsError:
            return False
        return True

    def role_may(self, role_arn: str, session: str, action: str, resource: str) -> bool:
        """Whether AWS itself may do "service:Action" with the role, on an ARN and nothing that is
        known of it. `session`: what it calls itself there. A refusal is remembered."""
        caller = Caller("service", session, role_arn=role_arn)
        try:
            with self._lab.lock:
                self._require(caller, Check(action, Resource(resource)), action.split(":")[0])
        except AwsError:
            return False
        return True

    def service_may(
        self, service: str, action: str, resource: str, context: Mapping[str, str]
    ) -> bool:
        """Whether an AWS service may do this, by the policy of the resource and of its key.

        service: its principal, "cloudwatch.amazonaws.com". resource: ARN of a topic, queue, key or
        role; what is encrypted asks for its key as well. context: condition keys that the service
        sends along, ``{"aws:SourceArn": …, "aws:SourceAccount": …}``. A refusal is remembered in
        `denied` and told on the timeline.
        """
        with self._lab.lock:
            wanted = asked(self._known, service, action, resource, context)
            return all(self._lets_in(service, check) for check in wanted)

    def _lets_in(self, service: str, check: Check) -> bool:
        where = check.resource.arn
        sids = let_in_by(self._known, service, check)
        self.used_statements |= {(where, sid, check.action) for sid in sids}
        if not sids:
            message = (
                f"User: {service} is not authorized to perform: {check.action} on resource: "
                f"{where} because no resource-based policy allows the {check.action} action"
            )
            self._deny(service, service, check, message)
        return bool(sids)

    def _require(self, caller: Caller, check: Check, told_by: str) -> None:
        role_arn = str(caller.role_arn)
        decision, by = self._decide(caller, check)
        if decision is Decision.ALLOW:
            self.used.add((role_arn, check.action))
            return
        why = (
            f"with an explicit deny in {_article(by)}"
            if decision is Decision.EXPLICIT_DENY
            else f"because no {by} allows the {check.action} action"
        )
        role_name = role_arn.rsplit("/", 1)[-1]
        session = self._lab.global_arn("sts", f"assumed-role/{role_name}/{caller.name}")
        message = (
            f"User: {session} is not authorized to perform: {check.action} on resource: "
            f"{check.resource.arn} {why}"
        )
        self._deny(role_arn, caller.name, check, message)
        raise _error(told_by, check.action, message)

    def _deny(self, principal: str, name: str, check: Check, message: str) -> None:
        self.denied.append(
            Denied(self._lab.clock.now(), principal, check.action, check.resource.arn, message)
        )
        self._lab.timeline.add("IAM", f"denies {name} {check.action}", reason=message)

    def _decide(self, caller: Caller, check: Check) -> tuple[Decision, str]:
        role = self.role(str(caller.role_arn))
        if role is None:
            return Decision.IMPLICIT_DENY, "identity-based policy"
        context = self._context(caller, role) | check.resource.keys
        request = Request(check.action, check.resource.arn, context)
        refused = sessions.outside(self._session_policy(caller), request)
        if refused is not None:
            return refused, "session policy"
        if check.action.startswith("kms:"):
            by_key = self._key_policy(role, request)
            if by_key is not None:
                return by_key, "resource-based policy"
        identity = self._identity(role)
        decision, by = decide(identity, self._boundary(role), request)
        if decision is Decision.ALLOW:
            sids = allowing(identity, request)
            self.used_statements |= {(role.arn, sid, request.action) for sid in sids}
        return decision, by

    def _key_policy(self, role: Role, request: Request) -> Decision | None:
        """Identity policies count only if the key policy delegates to the account.

        None: the key policy leaves it to them.
        """
        key = self._known.key(request.resource)
        if key is None:
            return None
        document = self._parsed(key.policy)

        def says(*principals: str) -> Decision:
            # In a key policy "*" means the key itself.
            return evaluate(
                [document],
                Request(request.action, key.arn, request.context, frozenset(principals)),
            )

        account = self._lab.account
        to_role = says(role.arn)
        if to_role is not Decision.IMPLICIT_DENY:
            return to_role
        delegated = says(self._lab.global_arn("iam", "root"), account)
        return None if delegated is Decision.ALLOW else delegated

    def _context(self, caller: Caller, role: Role) -> Keys:
        """Keys that every request made with the role carries."""
        region = self._lab.region
        function = self._lab.arn("lambda", f"function:{caller.name}")
        tags = {f"aws:PrincipalTag/{tag['Key']}": tag["Value"] for tag in role.tags or []}
        return lowered(
            tags
            | {
                "aws:PrincipalArn": role.arn,
                "aws:PrincipalAccount": self._lab.account,
                "aws:PrincipalType": "AssumedRole",
                "aws:RequestedRegion": region,
                "aws:SecureTransport": "true",
                "ec2:Region": region,
                "kms:CallerAccount": self._lab.account,
                "lambda:SourceFunctionArn": function if caller.kind == "lambda" else None,
            }
        )

    def role(self, arn: str) -> Role | None:
        """moto's model of a role; None if there is none."""
        try:
            return iam_backends[self._lab.account][self._lab.partition].get_role_by_arn(arn)
        except NotFoundException:
            return None

    def _identity(self, role: Role) -> list[Document]:
        managed = [_default_version(policy) for policy in role.managed_policies.values()]
        return [self._parsed(text) for text in [*role.policies.values(), *managed]]

    def _session_policy(self, caller: Caller) -> Document | None:
        return self._parsed(caller.session_policy) if caller.session_policy else None

    def _boundary(self, role: Role) -> Document | None:
        arn = role.permissions_boundary_arn
        if not arn:
            return None
        policy = iam_backends[self._lab.account][self._lab.partition].managed_policies[arn]
        return self._parsed(_default_version(policy))

    def _parsed(self, text: str) -> Document:
        if text not in self._documents:
            self._documents[text] = json.loads(text)
        return self._documents[text]


def _default_version(policy: ManagedPolicy) -> str:
    return str(next(each.document for each in policy.versions if each.is_default_version))


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _error(service: str, action: str, message: str) -> AwsError:
    code, status = _ERRORS.get(service, _COMMON_ERROR)
    if service in ("sns", "sqs") and action.startswith("kms:"):
        code, status = _NO_KEY
    if service == "ec2":
        message = f"You are not authorized to perform this operation. {message}"
    return AwsError(code, message, status)

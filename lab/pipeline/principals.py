"""Who makes a call: told by the access key it is signed with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True)
class Caller:
    kind: Literal["operator", "lambda", "service"]
    name: str  # function name, service name, session name or "operator"
    request_id: str | None = None  # of the Lambda invocation
    role_arn: str | None = None  # whose policies are evaluated; None: may do all
    session_policy: str | None = None  # JSON; narrows what the role may do in this session

    @property
    def by_service(self) -> Caller:
        """The same role in the hands of the service that runs the function: not its code's call."""
        return replace(self, kind="service")


OPERATOR = Caller(kind="operator", name="operator")


class Callers:
    """Keys the lab has issued. Any other key (test/test) is the operator's, who may do all."""

    def __init__(self) -> None:
        self._by_key: dict[str, Caller] = {}
        self.dead: set[str] = set()  # request ids of killed invocations: their calls go nowhere

    def register(self, access_key_id: str, caller: Caller) -> None:
        """`access_key_id`: 20 upper-case letters or digits, or moto does not recognise it."""
        self._by_key[access_key_id] = caller

    def forget(self, access_key_id: str) -> None:
        self._by_key.pop(access_key_id, None)

    def identify(self, access_key_id: str) -> Caller:
        return self._by_key.get(access_key_id, OPERATOR)

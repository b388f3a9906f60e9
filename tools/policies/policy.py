"""Policies as the rules read them, whoever wrote them and in whichever of JSON's short forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Kind(Enum):
    """What a policy hangs on: it says which of its elements mean something."""

    ROLE = "what a role may do"
    OPERATOR = "what whoever runs Terraform may do, before anything has an ARN"
    RESOURCE = "who may use a resource; its resource `*` is that one"
    TRUST = "who may take a role; it names no resource"


@dataclass(frozen=True)
class Statement:
    """One statement; ``odd`` are elements that turn their meaning round, such as NotAction."""

    sid: str
    allows: bool
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    keys: tuple[str, ...]
    odd: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """A policy and the name by which a sentence speaks of it."""

    name: str
    kind: Kind
    statements: tuple[Statement, ...]


def policy(name: str, kind: Kind, document: Mapping[str, Any]) -> Policy:
    """Reads a policy document."""
    statements = _listed(document["Statement"])
    return Policy(name, kind, tuple(_statement(at, each) for at, each in enumerate(statements, 1)))


def _statement(at: int, written: Mapping[str, Any]) -> Statement:
    conditions = written.get("Condition", {}).values()
    return Statement(
        sid=written.get("Sid") or f"statement {at}",
        allows=written["Effect"] == "Allow",
        actions=tuple(_listed(written.get("Action", []))),
        resources=tuple(_listed(written.get("Resource", "*"))),
        keys=tuple(dict.fromkeys(key for keys in conditions for key in keys)),
        odd=tuple(each for each in written if each.startswith("Not")),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

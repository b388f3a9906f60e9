"""Where the next instance is launched, and of which type.

docs/aws-behaviour.md#choice-of-the-zone
docs/aws-behaviour.md#mixed-instances-policy
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from lab.autoscaling.store import Group
from lab.context import Lab

Types = tuple[str | None, ...]  # None: the launch template's own


@dataclass(frozen=True)
class Attempt:
    """One launch: of the first of these types that this subnet (moto's) has capacity for."""

    subnet: Any
    types: Types

    @property
    def pool(self) -> tuple[str, Types]:
        """What has been tried once this attempt has failed."""
        return self.subnet.availability_zone, self.types


def choose(lab: Lab, group: Group, tried: frozenset[tuple[str, Types]]) -> Attempt | None:
    """The next attempt of a launch, or None when every pool has been `tried`."""
    for types in _rounds(lab, group):
        zones = frozenset(zone for zone, them in tried if them == types)
        subnet = choose_subnet(lab, group, zones)
        if subnet is not None:
            return Attempt(subnet, types)
    return None


def _rounds(lab: Lab, group: Group) -> list[Types]:
    """All types in each zone, or each type in all zones."""
    types = group.instance_types
    return [types] if lab.switches.types_before_zones else [(each,) for each in types]


def choose_subnet(lab: Lab, group: Group, tried: frozenset[str]) -> Any | None:
    """moto's subnet for the next launch, or None when every AZ has been `tried`.

    The AZ with the fewest instances, ties at random (or `lab.groups.force_az`); of several
    subnets in it, the one with the most free addresses.
    """
    by_zone: dict[str, list[Any]] = {}
    for subnet in _subnets(lab, group):
        by_zone.setdefault(subnet.availability_zone, []).append(subnet)
    zones = [zone for zone in by_zone if zone not in tried]
    if not zones:
        return None
    zone = _forced(lab, zones) or _least_populated(lab, group, zones)
    return max(by_zone[zone], key=lambda subnet: int(subnet.available_ip_address_count))


def _subnets(lab: Lab, group: Group) -> list[Any]:
    ids = (group.vpc_zone_identifier or "").split(",")
    return list(lab.ec2.backend.describe_subnets(subnet_ids=ids))


def _forced(lab: Lab, zones: list[str]) -> str | None:
    return lab.groups.force_az if lab.groups.force_az in zones else None


def _least_populated(lab: Lab, group: Group, zones: list[str]) -> str:
    population = Counter(
        member.availability_zone
        for member in group.members
        if member.counts or (member.leaving and lab.switches.leaving_instances_fill_their_az)
    )
    fewest = min(population[zone] for zone in zones)
    return lab.rng.choice(sorted(zone for zone in zones if population[zone] == fewest))

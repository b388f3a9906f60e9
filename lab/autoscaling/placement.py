"""Which subnet, and so which AZ, the next instance is launched in.

docs/aws-behaviour.md#choice-of-the-zone
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from lab.autoscaling.store import Group
from lab.context import Lab


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

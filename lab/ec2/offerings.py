"""Which instance types a region offers: outside the partition aws moto has no list."""

from __future__ import annotations

from typing import Any

from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.ec2.models.instance_types import INSTANCE_TYPE_OFFERINGS

from lab.context import REGION

Offering = dict[str, Any]


def complete(region: str) -> None:
    """A region that moto has no list of offers in each zone what the lab's own one does."""
    zones = {zone.name: zone.zone_id for zone in RegionsAndZonesBackend.zones[region]}
    places = {
        "region": [region],
        "availability-zone": list(zones),
        "availability-zone-id": list(zones.values()),
    }
    for kind, there in places.items():
        offered: dict[str, list[Offering]] = INSTANCE_TYPE_OFFERINGS[kind]
        if region not in offered:
            types = sorted({each["InstanceType"] for each in offered[REGION]})
            offered[region] = [_offering(kind, place, each) for place in there for each in types]


def _offering(kind: str, place: str, instance_type: str) -> Offering:
    return {"InstanceType": instance_type, "Location": place, "LocationType": kind}

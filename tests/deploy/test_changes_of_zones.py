"""A zone is added, and removed again by the steps of docs/operations.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.running import Running
from tests.support.served_lab import ServedLab

ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
RANGES = ["10.16.1.0/24", "10.16.2.0/24", "10.16.3.0/24"]
SUBNET = f'module.vpc[0].aws_subnet.wan["{RANGES[-1]}"]'
ASSOCIATION = f'module.vpc[0].aws_route_table_association.wan["{RANGES[-1]}"]'
GROUP = "module.asg.aws_autoscaling_group.this: update"
LAUNCH_ZONES, SUBNET_IDS = "output.launch_zones: update", "output.wan_subnet_ids: update"


@pytest.mark.nightly
def test_changes_of_zones(served: ServedLab, tmp_path: Path) -> None:
    running = Running(served, tmp_path, availability_zones=ZONES[:-1], wan_subnet_cidrs=RANGES[:-1])
    a_zone_is_added(running)
    the_instance_moves_into_it(running)
    the_zone_is_removed(running)
    running.destroy()


def a_zone_is_added(running: Running) -> None:
    before = running.vip
    planned = running.change(availability_zones=ZONES, wan_subnet_cidrs=RANGES)
    assert planned == {
        f"{SUBNET}: create",
        f"{ASSOCIATION}: create",
        GROUP,
        LAUNCH_ZONES,
        SUBNET_IDS,
    }
    assert running.vip == before
    running.at_rest()


def the_instance_moves_into_it(running: Running) -> None:
    with running.served.lab.lock:
        running.served.lab.groups.force_az = ZONES[-1]
    running.replace_the_instance(running.served.in_service())
    assert running.vip.zone == ZONES[-1]


def the_zone_is_removed(running: Running) -> None:
    """First the group leaves the zone, then Terraform removes it."""
    there, before = running.served.in_service(), running.vip
    assert running.change(evacuate=ZONES[-1:]) == {GROUP, LAUNCH_ZONES}
    assert running.vip == before, "it stays until somebody replaces it"
    elsewhere = running.replace_the_instance(there)
    assert elsewhere.availability_zone in ZONES[:-1]

    planned = running.change(
        availability_zones=ZONES[:-1], wan_subnet_cidrs=RANGES[:-1], evacuate=None
    )
    assert planned == {f"{SUBNET}: delete", f"{ASSOCIATION}: delete", SUBNET_IDS}
    running.at_rest()
    assert running.vip.instance_id == elsewhere.instance_id

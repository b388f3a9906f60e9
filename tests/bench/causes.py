"""How long the VIP is away, by cause: without a standby, and with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lab.in_process import simulated
from lab.switches import Switches
from tests.support.actions import MINUTE, end, holder, settle, sicken, stop
from tests.support.deployment import Deployment
from tests.support.outage import Outage

Strike = Callable[[Deployment, str], None]

# Seconds that a guest takes to boot: the replacement cannot serve before, the standby has done it.
GRACE = 60


@dataclass(frozen=True)
class Cause:
    """What happens to the instance that serves, and what of the lab is set for it."""

    name: str
    strike: Strike
    switches: tuple[tuple[str, Any], ...] = ()


def _lose_the_zone(deployed: Deployment, instance_id: str) -> None:
    (zone,) = [
        each["AvailabilityZone"]
        for each in deployed.instances()
        if each["InstanceId"] == instance_id
    ]
    deployed.lab.ec2.az_down.add(zone)


CAUSES = (
    Cause("Stopped", stop),
    Cause("Ended, shut down within 5 s", end, (("shutting_down_seconds", (1.0, 5.0)),)),
    Cause("Ended", end),
    Cause("Status checks fail, `impaired_after_seconds = 60`", sicken),
    Cause("Its zone fails", _lose_the_zone),
)


def away(cause: Cause, standby: str, seed: int) -> float:
    """Seconds of the lab until the VIP is whole on another instance."""
    with simulated(seed=seed, switches=Switches(**dict(cause.switches))) as lab:
        deployed = Deployment(
            lab,
            STANDBY=standby,
            IMPAIRED_AFTER_SECONDS="60",
            HEALTH_CHECK_GRACE_SECONDS=str(GRACE),
        )
        deployed.warm_up()
        if standby == "hot":
            deployed.join()
        deployed.make_alarms("status-checks-failed")
        settle(deployed, 5 * MINUTE + seed % 60)  # struck at another moment between two audits
        outage = Outage(deployed)
        cause.strike(deployed, holder(deployed))
        settle(deployed, 8 * MINUTE)
        return outage.seconds

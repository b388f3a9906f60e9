"""The one deployment: made, lent to the questions, and destroyed whatever happens."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tools.verify_aws.aws import Aws
from tools.verify_aws.clock import Clock
from tools.verify_aws.stopping import StopError, signals_wait
from tools.verify_aws.terraform import Terraform, TerraformFailedError

ZONES = 3
DESTROY_ATTEMPTS = 2
PAUSE_SECONDS = 60.0  # between the two: what AWS still takes down is gone by then

Say = Callable[[str], None]


def variables(aws: Aws, name: str) -> Mapping[str, Any]:
    """The module's defaults in three zones of this region."""
    found = aws.ec2.describe_availability_zones(
        Filters=[
            {"Name": "state", "Values": ["available"]},
            {"Name": "zone-type", "Values": ["availability-zone"]},
            {"Name": "region-name", "Values": [aws.region]},
        ]
    )["AvailabilityZones"]
    zones = sorted(zone["ZoneName"] for zone in found)[:ZONES]
    if len(zones) < ZONES:
        raise StopError(
            f"{aws.region} offers {len(zones)} zones, {ZONES} are needed: take another."
        )
    return {
        "name": name,
        "availability_zones": zones,
        # Nothing of this is to be read in a year.
        "log_retention_days": 1,
        "enable_dashboard": False,
    }


@contextmanager
def deployed(terraform: Terraform, clock: Clock, say: Say) -> Iterator[None]:
    """Apply; destroy at the end, also after an error or Ctrl-C, half-way through the apply too.

    Raises StopError, with what to do by hand, when something could not be destroyed.
    """
    terraform.init()
    try:
        say("terraform apply: some minutes")
        terraform.apply()
        yield
    finally:
        with signals_wait(say):
            _destroy(terraform, clock, say)


def _destroy(terraform: Terraform, clock: Clock, say: Say) -> None:
    for attempt in range(1, DESTROY_ATTEMPTS + 1):
        say("terraform destroy: some minutes")
        try:
            terraform.destroy()
        except TerraformFailedError as failure:
            say(str(failure))
            if attempt < DESTROY_ATTEMPTS:
                clock.sleep(PAUSE_SECONDS)
        else:
            shutil.rmtree(terraform.module)
            return
    raise StopError(
        "NOT everything is destroyed, and what is left costs money. Finish by hand, with the "
        f"same credentials and region:\n  terraform -chdir={terraform.module} destroy"
    )

"""The lab in one process, on virtual time, under moto's mock: thousands of scenarios a minute."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import botocore.endpoint
from moto import mock_aws

from tests.lab import lab, moto_setup
from tests.lab.clock import LAB_EPOCH, SimulatedClock
from tests.lab.lab import Lab
from tests.lab.switches import Switches


@contextmanager
def simulated(
    *,
    seed: int = 0,
    switches: Switches | None = None,
    start: float = LAB_EPOCH,
    images: bool = False,
) -> Iterator[Lab]:
    """A fresh lab on a SimulatedClock; boto3 clients made inside talk to it.

    Deterministic by `seed`: ids of moto, draws of the lab, and the SDK's retry jitter all come
    from it. The SDK's waits pass on the lab's clock. `images`: load moto's AMIs (150 ms).
    """
    clock = SimulatedClock(start)
    outside = random.getstate()
    random.seed(seed)
    lab.install()
    moto_setup.load_images(images)
    try:
        with (
            mock_aws(),
            patch.dict(os.environ, {"AWS_DEFAULT_REGION": lab.REGION}),
            patch.object(botocore.endpoint, "time", _LabTime(clock)),
        ):
            yield lab.start(clock, seed=seed, switches=switches)
    finally:
        lab.stop()
        random.setstate(outside)


class _LabTime:
    """Stands in for the `time` module where botocore sleeps between retries."""

    def __init__(self, clock: SimulatedClock) -> None:
        self.sleep = clock.sleep

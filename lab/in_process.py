"""The lab in one process, on virtual time, under moto's mock: thousands of scenarios a minute."""

from __future__ import annotations

import builtins
import functools
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import boto3
import botocore.endpoint
import botocore.session
from botocore.config import Config
from moto import mock_aws

from lab import boot, context, moto_setup
from lab.clock import LAB_EPOCH, SimulatedClock
from lab.context import Lab
from lab.lambdas.output import printing
from lab.switches import Switches


@contextmanager
def simulated(
    *,
    seed: int = 0,
    switches: Switches | None = None,
    start: float = LAB_EPOCH,
    catalogue: bool = False,
) -> Iterator[Lab]:
    """A fresh lab on a SimulatedClock; boto3 clients in this process talk to it.

    Deterministic by `seed`: ids of moto, draws of the lab, and the SDK's retry jitter all come
    from it. The SDK's waits pass on the lab's clock. `catalogue`: load AWS's images and managed
    policies.
    """
    clock = SimulatedClock(start)
    outside = random.getstate()
    random.seed(seed)
    boot.install()
    moto_setup.load_catalogue(catalogue)
    try:
        with (
            mock_aws(),
            patch.dict(os.environ, {"AWS_DEFAULT_REGION": context.REGION}),
            patch.object(botocore.endpoint, "time", _LabTime(clock)),
            patch.object(builtins, "print", printing),
        ):
            yield boot.start(clock, seed=seed, switches=switches)
            boot.stop()  # tasks that still sleep end while the mock is in force
    finally:
        boot.stop()
        random.setstate(outside)


@functools.cache
def client(service: str, access_key_id: str = "test", config: Config | None = None) -> Any:
    """A boto3 client for a simulation, made once per process (making one costs 50-300 ms).

    `access_key_id` says who calls: any key not registered in `lab.callers` is the operator's.
    """
    session = botocore.session.Session()
    session.register_component("data_loader", _loader())
    session.set_credentials(access_key_id, "test")
    made: Any = boto3.Session(botocore_session=session, region_name=context.REGION)
    return made.client(service, config=config)


@functools.cache
def _loader() -> Any:
    return botocore.session.Session().get_component("data_loader")


class _LabTime:
    """Stands in for the `time` module where botocore sleeps between retries."""

    def __init__(self, clock: SimulatedClock) -> None:
        self.sleep = clock.sleep

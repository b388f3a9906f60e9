"""Who puts a Lab together: moto patched, every engine made, the Lab activated; and its end."""

from __future__ import annotations

import random

from moto.core.base_backend import BackendDict
from moto.moto_api._internal import mock_random

from lab import (
    autoscaling,
    cloudwatch,
    context,
    ec2,
    events,
    iam,
    lambdas,
    moto_fixes,
    moto_setup,
)
from lab.clock import Clock
from lab.context import Lab
from lab.pipeline import calls
from lab.switches import Switches

_installed = False


def install() -> None:
    """Patch moto, once per process."""
    global _installed
    if _installed:
        return
    _installed = True
    services = (ec2, autoscaling, events, lambdas, iam, cloudwatch)
    for patches in (moto_setup, calls, moto_fixes, *services):
        patches.install()


def start(clock: Clock, *, seed: int = 0, switches: Switches | None = None) -> Lab:
    """A fresh world: moto emptied, a new Lab made current. The previous one ends."""
    install()
    stop()
    BackendDict.reset()
    mock_random.seed(seed)  # moto's ids
    lab = Lab(clock=clock, rng=random.Random(seed), switches=switches or Switches())
    _attach_engines(lab)
    context.activate(lab)
    return lab


def _attach_engines(lab: Lab) -> None:
    lab.ec2 = ec2.Ec2Lab(lab)
    lab.groups = autoscaling.Groups(lab)
    lab.events = events.EventBridge(lab)
    lab.lambdas = lambdas.Lambdas(lab)
    lab.iam = iam.Iam(lab)
    lab.metrics = cloudwatch.Metrics(lab.clock.now)
    lab.alarms = cloudwatch.Alarms(lab)


def stop() -> None:
    """End the active lab: the processes of its Lambdas, its clock, every timer and task."""
    active = context.active()
    if active is not None:
        active.lambdas.stop()
        active.clock.stop()
        context.activate(None)

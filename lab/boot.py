"""Who puts a Lab together: moto patched, every service made, the Lab activated; and its end."""

from __future__ import annotations

import random
from functools import partial

from moto.core.base_backend import BackendDict
from moto.moto_api._internal import mock_random

from lab import context, moto_setup
from lab.autoscaling import api as autoscaling_api
from lab.autoscaling import store
from lab.autoscaling.groups import Groups
from lab.clock import Clock
from lab.cloudwatch import api as cloudwatch_api
from lab.cloudwatch.alarms import Alarms
from lab.context import Lab
from lab.ec2 import offerings
from lab.ec2 import patches as ec2_patches
from lab.ec2.event_shapes import state_changed
from lab.ec2.service import Ec2
from lab.events import api as events_api
from lab.events.bus import EventBridge
from lab.guests import Guests
from lab.iam import log_groups, sessions
from lab.iam.enforcement import Iam
from lab.lambdas import invoke_api, networks_api, quota_api
from lab.lambdas.service import Lambdas
from lab.moto_fixes import patches as moto_fixes
from lab.pipeline import calls
from lab.switches import Switches

PATCHES = (
    *(moto_setup, calls, moto_fixes, ec2_patches, store, autoscaling_api, events_api),
    *(invoke_api, networks_api, quota_api, log_groups, sessions, cloudwatch_api),
)

_installed = False


def install() -> None:
    """Patch moto, once per process."""
    global _installed
    if _installed:
        return
    _installed = True
    for patches in PATCHES:
        patches.install()


def start(
    clock: Clock,
    *,
    seed: int = 0,
    switches: Switches | None = None,
    region: str = context.REGION,
) -> Lab:
    """A fresh account: moto emptied, a new Lab made current. The previous one ends."""
    install()
    stop()
    BackendDict.reset()
    mock_random.seed(seed)  # moto's ids
    offerings.complete(region)
    lab = Lab(clock, random.Random(seed), switches or Switches(), region=region)
    _attach_services(lab)
    context.activate(lab)
    return lab


def _attach_services(lab: Lab) -> None:
    lab.ec2 = Ec2(lab)
    lab.groups = Groups(lab)
    lab.events = EventBridge(lab)
    lab.ec2.on_state(partial(state_changed, lab))
    lab.lambdas = Lambdas(lab)
    lab.iam = Iam(lab)
    lab.alarms = Alarms(lab)
    lab.guests = Guests(lab)


def stop() -> None:
    """End the active lab: the processes of its Lambdas, its clock, every timer and task."""
    active = context.active()
    if active is not None:
        active.lambdas.stop()
        active.clock.stop()
        context.activate(None)

"""The lab's composition root: one `Lab` holds everything, `current()` is the active one.

moto is patched once per process, on classes; the patches ask `current()` for the Lab they serve.
"""

from __future__ import annotations

import random
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.lab.callers import Callers
from tests.lab.clock import Clock
from tests.lab.faults import Faults
from tests.lab.gaps import Gaps
from tests.lab.idempotency import Idempotency, Repeats
from tests.lab.record import Call, Record
from tests.lab.switches import Switches
from tests.lab.throttle import Throttle
from tests.lab.timeline import Timeline

if TYPE_CHECKING:
    from tests.lab.autoscaling import Groups
    from tests.lab.cloudwatch import Alarms, Metrics
    from tests.lab.ec2 import Ec2Lab
    from tests.lab.events import EventBridge
    from tests.lab.iam import Iam
    from tests.lab.lambdas import Lambdas

ACCOUNT = "123456789012"
REGION = "eu-west-1"


@dataclass
class Lab:
    clock: Clock
    rng: random.Random
    switches: Switches
    account: str = ACCOUNT
    region: str = REGION
    endpoint: str = ""  # where the lab is served; empty in a simulation
    lock: threading.RLock = field(default_factory=threading.RLock)
    record: Record = field(default_factory=Record)
    faults: Faults = field(default_factory=Faults)
    gaps: Gaps = field(default_factory=Gaps)
    callers: Callers = field(default_factory=Callers)
    tokens: Idempotency = field(default_factory=Idempotency)
    repeats: Repeats = field(default_factory=Repeats)
    # Told of a call before anything comes of it, without the lock: it may make the caller wait.
    before_call: Callable[[Call], None] | None = None
    throttle: Throttle = field(init=False)
    timeline: Timeline = field(init=False)
    ec2: Ec2Lab = field(init=False)
    groups: Groups = field(init=False)
    events: EventBridge = field(init=False)
    lambdas: Lambdas = field(init=False)
    iam: Iam = field(init=False)
    metrics: Metrics = field(init=False)
    alarms: Alarms = field(init=False)

    def __post_init__(self) -> None:
        self.throttle = Throttle(self.clock, self.switches)
        self.timeline = Timeline(self.clock.now)
        self.clock.bind(self.lock, self.failed)

    def failed(self, where: str, error: BaseException) -> None:
        """An exception nobody expected, in a timer or a task: a gap of the lab."""
        self.gaps.add(self.clock.now(), where, "".join(traceback.format_exception(error)))


_active: Lab | None = None
_installed = False


def active() -> Lab | None:
    return _active


def current() -> Lab:
    if _active is None:
        raise RuntimeError("no lab has been started")
    return _active


def install() -> None:
    """Patch moto, once per process."""
    global _installed
    if _installed:
        return
    _installed = True
    # Imported here, as the patches in turn ask this module for the current lab.
    from tests.lab import (
        autoscaling,
        calls,
        cloudwatch,
        ec2,
        events,
        fidelity,
        iam,
        lambdas,
        moto_setup,
    )

    services = (ec2, autoscaling, events, lambdas, iam, cloudwatch)
    for patches in (moto_setup, calls, fidelity, *services):
        patches.install()


def start(clock: Clock, *, seed: int = 0, switches: Switches | None = None) -> Lab:
    """A fresh world: moto emptied, a new Lab made current. The previous one ends."""
    global _active
    install()
    from moto.core.base_backend import BackendDict
    from moto.moto_api._internal import mock_random

    stop()
    BackendDict.reset()
    mock_random.seed(seed)  # moto's ids
    lab = Lab(clock=clock, rng=random.Random(seed), switches=switches or Switches())
    _attach_engines(lab)
    _active = lab
    return lab


def _attach_engines(lab: Lab) -> None:
    from tests.lab.autoscaling import Groups
    from tests.lab.cloudwatch import Alarms, Metrics
    from tests.lab.ec2 import Ec2Lab
    from tests.lab.events import EventBridge
    from tests.lab.iam import Iam
    from tests.lab.lambdas import Lambdas

    lab.ec2 = Ec2Lab(lab)
    lab.groups = Groups(lab)
    lab.events = EventBridge(lab)
    lab.lambdas = Lambdas(lab)
    lab.iam = Iam(lab)
    lab.metrics = Metrics(lab.clock.now)
    lab.alarms = Alarms(lab)


def stop() -> None:
    """End the active lab: the processes of its Lambdas, its clock, every timer and task."""
    global _active
    if _active is not None:
        _active.lambdas.stop()
        _active.clock.stop()
        _active = None

"""What everybody in the lab asks: one `Lab` holds everything, `current()` is the active one.

moto is patched once per process, on classes; the patches ask `current()` for the Lab they serve.
Who puts a Lab together is `boot`.
"""

from __future__ import annotations

import random
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from lab.clock import Clock
from lab.cloudwatch.metrics import Metrics
from lab.partitions import partition_of
from lab.pipeline.call_log import Call, CallLog
from lab.pipeline.faults import Faults
from lab.pipeline.idempotency import Idempotency, Repeats
from lab.pipeline.not_modelled import Gaps
from lab.pipeline.principals import Callers
from lab.pipeline.throttle import Throttle
from lab.services import (
    AlarmService,
    AutoScalingService,
    Ec2Service,
    EventService,
    GuestService,
    IamService,
    LambdaService,
)
from lab.switches import Switches
from lab.timeline import Timeline

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
    call_log: CallLog = field(default_factory=CallLog)
    faults: Faults = field(default_factory=Faults)
    gaps: Gaps = field(default_factory=Gaps)
    callers: Callers = field(default_factory=Callers)
    tokens: Idempotency = field(default_factory=Idempotency)
    repeats: Repeats = field(default_factory=Repeats)
    # Told of a call before anything comes of it, without the lock: it may make the caller wait.
    before_call: Callable[[Call], None] | None = None
    throttle: Throttle = field(init=False)
    timeline: Timeline = field(init=False)
    metrics: Metrics = field(init=False)
    # The services, which `boot` puts in.
    ec2: Ec2Service = field(init=False)
    groups: AutoScalingService = field(init=False)
    events: EventService = field(init=False)
    lambdas: LambdaService = field(init=False)
    iam: IamService = field(init=False)
    alarms: AlarmService = field(init=False)
    guests: GuestService = field(init=False)

    def __post_init__(self) -> None:
        self.throttle = Throttle(self.clock, self.switches)
        self.timeline = Timeline(self.clock.now)
        self.metrics = Metrics(self.clock.now)
        self.clock.bind(self.lock, self.failed)

    @property
    def partition(self) -> str:
        """As ARNs name it."""
        return partition_of(self.region)

    def arn(self, service: str, rest: str) -> str:
        """Of something in the lab's account and region."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{rest}"

    def global_arn(self, service: str, rest: str) -> str:
        """Of something that belongs to no region: what IAM and STS have."""
        return f"arn:{self.partition}:{service}::{self.account}:{rest}"

    def failed(self, where: str, error: BaseException) -> None:
        """An exception nobody expected, in a timer or a task: a gap of the lab."""
        self.gaps.add(self.clock.now(), where, "".join(traceback.format_exception(error)))


_active: Lab | None = None


def active() -> Lab | None:
    return _active


def current() -> Lab:
    if _active is None:
        raise RuntimeError("no lab has been started")
    return _active


def activate(lab: Lab | None) -> None:
    """Make this Lab the one that is served from now on; None: there is none any more."""
    global _active
    _active = lab

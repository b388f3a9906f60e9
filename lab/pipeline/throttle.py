"""Token buckets per account, region and API action, on lab time.

docs/aws-behaviour.md#ec2-request-rate
docs/aws-behaviour.md#auto-scaling-request-rate
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lab.clock import Clock
from lab.pipeline.call_log import Call
from lab.pipeline.faults import throttled
from lab.switches import Switches

READS = ("Describe", "Get", "List")

# Actions that have a bucket of their own size: (burst, refill per second).
EC2_BUCKETS: dict[str, tuple[float, float]] = {
    "CreateNetworkInterface": (100, 5),
    "DeleteNetworkInterface": (100, 5),
    "ModifyNetworkInterfaceAttribute": (100, 5),
    "CreateTags": (100, 10),
    "DeleteTags": (100, 10),
    "RunInstances": (5, 2),
    "StartInstances": (5, 2),
    "TerminateInstances": (100, 5),
}
AUTO_SCALING = "Auto Scaling"
EC2_READ = (100.0, 20.0)
EC2_READ_UNBOUNDED = (50.0, 10.0)
EC2_WRITE = (50.0, 5.0)
# What bounds a Describe: a filter, ids or paging.
UNBOUNDED_READS = {
    "DescribeInstances",
    "DescribeInstanceStatus",
    "DescribeNetworkInterfaces",
    "DescribeSecurityGroups",
    "DescribeVolumes",
}


@dataclass
class Bucket:
    burst: float
    refill_per_second: float
    tokens: float
    at: float

    def take(self, now: float) -> bool:
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.refill_per_second)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


@dataclass
class Throttle:
    clock: Clock
    switches: Switches
    buckets: dict[tuple[str, str, str, str], Bucket] = field(default_factory=dict)

    def admit(self, account: str, call: Call) -> None:
        """Take a token for the call, or raise the service's throttling error.

        The switch decides only whether an empty bucket refuses.
        """
        sized = bucket_of(call, self.switches)
        if sized is None:
            return
        key, (burst, refill) = sized
        now = self.clock.now()
        bucket = self.buckets.setdefault(
            (account, call.region, call.service, key), Bucket(burst, refill, burst, now)
        )
        if not bucket.take(now) and self.switches.throttling:
            raise throttled(call.service)


def bucket_of(call: Call, switches: Switches) -> tuple[str, tuple[float, float]] | None:
    """Name and size (burst, tokens a second) of the bucket that the call takes its token from."""
    if call.service == "ec2":
        return _ec2_bucket(call)
    if call.service == "autoscaling":
        size = switches.auto_scaling_burst, switches.auto_scaling_refill_per_second
        return AUTO_SCALING, size
    return None  # AWS publishes no figures


def _ec2_bucket(call: Call) -> tuple[str, tuple[float, float]]:
    if not call.action.startswith(READS):
        return call.action, EC2_BUCKETS.get(call.action, EC2_WRITE)
    if call.action in UNBOUNDED_READS and not call.params:
        return f"{call.action} unbounded", EC2_READ_UNBOUNDED
    return call.action, EC2_READ

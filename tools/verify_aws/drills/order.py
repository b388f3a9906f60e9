"""What is done to the deployment, in this order; each drill ends with the VIP in service again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tools.verify_aws.drills.ending import left_alone, stopped, terminated
from tools.verify_aws.drills.hand import detached
from tools.verify_aws.drills.refresh import refreshed
from tools.verify_aws.stage import Stage

Drill = Callable[[Stage], None]

DRILLS: Mapping[str, Drill] = {
    "interface detached by hand": detached,
    "instance terminated in EC2": terminated,
    "instance terminated, nobody looks": left_alone,
    "instance stopped": stopped,
    "instance refresh at 0/100": refreshed,
}

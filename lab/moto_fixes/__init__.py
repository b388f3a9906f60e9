"""What the AWS provider reads back is what it wrote, so that a second plan is empty.

moto accepts most arguments and forgets some. Each module makes one service remember;
launch templates are lab/ec2's, groups and hooks lab/autoscaling's.

docs/aws-behaviour.md#what-is-read-back
"""

from __future__ import annotations

from lab.moto_fixes import (
    alarms,
    elastic_ips,
    functions,
    invoke_config,
    log_groups,
    queues,
    security_groups,
)


def install() -> None:
    """Patch moto, once per process, before its first use."""
    alarms.install()
    elastic_ips.install()
    functions.install()
    invoke_config.install()
    log_groups.install()
    queues.install()
    security_groups.install()

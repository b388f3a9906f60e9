"""All of them, installed."""

from __future__ import annotations

from lab.moto_fixes import (
    elastic_ips,
    functions,
    invoke_config,
    log_groups,
    queues,
    security_groups,
)


def install() -> None:
    """Patch moto, once per process, before its first use."""
    elastic_ips.install()
    functions.install()
    invoke_config.install()
    log_groups.install()
    queues.install()
    security_groups.install()

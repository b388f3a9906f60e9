"""Times after which an interface's idle connections are tracked no longer.

moto drops them.

docs/aws-behaviour.md#connection-tracking-times
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lab.ec2.current import current
from lab.ec2.network_interface import NetworkInterface
from lab.ec2.refusals import invalid_parameter_value

SECONDS = {
    "TcpEstablishedTimeout": range(60, 432_000 + 1),
    "UdpStreamTimeout": range(60, 180 + 1),
    "UdpTimeout": range(30, 60 + 1),
}


def wanted_times(specification: Mapping[str, Any]) -> dict[str, int]:
    """The times of a ConnectionTrackingSpecification, in seconds; AwsError outside AWS's limits."""
    times = {name: int(value) for name, value in specification.items() if value is not None}
    for name, seconds in times.items():
        allowed = SECONDS[name]
        if seconds not in allowed:
            raise invalid_parameter_value(
                f"Value ({seconds}) for parameter {name} is invalid. It must be between "
                f"{allowed.start} and {allowed.stop - 1} seconds."
            )
    return times


def set_times(eni: NetworkInterface, times: dict[str, int]) -> None:
    """A new dictionary each time: what Describe shows late keeps the old one."""
    kept = current().switches.connection_tracking_keeps_what_is_not_named
    before = eni.connection_tracking_configuration or {}
    eni.connection_tracking_configuration = (before if kept else {}) | times

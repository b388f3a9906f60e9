"""Rules of security groups: without ports, and with peers that are no CIDR.

AWS stores protocols that have no ports (ESP, GRE, …) as -1 to -1.
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule

from lab.errors import AwsError
from lab.patching import replace

WITH_PORTS = {"tcp", "udp", "6", "17"}

_moto_init = SecurityGroupRule.__init__


def _init(
    rule: Any,  # moto's, with one more attribute
    ec2_backend: Any,
    ip_protocol: str,
    group_id: str,
    from_port: str | None,
    to_port: str | None,
    *rest: Any,
    **more: Any,
) -> None:
    portless = from_port is None or to_port is None
    if portless and str(ip_protocol).lower() in WITH_PORTS:
        raise AwsError(
            "InvalidParameterValue",
            "Invalid value 'null' for portRange. Must specify both from and to ports with TCP/UDP.",
        )
    if portless and ip_protocol != "-1":
        from_port = to_port = "-1"
    _moto_init(rule, ec2_backend, ip_protocol, group_id, from_port, to_port, *rest, **more)
    _, source_group, prefix_list = (*rest, None, None, None)[:3]
    peer = source_group or prefix_list or {}
    rule.described = rule.ip_range.get("Description") or peer.get("Description")


def _description(rule: Any) -> str | None:
    """moto knows the description of a CIDR only."""
    found: str | None = rule.ip_range.get("Description") or rule.described
    return found


def install() -> None:
    replace(SecurityGroupRule, "__init__", _init)
    replace(SecurityGroupRule, "description", property(_description))

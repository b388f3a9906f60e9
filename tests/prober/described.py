"""Checks as Terraform describes them, with all that a check of their type has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prober.checks import Check, decode
from tests.support.environment import encode

ADDRESS = "127.0.0.1"
TIMEOUT_SECONDS = 1

# Of each type its port and its own attributes, with Terraform's defaults.
TYPES: dict[str, dict[str, Any]] = {
    "dns": {"port": 53, "query_name": "sbc.example.com", "query_type": "A"},
    "http": {"port": 80, "host": ADDRESS, "path": "/", "statuses": "200-399"},
    "https": {"port": 443, "host": ADDRESS, "path": "/", "statuses": "200-399"},
    "ike": {"port": 500},
    "sip": {"port": 5060, "transport": "udp"},
    "tcp": {"port": 22},
    "tls": {"port": 443, "server_name": None},
    "udp": {"port": 1812, "payload": "00ff", "expect": ""},
}


def described(kind: str, name: str = "", **changes: Any) -> dict[str, Any]:
    """One check of the VIP `core`, as in SERVICE_CHECKS."""
    of_all = {"vip": "core", "name": name or kind, "address": ADDRESS, "type": kind}
    return of_all | {"timeout_seconds": TIMEOUT_SECONDS} | TYPES[kind] | changes


def checks(*described: Mapping[str, Any]) -> tuple[Check, ...]:
    """They as the prober reads them."""
    return decode(encode(described))


def check(kind: str, **changes: Any) -> Check:
    """One of them."""
    [only] = checks(described(kind, **changes))
    return only

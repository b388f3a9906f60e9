"""What a server is: a program of Debian's, its files, and the checks that ask it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ADDRESS = "127.0.0.1"  # of the test's own network
TIMEOUT_SECONDS = 1


@dataclass(frozen=True)
class Server:
    """reasons: why a check fails although the server runs, by the check's name."""

    command: tuple[str, ...]
    files: Mapping[str, str]
    checks: tuple[Mapping[str, Any], ...]
    reasons: Mapping[str, str] = field(default_factory=dict)


def check(kind: str, name: str, port: int, **attributes: Any) -> Mapping[str, Any]:
    """A check of the server, as Terraform describes it."""
    described = {"vip": "vip", "name": name, "address": ADDRESS, "type": kind, "port": port}
    return described | {"timeout_seconds": TIMEOUT_SECONDS} | attributes

"""What a server is: a program of Debian's, its files, and the checks that ask it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Server:
    """reasons: why a check fails although the server runs, by the check's name."""

    command: tuple[str, ...]
    files: Mapping[str, str]
    checks: tuple[Mapping[str, Any], ...]
    reasons: Mapping[str, str] = field(default_factory=dict)

"""TCP: a connection that is accepted (RFC 9293 section 3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from prober.attributes import Attributes
from prober.codec import ALIVE, TCP, Endpoint, Transport, Verdict


@dataclass(frozen=True)
class Tcp:
    """The three-way handshake, and nothing said.

    The kernel completes it: a process that hangs with its socket open passes.
    """

    transport: ClassVar[Transport] = TCP

    @classmethod
    def described(cls, _: Attributes) -> Tcp:
        """As Terraform describes it: without attributes of its own."""
        return cls()

    def request(self, _: Endpoint) -> bytes:
        """Nothing."""
        return b""

    def judge(self, _: bytes) -> Verdict | None:
        """To be connected is enough."""
        return ALIVE

"""UDP: a payload of the user's own, and how its answer begins (RFC 768)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from prober.attributes import Attributes, octets
from prober.codec import ALIVE, UDP, Endpoint, Transport, Verdict


@dataclass(frozen=True)
class Udp:
    """One datagram, the same each time. expect: how the answer begins; empty: any answer."""

    payload: bytes
    expect: bytes
    transport: ClassVar[Transport] = UDP

    @classmethod
    def described(cls, attributes: Attributes) -> Udp:
        """As Terraform describes it: payload and expect, in hex."""
        return cls(octets(attributes, "payload"), octets(attributes, "expect"))

    def request(self, _: Endpoint) -> bytes:
        """The payload as it is."""
        return self.payload

    def judge(self, received: bytes) -> Verdict | None:
        """An answer that begins otherwise is none."""
        return ALIVE if received.startswith(self.expect) else None

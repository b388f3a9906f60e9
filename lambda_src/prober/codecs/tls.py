"""TLS: a handshake that is completed (RFC 8446 section 2, RFC 5246 section 7.3)."""

from __future__ import annotations

from dataclasses import dataclass

from prober.attributes import Attributes, host
from prober.codec import ALIVE, Endpoint, Transport, Verdict


@dataclass(frozen=True)
class Tls:
    """The handshake, with the name that is asked for (SNI, RFC 6066 section 3) or with none."""

    server_name: str | None

    @classmethod
    def described(cls, attributes: Attributes) -> Tls:
        """As Terraform describes it: server_name, which may be null."""
        asked = attributes.get("server_name")
        return cls(None if asked is None else host(attributes, "server_name"))

    @property
    def transport(self) -> Transport:
        """TLS itself."""
        return Transport("tls", self.server_name)

    def request(self, _: Endpoint) -> bytes:
        """Nothing."""
        return b""

    def judge(self, _: bytes) -> Verdict | None:
        """To be through the handshake is enough."""
        return ALIVE

"""What a protocol has to say to be probed: the one interface of the codecs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

# IPv4 address and port.
Endpoint = tuple[str, int]


@dataclass(frozen=True)
class Verdict:
    """What came of a probe. reason: why it is no sign of life; empty if it is one."""

    reason: str = ""

    @property
    def passed(self) -> bool:
        """The service answered."""
        return not self.reason


ALIVE = Verdict()


@dataclass(frozen=True)
class Transport:
    """What carries a probe: udp, tcp, or tls. server_name: whom TLS asks for (SNI), if anybody."""

    kind: str
    server_name: str | None = None


UDP = Transport("udp")
TCP = Transport("tcp")
TLS = Transport("tls")


class Codec(Protocol):
    """One probe in one protocol; made anew for each probe, as its identifiers are random."""

    @property
    def transport(self) -> Transport:
        """What carries it."""
        ...

    def request(self, source: Endpoint) -> bytes:
        """What is sent, from that endpoint; empty: nothing."""
        ...

    def judge(self, received: bytes) -> Verdict | None:
        """What an answer shows; None: nothing yet.

        Over UDP that is one datagram. Over TCP and TLS it is all that came so far, beginning with
        nothing: whoever is content with the connection itself says so then.

        Never raises, whatever the answer is: it comes from anybody.
        """
        ...

"""One probe over the network: a socket of its own, one request, and what comes of it in time."""

from __future__ import annotations

import os
import socket
import ssl
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from prober.codec import Verdict
from prober.line import Line
from prober.secured import Secured

if TYPE_CHECKING:
    from prober.checks import Check
    from prober.codec import Codec

_MOST_OF_A_STREAM = 65536  # octets: an answer's head is shorter


class _Channel(Protocol):
    def send(self, data: bytes) -> None: ...
    def receive(self) -> bytes: ...


def probe(check: Check) -> Verdict:
    """Whether the service answers in time. Takes no longer than the check's time-out."""
    codec = check.codec()
    datagrams = codec.transport.kind == "udp"
    kind = socket.SOCK_DGRAM if datagrams else socket.SOCK_STREAM
    with closing(Line(kind, check.timeout_seconds)) as line:
        try:
            source = line.connect(check.address, check.port)
            request = codec.request(source)
            return _ask(line, request, codec) if datagrams else _talk(line, request, codec)
        except TimeoutError:
            return Verdict(f"no answer within {check.timeout_seconds} s")
        except ssl.SSLEOFError:
            return Verdict("closed the connection during the TLS handshake")
        except ssl.SSLError as error:
            return Verdict(f"TLS failed: {error.reason or error}")
        except OSError as error:
            return Verdict(os.strerror(error.errno).lower() if error.errno else repr(error))


def _ask(line: Line, request: bytes, codec: Codec) -> Verdict:
    """One datagram, and answers until one is to it. A refusal by ICMP is an OSError."""
    line.send(request)
    while (verdict := codec.judge(line.receive())) is None:
        pass
    return verdict


def _talk(line: Line, request: bytes, codec: Codec) -> Verdict:
    """A connection, and what comes on it until it shows something."""
    transport = codec.transport
    channel: _Channel = Secured(line, transport.server_name) if transport.kind == "tls" else line
    if request:
        channel.send(request)
    received = b""
    while (verdict := codec.judge(received)) is None:
        if len(received) > _MOST_OF_A_STREAM:
            return Verdict("answered without end")
        more = channel.receive()
        if not more:
            return Verdict("closed the connection without an answer")
        received += more
    return verdict

"""TLS over a line. Certificates are not verified: the question is who lives, not who it is."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from prober.line import Line

_Answer = TypeVar("_Answer")

_ONE_READ = 16384  # octets, of a record's 2^14 (RFC 8446 section 5.1)
# Of OpenSSL; ssl names it since Python 3.12 only. Without, old appliances are refused.
_LEGACY_SERVER_CONNECT = 0x4


@cache
def _context() -> ssl.SSLContext:
    """Appliances are old: whatever this Python can still speak is spoken."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.options |= _LEGACY_SERVER_CONNECT
    return context


class Secured:
    """A line within TLS. In memory, so that the line alone decides how long and how much."""

    def __init__(self, line: Line, server_name: str | None) -> None:
        self._line = line
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = _context().wrap_bio(self._incoming, self._outgoing, server_hostname=server_name)
        self._until_done(self._tls.do_handshake)

    def send(self, data: bytes) -> None:
        """As `Line.send`."""
        self._until_done(lambda: self._tls.write(data))

    def receive(self) -> bytes:
        """As `Line.receive`."""
        try:
            return self._until_done(lambda: self._tls.read(_ONE_READ))
        except ssl.SSLEOFError:
            return b""

    def _until_done(self, step: Callable[[], _Answer]) -> _Answer:
        while True:
            try:
                answer = step()
            except ssl.SSLWantReadError:
                self._flush()
                self._take()
            else:
                self._flush()
                return answer

    def _flush(self) -> None:
        if waiting := self._outgoing.read():
            self._line.send(waiting)

    def _take(self) -> None:
        if data := self._line.receive():
            self._incoming.write(data)
        else:
            self._incoming.write_eof()

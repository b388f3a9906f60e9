"""A connected socket on which nothing lasts longer than the probe may, and nothing grows endless.

A time-out of a socket is one for each call: whoever sends an octet now and then would hold it.
"""

from __future__ import annotations

import socket
import time

_ONE_READ = 65536  # octets; no datagram is longer


class Line:
    """What a probe has of the network. `close` it."""

    def __init__(self, kind: socket.SocketKind, seconds: float) -> None:
        self._socket = socket.socket(socket.AF_INET, kind)
        self._ends = time.monotonic() + seconds

    def connect(self, address: str, port: int) -> tuple[str, int]:
        """Nothing but this decides who the peer is, over UDP as well. Returns our own end."""
        self._timed().connect((address, port))
        own: tuple[str, int] = self._socket.getsockname()
        return own

    def send(self, data: bytes) -> None:
        """All of it. Raises OSError; TimeoutError when the probe's time is over."""
        self._timed().sendall(data)

    def receive(self) -> bytes:
        """One datagram, or what there is of a stream; empty when the peer has ended it.

        Raises OSError; TimeoutError when the probe's time is over.
        """
        return self._timed().recv(_ONE_READ)

    def close(self) -> None:
        """At once: nobody waits for the peer to agree."""
        self._socket.close()

    def _timed(self) -> socket.socket:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        return self._socket

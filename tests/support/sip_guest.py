"""A SIP service on loopback, over UDP: what stands in the lab for one in an instance."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

# What becomes of a request: an answer, none, one after `late_seconds`, no SIP at all, or the answer
# to a request of somebody else.
Manner = Literal["answers", "hangs", "late", "rubbish", "for another"]

_REPEATED = (b"Via:", b"From:", b"To:", b"Call-ID:", b"CSeq:")
_OF_ANOTHER = b"Call-ID: of-another"


class SipGuest:
    """late_seconds: real ones."""

    def __init__(self, server: socket.socket) -> None:
        self.manner: Manner = "answers"
        self.late_seconds = 0.0
        self._socket = server
        self.port: int = server.getsockname()[1]

    def serve(self) -> None:
        """Until its socket is shut down."""
        while True:
            request, peer = self._socket.recvfrom(65535)
            if not request:
                return
            answer = self._answer(request)
            if answer:
                self._socket.sendto(answer, peer)

    def _answer(self, request: bytes) -> bytes:
        if self.manner == "hangs":
            return b""
        if self.manner == "rubbish":
            return b"\x00\xff" * 600
        if self.manner == "late":
            time.sleep(self.late_seconds)
        repeated = [each for each in request.split(b"\r\n") if each.startswith(_REPEATED)]
        if self.manner == "for another":
            repeated = [_OF_ANOTHER if each.startswith(b"Call-ID") else each for each in repeated]
        return b"\r\n".join([b"SIP/2.0 200 OK", *repeated, b"Content-Length: 0", b"", b""])


@contextmanager
def sip_guest() -> Iterator[SipGuest]:
    """One that answers, in a thread of its own, until the end."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        guest = SipGuest(server)
        thread = threading.Thread(target=guest.serve, name="sip-guest", daemon=True)
        thread.start()
        yield guest
        guest.manner = "answers"
        server.sendto(b"", server.getsockname())
        thread.join()

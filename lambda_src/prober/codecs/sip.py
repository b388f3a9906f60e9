"""SIP: OPTIONS over UDP, TCP or TLS, and any final answer to it (RFC 3261 section 11)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from prober.attributes import Attributes, ipv4, one_of, whole_number
from prober.codec import ALIVE, TCP, TLS, UDP, Endpoint, Transport, Verdict

TRANSPORTS = {"udp": UDP, "tcp": TCP, "tls": TLS}
_MAGIC = "z9hG4bK"  # RFC 3261 section 8.1.1.7: how every branch begins
_STATUS_LINE = re.compile(rb"SIP/2\.0 ([1-6])\d\d(?: [^\r\n]*)?")
_LENGTH = re.compile(rb"\d{1,9}")
# Line ends are taken for good (*+): a peer that sends nothing else must not keep this busy.
_HEAD = re.compile(rb"[\r\n]*+(.*?)\r\n\r\n", re.DOTALL)
_CSEQ = re.compile(rb"(\d{1,10})[ \t]+OPTIONS")
# RFC 3261 section 7.3.3: header fields that have a short form.
_SHORT = {b"i": b"call-id", b"l": b"content-length"}


@dataclass(frozen=True)
class Sip:
    """One OPTIONS. Any final answer is life, a refusal too; 1xx is none, and read over."""

    address: str
    port: int
    transport: Transport
    branch: str = field(default_factory=lambda: _MAGIC + secrets.token_hex(16))
    tag: str = field(default_factory=lambda: secrets.token_hex(8))
    call_id: str = field(default_factory=lambda: secrets.token_hex(16))
    sequence: int = field(default_factory=lambda: 1 + secrets.randbelow(1 << 16))

    @classmethod
    def described(cls, attributes: Attributes) -> Sip:
        """As Terraform describes it: address, port and transport."""
        return cls(
            address=ipv4(attributes, "address"),
            port=whole_number(attributes, "port", 1, 65535),
            transport=TRANSPORTS[one_of(attributes, "transport", TRANSPORTS)],
        )

    def request(self, source: Endpoint) -> bytes:
        """RFC 3261 section 11.1, with the answer asked back to where it comes from (RFC 3581)."""
        here = f"{source[0]}:{source[1]}"
        kind = self.transport.kind
        way = "" if kind == "udp" else f";transport={kind}"
        lines = [
            f"OPTIONS sip:{self.address}:{self.port}{way} SIP/2.0",
            f"Via: SIP/2.0/{kind.upper()} {here};branch={self.branch};rport",
            "Max-Forwards: 70",
            f"From: <sip:prober@{source[0]}>;tag={self.tag}",
            f"To: <sip:{self.address}:{self.port}>",
            f"Call-ID: {self.call_id}",
            f"CSeq: {self.sequence} OPTIONS",
            f"Contact: <sip:prober@{here}{way}>",
            "Accept: application/sdp",
            "User-Agent: persistent-vnf-prober",
            "Content-Length: 0",
        ]
        return "".join(f"{line}\r\n" for line in [*lines, ""]).encode()

    def judge(self, received: bytes) -> Verdict | None:
        """A final answer of this call and this sequence number (RFC 3261 section 8.2.6.2)."""
        found = any(self._is_answer(*message) for message in _messages(received))
        return ALIVE if found else None

    def _is_answer(self, start: bytes, headers: Mapping[bytes, bytes]) -> bool:
        status = _STATUS_LINE.fullmatch(start)
        sequence = _CSEQ.fullmatch(headers.get(b"cseq", b""))
        return (
            status is not None
            and status[1] != b"1"
            and sequence is not None
            and int(sequence[1]) == self.sequence
            and headers.get(b"call-id") == self.call_id.encode()
        )


def _messages(received: bytes) -> Iterator[tuple[bytes, Mapping[bytes, bytes]]]:
    """Start line and headers of each message whose head is whole.

    Where the next one begins, Content-Length says (RFC 3261 section 18.3); what is not there yet
    of a body does not matter. Line ends before a message are skipped (RFC 3261 section 7.5).
    """
    at = 0
    while head := _HEAD.match(received, at):
        start, headers = _parsed(head[1])
        yield start, headers
        length = _LENGTH.fullmatch(headers.get(b"content-length", b""))
        at = head.end() + (int(length[0]) if length else 0)


def _parsed(head: bytes) -> tuple[bytes, Mapping[bytes, bytes]]:
    """The first line, and the first of each header field by its long name in lower case."""
    # A line that begins with a space goes on with the one before (RFC 3261 section 7.3.1).
    start, *lines = re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n")
    headers: dict[bytes, bytes] = {}
    for line in lines:
        name, _, value = line.partition(b":")
        name = name.strip().lower()
        headers.setdefault(_SHORT.get(name, name), value.strip())
    return start, headers

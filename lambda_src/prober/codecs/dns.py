"""DNS: a question over UDP, and a whole answer to it (RFC 1035 sections 4.1 and 4.2.1)."""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass, field
from typing import ClassVar

from prober.attributes import Attributes, one_of, refusal, text
from prober.codec import ALIVE, UDP, Endpoint, Transport, Verdict

# RFC 1035 section 3.2.2, RFC 3596 section 2.1 (AAAA), RFC 2782 (SRV).
TYPES = {"A": 1, "NS": 2, "SOA": 6, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33}
_INTERNET = 1

# RFC 1035 section 4.1.1: id, flags, and how many records each of the four sections has.
_HEADER = struct.Struct("!HHHHHH")
_RECURSION_DESIRED = 0x0100  # a resolver needs it, and others do not mind it
_RESPONSE, _OPCODE, _TRUNCATED, _RCODE = 0x8000, 0x7800, 0x0200, 0x000F
# RFC 1035 section 4.1.3: what follows a record's name, up to its data: type, class, TTL, length.
_RECORD = struct.Struct("!HHIH")

_LONGEST_LABEL, _LONGEST_NAME = 63, 255
_NO_ERROR, _NO_SUCH_NAME = 0, 3
_RCODES = {1: "FORMERR", 2: "SERVFAIL", 4: "NOTIMP", 5: "REFUSED"}


@dataclass(frozen=True)
class Dns:
    """One question. That there is no such name is an answer as well."""

    question: bytes
    query_id: int = field(default_factory=lambda: secrets.randbelow(1 << 16))
    transport: ClassVar[Transport] = UDP

    @classmethod
    def described(cls, attributes: Attributes) -> Dns:
        """As Terraform describes it: query_name and query_type."""
        kind = TYPES[one_of(attributes, "query_type", TYPES)]
        return cls(_encoded(text(attributes, "query_name")) + struct.pack("!HH", kind, _INTERNET))

    def request(self, _: Endpoint) -> bytes:
        """A standard query."""
        return _HEADER.pack(self.query_id, _RECURSION_DESIRED, 1, 0, 0, 0) + self.question

    def judge(self, received: bytes) -> Verdict | None:
        """An answer to another question, or one that is not whole, is none."""
        if len(received) < _HEADER.size:
            return None
        query_id, flags, questions, *counts = _HEADER.unpack_from(received)
        if query_id != self.query_id or not flags & _RESPONSE or flags & _OPCODE:
            return None
        end = _HEADER.size + len(self.question)
        ours = questions == 1 and _alike(received[_HEADER.size : end], self.question)
        rcode = flags & _RCODE
        if rcode not in (_NO_ERROR, _NO_SUCH_NAME):
            # Whoever fails need not repeat the question.
            failed = Verdict(f"answered {_RCODES.get(rcode, f'RCODE {rcode}')}")
            return failed if ours or not questions else None
        whole = flags & _TRUNCATED or _holds_records(received, end, sum(counts))
        return ALIVE if ours and whole else None


def _encoded(name: str) -> bytes:
    """A domain name as labels with their lengths (RFC 1035 section 3.1)."""
    labels = name.removesuffix(".").split(".") if name != "." else []
    short = all(0 < len(each) <= _LONGEST_LABEL for each in labels)
    encoded = b"".join(bytes([len(each)]) + each.encode() for each in labels if short) + b"\0"
    if not name.isascii() or not short or len(encoded) > _LONGEST_NAME:
        raise refusal("query_name", name, "a domain name")
    return encoded


def _alike(received: bytes, asked: bytes) -> bool:
    """The same name, whatever the case of its letters (RFC 1035 section 2.3.3), and the rest."""
    return received[:-4].lower() == asked[:-4].lower() and received[-4:] == asked[-4:]


def _holds_records(message: bytes, at: int, count: int) -> bool:
    """Whether so many whole records lie there."""
    for _ in range(count):
        at = _after_name(message, at)
        if at + _RECORD.size > len(message):
            return False
        *_, length = _RECORD.unpack_from(message, at)
        at += _RECORD.size + length
    return at <= len(message)


def _after_name(message: bytes, at: int) -> int:
    """Where a name ends: with the root, or with a pointer (RFC 1035 section 4.1.4).

    A pointer is not followed. Beyond the message if the name does not end within.
    """
    while at < len(message):
        length = message[at]
        if length >= 0xC0:
            return at + 2
        if length > _LONGEST_LABEL:
            break  # of no kind that there is
        at += 1 + length
        if length == 0:
            return at
    return len(message) + 1

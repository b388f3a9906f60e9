"""IKE: the first message of IKEv2, IKE_SA_INIT, and any answer to it (RFC 7296 section 1.2).

It proposes a cipher that nobody has, and so is refused (NO_PROPOSAL_CHOSEN, section 2.7). Each
proposal that is accepted leaves a half-open SA at the responder for half a minute or more. There is
a limit to these: strongSwan answers nobody who has five of them (charon.block_threshold).
"""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass, field
from typing import ClassVar

from prober.attributes import Attributes, whole_number
from prober.codec import ALIVE, UDP, Endpoint, Transport, Verdict

# RFC 7296 section 3.1: both SPIs, next payload, version, exchange type, flags, message id, length.
_HEADER = struct.Struct("!8s8sBBBBII")
_NO_SPI = bytes(8)
_VERSION_2 = 0x20
_IKE_SA_INIT = 34
_FROM_INITIATOR, _RESPONSE = 0x08, 0x20
# RFC 7296 section 2.23, RFC 3948 section 2.2: on this port IKE is told from ESP by four zeros.
_NAT_TRAVERSAL_PORT = 4500
_NON_ESP_MARKER = bytes(4)

# RFC 7296 section 3.2.
_NO_NEXT, _SECURITY_ASSOCIATION, _KEY_EXCHANGE, _NONCE = 0, 33, 34, 40
# RFC 7296 section 3.3: one proposal; a type of transform, its algorithm, a length of its key.
_PROPOSAL, _TRANSFORM, _LAST = 2, 3, 0
_FOR_IKE = 1
_MODP_2048 = 14  # RFC 3526 section 3
_PUBLIC_VALUE_OCTETS = 256
_PRIVATE_CIPHER = 65535  # of the range that is for private use: nobody accepts it
_TRANSFORMS = (
    (1, _PRIVATE_CIPHER),
    (2, 5),  # PRF_HMAC_SHA2_256, RFC 4868
    (3, 12),  # AUTH_HMAC_SHA2_256_128, RFC 4868
    (4, _MODP_2048),
)
_NONCE_OCTETS = 32


@dataclass(frozen=True)
class Ike:
    """One IKE_SA_INIT as an initiator sends it. That the answer refuses it does not matter."""

    port: int
    spi: bytes = field(default_factory=lambda: b"\1" + secrets.token_bytes(7))  # never zero
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(_NONCE_OCTETS))
    # Less than the group's prime, whose first octets are all ones. No key is ever made of it.
    public_value: bytes = field(
        default_factory=lambda: b"\1" + secrets.token_bytes(_PUBLIC_VALUE_OCTETS - 1)
    )
    transport: ClassVar[Transport] = UDP

    @classmethod
    def described(cls, attributes: Attributes) -> Ike:
        """As Terraform describes it: the port says whether there is a marker."""
        return cls(whole_number(attributes, "port", 1, 65535))

    @property
    def _marker(self) -> bytes:
        return _NON_ESP_MARKER if self.port == _NAT_TRAVERSAL_PORT else b""

    def request(self, _: Endpoint) -> bytes:
        """Proposal, public value and nonce."""
        group = struct.pack("!HH", _MODP_2048, 0)
        body = (
            _payload(_KEY_EXCHANGE, _proposal())
            + _payload(_NONCE, group + self.public_value)
            + _payload(_NO_NEXT, self.nonce)
        )
        header = _HEADER.pack(
            *(self.spi, _NO_SPI, _SECURITY_ASSOCIATION, _VERSION_2, _IKE_SA_INIT),
            *(_FROM_INITIATOR, 0, _HEADER.size + len(body)),
        )
        return self._marker + header + body

    def judge(self, received: bytes) -> Verdict | None:
        """An answer has our SPI and the right lengths: a proposal, a cookie, a refusal alike."""
        if not received.startswith(self._marker):
            return None
        message = received[len(self._marker) :]
        if len(message) < _HEADER.size:
            return None
        spi, _, _, version, exchange, flags, message_id, length = _HEADER.unpack_from(message)
        ours = spi == self.spi and flags & _RESPONSE and not flags & _FROM_INITIATOR
        fits = (version >> 4, exchange, message_id, length) == (2, _IKE_SA_INIT, 0, len(message))
        return ALIVE if ours and fits else None


def _payload(following: int, body: bytes) -> bytes:
    """RFC 7296 section 3.2: what payload follows, and the length of this one."""
    return struct.pack("!BBH", following, 0, 4 + len(body)) + body


def _proposal() -> bytes:
    """RFC 7296 section 3.3.1: the only one, number 1, without an SPI of its own."""
    last = len(_TRANSFORMS) - 1
    body = b"".join(
        _transform(_LAST if at == last else _TRANSFORM, *each)
        for at, each in enumerate(_TRANSFORMS)
    )
    head = struct.pack("!BBHBBBB", _LAST, 0, 8 + len(body), 1, _FOR_IKE, 0, len(_TRANSFORMS))
    return head + body


def _transform(following: int, kind: int, algorithm: int) -> bytes:
    """RFC 7296 section 3.3.2, without an attribute."""
    return struct.pack("!BBHBBH", following, 0, 8, kind, 0, algorithm)

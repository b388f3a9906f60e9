"""IKE: the IKE_SA_INIT that is sent, octet by octet, and what of an answer is life."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from prober.codec import ALIVE
from prober.codecs.ike import Ike
from tests.prober.described import check

SOURCE = ("10.16.0.4", 40123)
SPI, THEIRS = bytes.fromhex("0102030405060708"), bytes.fromhex("a1a2a3a4a5a6a7a8")
PUBLIC_VALUE, NONCE = bytes(range(256)), bytes(range(32))
MARKER = bytes(4)
REQUEST = (
    bytes.fromhex(
        # RFC 7296 section 3.1: SPIs; SA, 2.0, IKE_SA_INIT, initiator; message 0; 372 octets
        "0102030405060708 0000000000000000 21 20 22 08 00000000 00000174"
        # 3.3: KE follows, 44 octets; the only proposal, 40 octets, number 1, IKE, no SPI, 4 kinds
        "22 00 002c  00 00 0028 01 01 00 04"
        # encryption: 65535; PRF: HMAC_SHA2_256; integrity: HMAC_SHA2_256_128; group: MODP 2048
        "03 00 0008 01 00 ffff  03 00 0008 02 00 0005  03 00 0008 03 00 000c  00 00 0008 04 00 000e"
        # 3.4: a nonce follows, 264 octets, of group 14
        "28 00 0108 000e 0000"
    )
    + PUBLIC_VALUE
    + bytes.fromhex("00 00 0024")  # 3.9: nothing follows, 36 octets
    + NONCE
)
# RFC 7296 section 3.10: of no SA, without SPI.
NO_PROPOSAL_CHOSEN = bytes.fromhex("00 00 0008 00 00 000e")
COOKIE = bytes.fromhex("00 00 0010 00 00 4006 c0c1c2c3c4c5c6c7")
PROPOSAL = bytes.fromhex("28 00 000c 00 00 0008 01 01 00 00  00 00 0014") + bytes(16)


def ike(port: int = 500) -> Ike:
    """A probe whose identifiers are known."""
    return Ike(port, SPI, NONCE, PUBLIC_VALUE)


def answer(body: bytes = NO_PROPOSAL_CHOSEN, longer: int = 0, **changes: Any) -> bytes:
    """What a responder says; `changes` to its header."""
    fields = {"spi": SPI, "theirs": THEIRS, "next": 41, "version": 0x20, "exchange": 34}
    fields |= {"flags": 0x20, "message_id": 0, "length": 28 + len(body) + longer} | changes
    return struct.pack("!8s8sBBBBII", *fields.values()) + body


def test_the_request() -> None:
    assert ike().request(SOURCE) == REQUEST
    assert len(REQUEST) == 0x174


def test_the_request_of_the_port_that_esp_shares_has_a_marker() -> None:
    assert ike(4500).request(SOURCE) == MARKER + REQUEST


def test_each_probe_has_identifiers_of_its_own() -> None:
    codec = check("ike").codec
    probes = [codec().request(SOURCE) for _ in range(50)]
    for identifier in (slice(8), slice(80, 336), slice(340, 372)):  # SPI, public value, nonce
        assert len({each[identifier] for each in probes}) == 50
    assert {len(each) for each in probes} == {372}
    assert all(any(each[:8]) for each in probes)


@pytest.mark.parametrize(
    "found",
    [
        answer(),
        answer(theirs=bytes(8)),
        answer(COOKIE),
        answer(PROPOSAL, next=33),
        answer(b"", next=0),
        answer(version=0x21),
    ],
)
def test_any_answer_to_our_spi_is_life(found: bytes) -> None:
    assert ike().judge(found) == ALIVE
    assert ike(4500).judge(MARKER + found) == ALIVE


@pytest.mark.parametrize(
    "found",
    [
        b"",
        MARKER,
        REQUEST,
        answer()[:27],
        answer()[:-1],
        answer() + b"\0",
        answer(longer=1),
        answer(longer=-1),
        answer(spi=THEIRS),
        answer(spi=bytes(8)),
        answer(flags=0x00),
        answer(flags=0x08),
        answer(flags=0x28),
        answer(version=0x10),
        answer(exchange=35),
        answer(message_id=1),
    ],
)
def test_an_answer_to_something_else_is_none(found: bytes) -> None:
    assert ike().judge(found) is None
    assert ike(4500).judge(MARKER + found) is None


def test_the_marker_has_to_be_where_it_belongs() -> None:
    assert ike().judge(MARKER + answer()) is None
    assert ike(4500).judge(answer()) is None
    assert ike(4500).judge(b"\0\0\0\1" + answer()) is None


@pytest.mark.parametrize("port", [500, 4500])
def test_as_terraform_describes_it(port: int) -> None:
    found: Any = check("ike", port=port).codec()
    assert (found.port, found.transport.kind) == (port, "udp")

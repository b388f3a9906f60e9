"""Peers that mean harm, or are broken: each probe ends in time, with a reason, and never raises."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from prober.codec import Verdict
from prober.exchange import probe
from tests.prober import peers
from tests.prober.described import TIMEOUT_SECONDS, check
from tests.prober.peers import Behaviour
from tests.prober.servers import certificate

SILENT, ENDED = f"no answer within {TIMEOUT_SECONDS} s", "closed the connection without an answer"
ENDLESS, RESET, REFUSED = "answered without end", "connection reset by peer", "connection refused"
NOT_HTTP, NOT_TLS = "answered something that is not HTTP", "TLS failed: WRONG_VERSION_NUMBER"
ENDED_IN_TLS = "closed the connection during the TLS handshake"
HEAD = b"HTTP/1.1 200 OK\r\nServer: "
# RFC 8446 section 5.1: a record of a handshake, 16384 octets long.
RECORD = b"\x16\x03\x03\x40\x00"
# RFC 5246 section 7.4.1.3: TLS 1.2, RSA with AES128-SHA, and no word of secure renegotiation
# (RFC 5746), as whoever is older than that.
OLD_HELLO = bytes.fromhex("16 0303 002a 02 000026 0303") + bytes(32) + bytes.fromhex("00 002f 00")
FAR_TOO_LONG = 10  # seconds, of a probe that may last one; more than a busy machine takes


def verdict_on(kind: str, port: int, **changes: object) -> str:
    """Why the probe fails, empty if it passes; in time, whatever the peer does."""
    began = time.monotonic()
    verdict = probe(check(kind, port=port, **changes))
    assert time.monotonic() - began < FAR_TOO_LONG
    return verdict.reason


@pytest.mark.parametrize(
    ("kind", "behave", "reason"),
    [
        ("http", peers.silent, SILENT),
        ("http", peers.dribbles(HEAD), SILENT),
        ("http", peers.endless(HEAD), ENDLESS),
        ("http", peers.endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 9999), ENDLESS),
        ("http", peers.says(b"220 mail.example.com ESMTP\r\n"), NOT_HTTP),
        ("http", peers.half_closes, ENDED),
        ("http", peers.resets, RESET),
        ("https", peers.silent, SILENT),
        ("https", peers.dribbles(RECORD), SILENT),
        ("https", peers.endless(b"a"), NOT_TLS),
        ("https", peers.half_closes, ENDED_IN_TLS),
        ("https", peers.resets, RESET),
        ("tls", peers.silent, SILENT),
        ("tls", peers.dribbles(RECORD), SILENT),
        ("tls", peers.says(HEAD), NOT_TLS),
        ("tls", peers.says(OLD_HELLO), SILENT),
        ("tcp", peers.silent, ""),
        ("tcp", peers.half_closes, ""),
    ],
)
def test_of_a_stream(kind: str, behave: Behaviour, reason: str) -> None:
    with peers.stream(behave) as port:
        assert verdict_on(kind, port) == reason


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (peers.silent, SILENT),
        (peers.dribbles(b"SIP/2.0 200 OK\r\n"), SILENT),
        (peers.endless(b"SIP/2.0 200 OK\r\n"), ENDLESS),
        (peers.says(b"SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n" * 9), SILENT),
        (peers.half_closes, ENDED),
        (peers.resets, RESET),
    ],
)
def test_of_sip_over_tcp(behave: Behaviour, reason: str) -> None:
    with peers.stream(behave) as port:
        assert verdict_on("sip", port, transport="tcp") == reason


@contextmanager
def secured(behave: Behaviour, folder: Path) -> Iterator[int]:
    """A TLS server that behaves so once the handshake is done."""
    (folder / "key").write_text(certificate.files()[certificate.KEY])
    (folder / "certificate").write_text(certificate.files()[certificate.CERTIFICATE])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate", folder / "key")

    def within_tls(connection: socket.socket, over: threading.Event) -> None:
        with context.wrap_socket(connection, server_side=True) as within:
            behave(within, over)

    with peers.stream(within_tls) as port:
        yield port


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (peers.says(HEAD + b"it\r\n\r\n"), ""),
        (peers.silent, SILENT),
        (peers.dribbles(HEAD), SILENT),
        (peers.endless(HEAD), ENDLESS),
        (peers.half_closes, ENDED),
        (lambda connection, _: connection.unwrap(), ENDED),
        (peers.resets, RESET),
    ],
)
def test_within_tls(behave: Behaviour, reason: str, tmp_path: Path) -> None:
    with secured(behave, tmp_path) as port:
        assert verdict_on("https", port) == reason


def test_a_handshake_is_done_for_the_server_too(tmp_path: Path) -> None:
    """Else it would log a failure each time."""
    done = threading.Event()

    def behave(_: socket.socket, over: threading.Event) -> None:
        done.set()
        over.wait(peers.PATIENCE_SECONDS)

    with secured(behave, tmp_path) as port:
        assert verdict_on("tls", port) == ""
        assert done.wait(peers.PATIENCE_SECONDS)


@pytest.mark.parametrize("kind", ["tcp", "tls", "http", "https"])
def test_whoever_lets_nobody_in(kind: str) -> None:
    """Its queue is full: the kernel drops whoever else knocks."""
    with socket.create_server((peers.ADDRESS, 0), backlog=0) as full:
        port = full.getsockname()[1]
        with closing(socket.create_connection((peers.ADDRESS, port))):
            assert verdict_on(kind, port) == SILENT


@pytest.mark.parametrize("kind", ["tcp", "tls", "http", "https", "sip", "ike", "dns", "udp"])
def test_where_nobody_is(kind: str) -> None:
    """Over UDP ICMP says so."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unused:
        unused.bind((peers.ADDRESS, 0))
        port = unused.getsockname()[1]
    assert verdict_on(kind, port) == REFUSED


Answers = Callable[[bytes], list[bytes]]


def answers(made: Answers) -> Behaviour:
    """Answers a datagram with those that are made of it."""

    def behave(bound: socket.socket, over: threading.Event) -> None:
        asked, peer = bound.recvfrom(65536)
        for each in made(asked):
            bound.sendto(each, peer)
        over.wait(peers.PATIENCE_SECONDS)

    return behave


def from_elsewhere(bound: socket.socket, over: threading.Event) -> None:
    """The right answer, by a socket that was not asked."""
    asked, peer = bound.recvfrom(65536)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as elsewhere:
        elsewhere.bind((peers.ADDRESS, 0))
        elsewhere.sendto(asked[:2] + b"\x81" + asked[3:], peer)
    over.wait(peers.PATIENCE_SECONDS)


def floods(bound: socket.socket, over: threading.Event) -> None:
    """Datagrams without end, none of which is an answer."""
    _, peer = bound.recvfrom(65536)
    while not over.is_set():
        bound.sendto(b"a" * 1400, peer)


OTHERS: list[bytes] = [b"", b"a", b"a" * 65507, b"\0" * 12]


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (answers(lambda asked: [asked[:2] + b"\x81" + asked[3:]]), ""),
        (answers(lambda asked: [*OTHERS, asked, asked[:2] + b"\x81" + asked[3:]]), ""),
        (answers(lambda asked: [*OTHERS, asked]), SILENT),
        (answers(lambda _: []), SILENT),
        (from_elsewhere, SILENT),
        (floods, SILENT),
    ],
)
def test_of_datagrams(behave: Behaviour, reason: str) -> None:
    with peers.datagrams(behave) as port:
        assert verdict_on("dns", port) == reason


def test_a_payload_that_is_longer_than_a_datagram() -> None:
    with peers.datagrams(peers.silent) as port:
        assert verdict_on("udp", port, payload="00" * 65508) == "message too long"


@pytest.mark.parametrize(
    ("kind", "listening", "behave"),
    [
        ("http", peers.stream, peers.says(HEAD + b"it\r\n\r\n")),
        ("udp", peers.datagrams, answers(lambda _: [b"a"])),
    ],
)
def test_only_connect_decides_who_the_peer_is(
    kind: str,
    listening: Callable[[Behaviour], AbstractContextManager[int]],
    behave: Behaviour,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Over UDP as well: whoever maps it, as the lab does, leads every probe to where it likes."""
    connect, asked = socket.socket.connect, []
    with listening(behave) as port:

        def lead(self: socket.socket, address: tuple[str, int]) -> None:
            asked.append(address)
            connect(self, (peers.ADDRESS, port))

        monkeypatch.setattr(socket.socket, "connect", lead)
        assert probe(check(kind, address="192.0.2.1", port=9)) == Verdict()
    assert asked == [("192.0.2.1", 9)]

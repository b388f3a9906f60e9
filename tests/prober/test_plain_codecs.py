"""TCP, TLS and UDP: what is sent is nothing, or what the user wrote."""

from __future__ import annotations

import pytest

from prober.codec import ALIVE
from tests.prober.described import check

SOURCE = ("10.16.0.4", 40123)


@pytest.mark.parametrize("kind", ["tcp", "tls"])
def test_to_be_connected_is_enough(kind: str) -> None:
    codec = check(kind).codec()
    assert codec.request(SOURCE) == b""
    assert codec.judge(b"") == ALIVE
    assert codec.transport.kind == kind


@pytest.mark.parametrize("name", [None, "sbc.example.com"])
def test_tls_asks_by_name_if_there_is_one(name: str | None) -> None:
    assert check("tls", server_name=name).codec().transport.server_name == name


def test_the_payload_is_sent_as_it_is() -> None:
    codec = check("udp", payload="00ff0A").codec()
    assert codec.request(SOURCE) == b"\x00\xff\n"
    assert codec.transport.kind == "udp"


@pytest.mark.parametrize(
    ("expect", "received", "lives"),
    [
        ("", b"anything", True),
        ("", b"", True),
        ("02", b"\x02\x03", True),
        ("02", b"\x02", True),
        ("02", b"\x03\x02", False),
        ("02", b"", False),
    ],
)
def test_how_the_answer_has_to_begin(expect: str, received: bytes, lives: bool) -> None:
    assert check("udp", expect=expect).codec().judge(received) == (ALIVE if lives else None)

"""HTTP: the GET that is sent, octet by octet, and which status is life."""

from __future__ import annotations

from typing import Any

import pytest

from prober.codec import ALIVE, Verdict
from tests.prober.described import check

SOURCE = ("10.16.0.4", 40123)
REQUEST = """\
GET /health?deep=1 HTTP/1.1
Host: {host}
User-Agent: persistent-vnf-prober
Accept: */*
Connection: close

"""
ANSWER = b"HTTP/1.1 200 OK\r\nServer: it\r\nContent-Length: 4\r\n\r\nbody"
NOT_HTTP = Verdict("answered something that is not HTTP")


def http(**changes: Any) -> Any:
    return check("http", **changes).codec()


@pytest.mark.parametrize(
    ("kind", "port", "host"),
    [
        ("http", 80, "sbc.example.com"),
        ("http", 8080, "sbc.example.com:8080"),
        ("http", 443, "sbc.example.com:443"),
        ("https", 443, "sbc.example.com"),
        ("https", 80, "sbc.example.com:80"),
    ],
)
def test_the_request(kind: str, port: int, host: str) -> None:
    wanted = REQUEST.format(host=host).replace("\n", "\r\n").encode()
    codec = check(kind, port=port, host="sbc.example.com", path="/health?deep=1").codec()
    assert codec.request(SOURCE) == wanted


def test_https_asks_for_the_host_by_name() -> None:
    secured = check("https", host="sbc.example.com").codec().transport
    assert (secured.kind, secured.server_name) == ("tls", "sbc.example.com")
    assert http().transport.kind == "tcp"


@pytest.mark.parametrize(
    ("statuses", "status", "reason"),
    [
        ("200-399", 200, ""),
        ("200-399", 399, ""),
        ("200-399", 400, "answered 400"),
        ("200", 200, ""),
        ("200", 201, "answered 201"),
        ("401-401", 401, ""),
        ("300-399", 200, "answered 200"),
        ("200-599", 999, "answered 999"),
    ],
)
def test_which_statuses_count(statuses: str, status: int, reason: str) -> None:
    answer = ANSWER.replace(b"200", str(status).encode())
    assert http(statuses=statuses).judge(answer) == Verdict(reason)


@pytest.mark.parametrize(
    "answer",
    [
        ANSWER,
        ANSWER.replace(b" OK", b""),
        ANSWER.replace(b"/1.1", b"/1.0").replace(b"\r\n", b"\n"),
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ANSWER,
    ],
)
def test_an_answer_is_life(answer: bytes) -> None:
    assert http().judge(answer) == ALIVE


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\r\n" + ANSWER,
        b"\n",
        ANSWER.replace(b"/1.1", b"/2"),
        ANSWER.replace(b"200", b"20"),
        ANSWER.replace(b"200", b"2000"),
        ANSWER.replace(b"200", b"099"),
        ANSWER.replace(b"HTTP", b"http"),
        b"HTTP/1.1 100 Continue\r\n\r\nSIP/2.0 200 OK\r\n\r\n",
    ],
)
def test_something_else_is_none_at_once(answer: bytes) -> None:
    assert http().judge(answer) == NOT_HTTP


def test_it_is_waited_for_until_its_head_is_whole() -> None:
    interim = b"HTTP/1.1 100 Continue\r\n\r\n"
    whole = interim + ANSWER.removesuffix(b"body")
    verdicts = [http().judge(whole[:length]) for length in range(len(whole) + 1)]
    assert verdicts == [None] * len(whole) + [ALIVE]

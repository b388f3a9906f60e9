"""SIP: the OPTIONS that is sent, octet by octet, and what of an answer is life."""

from __future__ import annotations

import re
from typing import Any

import pytest

from prober.codec import ALIVE, TCP, TLS, UDP, Transport
from prober.codecs.sip import Sip
from tests.prober.described import check

SOURCE = ("10.16.0.4", 40123)
REQUEST = """\
OPTIONS sip:10.16.10.20:5060 SIP/2.0
Via: SIP/2.0/UDP 10.16.0.4:40123;branch=z9hG4bKbranch;rport
Max-Forwards: 70
From: <sip:prober@10.16.0.4>;tag=tag
To: <sip:10.16.10.20:5060>
Call-ID: call
CSeq: 7 OPTIONS
Contact: <sip:prober@10.16.0.4:40123>
Accept: application/sdp
User-Agent: persistent-vnf-prober
Content-Length: 0

"""
ANSWER = """\
SIP/2.0 200 OK
Via: SIP/2.0/UDP 10.16.0.4:40123;branch=z9hG4bKbranch;rport=40123
From: <sip:prober@10.16.0.4>;tag=tag
To: <sip:10.16.10.20:5060>;tag=theirs
Call-ID: call
CSeq: 7 OPTIONS
Content-Length: 0

"""
TRYING = ANSWER.replace("200 OK", "100 Trying")


def sip(transport: Transport = UDP) -> Sip:
    """A probe whose identifiers are known."""
    return Sip("10.16.10.20", 5060, transport, "z9hG4bKbranch", "tag", "call", 7)


def octets(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def test_the_request_over_udp() -> None:
    assert sip().request(SOURCE) == octets(REQUEST)


@pytest.mark.parametrize(("transport", "name"), [(TCP, "tcp"), (TLS, "tls")])
def test_the_request_over_a_stream_names_it(transport: Transport, name: str) -> None:
    wanted = REQUEST.replace("20:5060 SIP", f"20:5060;transport={name} SIP")
    wanted = wanted.replace("/UDP", f"/{name.upper()}").replace("123>", f"123;transport={name}>")
    assert sip(transport).request(SOURCE) == octets(wanted)


def test_each_probe_has_identifiers_of_its_own() -> None:
    codec = check("sip").codec
    probes = [codec().request(SOURCE) for _ in range(50)]
    for identifier in (rb"branch=(z9hG4bK\w+)", rb";tag=(\w+)", rb"Call-ID: (\w+)"):
        assert len({re.findall(identifier, each)[0] for each in probes}) == 50


@pytest.mark.parametrize(
    "answer",
    [
        ANSWER,
        ANSWER.replace("200 OK", "200"),
        ANSWER.replace("200 OK", "404 Not here"),
        ANSWER.replace("200 OK", "503 Service Unavailable"),
        ANSWER.replace("200 OK", "603 Decline"),
        ANSWER.replace("Call-ID", "i").replace("Content-Length", "l"),
        ANSWER.replace("Call-ID", "CALL-id").replace("CSeq:", "cseq :"),
        ANSWER.replace("CSeq: 7", "CSeq:\n 007"),
        ANSWER.replace("Length: 0", "Length: 4") + "body",
        f"\n\n{ANSWER}",
    ],
)
@pytest.mark.parametrize("transport", [UDP, TCP])
def test_any_final_answer_is_life(answer: str, transport: Transport) -> None:
    assert sip(transport).judge(octets(answer)) == ALIVE


@pytest.mark.parametrize(
    "answer",
    [
        "",
        REQUEST,
        TRYING,
        ANSWER.replace("200 OK", "199 Early"),
        ANSWER.replace("200 OK", "700 What"),
        ANSWER.replace("200 OK", "2000 What"),
        ANSWER.replace("200 OK", "20"),
        ANSWER.replace("SIP/2.0", "SIP/1.0"),
        ANSWER.replace("SIP/2.0 200", "HTTP/1.1 200"),
        ANSWER.replace("Call-ID: call", "Call-ID: another"),
        ANSWER.replace("Call-ID: call", "Call-ID: CALL"),
        ANSWER.replace("Call-ID: call\n", ""),
        ANSWER.replace("CSeq: 7", "CSeq: 8"),
        ANSWER.replace("7 OPTIONS", "7 INVITE"),
        ANSWER.replace("7 OPTIONS", "7"),
        ANSWER.replace("CSeq: 7 OPTIONS\n", ""),
        ANSWER.replace("CSeq: 7", "CSeq: " + "9" * 5000),
        ANSWER.replace("Call-ID: call", "Call-ID: another\nCall-ID: call"),
        ANSWER.removesuffix("\n"),
    ],
)
@pytest.mark.parametrize("transport", [UDP, TCP])
def test_an_answer_to_something_else_is_none(answer: str, transport: Transport) -> None:
    assert sip(transport).judge(octets(answer)) is None


OTHER = ANSWER.replace("call", "another").replace("Length: 0", "Length: {}")


@pytest.mark.parametrize(
    "before",
    [
        TRYING,
        TRYING * 3,
        OTHER.format(20) + "SIP/2.0 is spoken of",
        # A body is passed over, whatever it looks like.
        OTHER.format(len(octets(TRYING))) + TRYING,
        OTHER.format("9" * 5000),
        OTHER.format("-1"),
        OTHER.format("-400"),
        OTHER.replace("Content-Length: {}\n", ""),
        "OPTIONS sip:10.16.0.4 SIP/2.0\nContent-Length: 0\n\n",
        "\n\n\n",
    ],
)
def test_on_a_stream_it_is_read_over_what_comes_before(before: str) -> None:
    assert sip(TCP).judge(octets(before)) is None
    assert sip(TCP).judge(octets(before + ANSWER)) == ALIVE


def test_an_answer_in_the_body_of_another_message_is_none() -> None:
    hidden = OTHER.format(len(octets(ANSWER))) + ANSWER
    assert sip(TCP).judge(octets(hidden)) is None


def test_on_a_stream_it_is_waited_for_until_its_head_is_whole() -> None:
    whole = octets(TRYING + ANSWER)
    verdicts = [sip(TCP).judge(whole[:length]) for length in range(len(whole) + 1)]
    assert verdicts == [None] * len(whole) + [ALIVE]


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_as_terraform_describes_it(transport: str) -> None:
    found: Any = check("sip", address="10.16.10.99", port=5070, transport=transport).codec()
    assert (found.address, found.port) == ("10.16.10.99", 5070)
    assert (found.transport.kind, found.transport.server_name) == (transport, None)

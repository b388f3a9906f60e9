"""Whatever is answered: no codec raises, and nothing but an answer to its own question is life."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prober.codec import ALIVE, TCP, UDP, Codec, Verdict
from prober.codecs.dns import Dns
from prober.codecs.http import Http
from prober.codecs.ike import Ike
from prober.codecs.sip import Sip
from prober.codecs.udp import Udp

SOURCE = ("10.16.0.4", 40123)
QUESTION = b"\3sbc\7example\3com\0\0\1\0\1"


def to_dns(asked: bytes) -> bytes:
    return asked[:2] + b"\x81\x80" + asked[4:]


def to_http(_: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def to_ike(asked: bytes) -> bytes:
    return asked[:16] + b"\0\x20\x22\x20\0\0\0\0\0\0\0\x1c"


def to_sip(asked: bytes) -> bytes:
    kept = re.findall(rb"^(?:Via|From|To|Call-ID|CSeq):.*?\r\n", asked, re.MULTILINE)
    return b"SIP/2.0 200 OK\r\n" + b"".join(kept) + b"Content-Length: 0\r\n\r\n"


def to_udp(_: bytes) -> bytes:
    return b"\x01\x02\x03"


# Who makes a probe, with identifiers that are always the same, and what is answered to its request.
Answer = Callable[[bytes], bytes]
CODECS: dict[str, tuple[Callable[..., Codec], Answer]] = {
    "dns": (lambda: Dns(QUESTION, 7), to_dns),
    "http": (lambda: Http("sbc", 80, "/", range(200, 400), TCP), to_http),
    "ike": (lambda: Ike(500, b"initiato", b"n" * 32, b"p" * 256), to_ike),
    "ike at 4500": (
        lambda: Ike(4500, b"initiato", b"n" * 32, b"p" * 256),
        lambda asked: asked[:4] + to_ike(asked[4:]),
    ),
    "sip": (lambda: Sip("10.16.10.20", 5060, UDP, "branch", "tag", "call", 7), to_sip),
    "sip over tcp": (lambda: Sip("10.16.10.20", 5060, TCP, "branch", "tag", "call", 7), to_sip),
    "udp": (lambda: Udp(b"ask", b"\x01\x02"), to_udp),
}
each_codec = pytest.mark.parametrize(("codec", "answer"), CODECS.values(), ids=CODECS)
# Of the same kinds, with identifiers of their own each time.
RANDOM: list[tuple[Callable[[], Codec], Answer]] = [
    (lambda: Ike(500), to_ike),
    (lambda: Sip("10.16.10.20", 5060, UDP), to_sip),
]
Made = Callable[[], Codec]


@each_codec
def test_the_answer_of_which_the_others_are_made_is_life(codec: Made, answer: Answer) -> None:
    probe = codec()
    assert probe.judge(answer(probe.request(SOURCE))) == ALIVE


@each_codec
@given(received=st.binary(max_size=400))
def test_octets_by_chance_are_not_life(codec: Made, answer: Answer, received: bytes) -> None:
    verdict = codec().judge(received)
    assert verdict != ALIVE or answer is to_udp


@each_codec
@given(data=st.data())
def test_an_answer_that_was_damaged_never_raises(
    codec: Made, answer: Answer, data: st.DataObject
) -> None:
    probe = codec()
    found = bytearray(answer(probe.request(SOURCE)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(found)))
        cut = data.draw(st.integers(0, 12))
        found[at : at + cut] = data.draw(st.binary(max_size=12))
    assert isinstance(probe.judge(bytes(found)), Verdict | None)


@each_codec
@given(times=st.integers(2, 2000), data=st.data())
def test_an_answer_that_is_longer_than_any_never_raises(
    codec: Made, answer: Answer, times: int, data: st.DataObject
) -> None:
    probe = codec()
    whole = answer(probe.request(SOURCE))
    begins, ends = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    longer = whole[:begins] + whole[begins:ends] * times + whole[ends:]
    assert isinstance(probe.judge(longer), Verdict | None)


@each_codec
@given(data=st.data())
def test_a_part_of_an_answer_is_none_or_says_the_same(
    codec: Made, answer: Answer, data: st.DataObject
) -> None:
    probe = codec()
    whole = answer(probe.request(SOURCE))
    part = whole[: data.draw(st.integers(0, len(whole)))]
    assert probe.judge(part) in (None, ALIVE)


@pytest.mark.parametrize(("codec", "answer"), RANDOM)
def test_an_answer_to_another_probe_is_none(codec: Made, answer: Answer) -> None:
    probes = [codec() for _ in range(20)]
    answers = [answer(each.request(SOURCE)) for each in probes]
    for at, probe in enumerate(probes):
        assert [probe.judge(each) == ALIVE for each in answers].index(True) == at
        assert [probe.judge(each) for each in answers].count(None) == 19


@pytest.mark.parametrize("codec", [codec for codec, _ in CODECS.values()], ids=CODECS)
def test_whoever_sends_everything_back_does_not_live(codec: Made) -> None:
    probe = codec()
    assert probe.judge(probe.request(SOURCE)) != ALIVE

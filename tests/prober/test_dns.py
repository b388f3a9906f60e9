"""DNS: the question that is sent, octet by octet, and what of an answer is life."""

from __future__ import annotations

import pytest

from prober.codec import ALIVE, Verdict
from prober.codecs.dns import Dns
from tests.prober.described import check

SOURCE = ("10.16.0.4", 40123)
NAME = "03 736263 07 6578616d706c65 03 636f6d 00"  # sbc.example.com
QUESTION = bytes.fromhex(NAME + "0001 0001")
# RFC 1035 section 4.1.1: id; a query that wants recursion; one question, and nothing else.
REQUEST = bytes.fromhex("1234 0100 0001 0000 0000 0000") + QUESTION
# A record of that name, by a pointer: A, IN, 300 s, 4 octets, 192.0.2.10.
RECORD = bytes.fromhex("c00c 0001 0001 0000012c 0004 c000020a")
# The same written out, and the root's: SOA without data.
WRITTEN_OUT = bytes.fromhex(NAME + "0001 0001 0000012c 0004 c000020a")
ROOT = bytes.fromhex("00 0006 0001 00000000 0000")


def dns() -> Dns:
    """A probe whose id is known."""
    return Dns(QUESTION, 0x1234)


def answer(
    flags: int = 0x8180,
    counts: tuple[int, int, int] = (1, 0, 0),
    records: bytes = RECORD,
    question: bytes = QUESTION,
    **changes: int,
) -> bytes:
    """What a server says. counts: of answers, authorities, and additional records."""
    numbers = [changes.get("query_id", 0x1234), flags, changes.get("questions", 1), *counts]
    return b"".join(each.to_bytes(2) for each in numbers) + question + records


def test_the_request() -> None:
    assert dns().request(SOURCE) == REQUEST


@pytest.mark.parametrize(
    ("name", "kind", "octets"),
    [
        ("sbc.example.com", "A", f"{NAME} 0001 0001"),
        ("sbc.example.com.", "NS", f"{NAME} 0002 0001"),
        ("sbc.example.com", "SOA", f"{NAME} 0006 0001"),
        ("sbc.example.com", "MX", f"{NAME} 000f 0001"),
        ("sbc.example.com", "TXT", f"{NAME} 0010 0001"),
        ("sbc.example.com", "AAAA", f"{NAME} 001c 0001"),
        ("_sip._udp.a", "SRV", "04 5f736970 04 5f756470 01 61 00 0021 0001"),
        (".", "NS", "00 0002 0001"),
    ],
)
def test_the_question_as_terraform_describes_it(name: str, kind: str, octets: str) -> None:
    codec = check("dns", query_name=name, query_type=kind).codec()
    assert codec.request(SOURCE)[12:] == bytes.fromhex(octets)
    assert codec.transport.kind == "udp"


def test_each_probe_has_an_id_of_its_own() -> None:
    codec = check("dns").codec
    assert len({codec().request(SOURCE)[:2] for _ in range(50)}) > 40


@pytest.mark.parametrize(
    "found",
    [
        answer(),
        answer(flags=0x8400),
        answer(flags=0x8183),  # no such name
        answer(counts=(0, 0, 0), records=b""),  # no such data
        answer(counts=(0, 1, 0), records=ROOT),
        answer(counts=(1, 1, 1), records=RECORD + WRITTEN_OUT + ROOT),
        answer(flags=0x8380, counts=(9, 0, 0)),  # truncated
        answer(question=QUESTION.replace(b"sbc", b"SBC")),
        answer() + b"rest",
    ],
)
def test_an_answer_to_the_question_is_life(found: bytes) -> None:
    assert dns().judge(found) == ALIVE


@pytest.mark.parametrize(
    ("rcode", "named"),
    [(1, "FORMERR"), (2, "SERVFAIL"), (4, "NOTIMP"), (5, "REFUSED"), (9, "RCODE 9")],
)
def test_whoever_fails_does_not_live(rcode: int, named: str) -> None:
    failed = Verdict(f"answered {named}")
    assert dns().judge(answer(flags=0x8180 | rcode)) == failed
    without = answer(0x8180 | rcode, (0, 0, 0), b"", b"", questions=0)
    assert dns().judge(without) == failed


OTHER_NAME = QUESTION.replace(b"sbc", b"sbd")
OTHER_TYPE = bytes.fromhex(f"{NAME} 001c 0001")
OTHER_CLASS = bytes.fromhex(f"{NAME} 0001 0003")


@pytest.mark.parametrize(
    "found",
    [
        b"",
        REQUEST,
        answer()[:11],
        answer(query_id=0x1235),
        answer(flags=0x0100),
        answer(flags=0x9180),  # a status, not a standard query
        answer(question=OTHER_NAME),
        answer(question=OTHER_TYPE),
        answer(question=OTHER_CLASS),
        answer(question=OTHER_NAME, flags=0x8182),
        answer(question=b"", questions=0),
        answer(question=QUESTION * 2, questions=2),
        answer(question=QUESTION[:-1], records=b""),
        answer(counts=(2, 0, 0)),
        answer(records=RECORD[:-1]),
        answer(records=RECORD[:5]),
        answer(records=b""),
        answer(counts=(65535, 65535, 65535)),
        answer(records=b"\x3fshort"),
        answer(records=b"\x40" + b"a" * 64 + b"\0" + RECORD[2:]),  # neither label nor pointer
        answer(records=b"\xc0"),
    ],
)
def test_an_answer_to_something_else_or_a_torn_one_is_none(found: bytes) -> None:
    assert dns().judge(found) is None

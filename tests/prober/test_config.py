"""What Terraform wrote into the function's environment: read whole, or refused with a sentence."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from common.environment import BadEnvironmentError
from prober.config import from_environment
from tests.prober.described import TYPES, described
from tests.support.environment import encode

ENVIRONMENT = {
    "SERVICE_CHECKS": encode([described("sip", "sip-5060"), described("tcp", "tcp-22")]),
    "SERVICE_CHECK_INTERVAL_SECONDS": "10",
    "METRICS_NAMESPACE": "PersistentVnf",
    "OWNER_TAG_VALUE": "sbc",
}


def refusal(**changes: str) -> str:
    with pytest.raises(BadEnvironmentError) as error:
        from_environment(ENVIRONMENT | changes)
    return str(error.value)


def test_what_terraform_wrote_is_read() -> None:
    config = from_environment(ENVIRONMENT)
    assert config.service_check_interval_seconds == 10
    assert (config.metrics_namespace, config.owner_tag_value) == ("PersistentVnf", "sbc")
    sip, tcp = config.service_checks
    assert (sip.vip, sip.name, sip.address, sip.port) == ("core", "sip-5060", "127.0.0.1", 5060)
    assert (tcp.name, tcp.port, tcp.timeout_seconds) == ("tcp-22", 22, 1)
    assert sip.codec().transport.kind == "udp"
    assert tcp.codec().transport.kind == "tcp"


@pytest.mark.parametrize("kind", TYPES)
def test_a_check_of_each_type_is_read(kind: str) -> None:
    one = ENVIRONMENT | {"SERVICE_CHECKS": encode([described(kind)])}
    [check] = from_environment(one).service_checks
    assert check.port == TYPES[kind]["port"]


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_every_variable_is_required_and_named_when_missing(name: str) -> None:
    assert refusal(**{name: ""}) == f"{name} is not set. Terraform sets it: apply the module again."


@pytest.mark.parametrize("seconds", ["0", "4", "31"])
def test_an_interval_out_of_its_range_is_refused(seconds: str) -> None:
    """With 0 a round would follow another for ever."""
    sentence = f'SERVICE_CHECK_INTERVAL_SECONDS is "{seconds}" and has to be 5 to 30.'
    assert refusal(SERVICE_CHECK_INTERVAL_SECONDS=seconds) == sentence


@pytest.mark.parametrize("seconds", ["-10", "10.5", "ten"])
def test_an_interval_that_is_no_number_is_refused(seconds: str) -> None:
    sentence = f'SERVICE_CHECK_INTERVAL_SECONDS is "{seconds}" and has to be a whole number.'
    assert refusal(SERVICE_CHECK_INTERVAL_SECONDS=seconds) == sentence


@pytest.mark.parametrize("seconds", ["5", "30"])
def test_the_ends_of_its_range_are_taken(seconds: str) -> None:
    read = from_environment(ENVIRONMENT | {"SERVICE_CHECK_INTERVAL_SECONDS": seconds})
    assert read.service_check_interval_seconds == int(seconds)


@pytest.mark.parametrize(
    "value",
    [
        "no base64",
        base64.b64encode(b"no gzip").decode(),
        base64.b64encode(gzip.compress(b"no json")).decode(),
    ],
    ids=["no base64", "no gzip", "no JSON"],
)
def test_checks_that_are_not_packed_are_refused(value: str) -> None:
    assert refusal(SERVICE_CHECKS=value).startswith("SERVICE_CHECKS cannot be read: ")


@pytest.mark.parametrize("content", [[], {}, None, 1, "text"])
def test_without_a_list_of_checks_it_is_refused(content: Any) -> None:
    sentence = "SERVICE_CHECKS cannot be read: it has to be a list of checks."
    assert refusal(SERVICE_CHECKS=encode(content)) == sentence


def test_what_is_no_check_is_refused() -> None:
    sentence = "SERVICE_CHECKS cannot be read: a check is 1 and has to be an object."
    assert refusal(SERVICE_CHECKS=encode([described("tcp"), 1])) == sentence


HOST, DOMAIN, HEX = "a host's name or IPv4 address", "a domain name", "pairs of hex digits"
PATH, STATUSES = "a path like /health, without spaces", "like 200-399 or 200"
LONG_LABEL, LONG_HOST = "a" * 64, ".".join("a" * 128)
LONG_NAME = ".".join(["a" * 63] * 4)


@pytest.mark.parametrize(
    ("kind", "attribute", "values", "rule"),
    [
        ("tcp", "type", ["icmp", ""], "one of dns, http, https, ike, sip, tcp, tls, udp"),
        ("tcp", "type", [None, 1], "text"),
        ("tcp", "vip", [None, 1], "text"),
        ("tcp", "name", [None, 1], "text"),
        ("tcp", "port", [0, 65536, "22", True, 22.5, None], "1 to 65535"),
        ("tcp", "timeout_seconds", [0, 11, "2", 1.5], "1 to 10"),
        ("tcp", "address", ["sbc.example.com", "2001:db8::1", "10.0.0", ""], "an IPv4 address"),
        ("sip", "transport", ["ws", "UDP"], "one of udp, tcp, tls"),
        ("http", "path", ["", "health", "/a b", "/a\r\nX: y", "/ä"], PATH),
        ("http", "host", ["", "a..b", "a\r\nb", "-a", "ä.example", LONG_LABEL, LONG_HOST], HOST),
        ("http", "statuses", ["", "2xx", "99", "600", "200-", "399-200", "200,204"], STATUSES),
        ("https", "host", ["", ".a", "a."], HOST),
        ("tls", "server_name", ["", "a b"], HOST),
        ("tls", "server_name", [1], "text"),
        ("udp", "payload", ["0", "zz", "00 ff"], HEX),
        ("udp", "expect", ["0", "zz"], HEX),
        ("dns", "query_type", ["ANY", "a"], "one of A, NS, SOA, MX, TXT, AAAA, SRV"),
        ("dns", "query_name", ["", "a..b", ".a", "ä.b", LONG_LABEL, LONG_NAME], DOMAIN),
    ],
)
def test_a_check_that_cannot_be_probed_is_refused(
    kind: str, attribute: str, values: list[Any], rule: str
) -> None:
    for value in values:
        wrong = described(kind) | {attribute: value}
        shown = f"{attribute} is {json.dumps(value)} and has to be {rule}"
        sentence = f"SERVICE_CHECKS cannot be read: {shown}."
        assert refusal(SERVICE_CHECKS=encode([described("tcp"), wrong])) == sentence


@pytest.mark.parametrize("kind", TYPES)
def test_every_attribute_is_required(kind: str) -> None:
    whole = described(kind)
    optional = {"server_name"}  # of TLS: null as well as nothing means none
    for name in whole.keys() - optional:
        rest = {each: value for each, value in whole.items() if each != name}
        assert refusal(SERVICE_CHECKS=encode([rest])).startswith(
            f"SERVICE_CHECKS cannot be read: {name} is null and has to be "
        )

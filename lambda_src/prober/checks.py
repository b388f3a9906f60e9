"""The checks, as Terraform describes them (SERVICE_CHECKS)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from common.environment import BadEnvironmentError, unpacked
from prober.attributes import Attributes, ipv4, one_of, text, whole_number
from prober.codec import Codec
from prober.codecs.dns import Dns
from prober.codecs.http import Http
from prober.codecs.ike import Ike
from prober.codecs.sip import Sip
from prober.codecs.tcp import Tcp
from prober.codecs.tls import Tls
from prober.codecs.udp import Udp

CODECS: Mapping[str, Callable[[Attributes], Codec]] = {
    "dns": Dns.described,
    "http": Http.plain,
    "https": Http.secured,
    "ike": Ike.described,
    "sip": Sip.described,
    "tcp": Tcp.described,
    "tls": Tls.described,
    "udp": Udp.described,
}


@dataclass(frozen=True)
class Check:
    """One service of one VIP. name: unique among those of its VIP. codec: makes one probe's."""

    vip: str
    name: str
    address: str
    port: int
    timeout_seconds: int
    codec: Callable[[], Codec]


def decode(value: str) -> tuple[Check, ...]:
    """The checks of the variable SERVICE_CHECKS; BadEnvironmentError if there is another thing."""
    try:
        described = unpacked(value)
        if not isinstance(described, list) or not described:
            raise ValueError("it has to be a list of checks")
        return tuple(map(_check, described))
    except ValueError as error:
        raise BadEnvironmentError(f"SERVICE_CHECKS cannot be read: {error}.") from error


def _check(described: object) -> Check:
    if not isinstance(described, dict):
        raise ValueError(f"a check is {described!r} and has to be an object")
    codec = CODECS[one_of(described, "type", CODECS)]
    codec(described)  # now, and not at each probe, is told what it cannot be made of
    return Check(
        vip=text(described, "vip"),
        name=text(described, "name"),
        address=ipv4(described, "address"),
        port=whole_number(described, "port", 1, 65535),
        timeout_seconds=whole_number(described, "timeout_seconds", 1, 10),
        codec=lambda: codec(described),
    )

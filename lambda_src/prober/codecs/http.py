"""HTTP: a GET, and the status that it is answered with (RFC 9110, RFC 9112).

http.client has a time-out for each read only; a server that dribbles would hold it for hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from prober.attributes import Attributes, host, matching, refusal, text, whole_number
from prober.codec import ALIVE, TCP, Endpoint, Transport, Verdict

_PATH = re.compile(r"/[!-~]*")
_STATUSES = re.compile(r"([1-5]\d\d)(?:-([1-5]\d\d))?")
_HEAD_END = re.compile(rb"\r?\n\r?\n")  # RFC 9112 section 2.2: a lone LF may end a line
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-9]\d\d)(?: [^\r\n]*)?\r?")
_DEFAULT_PORTS = {"tcp": 80, "tls": 443}


@dataclass(frozen=True)
class Http:
    """One GET without a body. No redirect is followed. statuses: what counts as an answer."""

    host: str
    port: int
    path: str
    statuses: range
    transport: Transport

    @classmethod
    def plain(cls, attributes: Attributes) -> Http:
        """As Terraform describes http: port, host, path, statuses."""
        return cls._over(TCP, attributes)

    @classmethod
    def secured(cls, attributes: Attributes) -> Http:
        """As Terraform describes https, which asks for the host by name (SNI)."""
        return cls._over(Transport("tls", host(attributes, "host")), attributes)

    @classmethod
    def _over(cls, transport: Transport, attributes: Attributes) -> Http:
        return cls(
            host=host(attributes, "host"),
            port=whole_number(attributes, "port", 1, 65535),
            path=matching(attributes, "path", _PATH, "a path like /health, without spaces"),
            statuses=_statuses(attributes, "statuses"),
            transport=transport,
        )

    def request(self, _: Endpoint) -> bytes:
        """RFC 9112 section 3.2; the port belongs to the host unless it is the scheme's own."""
        default = self.port == _DEFAULT_PORTS[self.transport.kind]
        lines = [
            f"GET {self.path} HTTP/1.1",
            f"Host: {self.host}" if default else f"Host: {self.host}:{self.port}",
            "User-Agent: persistent-vnf-prober",
            "Accept: */*",
            "Connection: close",
        ]
        return "".join(f"{line}\r\n" for line in [*lines, ""]).encode()

    def judge(self, received: bytes) -> Verdict | None:
        """The first head that is whole and no interim one (RFC 9110 section 15.2)."""
        at = 0
        while (line_end := received.find(b"\n", at)) >= 0:
            line = _STATUS_LINE.fullmatch(received, at, line_end)
            if line is None:
                return Verdict("answered something that is not HTTP")
            head_end = _HEAD_END.search(received, at)
            if head_end is None:
                break
            status = int(line[1])
            if status >= 200:
                return ALIVE if status in self.statuses else Verdict(f"answered {status}")
            at = head_end.end()
        return None


def _statuses(attributes: Attributes, name: str) -> range:
    value = text(attributes, name)
    found = _STATUSES.fullmatch(value)
    statuses = range(int(found[1]), int(found[2] or found[1]) + 1) if found else ()
    if not statuses:
        raise refusal(name, value, "like 200-399 or 200")
    return statuses

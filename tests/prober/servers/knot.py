"""DNS: knot, with one zone."""

from __future__ import annotations

from tests.prober.described import described
from tests.prober.servers.server import Server

CONFIGURATION = """\
server:
  listen: 127.0.0.1@53
  rundir: /run
  user: root:root
database:
  storage: /var/lib/knot
log:
  - target: stderr
    any: info
zone:
  - domain: example.com
    file: /etc/example.com.zone
"""
ZONE = """\
$ORIGIN example.com.
$TTL 300
@ SOA ns.example.com. noc.example.com. 1 3600 600 86400 300
  NS ns
ns A 192.0.2.53
sbc A 192.0.2.10
  AAAA 2001:db8::10
  TXT "an answer with data"
_sip._udp SRV 10 5 5060 sbc
"""
NAMES = {
    "A": "sbc.example.com",
    "AAAA": "SBC.example.com.",
    "MX": "sbc.example.com",
    "NS": "example.com",
    "SOA": "example.com",
    "SRV": "_sip._udp.example.com",
    "TXT": "sbc.example.com",
}


def knot() -> Server:
    """Whoever asks for a zone that it has not is refused."""
    return Server(
        command=("/usr/sbin/knotd", "-c", "/etc/knot.conf"),
        files={
            "/etc/knot.conf": CONFIGURATION,
            "/etc/example.com.zone": ZONE,
            "/var/lib/knot/.keep": "",
        },
        checks=(
            *(described("dns", kind, query_name=NAMES[kind], query_type=kind) for kind in NAMES),
            described("dns", "no-such-name", query_name="nobody.example.com"),
            described("dns", "no-such-zone", query_name="example.org"),
        ),
        reasons={"no-such-zone": "answered REFUSED"},
    )

"""Checks of a service that a person got wrong, and what the sentence has to say of each.

Of a check: its attributes, with one mistake. An ellipsis stands for whatever is between the words.
"""

from __future__ import annotations

from typing import Any

Check = dict[str, Any]

SIP: Check = {"type": "sip"}
HTTP: Check = {"type": "http"}
TLS: Check = {"type": "tls"}
DNS: Check = {"type": "dns", "query_name": "example.com"}
UDP: Check = {"type": "udp", "port": 3478, "payload": "00"}
WHOLE = "a whole number from 1 to 65535"

FAULTS: list[tuple[Check, str]] = [
    ({}, "has type none: use dns, http"),
    ({"type": "icmp"}, 'has type "icmp": use dns, http, https, ike, sip, tcp, tls, udp'),
    ({"type": "SIP"}, 'has type "SIP": use'),
    (SIP | {"interval": 10}, "has interval, which no check of its type (sip) knows: it may have"),
    (SIP | {"path": "/"}, "has path, which no check of its type (sip) knows … transport"),
    (TLS | {"host": "a"}, "has host, which no check of its type (tls) knows … server_name"),
    (SIP | {"port": "sip"}, 'has port "sip", no number: write whole numbers'),
    (SIP | {"port": [5060]}, "has port [5060], no number"),
    (SIP | {"timeout_seconds": "2s"}, 'has timeout_seconds "2s", no number'),
    ({"type": "tcp"}, "has no port, and its type (tcp) has none of its own: say port"),
    ({"type": "udp", "payload": "00"}, "has no port, and its type (udp)"),
    (SIP | {"port": 0}, f"has port 0: give {WHOLE}"),
    (SIP | {"port": 65536}, f"has port 65536: give {WHOLE}"),
    (SIP | {"port": 80.5}, f"has port 80.5: give {WHOLE}"),
    ({"type": "ike", "port": 501}, "has port 501: IKE is asked at 500 … Give one of these"),
    (SIP | {"transport": "ws"}, 'has transport "ws": use udp (the default), tcp or tls'),
    (SIP | {"transport": "UDP"}, 'has transport "UDP": use udp'),
    (SIP | {"mode": "act"}, 'has mode "act": use observe (the default) … or replace'),
    (SIP | {"name": "SIP"}, 'has name "SIP": it becomes part … Use 1 to 32 lower-case'),
    (SIP | {"name": ""}, 'has name "": it becomes part'),
    (SIP | {"name": "a" * 33}, f'has name "{"a" * 33}": it becomes part'),
    (SIP | {"evaluation_periods": 0}, "has evaluation_periods 0: give a whole number from 1 to 60"),
    (SIP | {"evaluation_periods": 61}, "has evaluation_periods 61: give"),
    (SIP | {"evaluation_periods": 5.5}, "has evaluation_periods 5.5: give"),
    (SIP | {"datapoints_to_alarm": 0}, "has datapoints_to_alarm 0 of evaluation_periods 5: give a"),
    (SIP | {"datapoints_to_alarm": 6}, "has datapoints_to_alarm 6 of evaluation_periods 5: give a"),
    (SIP | {"datapoints_to_alarm": 1.5}, "has datapoints_to_alarm 1.5 of"),
    (SIP | {"timeout_seconds": 0}, "has timeout_seconds 0: give whole seconds from 1 to 10"),
    (SIP | {"timeout_seconds": 11}, "has timeout_seconds 11: give whole"),
    (SIP | {"timeout_seconds": 1.5}, "has timeout_seconds 1.5: give whole"),
    (
        SIP | {"timeout_seconds": 10},
        "has timeout_seconds 10, and the next probe comes after service_check_interval_seconds (10)"
        ": give fewer seconds, or a longer interval",
    ),
    (HTTP | {"path": "health"}, 'has path "health": write it from the first slash on'),
    (HTTP | {"path": "/a b"}, 'has path "/a b": write'),
    (HTTP | {"path": "/\r\nX: y"}, 'has path "/\\r\\nX: y": write'),
    (HTTP | {"host": "sbc.example.com:8443"}, 'has host "sbc.example.com:8443": write a host name'),
    (HTTP | {"host": "a..b"}, 'has host "a..b": write'),
    (HTTP | {"host": ""}, 'has host "": write'),
    (HTTP | {"statuses": "2xx"}, 'has statuses "2xx": write one status from 200 to 599'),
    (HTTP | {"statuses": "399-200"}, 'has statuses "399-200": write'),
    (HTTP | {"statuses": "100-399"}, 'has statuses "100-399": write'),
    (TLS | {"server_name": "10.16.10.20"}, 'has server_name "10.16.10.20": write … no address'),
    (TLS | {"server_name": "sbc.example.com:443"}, 'has server_name "sbc.example.com:443": write'),
    ({"type": "dns"}, "has query_name none: say the name that is asked for"),
    (DNS | {"query_name": "a..b"}, 'has query_name "a..b": say'),
    (DNS | {"query_name": "a b"}, 'has query_name "a b": say'),
    (DNS | {"query_type": "ANY"}, 'has query_type "ANY": use A (the default), AAAA'),
    ({"type": "udp", "port": 3478}, "has payload none: say what is sent, in hexadecimal digits"),
    (UDP | {"payload": "000"}, 'has payload "000": say'),
    (UDP | {"payload": "ping"}, 'has payload "ping": say'),
    (UDP | {"expect": "pong"}, 'has expect "pong": write how an answer begins'),
]

MOST = 20


def named(number: int, check: Check) -> Check:
    """The check under a name that no other one has, unless its name is what is wrong."""
    return {"name": f"fault-{number}"} | check


def together() -> list[tuple[list[Check], list[str]]]:
    """All of them, in as few lists as they fit into, each with what is to be told of it."""
    checks = [named(number, check) for number, (check, _) in enumerate(FAULTS)]
    told = [words for _, words in FAULTS]
    places = [slice(at, at + MOST) for at in range(0, len(FAULTS), MOST)]
    return [(checks[place], told[place]) for place in places]

"""The FortiGate configurations have only tables, keys and values that FortiOS knows."""

from __future__ import annotations

import pytest

from tests.first_boot.models.fortios import problems, tables
from tests.first_boot.test_syntax import texts


def one(table: str, entry: str, *lines: str) -> str:
    """A table with an entry, or without one, and the lines in it."""
    edit = [f"edit {entry}"] if entry else []
    return "\n".join([f"config {table}", *edit, *lines, *(["next"] if entry else []), "end"])


GLOBAL, PORT2, ROUTE, ROUTE6 = (
    ("system global", ""),
    ("system interface", '"port2"'),
    ("router static", "1"),
    ("router static6", "1"),
)
ENABLED = "set secondary-IP enable"
REFUSED = {
    one("system globals", "", 'set hostname "edge"'): "there is no table system globals",
    one(*GLOBAL, 'set host-name "edge"'): "system global has no key host-name",
    one(*GLOBAL, f'set hostname "{"e" * 36}"'): "has 36 characters, at most 35",
    one(*GLOBAL, "set hostname my edge"): "has 2 values instead of one",
    one(*GLOBAL, "set hostname"): "has no value",
    one(*GLOBAL, "set admintimeout 481"): "481 is not between 1 and 480",
    one("system global", "1", "set hostname edge"): "system global has no entries to edit",
    one(*PORT2, f'set alias "{"e" * 26}"'): "has 26 characters, at most 25",
    one(*PORT2, "set mode dynamic"): "dynamic is none of static, dhcp, pppoe",
    one(*PORT2, "set mode static", "set ip 10.16.10.20"): "is no host",
    one(*PORT2, "set mode static", "set ip 10.16.10.300 255.255.255.0"): "is no host",
    one(*PORT2, "set mode static", "set ip 10.16.10.20 255.255.0.255"): "is no host",
    one(*PORT2, "set ip 10.16.10.20 255.255.255.0"): "ip needs mode static before it",
    one(*PORT2, "set mode static", "set defaultgw enable"): "defaultgw needs mode dhcp or pppoe",
    one(*PORT2, "set mtu 9001"): "mtu needs mtu-override enable before it",
    one(*PORT2, "set mtu-override enable", "set mtu 67"): "67 is not between 68 and 9216",
    one(*PORT2, "set mtu-override enable", "set mtu jumbo"): "jumbo is not between",
    one(*PORT2, "set allowaccess ping htps"): "htps is none of",
    one("system interface", '"prot2"', "set mode dhcp"): "a new interface, prot2, needs type, vdom",
    one("system interface", '"a-tunnel-to-nowhere"'): "has 19 characters, at most 15",
    one("system interface", "", "set mode dhcp"): "has entries, and none is open",
    one(*ROUTE, "set distance 0"): "0 is not between 1 and 255",
    one(*ROUTE, "set priority 0"): "0 is not between 1 and 65535",
    one(*ROUTE, "set dst 10.16.1.1 255.255.255.0"): "is no network",
    one(*ROUTE, "set gateway 10.16.10.1 255.255.255.0"): "has 2 values instead of one",
    one(*ROUTE, "set gateway router"): "is no ipv4",
    one(*ROUTE, 'set device "prot2"'): "there is no interface prot2",
    one(*ROUTE, "set dynamic-gateway enable"): "dynamic-gateway needs device before it",
    one(*PORT2, one("secondaryip", "1", "set ip 10.16.10.21 255.255.255.0")): "needs secondary-IP",
    one(*PORT2, ENABLED, one("secondaryip", "1", "set ip 10.16.10.21")): "is no host",
    one(*PORT2, ENABLED, one("secondaryip", "", "set ip 10.16.10.21/24")): "none is open",
    one(*PORT2, one("ipv6", "", "set ip6-address 2001:db8::20")): "is no host6",
    one(*PORT2, one("ipv6", "", "set ip6-address 10.16.10.20/24")): "is no host6",
    one(*PORT2, one("ipv6", "1", "set ip6-mode static")): "has no entries to edit",
    one(*ROUTE6, "set gateway 10.16.10.1"): "is no ipv6",
    one(*ROUTE6, "set dst 2001:db8::/64 64"): "is no network6",
    one("router static", "first", 'set device "port2"'): "first is not between",
    one("router policy", "1", 'set src "10.16.10.20"'): "is no networks",
    one("router policy", "0", "set action permit"): "0 is not between 1 and 65535",
    "config system global\n    set hostname a\n": "system global is left open",
    "config router static\nedit 1\nend\nnext\n": "next closes nothing",
    "config router static\nnext\nend\n": "next closes nothing",
    "config router static\nedit 1\nedit 2\nend\n": "has no entries to edit here",
    "set hostname edge": "stands outside of any table",
    one(*GLOBAL, "sett hostname edge"): "there is no command sett",
    one(*GLOBAL, 'set hostname "edge'): "No closing quotation",
}


def test_every_line_of_the_configuration_is_known() -> None:
    for text in texts("FortiGate"):
        assert problems(text) == []


def test_the_metadata_are_asked_by_the_first_interface() -> None:
    for text in texts("FortiGate"):
        assert "set dst 169.254.169.254 255.255.255.255" in text


@pytest.mark.parametrize("said", REFUSED)
def test_it_refuses_what_fortios_would(said: str) -> None:
    assert REFUSED[said] in "\n".join(problems(said))


@pytest.mark.parametrize(
    "said",
    [
        one(*PORT2, "set allowaccess ping https ssh fgfm", "unset alias"),
        one(*ROUTE, "set dst 10.0.0.0/8", "set blackhole enable"),
        one(*PORT2, ENABLED, one("secondaryip", "1", "set ip 10.16.10.21 255.255.255.0")),
        one(*ROUTE6, "set dst 2001:db8::/64", 'set device "port3"', "set gateway fe80:ec2::1"),
        "config router static\nedit 1\nset blackhole enable\nend\n",
        one("system interface", '"loop"', 'set vdom "root"', "set type loopback")
        + "\n"
        + one("router policy", "1", 'set input-device "loop"', "set action deny"),
        one(
            *("router policy", "7"),
            *('set src "10.16.10.20/255.255.255.255"', 'set dst "10.16.1.0/24" "10.16.2.0/26"'),
            *("set gateway 10.16.10.1", 'set output-device "port2"', 'set comments "VIP"'),
        ),
        "config system ntp\nset type custom\nconfig ntpserver\nedit 1\n"
        'set server "169.254.169.123"\nnext\nend\nset ntpsync enable\nend',
    ],
)
def test_it_accepts_what_the_reference_has(said: str) -> None:
    assert problems(said) == []


def test_every_table_names_its_page() -> None:
    assert all(table["source"].startswith("https://") for table in tables().values())

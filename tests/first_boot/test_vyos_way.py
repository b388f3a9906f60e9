"""A packet's way on VyOS: its golden files, as its scripts give them to a kernel, on a real kernel.

The kernel is asked which interface a packet leaves by; the statement it is held to is that of
docs/packets-way.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Interface
from pathlib import Path
from typing import Any

import pytest

from tests.first_boot.way.namespace import ask, interfaces
from tests.first_boot.way.vyos import IPV4, IPV6, Link, configuration, installed, kernel, rules

FOLDER = Path(__file__).parent / "golden"
# Two with one VIP, then with two and with three.
GOLDEN = [
    FOLDER / f"VyOS.{which}.txt" for which in ("default", "changed", "two_vips", "dual_stack")
]
WAN_SUBNETS = (IPv4Network("10.16.1.0/24"), IPv4Network("10.16.2.0/25"))
VIP = IPv4Interface("10.16.10.20/24")
VIP_ROUTER = "10.16.10.1"
# Each VIP's interface with its addresses, as far as a file has it.
VIPS = {
    "eth1": (VIP, IPv4Interface("10.16.10.21/24")),
    "eth2": (IPv4Interface("10.16.20.20/25"),),
    "eth3": (IPv4Interface("10.16.30.20/24"),),
}
VIPS6 = {
    "eth2": IPv6Interface("2001:db8:16:20::20/64"),
    "eth3": IPv6Interface("2001:db8:16:30::20/64"),
}
# A tunnel of the user's, to a site with this range.
TUNNEL = IPv4Interface("192.168.77.1/30")
SITE = "192.168.9.0/24"
SITE_HOST = "192.168.9.7"
INTERNET = "203.0.113.7"
BEHIND_GATEWAY = "172.20.0.5"


@dataclass(frozen=True)
class Zone:
    """The zone that serves, and the addresses seen from there."""

    number: int

    @property
    def subnet(self) -> IPv4Network:
        return WAN_SUBNETS[self.number]

    @property
    def wan(self) -> IPv4Interface:
        return IPv4Interface(f"{self.subnet[50]}/{self.subnet.prefixlen}")

    @property
    def router(self) -> str:
        return str(self.subnet[1])

    @property
    def neighbour(self) -> str:
        return str(self.subnet[60])

    @property
    def other_zones(self) -> str:
        return str(WAN_SUBNETS[1 - self.number][60])

    @property
    def peers(self) -> list[str]:
        return [INTERNET, BEHIND_GATEWAY, self.neighbour, self.other_zones]

    def links(self, text: str) -> dict[str, Link]:
        """The WAN interface, and the VIPs' that the text configures."""
        vips = {name: Link(its[0], its[0].network[1]) for name, its in vips_of(text).items()}
        return {"eth0": Link(self.wan, IPv4Address(self.router)), **vips}

    def answers(self, text: str, questions: list[str], *more: str) -> list[dict[str, Any]]:
        """The kernel's, with this text's configuration, a tunnel, and what is said besides."""
        addresses = {"eth0": (self.wan,), **vips_of(text), "tun0": (TUNNEL,)}
        site = f"ip route add {SITE} dev tun0"
        return ask(
            [*interfaces(addresses), *kernel(text, self.links(text)), site, *more], questions
        )


def vips_of(text: str) -> dict[str, tuple[IPv4Interface, ...]]:
    """The addresses of each VIP's interface that the text configures."""
    return {name: its for name, its in VIPS.items() if f"ethernet {name} " in text}


ZONES = [Zone(0), Zone(1)]
CASES = [
    pytest.param(path.read_text(), zone, id=f"{path.name}-zone-{zone.number}")
    for path in GOLDEN
    for zone in ZONES
]


def by(answers: list[dict[str, Any]]) -> list[str]:
    return [answer["dev"] for answer in answers]


@pytest.mark.parametrize(("text", "zone"), CASES)
def test_what_has_a_persistent_address_leaves_by_its_interface(text: str, zone: Zone) -> None:
    for name, addresses in vips_of(text).items():
        for address in addresses:
            answers = zone.answers(text, [f"{peer} from {address.ip}" for peer in zone.peers])
            assert by(answers) == [name] * 4
            assert {answer["gateway"] for answer in answers} == {str(address.network[1])}


@pytest.mark.parametrize(("text", "zone"), CASES)
def test_what_has_the_wan_address_leaves_by_the_wan_side(text: str, zone: Zone) -> None:
    answers = zone.answers(text, [f"{peer} from {zone.wan.ip}" for peer in zone.peers])
    assert by(answers) == ["eth0"] * 4
    on_link = zone.neighbour
    assert {a["dst"]: a.get("gateway") for a in answers} == {
        peer: None if peer == on_link else zone.router for peer in zone.peers
    }


@pytest.mark.parametrize(("text", "zone"), CASES)
def test_what_has_no_source_yet_gets_that_of_its_interface(text: str, zone: Zone) -> None:
    answers = zone.answers(text, zone.peers)
    assert by(answers) == ["eth1", "eth1", "eth0", "eth1"]
    own = {"eth0": str(zone.wan.ip), "eth1": str(VIP.ip)}  # not a secondary one
    assert all(answer["prefsrc"] == own[answer["dev"]] for answer in answers)
    # A connection asks again, now with that source.
    again = [f"{answer['dst']} from {answer['prefsrc']}" for answer in answers]
    assert by(zone.answers(text, again)) == by(answers)


@pytest.mark.parametrize(("text", "zone"), CASES)
def test_what_dhcp_asks_of_each_router_is_asked_on_its_side(text: str, zone: Zone) -> None:
    vips = vips_of(text)
    routers = [str(its[0].network[1]) for its in vips.values()]
    assert by(zone.answers(text, [zone.router, *routers])) == ["eth0", *vips]
    # A lease is renewed from its own address.
    renewed = [
        f"{router} from {its[0].ip}" for router, its in zip(routers, vips.values(), strict=True)
    ]
    assert by(zone.answers(text, renewed)) == list(vips)


@pytest.mark.parametrize(("text", "zone"), CASES)
def test_what_is_forwarded_never_leaves_by_the_wan_side(text: str, zone: Zone) -> None:
    out_of_tunnel = [f"{peer} from {SITE_HOST} iif tun0" for peer in zone.peers]
    from_hosts = [f"{peer} from 10.16.30.9 iif eth1" for peer in zone.peers]
    answers = zone.answers(text, out_of_tunnel + from_hosts)
    assert by(answers) == ["eth1"] * 8
    assert {answer["gateway"] for answer in answers} == {VIP_ROUTER}


@pytest.mark.parametrize(("text", "zone"), CASES)
def test_what_is_forwarded_into_a_tunnel_gets_there(text: str, zone: Zone) -> None:
    sources = [zone.neighbour, zone.other_zones, "10.16.30.9"]
    answers = zone.answers(text, [f"{SITE_HOST} from {source} iif eth1" for source in sources])
    assert by(answers) == ["tun0"] * 3
    own = zone.answers(text, [SITE_HOST, f"{SITE_HOST} from {TUNNEL.ip}"])
    assert by(own) == ["tun0"] * 2


@pytest.mark.parametrize(("text", "zone"), CASES)
def test_another_source_of_its_own_does_not_leave_by_the_wan_side(text: str, zone: Zone) -> None:
    answers = zone.answers(text, [f"{peer} from {TUNNEL.ip}" for peer in zone.peers])
    assert by(answers) == ["eth1"] * 4


@pytest.mark.parametrize("moved", [False, True], ids=["as-booted", "with-vrfs"])
@pytest.mark.parametrize(("text", "zone"), CASES)
def test_what_is_for_the_router_itself_stays(text: str, zone: Zone, moved: bool) -> None:
    """VyOS moves the rule of local addresses behind all others once a VRF is configured.

    https://github.com/vyos/vyos-1x/blob/sagitta/src/conf_mode/vrf.py, ``apply``
    """
    vrf = ["ip rule add pref 32765 table local", "ip rule del pref 0"] if moved else []
    questions = [
        f"{zone.wan.ip} from {zone.neighbour} iif eth0",
        f"{zone.wan.ip} from {INTERNET} iif eth0",
        f"{VIP.ip} from {zone.neighbour} iif eth1",
        f"{zone.wan.ip} from {VIP.ip}",
        "127.0.0.1",
    ]
    answers = zone.answers(text, questions, *vrf)
    assert [answer.get("type") for answer in answers] == ["local"] * 5


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: f"zone-{zone.number}")
def test_without_the_vip_interface_the_wan_side_serves(path: Path, zone: Zone) -> None:
    """Before the reboot: no route of the VIP's can be there, and DHCP's default is."""
    text, links = path.read_text(), {"eth0": zone.links("")["eth0"]}
    commands = [*interfaces({"eth0": (zone.wan,)}), *kernel(text, links)]
    answers = ask(commands, [*zone.peers, f"{INTERNET} from {zone.wan.ip}"])
    assert by(answers) == ["eth0"] * 5


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: f"zone-{zone.number}")
def test_the_default_of_dhcp_does_not_win(path: Path, zone: Zone) -> None:
    tree = configuration(path.read_text())
    links = zone.links(path.read_text())
    main = [route for route in installed(tree, links) if route.table == "main"]
    assert [(route.interface, route.distance) for route in main] == [("eth1", 1)]


def test_tables_and_rules_leave_room_for_the_vendors_own() -> None:
    """VRFs have the rules 1000 and 2000, IPsec 220, ``policy route`` 1 to 200, as its tables."""
    for path in GOLDEN:
        for family in (IPV4, IPV6):
            found = [rule.priority for rule in rules(configuration(path.read_text()), family)]
            assert len(found) == len(set(found))
            assert all(2000 < priority < 32765 for priority in found)


@pytest.mark.parametrize("moved", [False, True], ids=["as-booted", "with-vrfs"])
def test_what_has_a_vips_ipv6_address_leaves_by_its_interface(moved: bool) -> None:
    text = GOLDEN[3].read_text()
    addresses = {name: (address,) for name, address in VIPS6.items()}
    links = {name: Link(address, address.network[1]) for name, address in VIPS6.items()}
    vrf = ["ip -6 rule add pref 32765 table local", "ip -6 rule del pref 0"] if moved else []
    commands = [*interfaces(addresses), *kernel(text, links, IPV6), *vrf]
    peer = "2001:db8:ffff::7"
    answers = ask(commands, [f"{peer} from {address.ip}" for address in VIPS6.values()])
    assert [(answer["dev"], answer["gateway"]) for answer in answers] == [
        ("eth2", "2001:db8:16:20::1"),
        ("eth3", "2001:db8:16:30::1"),
    ]
    questions = [peer, str(VIPS6["eth2"].ip), str(VIPS6["eth3"].network[1])]
    unchosen, own, router = ask(commands, questions)
    assert (unchosen["dev"], own["type"], router["dev"]) == ("eth2", "local", "eth3")


# --- That the questions can be answered otherwise ---


def without(path: Path, word: str) -> str:
    """The golden file without the lines that have this word."""
    lines = path.read_text().splitlines(keepends=True)
    kept = [line for line in lines if word not in line]
    assert len(kept) < len(lines)
    return "".join(kept)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_it_is_seen_when_forwarded_packets_are_caught(path: Path) -> None:
    """As the module wrote it once, without inbound-interface."""
    text = without(path, "3101 inbound-interface")
    (answer,) = Zone(0).answers(text, [f"{SITE_HOST} from {Zone(0).neighbour} iif eth1"])
    assert answer["dev"] == "eth0"


@pytest.mark.parametrize("path", GOLDEN[:2], ids=lambda path: path.name)
def test_it_is_seen_when_the_connected_route_takes_the_answer(path: Path) -> None:
    """As the module wrote it once, without rules by destination."""
    text = without(path, "rule 3301")
    questions = [
        f"{Zone(0).neighbour} from {VIP.ip}",
        f"{Zone(0).neighbour} from {SITE_HOST} iif tun0",
    ]
    assert by(Zone(0).answers(text, questions)) == ["eth0", "eth0"]


@pytest.mark.parametrize("path", GOLDEN[2:], ids=lambda path: path.name)
def test_it_is_seen_when_a_vip_has_no_rule(path: Path) -> None:
    text = without(path, "local-route rule 3112")
    assert by(Zone(0).answers(text, [f"{INTERNET} from {VIPS['eth2'][0].ip}"])) == ["eth1"]


def test_it_is_seen_when_local_addresses_come_last() -> None:
    text = without(GOLDEN[0], "rule 3000")
    moved = ["ip rule add pref 32765 table local", "ip rule del pref 0"]
    (answer,) = Zone(0).answers(text, ["127.0.0.1"], *moved)
    assert answer.get("type") != "local"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_it_is_seen_when_a_lease_is_renewed_on_the_wrong_side(path: Path) -> None:
    """Without the rule for what has no source yet."""
    text = without(path, "rule 3200")
    assert by(Zone(0).answers(text, [Zone(0).router])) == ["eth1"]


def test_it_is_seen_when_a_distance_lets_dhcp_win() -> None:
    extra = "  - \"set protocols static route 0.0.0.0/0 next-hop 10.16.10.1 distance '220'\"\n"
    tree = configuration(GOLDEN[0].read_text() + extra)
    main = [route for route in installed(tree, Zone(0).links("eth1 ")) if route.table == "main"]
    assert [(route.interface, route.distance) for route in main] == [("eth0", 210)]

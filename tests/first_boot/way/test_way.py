"""Every profile's first-boot configuration sends packets the way docs/packets-way.md states.

The readers know a platform's rules as far as they were read in public; no appliance was run.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tests.first_boot.way.model import Packet, Router
from tests.first_boot.way.statement import Sides, problems
from tests.first_boot.way.surroundings import (
    ONE_VIP,
    TWO_VIPS,
    VIPS_OF,
    WAN_SUBNETS,
    Vip,
    surroundings,
)
from tests.support.first_boot import GOLDEN

FAULTY = Path(__file__).parents[1] / "models" / "ios_faulty.txt"
CISCO = Sides(
    "GigabitEthernet1",
    ("GigabitEthernet2", "GigabitEthernet3", "GigabitEthernet4"),
    unbound="GigabitEthernet2",
)
JUNOS = Sides("fxp0", ("ge-0/0/0", "ge-0/0/1", "ge-0/0/2"), unbound="fxp0")
FORTIGATE = Sides("port1", ("port2", "port3", "port4"), unbound="port2", by_source=False)

# Each profile's reader, and its interfaces.
PROFILES = {
    "CiscoC8000V": ("ios", CISCO),
    "CiscoCSR1000v": ("ios", CISCO),
    "FortiGate": ("fortios", FORTIGATE),
    "JunipervMX": ("junos", JUNOS),
    "JunipervSRX": ("junos", JUNOS),
    "PaloAltoVMSeries": ("panos", Sides("management", (), unbound="management")),
    "VyOS": ("vyos_router", Sides("eth0", ("eth1", "eth2", "eth3"), unbound="eth1")),
}
CONFIGURATIONS = sorted(path.name for path in GOLDEN.glob("*.txt"))
# FortiOS's route for the upper half of a WAN subnet.
UPPER_HALF = """    edit 11
        set dst 10.16.1.128 255.255.255.128
        set device "port2"
        set gateway 10.16.10.1
    next
"""
# Its default route by the second VIP's port.
SECOND_DEFAULT = """    edit 200
        set device "port3"
        set gateway 10.16.20.1
        set distance 10
        set priority 2
    next
"""
SERVING = range(len(WAN_SUBNETS))


def told(
    reader: str, sides: Sides, text: str, serving: int, vips: tuple[Vip, ...] = ONE_VIP
) -> list[str]:
    """What is wrong with a configuration where it serves."""
    zone = surroundings(serving, vips)
    router: Router = import_module(f"tests.first_boot.way.{reader}").router(text, zone)
    return problems(router, sides, zone)


@pytest.mark.parametrize("serving", SERVING, ids=lambda serving: f"zone-{serving + 1}")
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_packets_go_the_stated_way(name: str, serving: int) -> None:
    profile, case, _ = name.split(".")
    reader, sides = PROFILES[profile]
    assert told(reader, sides, (GOLDEN / name).read_text(), serving, VIPS_OF[case]) == []


def test_the_surroundings_are_those_of_the_configurations() -> None:
    text = (GOLDEN / "FortiGate.default.txt").read_text()
    assert all(f"set dst {subnet[1]} " in text for subnet in WAN_SUBNETS)
    assert f"set gateway {surroundings(0).vips[0].gateway}" in text


@pytest.mark.parametrize("serving", SERVING)
def test_what_the_vip_sends_into_the_wan_subnet_by_the_connected_route_is_told(
    serving: int,
) -> None:
    wrong = told("ios", CISCO, FAULTY.read_text(), serving)
    peer = "the serving zone's WAN subnet"
    assert f"1: sent from 10.16.10.20 to {peer}: leaves by GigabitEthernet1" in wrong
    assert f"4: forwarded from 10.50.0.5 to {peer}: leaves by GigabitEthernet1" in wrong


@pytest.mark.parametrize(
    ("name", "line", "rule"),
    [
        ("CiscoC8000V.default.txt", "ip local policy route-map FROM-WAN\n", "2: "),
        ("CiscoC8000V.default.txt", "ip route 10.16.1.1 255.255.255.255 GigabitEthernet1\n", "2: "),
        ("CiscoC8000V.default.txt", "ip route 128.0.0.0 128.0.0.0 GigabitEthernet2", "1: "),
        ("FortiGate.default.txt", "        set defaultgw enable\n", "2: "),
        ("FortiGate.default.txt", UPPER_HALF, "4: "),
        ("JunipervSRX.default.txt", "        interface ge-0/0/0.0;\n", "1: "),
    ],
)
def test_a_line_that_is_missing_is_told(name: str, line: str, rule: str) -> None:
    reader, sides = PROFILES[name.split(".")[0]]
    text = (GOLDEN / name).read_text()
    assert line in text
    broken = text.replace(f"\n{line}", "\n! ", 1) if "C8000V" in name else text.replace(line, "")
    assert any(problem.startswith(rule) for problem in told(reader, sides, broken, 0))


@pytest.mark.parametrize(
    ("name", "line", "rule"),
    [
        ("CiscoC8000V", "permit ip 10.16.20.0 0.0.0.127 any\n", "1: sent from 10.16.20.20"),
        ("FortiGate", SECOND_DEFAULT, "1: answer of 10.16.20.20"),
        ("JunipervSRX", "        interface ge-0/0/1.0;\n", "1: sent from 10.16.20.20"),
        (
            "VyOS",
            "  - \"set policy local-route rule 3112 source address '10.16.20.0/25'\"\n",
            "3: ",
        ),
    ],
)
def test_what_the_second_vip_needs_is_told_if_it_is_missing(
    name: str, line: str, rule: str
) -> None:
    reader, sides = PROFILES[name]
    text = (GOLDEN / f"{name}.two_vips.txt").read_text()
    assert line in text
    found = told(reader, sides, text.replace(line, ""), 0, TWO_VIPS)
    assert any(problem.startswith(rule) for problem in found)


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("CiscoC8000V", "ip route 192.168.0.0 255.255.0.0 GigabitEthernet3 10.16.20.1\n"),
        (
            "VyOS",
            '  - "set protocols static route 192.168.0.0/16 '
            "next-hop 10.16.20.1 interface 'eth2'\"\n",
        ),
    ],
)
def test_a_route_by_another_vip_does_not_take_what_has_the_first_ones_address(
    name: str, route: str
) -> None:
    reader, sides = PROFILES[name]
    zone = surroundings(0, TWO_VIPS)
    text = (GOLDEN / f"{name}.two_vips.txt").read_text() + route
    router: Router = import_module(f"tests.first_boot.way.{reader}").router(text, zone)
    peer = zone.peers["behind the VPC's gateway"]
    first, second = (vip.address.ip for vip in zone.vips)
    asked = [Packet(peer, first), Packet(peer, second), Packet(peer, first, forwarded=True)]
    ways = [router.leaves(packet) for packet in asked]
    assert [way and way.interface.name for way in ways] == [*sides.vips[:2], sides.vips[1]]

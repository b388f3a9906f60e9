"""Cisco's first-boot configurations, read line by line: with the VIP interface there, or not yet.

The device is a model (ios.py); no IOS XE was run.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.first_boot.models.ios import EXEC, WAN, Device, commands, vips
from tests.first_boot.models.ios_commands import COMMANDS
from tests.first_boot.models.ios_eem import fire
from tests.first_boot.models.ios_xml import document

GOLDEN = Path(__file__).parent / "golden"
CONFIGURATIONS = sorted(path.name for path in GOLDEN.glob("Cisco*.txt"))
# As the module wrote it once: `exit` after a block that may have been refused.
FAULTY = Path(__file__).parent / "models" / "ios_faulty.txt"
VIP = "GigabitEthernet2"


def lines(name: str) -> list[str]:
    return commands((GOLDEN / name).read_text())


def booted(text: list[str], interfaces: set[str] | None = None) -> Device:
    """A device that read a configuration with these of the VIPs' interfaces, or with all."""
    return Device({WAN, *(vips(text) if interfaces is None else interfaces)}).enter(text)


def fire_all(device: Device, text: list[str]) -> None:
    """Every applet of the configuration, one after the other."""
    for line in text:
        if line.startswith("event manager applet "):
            fire(device, line.split()[3])


def about(interfaces: set[str], text: list[str]) -> set[str]:
    """Lines that name one of these interfaces themselves, and those of its block."""
    named = {line for line in text if interfaces & set(line.split()) and "environment" not in line}
    blocks = {f"interface {name}" for name in interfaces}
    return named | {line for header, line in booted(text).running if header in blocks}


def lost_without(interfaces: set[str], text: list[str]) -> set[str]:
    """Lines that have nothing to do with these interfaces, and are refused if they are absent."""
    return set(booted(text, vips(text) - interfaces).refused) - about(interfaces, text)


def absences(text: list[str]) -> list[set[str]]:
    """All of the VIPs' interfaces, and each alone."""
    return [vips(text), *({name} for name in sorted(vips(text)))]


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_line_is_a_command_where_it_stands(name: str) -> None:
    assert booted(lines(name)).refused == []


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_without_an_interface_nothing_else_is_lost_or_means_something_else(name: str) -> None:
    text = lines(name)
    for absent in absences(text):
        device = booted(text, vips(text) - absent)
        assert device.refused
        assert lost_without(absent, text) == set()
        assert set(device.running) <= set(booted(text).running)


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_an_interface_that_comes_later_gets_the_same_configuration(name: str) -> None:
    text = lines(name)
    for absent in absences(text):
        late = booted(text, vips(text) - absent)
        before = (list(late.running), list(late.saved))
        fire_all(late, text)
        assert (late.running, late.saved) == before
        late.interfaces |= absent
        fire_all(late, text)
        assert sorted(late.running) == sorted(booted(text).running)
        assert late.saved == late.running
        assert late.mode == EXEC


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_an_interface_that_comes_between_two_lines_gets_the_same_configuration(name: str) -> None:
    text = lines(name)
    wanted = sorted(booted(text).running)
    for absent in absences(text):
        for before in range(len(text)):
            device = Device({WAN, *vips(text) - absent}).enter(text[:before])
            device.interfaces |= absent
            device.enter(text[before:])
            fire_all(device, text)
            assert sorted(device.running) == wanted, f"{absent} came before {text[before]}"


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_line_that_is_refused_costs_its_own_block_alone(name: str) -> None:
    """Whichever it is, and for whatever reason: a release that does not know it, say."""
    text = lines(name)
    whole = booted(text).running
    for number, line in enumerate(text):
        rest = Device({WAN, *vips(text)}).enter([*text[:number], *text[number + 1 :]]).running
        lost = {entry for entry in whole if entry not in rest}
        assert set(rest) <= set(whole), f"without {line} another one means something else"
        assert {header for header, _ in lost} <= {line, *(h for h, of in whole if of == line)}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_the_applet_leaves_a_configured_interface_alone(name: str) -> None:
    device = booted(lines(name))
    before = list(device.running)
    device.saved = []
    fire_all(device, lines(name))
    assert (device.running, device.saved) == (before, [])


def test_exit_from_a_mode_that_was_not_entered_is_told() -> None:
    faulty = commands(FAULTY.read_text())
    lost = lost_without({VIP}, faulty)
    assert "ip local policy route-map FROM-WAN" in lost
    assert "no ip route 0.0.0.0 0.0.0.0" in lost


def test_a_block_right_after_another_interfaces_block_is_told() -> None:
    """A route in between makes the mode the global one again."""
    text = lines("CiscoC8000V.dual_stack.txt")
    routes = (
        "ip route 10.16.20.1 255.255.255.255 GigabitEthernet3",
        "ipv6 route ::/0 GigabitEthernet3 2001:db8:16:20::1",
    )
    assert set(routes) <= set(text)
    without = [line for line in text if line not in routes]
    device = booted(without, vips(text) - {"GigabitEthernet4"})
    assert ("interface GigabitEthernet3", "description VIP a-third") in device.running


def test_a_line_with_another_meaning_in_the_mode_before_is_told() -> None:
    misplaced = ["route-map FROM-WAN permit 10", f"interface {VIP}", "description Persistent VIP"]
    absent, present = booted(misplaced, set()), booted(misplaced)
    assert not set(absent.running) <= set(present.running)


@pytest.mark.parametrize(
    "line",
    [
        "ip route 10.16.1.0 255.255.255.1 GigabitEthernet1",  # no mask
        "ip route 10.16.1.300 255.255.255.0 GigabitEthernet1",
        "ip route 10.16.1.0 255.255.255.0 GigabitEthernet9",
        "route-map FROM-WAN permit 70000",
        "event manager applet PERSISTENT-VIP authorisation bypass",
        "ip address dhcp",  # in the global mode: ambiguous, of ip address-pool
        "no shutdown",
    ],
)
def test_what_is_no_command_is_refused(line: str) -> None:
    assert booted([line], set()).refused == [line]


def test_every_command_is_used_by_a_configuration_or_the_faulty_one() -> None:
    """So that the table tells no more than what was looked up for it."""
    played = [commands(FAULTY.read_text()), *(lines(name) for name in CONFIGURATIONS)]
    used = {
        command for text in played for line in text for command in COMMANDS
        if Device({WAN, *vips(text)}).fits(line, command, short=False)
    }  # fmt: skip
    assert used | {COMMANDS[0]} == set(COMMANDS)  # hostname: the CSR 1000V has it outside


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_line_has_its_place_in_ciscos_models(name: str) -> None:
    """What yanglint is asked by hand (ios_xml.py) leaves no line out."""
    device = booted(lines(name))
    running, native = device.running, document(device)
    routes = native.findall("ip/route/ip-route-interface-forwarding-list")
    actions = native.findall("event/manager/applet/action")
    assert len(routes) == sum(line.startswith("ip route ") for _, line in running)
    assert len(actions) == sum(line.startswith("action ") for _, line in running)
    with pytest.raises(ValueError, match="no place"):
        document(Device({WAN}, [("", "ip routing")]))

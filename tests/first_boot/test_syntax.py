"""The first-boot configurations are well-formed in their vendor's form, as far as text tells.

What is read here are the golden files; tests/cases/test_first_boot.py shows that the module
renders just these.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

GOLDEN = Path(__file__).parent / "golden"
LONGEST_USER_DATA = 16384  # bytes, before base64


def texts(vnf: str) -> list[str]:
    found = [path.read_text() for path in sorted(GOLDEN.glob(f"{vnf}.*.txt"))]
    assert len(found) == 2
    return found


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.name)
def test_no_placeholder_is_left_and_it_fits(path: Path) -> None:
    text = path.read_text()
    assert text.endswith("\n")
    assert not re.search(r"SSHRSAKEY|\$\{|%\{|<no value>|null", text)
    assert len(text.encode()) <= LONGEST_USER_DATA


def test_ios_lines_are_quoted_and_numbered_without_a_gap() -> None:
    for text in texts("CiscoCSR1000v"):
        lines = text.splitlines()
        assert all(re.fullmatch(r'[a-z0-9-]+="[^"]+"', line) for line in lines)
        numbers = [int(number) for number in re.findall(r"^ios-config-(\d+)=", text, re.M)]
        assert numbers == list(range(1, len(lines) - 1))
        assert lines[-2:] == [
            f'ios-config-{len(numbers) - 1}="end"',
            f'ios-config-{len(numbers)}="write memory"',
        ]


def test_the_sections_of_the_catalyst_8000v_come_with_its_own_licence_words() -> None:
    for text in texts("CiscoC8000V"):
        assert re.findall(r"^Section: (.*)$", text, re.M) == ["License", "IOS configuration"]
        (package,) = re.findall(r"^TechPackage:(\S+)$", text, re.M)
        assert package.startswith("network-")


def test_both_ciscos_get_the_same_commands() -> None:
    for csr, catalyst in zip(texts("CiscoCSR1000v"), texts("CiscoC8000V"), strict=True):
        numbered = re.findall(r'^ios-config-\d+="(.*)"$', csr, re.M)[:-2]
        plain = catalyst.split("Section: IOS configuration\n")[1].splitlines()[1:]
        shared = [line for line in plain if line in numbered]
        assert len(shared) >= len(numbered) - 2  # the appended lines are each vendor's own


def test_each_port_of_fortios_says_what_it_lets_in() -> None:
    """Management on the WAN side, where the security group decides who; the VIP answers ping."""
    port = re.compile(r'edit "(port\d)"\n((?:        set .*\n)+)')
    for text in texts("FortiGate"):
        said = {
            name: re.findall(r"set allowaccess (.*)", body) for name, body in port.findall(text)
        }
        assert said == {"port1": ["ping https ssh fgfm"], "port2": ["ping"]}


def test_vyos_gets_cloud_config_with_set_commands() -> None:
    for text in texts("VyOS"):
        assert text.startswith("#cloud-config\n")
        commands = yaml.safe_load(text)["vyos_config_commands"]
        assert all(re.match(r"(set|delete) [a-z]", command) for command in commands)
        assert len(commands) == len(set(commands))


def test_every_configuration_but_pan_os_names_interface_and_gateway() -> None:
    """Before the interface is there: it comes by hot-plug, or with the reboot."""
    interface = {
        "CiscoCSR1000v": "GigabitEthernet2",
        "CiscoC8000V": "GigabitEthernet2",
        "JunipervSRX": "ge-0/0/0",
        "JunipervMX": "ge-0/0/0",
        "FortiGate": '"port2"',
        "VyOS": "eth1",
    }
    for vnf, name in interface.items():
        default, changed = sorted(texts(vnf), key=lambda text: "10.16.10.20" in text)
        assert name in default
        assert "10.16.10.1" in default
        assert "10.16.10.20" not in default  # DHCP gives the address
        assert "10.16.10.20" in changed

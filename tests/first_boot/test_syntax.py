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
    """The golden files of a profile, in the order of their names."""
    found = [path.read_text() for path in sorted(GOLDEN.glob(f"{vnf}.*.txt"))]
    assert len(found) >= 3
    return found


def golden(vnf: str, case: str) -> str:
    """One golden file of a profile."""
    return (GOLDEN / f"{vnf}.{case}.txt").read_text()


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
        assert said.pop("port1") == ["ping https ssh fgfm"]
        assert said
        assert all(set(lets_in) == {"ping"} for lets_in in said.values())


def test_vyos_gets_cloud_config_with_set_commands() -> None:
    for text in texts("VyOS"):
        assert text.startswith("#cloud-config\n")
        commands = yaml.safe_load(text)["vyos_config_commands"]
        assert all(re.match(r"(set|delete) [a-z]", command) for command in commands)
        assert len(commands) == len(set(commands))


# How each names the VIPs' interfaces, of index 1 and of index 2.
INTERFACES = {
    "CiscoCSR1000v": ("GigabitEthernet2", "GigabitEthernet3"),
    "CiscoC8000V": ("GigabitEthernet2", "GigabitEthernet3"),
    "JunipervSRX": ("ge-0/0/0", "ge-0/0/1"),
    "JunipervMX": ("ge-0/0/0", "ge-0/0/1"),
    "FortiGate": ('"port2"', '"port3"'),
    "VyOS": ("eth1", "eth2"),
}


@pytest.mark.parametrize("vnf", INTERFACES)
def test_every_configuration_but_pan_os_names_interface_and_gateway(vnf: str) -> None:
    """Before the interface is there: it comes by hot-plug, or with the reboot."""
    first, second = INTERFACES[vnf]
    default, changed = golden(vnf, "default"), golden(vnf, "changed")
    assert first in default
    assert second not in default
    assert "10.16.10.1" in default
    assert "10.16.10.20" not in default  # DHCP gives the address
    assert "10.16.10.20" in changed


@pytest.mark.parametrize("vnf", INTERFACES)
def test_a_vip_with_secondary_addresses_is_configured_without_dhcp_and_no_other(vnf: str) -> None:
    two = golden(vnf, "two_vips")
    assert all(name in two for name in INTERFACES[vnf])
    assert all(address in two for address in ("10.16.10.20", "10.16.10.21", "10.16.20.1"))
    assert "10.16.20.20" not in two


@pytest.mark.parametrize("vnf", INTERFACES)
def test_ipv6_is_there_where_a_vip_has_it(vnf: str) -> None:
    both = [f"2001:db8:16:{subnet}::{host}" for subnet in (20, 30) for host in ("20/64", "1")]
    assert all(word in golden(vnf, "dual_stack") for word in both)
    assert "2001:" not in golden(vnf, "two_vips")


def test_pan_os_is_told_nothing_of_the_vips() -> None:
    """Its data interfaces come from Panorama or a bootstrap bucket."""
    assert golden("PaloAltoVMSeries", "two_vips") == golden("PaloAltoVMSeries", "default")

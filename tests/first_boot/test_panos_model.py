"""The PAN-OS configurations have only documented keys, with values they can have."""

from __future__ import annotations

import pytest

from tests.first_boot.models.panos import problems, table
from tests.first_boot.test_syntax import texts

REFUSED = {
    "hostnam=edge": "there is no key hostnam",
    f"hostname={'e' * 32}": "has 32 characters, at most 31",
    "hostname=edge:1": "hostname is not like",
    "dhcp-send-hostname=true": "is yes or no, not true",
    "dhcp-send-hostname=": "not key=value",
    "dhcp-send-hostname=Yes": "is yes or no",
    "type=dhcp": "is static or dhcp-client",
    "type=dhcp-client;hostname=edge": "without spaces or semicolons",
    "hostname=my edge": "without spaces",
    "hostname = edge": "not key=value",
    "dns-primary=10.16.0.300": "no IPv4 address",
    "dns-primary=dns.example.com": "no IPv4 address",
    "panorama-server=10.16.0.300\nvm-auth-key=0": "neither an IPv4 address nor a name",
    "panorama-server=10.16.20.5": "needs vm-auth-key or auth-key",
    "vm-auth-key=_AQ__Oe9": "vm-auth-key is not like",
    "auth-key=000000000000000": "auth-key is not like",
    "op-command-modes=jumbo-frames": "op-command-modes is not like",
    "mgmt-interface-swap=yes": "is enable, not yes",
    "type=static\nip-address=10.16.1.4": "needs default-gateway, netmask",
    "hostname=edge\nhostname=lns-1": "repeats hostname",
    "tplname": "not key=value",
}


def test_every_pair_of_the_configuration_is_documented() -> None:
    for text in texts("PaloAltoVMSeries"):
        assert problems(text) == []


@pytest.mark.parametrize("said", REFUSED)
def test_it_refuses_what_pan_os_does_not_know(said: str) -> None:
    assert REFUSED[said] in "\n".join(problems(said))


@pytest.mark.parametrize(
    "said",
    [
        f"hostname={'e' * 31}",
        "panorama-server=cloud\ndgname=edge",
        "panorama-server=panorama.example.com\nauth-key=_AQ__example",
        "vmseries-bootstrap-aws-s3bucket=edge-bootstrap/zone-a",
        "type=static\nip-address=10.16.1.4\ndefault-gateway=10.16.1.1\nnetmask=255.255.255.0",
        "op-command-modes=jumbo-frame,mgmt-interface-swap",
    ],
)
def test_it_accepts_what_is_documented(said: str) -> None:
    assert problems(said) == []


def test_every_key_names_its_source() -> None:
    named = {rule["source"] for rule in [*table()["keys"].values(), *table()["together"]]}
    assert named == {"sample", "setup", "bootstrap", "authkey", "panorama"}

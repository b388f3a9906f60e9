"""The Junos configurations obey Juniper's own model of the configuration."""

from __future__ import annotations

import pytest

from tests.first_boot.models.junos import problems
from tests.first_boot.test_syntax import texts

MODELS = {"JunipervSRX": "junos_vsrx", "JunipervMX": "junos_vmx"}
ED25519 = '"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7 edge"'

# What yanglint, or the reading of the text, says of it.
REFUSED = {
    "system { services { ssh { root-login denyx; } } }": 'enumeration value "denyx"',
    "system { host-nam edge; }": '"host-nam" not found as a child of "system"',
    "system { 2-hosts; }": "system has no 2-hosts",
    "interfaces { ge-0/0/0 { mtu 255; } }": '"255"',
    "interfaces { ge-0/0/0 { mtu 9193; } }": '"9193"',
    "interfaces { ge-0/0/0 { mtu jumbo; } }": '"jumbo"',
    "interfaces { ge-0/0/0 { mtu; } }": "mtu",
    "system { login { user; } }": "missing its key",
    "system { login { user { class super-user; } } }": '"super-user" not found',
    "routing-options { static { route next-hop 10.16.10.1; } }": "route has no 10.16.10.1",
    "routing-options { static { route 0.0.0.0/0 { next-hop 10.16.10.1; discard; } } }": "case",
    "interfaces { fxp0 { unit 0 { family inet { address 10.16.10.300/24; } } } }": "300",
    "interfaces { fxp0 { unit 0 { family inet { dhcp; address 10.16.10.3/24; } } } }": "Must",
    "interfaces { fxp0 { unit 0 { family inet6 { address 2001:db8::20; } } } }": "2001:db8::20",
    "interfaces { fxp0 { unit 0 { family inet6 { dhcp; } } } }": '"dhcp" not found',
    "routing-instances { vip { routing-options { rib { static { route ::/0; } } } } }": "rib",
    "routing-instances { vip { instance-type virtual_router; } }": '"virtual_router"',
    "routing-instances { vip { interface ge-0/0/0.0; } }": "Must condition",
    "interfaces { fxp { unit 0; } }": '"fxp"',
    "interfaces { ge-0/0 { unit 0; } }": '"ge-0/0"',
    "interfaces { fxp0 { unit 00; } }": '"00"',
    "system { ntp { server 169.254.169.300; } }": '"169.254.169.300"',
    "system { name-server { dns.example.com; } }": '"dns.example.com"',
    "system { login { user jnpr { class superuser; } } }": '"superuser"',
    "routing-options { static { route 0.0.0.0/0 next-hop 10.16.10; } }": '"10.16.10"',
    "system { host-name edge router; }": '"router" not found',
    "system { host-name edge { } }": "has a block",
    "system { host-name edge }": "after",
    "system { host-name edge;": "ends within",
    "system { } }": "depth 0",
    "system { ; }": "without a statement",
    'system { host-name "edge; }': "quotation mark",
}
REFUSED_ON_VSRX = {
    "system { host-name edge/1; }": '"edge/1"',
    "security { forwarding-options { family { inet6 { mode flow; } } } }": '"flow"',
    f"system {{ root-authentication {{ ssh-rsa {ED25519}; }} }}": "pattern",
    f"system {{ root-authentication {{ no-public-keys; ssh-ed25519 {ED25519}; }} }}": "Must",
    "security { zones { security-zone vip { host-inbound-traffic { protocols bpg; } } } }": '"bpg"',
    "security { zones { security-zone vip { interfaces { ge-0/0/0.0; } } } }": "Must condition",
}


@pytest.mark.parametrize("vnf", MODELS)
def test_the_model_accepts_the_configuration(vnf: str) -> None:
    for text in texts(vnf):
        assert problems(text, MODELS[vnf]) == []


@pytest.mark.parametrize("model", MODELS.values())
@pytest.mark.parametrize("said", REFUSED)
def test_it_refuses_what_junos_would(model: str, said: str) -> None:
    assert REFUSED[said] in "\n".join(problems(f"#junos-config\n{said}\n", model))


@pytest.mark.parametrize("said", REFUSED_ON_VSRX)
def test_it_refuses_what_the_model_of_the_vsrx_says_more(said: str) -> None:
    assert REFUSED_ON_VSRX[said] in "\n".join(problems(f"#junos-config\n{said}\n", "junos_vsrx"))


def test_the_vmx_has_no_security_zones() -> None:
    said = "#junos-config\nsecurity { zones { security-zone vip; } }\n"
    assert problems(said, "junos_vsrx") == []
    assert '"security" not found' in "\n".join(problems(said, "junos_vmx"))


def test_without_its_first_line_it_is_no_configuration() -> None:
    assert problems("system { host-name edge; }\n", "junos_vsrx")


def test_it_reads_what_people_write() -> None:
    said = """#junos-config
/* twice, as with extra_config */
system { host-name edge; name-server { 169.254.169.253; } }
system {
    host-name lns-1; # the last one counts
    inactive: ntp { server [ 169.254.169.123 10.16.1.2 ]; }
    login { user jnpr { class super-user; authentication { ssh-ecdsa "ecdsa-sha2-nistp256 AA"; } } }
}
interfaces { ge-0/0/0 { unit 0 { family inet { address 10.16.10.20/24 { primary; } } } } }
interfaces { st0 { unit 1 { family inet; } } }
routing-instances { vip { interface ge-0/0/0.0; interface st0.1; } }
"""
    assert problems(said, "junos_vsrx") == []
    assert problems(said, "junos_vmx") == []

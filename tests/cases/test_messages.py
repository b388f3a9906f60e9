"""What a person reads who gives a value that cannot work.

Every refusal names the variable, the value, the rule and the fix.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cases import bad_checks
from tests.cases.bad_values import network
from tests.cases.refusing import (
    CALL,
    Refusal,
    copy_without_code,
    provoke,
    provoke_mocked,
)
from tests.support.first_boot import DUAL_STACK, TWO_VIPS
from tests.support.module.rules import MODULES, Rule, rules, runs


def rule(**fields: Any) -> dict[str, Any]:
    return {"ingress_rules": [{"description": "Peer", "cidrs": ["203.0.113.0/24"]} | fields]}


def words(text: str) -> tuple[str, ...]:
    """The words of a text in which an ellipsis stands for whatever is between them."""
    return tuple(part.strip() for part in text.split("…"))


def refuse(module: str, text: str, **variables: Any) -> Refusal:
    return Refusal(module, variables, words(text))


IAM = "arn:aws:iam::123456789012"
BROUGHT_ROLES: dict[str, Any] = {
    "from": "bring",
    "role_arns": {"hook_handler": f"{IAM}:role/handler", "warmup": f"{IAM}:role/warmup"},
    "instance_profile_arn": f"{IAM}:instance-profile/edge",
}

REFUSALS = [
    refuse(
        "vip",
        "secondary_addresses has no addresses: … Write it like",
        secondary_addresses=["10.16.10.21"],
    ),
    refuse(
        "vip",
        "secondary_addresses has 10.16.10.021: … Write them like",
        secondary_addresses={"10.16.10.021": {}},
    ),
    refuse(
        "vip",
        "secondary_addresses has an elastic_ip with id: … Write it like",
        secondary_addresses={"10.16.10.21": {"elastic_ip": {"id": "x"}}},
    ),
    refuse(
        "vip",
        'secondary_addresses has an elastic_ip.from "find": use make, none',
        secondary_addresses={"10.16.10.21": {"elastic_ip": {"from": "find"}}},
    ),
    refuse(
        "vip",
        "secondary_addresses has an elastic_ip with one of … Add what is missing",
        secondary_addresses={"10.16.10.21": {"elastic_ip": {"from": "bring"}}},
    ),
    refuse(
        "vip",
        'secondary_addresses has an elastic_ip.allocation_id of "198.51.100.1" … Give the',
        secondary_addresses={
            "10.16.10.21": {"elastic_ip": {"from": "bring", "allocation_id": "198.51.100.1"}}
        },
    ),
    refuse(
        "vip",
        "secondary_addresses has 10.16.10.3: … Choose some from 10.16.10.4",
        secondary_addresses={"10.16.10.3": {}},
    ),
    refuse("vip", "ipv6 has range: … Write it like", ipv6={"range": "x"}),
    refuse(
        "vip",
        "ipv6 has cidr and host_number: give … both of one pair",
        ipv6={"cidr": "2001:db8:1234:1a0a::/64", "host_number": 20},
    ),
    refuse(
        "vip",
        'ipv6.internet is "in": use in_and_out',
        ipv6={"subnet_number": 1, "host_number": 4, "internet": "in"},
    ),
    refuse(
        "vip",
        "ipv6 has subnet_number 256 and host_number 3: … Choose such",
        ipv6={"subnet_number": 256, "host_number": 3},
    ),
    refuse(
        "vip",
        "ipv6.cidr is 2001:db8::1/64: … Write it like 2001:db8::/64",
        ipv6={"cidr": "2001:db8::1/64", "address": "2001:db8::14"},
    ),
    refuse(
        "vip",
        "ipv6.address is 2001:DB8::14: … Write it like 2001:db8::14",
        ipv6={"cidr": "2001:db8::/64", "address": "2001:DB8::14"},
    ),
    refuse(
        "vip",
        "ipv6 is set, but the VPC has no IPv6 range … remove ipv6",
        ipv6={"subnet_number": 1, "host_number": 4},
    ),
    refuse(
        "vip",
        "ipv6.cidr is 2001:db8:1234:1b0a::/64: … Choose another range",
        ipv6={"cidr": "2001:db8:1234:1b0a::/64", "address": "2001:db8:1234:1b0a::14"},
        vpc_ipv6_cidr="2001:db8:1234:1a00::/56",
    ),
    refuse(
        "vip",
        "ipv6.address is 2001:db8:1234:1a0b::14: … Choose another one",
        ipv6={"cidr": "2001:db8:1234:1a0a::/64", "address": "2001:db8:1234:1a0b::14"},
        vpc_ipv6_cidr="2001:db8:1234:1a00::/56",
    ),
    refuse(
        "vip",
        'ipv6.internet is "out", … internet = "none"',
        ipv6={"subnet_number": 1, "host_number": 4, "internet": "out"},
        vpc_ipv6_cidr="2001:db8:1234:1a00::/56",
    ),
    refuse("vip", 'security_group_ids is ["sg-1"]: … Write it like', security_group_ids=["sg-1"]),
    refuse(
        "vip",
        "security_group_ids has 16 groups … Join some",
        security_group_ids={
            "group-0": "sg-00000000000000000",
            "group-1": "sg-00000000000000001",
            "group-2": "sg-00000000000000002",
            "group-3": "sg-00000000000000003",
            "group-4": "sg-00000000000000004",
            "group-5": "sg-00000000000000005",
            "group-6": "sg-00000000000000006",
            "group-7": "sg-00000000000000007",
            "group-8": "sg-00000000000000008",
            "group-9": "sg-00000000000000009",
            "group-10": "sg-00000000000000010",
            "group-11": "sg-00000000000000011",
            "group-12": "sg-00000000000000012",
            "group-13": "sg-00000000000000013",
            "group-14": "sg-00000000000000014",
            "group-15": "sg-00000000000000015",
        },
    ),
    refuse(
        "vip",
        "routes leads to 192.168.0.0/16, … Give that table its routes",
        routes=[{"cidr": "192.168.0.0/16", "gateway_id": "vgw-0123456789abcdef0"}],
        brought_route_table_ids=["rtb-0123456789abcdef0"],
    ),
    refuse(
        "vip",
        "propagating_vgws is vgw-0123456789abcdef0, … is not touched",
        propagating_vgws=["vgw-0123456789abcdef0"],
        brought_route_table_ids=["rtb-0123456789abcdef0"],
    ),
    refuse(
        "vip",
        "next_hop_routes has branch with destination: … Write it like",
        next_hop_routes={"branch": {"destination": "192.168.0.0/16"}},
    ),
    refuse(
        "vip",
        "next_hop_routes has the destinations 192.168.0.1/16: … like 192.168.0.0/16",
        next_hop_routes={
            "branch": {
                "destination": "192.168.0.1/16",
                "route_table_id": "rtb-0123456789abcdef0",
            }
        },
    ),
    refuse(
        "vip",
        "next_hop_routes has the route_table_ids rtb-1: write ids",
        next_hop_routes={"branch": {"destination": "192.168.0.0/16", "route_table_id": "rtb-1"}},
    ),
    refuse(
        "vip",
        "connection_tracking has tcp: … Write it like",
        connection_tracking={"tcp": 60},
    ),
    refuse(
        "vip",
        "connection_tracking has udp_seconds 61: EC2 takes whole seconds",
        connection_tracking={"udp_seconds": 61},
    ),
    refuse(
        "vip",
        "interface_tags has the keys PersistentVip: … Choose other keys",
        interface_tags={"PersistentVip": "x"},
    ),
    refuse(
        "vip",
        "interface_tags is Side<1> = x: … Write them so",
        interface_tags={"Side<1>": "x"},
    ),
    refuse(
        "root",
        "vips is no map of VIPs. Write",
        vips=[{"cidr": "10.16.10.0/24", "address": "10.16.10.20"}],
    ),
    refuse(
        "root",
        "vips has the keys Access: … Use 1 to 16",
        vips={"Access": {"cidr": "10.16.10.0/24", "address": "10.16.10.20"}},
    ),
    refuse(
        "root",
        "vips has vip.eip, which no VIP knows. It may have",
        vips={"vip": {"cidr": "10.16.10.0/24", "address": "10.16.10.20", "eip": "x"}},
    ),
    refuse(
        "root", "vips has no vip.address: … Give the range", vips={"vip": {"cidr": "10.16.10.0/24"}}
    ),
    refuse(
        "root",
        "vips has the device indices vip.device_index 15: … Number them",
        vips={"vip": {"cidr": "10.16.10.0/24", "address": "10.16.10.20", "device_index": 15}},
    ),
    refuse(
        "root",
        "each VIP has an interface of its own. Give each another one",
        vips={
            "access": {"cidr": "10.16.10.0/24", "address": "10.16.10.20", "device_index": 1},
            "core": {"cidr": "10.16.11.0/24", "address": "10.16.11.20", "device_index": 1},
        },
    ),
    refuse(
        "root",
        "which overlap. Give each VIP subnet",
        vips={
            "access": {"cidr": "10.16.10.0/24", "address": "10.16.10.20", "device_index": 1},
            "core": {"cidr": "10.16.10.0/25", "address": "10.16.11.20", "device_index": 2},
        },
    ),
    refuse("root", "name is Edge_1 … Use 3 to 32 lower-case letters", name="Edge_1"),
    refuse("root", "tags … PersistentVnf … Choose other keys", tags={"PersistentVnf": "x"}),
    refuse(
        "root",
        "launch_hook_timeout_seconds is 539 … three times … at least 540 seconds",
        launch_hook_timeout_seconds=539,
    ),
    refuse(
        "root",
        "terminate_hook_timeout_seconds is 779 … function_timeout_seconds, 200 … at least 780",
        function_timeout_seconds=200,
        launch_hook_timeout_seconds=780,
        terminate_hook_timeout_seconds=779,
    ),
    refuse(
        "vpc",
        "vpc_cidr is 10.16.0.1/16 … host bits, … Write it like 10.16.0.0/16",
        vpc_cidr="10.16.0.1/16",
    ),
    refuse("vpc", "vpc_cidr is 10.0.0.0/8 … /16 to /28 … Choose", vpc_cidr="10.0.0.0/8"),
    refuse(
        "vpc",
        "availability_zones has 0 entries … 1 to 3",
        availability_zones=[],
        wan_subnet_cidrs=[],
    ),
    refuse(
        "vpc",
        "wan_subnet_cidrs has 1 entries and availability_zones 3 … as many ranges as zones",
        wan_subnet_cidrs=["10.16.1.0/24"],
    ),
    refuse(
        "vpc",
        "wan_subnet_cidrs is 10.16.1.0/24, 10.16.2.0, 10.16.3.0/24 … Write them like",
        wan_subnet_cidrs=["10.16.1.0/24", "10.16.2.0", "10.16.3.0/24"],
    ),
    refuse(
        "vpc",
        "wan_subnet_cidrs … 10.17.3.0/24 … inside vpc_cidr (10.16.0.0/16) … Choose",
        wan_subnet_cidrs=["10.16.1.0/24", "10.16.2.0/24", "10.17.3.0/24"],
    ),
    refuse(
        "vpc",
        "wan_subnet_cidrs … overlap. Give each",
        wan_subnet_cidrs=["10.16.1.0/24", "10.16.2.0/24", "10.16.2.0/28"],
    ),
    refuse(
        "vpc",
        "prober_subnet_cidrs has 0 entries: give 1 or 2",
        prober_subnet_cidrs=[],
    ),
    refuse(
        "vpc",
        "prober_subnet_cidrs is 10.16.0.1/28: each must be … Write them like 10.16.0.0/28",
        prober_subnet_cidrs=["10.16.0.1/28"],
    ),
    refuse(
        "vpc",
        "prober_subnet_cidrs is 10.16.0.0/27, 10.16.0.16/28: the ranges overlap. Give each",
        prober_subnet_cidrs=["10.16.0.0/27", "10.16.0.16/28"],
    ),
    refuse(
        "vpc",
        "prober_subnet_cidrs has 2 entries, and availability_zones is eu-west-1a: … as many ranges",
        has_prober=True,
        availability_zones=["eu-west-1a"],
        wan_subnet_cidrs=["10.16.1.0/24"],
    ),
    refuse(
        "vpc",
        "prober_subnet_cidrs is 10.17.0.0/28: … inside vpc_cidr (10.16.0.0/16) … Choose other",
        has_prober=True,
        prober_subnet_cidrs=["10.17.0.0/28"],
    ),
    refuse(
        "vpc",
        "prober_subnet_cidrs is 10.16.1.0/28 and overlaps a WAN subnet (10.16.1.0/24, … choose",
        has_prober=True,
        prober_subnet_cidrs=["10.16.1.0/28"],
    ),
    *(
        refuse(
            "service_checks", f"service_checks.access[0] {told}", service_checks={"access": [check]}
        )
        for check, told in bad_checks.FAULTS
    ),
    refuse(
        "service_checks",
        "service_checks is no map. Write { access = [{ type",
        service_checks=[bad_checks.SIP],
    ),
    refuse(
        "service_checks",
        "service_checks has the keys sbc: each has to be a key of vips (access, core). Write",
        service_checks={"sbc": [bad_checks.SIP]},
    ),
    refuse(
        "service_checks",
        'service_checks has access with {"type":"sip"}: each VIP has a list … in brackets',
        service_checks={"access": bad_checks.SIP},
    ),
    refuse(
        "service_checks",
        "service_checks has 21 checks: … 20 at most … Keep those that say most",
        service_checks={"access": [bad_checks.SIP] * 21},
    ),
    refuse(
        "service_checks",
        "service_check_interval_seconds is 4: give whole seconds from 5 to 30",
        service_check_interval_seconds=4,
    ),
    refuse(
        "service_checks",
        'service_checks.access[1] has name "tls-443", and another alarm is called '
        "edge-service-access-tls-443, as its own would be: give each check a name of its own",
        service_checks={"access": [bad_checks.TLS] * 2},
    ),
    refuse(
        "routes",
        "wan_routes to 192.168.0.0/16 … exactly one target. Set one of",
        routes=[{"cidr": "192.168.0.0/16"}],
    ),
    refuse(
        "routes",
        "wan_routes … 0.0.0.0/0 … leads to the internet … Route",
        routes=[{"cidr": "0.0.0.0/0", "gateway_id": "vgw-0123456789abcdef0"}],
    ),
    refuse("vip", "vips.access.cidr is 10.16.10.0 … CIDR form … Write it like", cidr="10.16.10.0"),
    refuse(
        "vip",
        "vips.access.cidr is 10.9.0.0/24 … inside vpc_cidr (10.16.0.0/16) … Choose",
        cidr="10.9.0.0/24",
    ),
    refuse(
        "vip",
        "vips.access.cidr is 10.16.1.0/25 … overlaps a WAN subnet (10.16.1.0/24) … choose",
        cidr="10.16.1.0/25",
    ),
    refuse(
        "vip",
        "vips.access.cidr is 10.16.0.0/24 and overlaps a subnet of the prober (10.16.0.0/28) … or "
        "other prober_subnet_cidrs",
        cidr="10.16.0.0/24",
        address="10.16.0.20",
        prober_subnet_cidrs=["10.16.0.0/28"],
    ),
    refuse(
        "vip", "vips.access.address is ten … not an IPv4 address … Write it like", address="ten"
    ),
    refuse(
        "vip",
        "vips.access.address is 10.9.9.9 … inside its cidr (10.16.10.0/24) … 10.16.10.4 to",
        address="10.9.9.9",
    ),
    refuse(
        "vip",
        "vips.access.address is 10.16.10.1 … reserves the first four … 10.16.10.4 to 10.16.10.254",
        address="10.16.10.1",
    ),
    refuse(
        "vip",
        'elastic_ip.allocation_id is "198.51.100.1", … Give the eipalloc-',
        elastic_ip={"from": "bring", "allocation_id": "198.51.100.1"},
    ),
    refuse(
        "vip",
        "elastic_ip has from, id: … from and allocation_id. Write it like",
        elastic_ip={"from": "make", "id": "eipalloc-0123456789abcdef0"},
    ),
    refuse(
        "vip",
        "elastic_ip has no attributes: … Write it like",
        elastic_ip="eipalloc-0123456789abcdef0",
    ),
    refuse(
        "vip", 'elastic_ip.from is "find": use make, none, or bring', elastic_ip={"from": "find"}
    ),
    refuse(
        "vip",
        "elastic_ip has allocation_id: … both from … Add what is missing",
        elastic_ip={"allocation_id": "eipalloc-0123456789abcdef0"},
    ),
    refuse(
        "appliance", "vnf is Cisco … no profile. Use CiscoC8000V, … Custom with ami_id", vnf="Cisco"
    ),
    refuse(
        "appliance",
        "vnf_version is * … place in the image's name. Use letters",
        vnf="VyOS",
        vnf_version="*",
    ),
    refuse(
        "appliance",
        "vnf_version is 17.12 … no image of Custom is looked up … Remove vnf_version",
        vnf_version="17.12",
    ),
    refuse(
        "appliance",
        "vnf_license is payg … CiscoCSR1000v … are: byol. Choose",
        vnf="CiscoCSR1000v",
        vnf_license="payg",
    ),
    refuse(
        "appliance",
        "use_original_sample_image is true … no image of VyOS … CiscoCSR1000v … give ami_id",
        vnf="VyOS",
        use_original_sample_image=True,
    ),
    refuse(
        "appliance",
        "use_original_sample_image is true and ami_id … named twice. Set one",
        vnf="CiscoCSR1000v",
        ami_id="ami-0123456789abcdef0",
        use_original_sample_image=True,
    ),
    refuse(
        "appliance",
        "first_boot sets mtu … PaloAltoVMSeries knows are: hostname. Remove the others",
        vnf="PaloAltoVMSeries",
        first_boot={"mtu": 1500},
    ),
    refuse(
        "appliance",
        "first_boot sets hostname … user_data … would be lost. Set first_boot or user data",
        vnf="VyOS",
        first_boot={"hostname": "edge"},
        user_data="mine",
    ),
    refuse(
        "appliance",
        "first_boot.hostname is edge_1: use 1 to 63 letters",
        vnf="VyOS",
        first_boot={"hostname": "edge_1"},
    ),
    refuse(
        "appliance",
        "first_boot.addressing is manual: use dhcp, or static",
        vnf="VyOS",
        first_boot={"addressing": "manual"},
    ),
    refuse(
        "appliance",
        "first_boot.mtu is 575 … 576 to 9001. Use 1500",
        vnf="VyOS",
        first_boot={"mtu": 575},
    ),
    refuse(
        "appliance",
        "vips have the device indices 1, 3: VyOS counts … Give them 1, 2, without a gap",
        vnf="VyOS",
        key_name="vnf",
        vips=TWO_VIPS | {"core": TWO_VIPS["core"] | {"device_index": 3}},
    ),
    refuse(
        "appliance",
        "first_boot.mtu is 1279 … 1280 to 9001",
        vnf="FortiGate",
        first_boot={"mtu": 1279},
        vips=DUAL_STACK,
    ),
    refuse(
        "appliance",
        "first_boot.technology_package is ax: CiscoC8000V knows network-essentials … choose one",
        vnf="CiscoC8000V",
        first_boot={"technology_package": "ax"},
    ),
    refuse(
        "appliance",
        "first_boot.ssh_public_key is no public key … Give the one line of the .pub file",
        vnf="JunipervMX",
        first_boot={"ssh_public_key": "SSHRSAKEY"},
    ),
    refuse(
        "appliance",
        "vnf is JunipervMX, whose login jnpr … nobody could log in. Set key_name",
        vnf="JunipervMX",
        ami_id="ami-0123456789abcdef0",
        first_boot={"hostname": "edge"},
    ),
    refuse(
        "appliance",
        "extra_config is set … Custom … the profile has none. Put the lines into user_data",
        extra_config="anything",
    ),
    refuse(
        "appliance",
        "extra_config cannot be carried … CiscoCSR1000v: line 1 has double quotes … write it",
        vnf="CiscoCSR1000v",
        extra_config='banner motd "edge"',
    ),
    refuse(
        "appliance",
        "extra_config cannot be carried … VyOS: line 1 is lost … single quotes, …; line 4 is lost",
        vnf="VyOS",
        key_name="vnf",
        extra_config="configure\n# It's mine.\nset system domain-name 'a'\nset system \"b\"\n",
    ),
    refuse(
        "appliance",
        "extra_config cannot be carried … CiscoCSR1000v: line 2 is empty … remove it",
        vnf="CiscoCSR1000v",
        extra_config="ntp server 192.0.2.1\n\nip domain name example.com",
    ),
    refuse(
        "appliance",
        "extra_config cannot be carried … CiscoC8000V: line 2 is end … remove it",
        vnf="CiscoC8000V",
        extra_config="ntp server 192.0.2.1\n end\nip domain name example.com",
    ),
    refuse(
        "appliance",
        "extra_config cannot be carried … VyOS: line 1 has a control character … remove it",
        vnf="VyOS",
        extra_config="set system domain-name 'a\rb'",
    ),
    refuse(
        "appliance",
        "extra_config cannot be carried … JunipervSRX: line 1 is a command … in braces: write",
        vnf="JunipervSRX",
        extra_config="set system ntp server 192.0.2.1",
    ),
    refuse(
        "appliance",
        "extra_config cannot be carried … JunipervMX: line 2 is a command … in braces: write",
        vnf="JunipervMX",
        extra_config="system { }\ndelete system ntp",
    ),
    refuse(
        "appliance",
        "extra_config opens 2 and closes 1 (braces) … JunipervSRX … Close what is open",
        vnf="JunipervSRX",
        extra_config='system {\n    ntp {\n        server 192.0.2.1; # }\n    "}"\n}',
    ),
    refuse(
        "appliance",
        "extra_config opens 1 and closes 0 (config and end) … FortiGate … Close what is open",
        vnf="FortiGate",
        extra_config='config system replacemsg\n    set buffer "config\nend\n"',
    ),
    refuse(
        "appliance",
        "extra_config cannot be carried … FortiGate: line 1 is of a MIME message … in user_data",
        vnf="FortiGate",
        extra_config="LICENSE-TOKEN:0000",
    ),
    refuse(
        "appliance",
        "extra_config cannot be carried … PaloAltoVMSeries: line 2 has a key that … already: set",
        vnf="PaloAltoVMSeries",
        extra_config="tplname=edge\nhostname=edge",
    ),
    refuse(
        "appliance",
        "extra_config cannot be carried … PaloAltoVMSeries: line 1 swaps … remove it",
        vnf="PaloAltoVMSeries",
        extra_config="op-command-modes=jumbo-frame,mgmt-interface-swap",
    ),
    *(
        refuse(
            "appliance",
            "extra_config cannot be carried … PaloAltoVMSeries: line 1 is no pair … write key=",
            vnf="PaloAltoVMSeries",
            extra_config=line,
        )
        for line in ("tplname=a;dgname=b", "tplname", "tplname=", "tplname = a", "dgname=Köln")
    ),
    refuse(
        "appliance",
        "extra_config cannot be carried … PaloAltoVMSeries: line 2 repeats the key … keep one",
        vnf="PaloAltoVMSeries",
        extra_config="tplname=a\ntplname=b",
    ),
    refuse(
        "appliance",
        "first_boot.hostname is a-name-of-exactly-032-characters, of 32 … PaloAltoVMSeries takes "
        "1 to 31. Choose",
        vnf="PaloAltoVMSeries",
        first_boot={"hostname": "a-name-of-exactly-032-characters"},
    ),
    refuse(
        "appliance",
        "first_boot.hostname is a, of 1 characters: VyOS takes 2 to 63. Choose",
        vnf="VyOS",
        first_boot={"hostname": "a"},
    ),
    refuse(
        "appliance",
        "name is a-name-of-exactly-032-characters, of 32 … would be the host name: "
        "PaloAltoVMSeries takes 1 to 31. Set first_boot.hostname",
        vnf="PaloAltoVMSeries",
        name="a-name-of-exactly-032-characters",
    ),
    refuse(
        "appliance",
        "first_boot.mtu is 1279: VyOS in a VPC takes 1280 to 9001. Use 1500",
        vnf="VyOS",
        first_boot={"mtu": 1279},
    ),
    refuse(
        "appliance",
        "first_boot.ssh_public_key is no public key … without quotes or backslashes). Give",
        vnf="JunipervMX",
        first_boot={"ssh_public_key": "ssh-rsa AAAA a\\b"},
    ),
    refuse("appliance", 'ami_id is "/a/path" … ami_ssm_parameter', ami_id="/a/path"),
    refuse(
        "appliance",
        "ami_id is ami-0123456789abcdef0 and ami_ssm_parameter /a/path … named twice. Set one",
        ami_id="ami-0123456789abcdef0",
        ami_ssm_parameter="/a/path",
    ),
    refuse(
        "appliance",
        "user_data and user_data_base64 are both set … Set user_data for",
        user_data="#!/bin/sh",
        user_data_base64="IyEvYmluL3No",
    ),
    refuse(
        "appliance", "user_data_base64 is not base64 … Encode it", user_data_base64="plain text"
    ),
    refuse("appliance", "http_tokens is on … required and optional. Use", http_tokens="on"),
    refuse("asg", "cooldown_seconds is 0: give whole seconds from 1 to 86400", cooldown_seconds=0),
    refuse(
        "appliance",
        "health_check_grace_seconds is 7201 … give whole seconds from 0 to 7200",
        health_check_grace_seconds=7201,
    ),
    refuse(
        "asg",
        "launch_hook_timeout_seconds is 29 … from 30 to 7200. Choose",
        launch_hook_timeout_seconds=29,
    ),
    refuse(
        "asg",
        "terminate_hook_timeout_seconds is 7201 … from 30 to 7200. Choose",
        terminate_hook_timeout_seconds=7201,
    ),
    refuse("appliance", "reboot_delay_seconds is 301 … from 0 to 300", reboot_delay_seconds=301),
    refuse(
        "appliance",
        "launch_before_terminate is true … Custom reboots … Set launch_before_terminate = false",
        launch_before_terminate=True,
        reboot_after_attach=True,
    ),
    refuse(
        "appliance",
        'standby is hot … Custom reboots … Set standby = "none", or reboot_after_attach = false',
        standby="hot",
        reboot_after_attach=True,
    ),
    refuse(
        "lifecycle",
        "reboot_delay_seconds is 61 … launch_hook_timeout_seconds is 600 … up to 601. Give",
        reboot_after_attach=True,
        reboot_delay_seconds=61,
    ),
    refuse(
        "lifecycle", "subnet_creation_attempts is 0 … from 1 to 100", subnet_creation_attempts=0
    ),
    refuse("lifecycle", "warmup_grace_seconds is 3601 … from 0 to 3600", warmup_grace_seconds=3601),
    refuse(
        "lifecycle",
        "wait_until_serving_seconds is 841: give whole seconds, 840 at most",
        wait_until_serving_seconds=841,
    ),
    refuse(
        "lifecycle",
        "wait_until_serving_seconds is 239 … warmup_grace_seconds (120) … Give at least 240",
        wait_until_serving_seconds=239,
    ),
    refuse(
        "lifecycle",
        "audit_interval_minutes is 0: give whole minutes from 1 to 15",
        audit_interval_minutes=0,
    ),
    refuse(
        "lifecycle",
        "function_timeout_seconds is 901 … from 60 to 900",
        function_timeout_seconds=901,
    ),
    refuse(
        "lifecycle",
        "lambda_architecture is arm … arm64 and x86_64. Use",
        lambda_architecture="arm",
    ),
    refuse(
        "root",
        'lambda_packages names warmup = "nowhere.zip" … Give paths',
        lambda_packages={"warmup": "nowhere.zip"},
    ),
    refuse("lifecycle", "log_level is TRACE … use DEBUG", log_level="TRACE"),
    refuse("root", "log_retention_days is 8 … Use 1, 3, 5, 7", log_retention_days=8),
    refuse(
        "lifecycle",
        'notification_emails is {"night":"noc"}: … Write them like',
        notification_emails={"night": "noc"},
    ),
    refuse(
        "lifecycle",
        "notification_emails is … noc@example.com … Give each address once",
        notification_emails={"a": "noc@example.com", "b": "noc@example.com"},
    ),
    refuse(
        "key",
        'kms_key.arn is "alias/mine" … neither an alias',
        kms_key={"from": "bring", "arn": "alias/mine"},
    ),
    refuse("key", "kms_key has id: … from and arn. Write it like", kms_key={"id": "1"}),
    refuse("key", 'kms_key.from is "find": use make, or bring', kms_key={"from": "find"}),
    refuse(
        "key",
        "kms_key has from: … both from … Add what is missing",
        kms_key={"from": "bring"},
    ),
    refuse(
        "security_group",
        '_ingress_rules: the rule "Peer" names no peer … add cidrs',
        **rule(protocol="esp", cidrs=[]),
    ),
    refuse(
        "security_group",
        '_ingress_rules: the rule "Peer" has protocol xyz: use ah, all … IANA number',
        **rule(protocol="xyz"),
    ),
    refuse("security_group", "has protocol 256: use", **rule(protocol="256")),
    refuse(
        "security_group",
        "has protocol udp and no from_port: tcp and udp need ports",
        **rule(protocol="udp"),
    ),
    refuse(
        "security_group",
        "has protocol 50 and a from_port … no other protocol takes them",
        **rule(protocol="esp", from_port=1),
    ),
    refuse(
        "security_group",
        "has ports 2000 to 1000: they are whole numbers between 0 and 65535",
        **rule(protocol="udp", from_port=2000, to_port=1000),
    ),
    refuse(
        "security_group",
        "has cidrs 203.0.113.7/24: write IPv4 or IPv6 ranges without host bits",
        **rule(protocol="esp", cidrs=["203.0.113.7/24"]),
    ),
    refuse(
        "security_group",
        "opens SSH (TCP 22) to 0.0.0.0/0: narrow the range … allow_ssh_from_anywhere = true",
        **rule(protocol="all", cidrs=["0.0.0.0/0"]),
    ),
    refuse(
        "security_group",
        "a description that AWS refuses: use 1 to 255",
        **rule(protocol="esp", description="ESP <-> peer"),
    ),
    refuse(
        "vpc",
        "vpc_cidr is fd00::/20, which is not an IPv4 range … Write it like",
        vpc_cidr="fd00::/20",
    ),
    refuse(
        "routes",
        "wan_routes has the cidrs 192.168.0.1/16 … host bits, … like 192.168.0.0/16",
        routes=[{"cidr": "192.168.0.1/16", "gateway_id": "vgw-0123456789abcdef0"}],
    ),
    refuse(
        "vip",
        "vips.access.ingress_rules: the rule … opens SSH (TCP 22) to 0.0.0.0/1: narrow",
        ingress_rules=[
            {"description": CALL, "protocol": "6", "from_port": 22, "cidrs": ["0.0.0.0/1"]}
        ],
    ),
    refuse(
        "wan_access",
        "wan_egress_rules: the rule … names no peer … add cidrs",
        wan_egress_rules=[{"description": CALL, "protocol": "esp"}],
    ),
    refuse(
        "wan_access",
        "jump_host_cidrs is 203.0.113.7 … Write them like",
        jump_host_cidrs=["203.0.113.7"],
    ),
    refuse(
        "wan_access",
        "jump_host_cidrs is 10.0.0.0/7 … SSH … wider than /8. Narrow it … allow_ssh_from_anywhere",
        jump_host_cidrs=["10.0.0.0/7"],
    ),
    refuse(
        "security_group",
        "has protocol icmp and cidrs ::/0: … icmpv6 of IPv6 ones. Write a rule for each",
        **rule(protocol="icmp", from_port=8, cidrs=["::/0"]),
    ),
    refuse(
        "security_group",
        "the protocol, ports and description of another one … join the two",
        ingress_rules=[
            {"description": "Peer", "protocol": "esp", "prefix_list_ids": ["pl-0123456789abcdef0"]}
        ]
        * 2,
    ),
    refuse(
        "vip",
        "vips.access.address is 10.16.10.020 … without leading zeros … Write it like 10.16.10.20.",
        address="10.16.10.020",
    ),
    refuse("vpc", "vpc_cidr is 169.254.0.0/16 … no VPC can be. Choose", vpc_cidr="169.254.0.0/16"),
    refuse(
        "vpc",
        "availability_zones is us-west-2-lax-1a: write names of availability zones … local",
        availability_zones=["us-west-2-lax-1a"],
        wan_subnet_cidrs=["10.16.1.0/24"],
    ),
    refuse(
        "routes",
        "wan_routes has a route with target … may have cidr, prefix_list_id",
        routes=[{"cidr": "192.168.0.0/16", "target": "vgw-0123456789abcdef0"}],
    ),
    refuse(
        "routes",
        "wan_routes has the targets gateway_id tgw-0123456789abcdef0: write … tgw-… as transit",
        routes=[{"cidr": "192.168.0.0/16", "gateway_id": "tgw-0123456789abcdef0"}],
    ),
    refuse(
        "routes",
        "wan_routes has the cidrs 10.16.9.0/24: none … inside the VPC (10.16.0.0/16) … Route",
        routes=[{"cidr": "10.16.9.0/24", "gateway_id": "vgw-0123456789abcdef0"}],
    ),
    refuse(
        "vip",
        "vips.access.propagating_vgws is tgw-1: write ids of virtual private gateways",
        propagating_vgws=["tgw-1"],
    ),
    refuse(
        "appliance",
        'instance_types has "c5.large", "C5.LARGE", of which … Write them like',
        instance_types=["c5.large", "C5.LARGE"],
    ),
    refuse("appliance", "instance_types has 0 … 1 to 40 … in the order", instance_types=[]),
    refuse(
        "appliance",
        "instance_types has c5.large, c5.large … once. Name it in one place",
        instance_types=["c5.large", "c5.large"],
    ),
    refuse("appliance", 'ami_ssm_parameter is "" … Write the path', ami_ssm_parameter=""),
    refuse("appliance", 'key_name is "ops " … no space first or last. Write', key_name="ops "),
    refuse("appliance", "user_data is empty … Leave it null", user_data=""),
    refuse(
        "lifecycle",
        "notification_topic has from, name: it is an object … Write it like",
        notification_topic={"from": "bring", "name": "operations"},
    ),
    refuse(
        "lifecycle",
        'notification_topic.from is "find": use make, or bring',
        notification_topic={"from": "find"},
    ),
    refuse(
        "lifecycle",
        "notification_topic has from: what is brought has both … Add",
        notification_topic={"from": "bring"},
    ),
    refuse(
        "lifecycle",
        'notification_topic.arn is "operations", … Give arn:aws:sns',
        notification_topic={"from": "bring", "arn": "operations"},
    ),
    refuse(
        "lifecycle",
        'notification_topic.kms_key_arn is "alias/x", … Give arn:aws:kms',
        notification_topic={
            "from": "bring",
            "arn": "arn:aws:sns:eu-west-1:123456789012:operations",
            "kms_key_arn": "alias/x",
        },
    ),
    refuse(
        "lifecycle",
        "notification_emails has noc, but the topic is brought … Subscribe",
        notification_topic={
            "from": "bring",
            "arn": "arn:aws:sns:eu-west-1:123456789012:operations",
        },
        notification_emails={"noc": "noc@example.com"},
    ),
    refuse("asg", "tenancy is host: use … lies in one zone", tenancy="host"),
    refuse(
        "asg",
        "capacity_reservation has id: it may have preference … Remove the others",
        capacity_reservation={"id": "cr-0123456789abcdef0"},
    ),
    refuse(
        "asg",
        'capacity_reservation.preference is "open": use default, capacity-reservations-first',
        capacity_reservation={"preference": "open"},
    ),
    refuse(
        "asg",
        "capacity_reservation has capacity_reservation_id and resource_group_arn: … one target",
        capacity_reservation={
            "preference": "capacity-reservations-only",
            "capacity_reservation_id": "cr-0123456789abcdef0",
            "resource_group_arn": "arn:aws:resource-groups:eu-west-1:123456789012:group/edge",
        },
    ),
    refuse(
        "asg",
        "capacity_reservation has a target and the preference none, which takes none. Set",
        capacity_reservation={
            "preference": "none",
            "resource_group_arn": "arn:aws:resource-groups:eu-west-1:123456789012:group/edge",
        },
    ),
    refuse(
        "asg",
        "capacity_reservation has capacity_reservation_id and … first, but … full. Put",
        capacity_reservation={
            "preference": "capacity-reservations-first",
            "capacity_reservation_id": "cr-0123456789abcdef0",
        },
    ),
    refuse(
        "asg",
        'capacity_reservation.capacity_reservation_id is "cr-1" … Give cr-',
        capacity_reservation={
            "preference": "capacity-reservations-only",
            "capacity_reservation_id": "cr-1",
        },
    ),
    refuse(
        "asg",
        'capacity_reservation.resource_group_arn is "edge" … Give arn:aws:resource-groups',
        capacity_reservation={
            "preference": "capacity-reservations-only",
            "resource_group_arn": "edge",
        },
    ),
    refuse(
        "asg",
        "capacity_reservation names one reservation … 2 WAN subnets and 1 instance types … Put",
        wan_subnet_ids=["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        capacity_reservation={
            "preference": "capacity-reservations-only",
            "capacity_reservation_id": "cr-0123456789abcdef0",
        },
    ),
    refuse(
        "appliance",
        "data_volumes has the device names data: … Write such",
        data_volumes={"data": {"size_gib": 20}},
    ),
    refuse(
        "appliance",
        "data_volumes has /dev/sdf with encrypted, size_gib … encrypted always … Remove",
        data_volumes={"/dev/sdf": {"size_gib": 20, "encrypted": False}},
    ),
    refuse(
        "appliance",
        "data_volumes has /dev/sdf with type: … Give size_gib or snapshot_id",
        data_volumes={"/dev/sdf": {"type": "gp3"}},
    ),
    refuse(
        "appliance",
        "data_volumes has the types ssd: … Choose",
        data_volumes={"/dev/sdf": {"size_gib": 20, "type": "ssd"}},
    ),
    refuse(
        "appliance",
        "data_volumes has size_gib 20.5: … whole number",
        data_volumes={"/dev/sdf": {"size_gib": 20.5}},
    ),
    refuse(
        "appliance",
        'data_volumes has the kms_key_arn "alias/ebs", … Give arn:aws:kms',
        data_volumes={"/dev/sdf": {"size_gib": 20, "kms_key_arn": "alias/ebs"}},
    ),
    refuse(
        "appliance",
        'data_volumes has the snapshot_id "vol-1", … Give snap-',
        data_volumes={"/dev/sdf": {"snapshot_id": "vol-1"}},
    ),
    refuse(
        "appliance",
        'data_volumes["/dev/sdf"].iops is 10001: gp3 gives 500 for each GiB … Lower',
        data_volumes={"/dev/sdf": {"size_gib": 20, "iops": 10001}},
    ),
    refuse(
        "asg",
        "instance_policy_arns is read = ReadOnlyAccess: each must be the ARN",
        instance_policy_arns={"read": "ReadOnlyAccess"},
    ),
    refuse(
        "asg",
        "instance_policy_arns has the names session_manager … Choose another name",
        instance_policy_arns={"session_manager": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
    ),
    refuse("root", "iam has role_path: it is an object … Write it like", iam={"role_path": "/"}),
    refuse("root", 'iam.from is "find": use make, or bring', iam={"from": "find"}),
    refuse(
        "root",
        "iam has path, role_arns: … makes, … brought … Keep the one or the other",
        iam={"path": "/vnf/", "role_arns": {}},
    ),
    refuse(
        "root",
        "iam brings role_arns.warmup: it needs role_arns.hook_handler, … Add what is missing",
        iam={"from": "bring", "role_arns": {"warmup": f"{IAM}:role/warmup"}},
    ),
    refuse(
        "root",
        'iam.path is "vnf": a path of IAM begins and ends with a slash … Write it like "/vnf/"',
        iam={"path": "vnf"},
    ),
    refuse(
        "root",
        "iam.role_names has handler: … may have hook_handler, … Remove the others",
        iam={"role_names": {"handler": "edge"}},
    ),
    refuse(
        "root",
        'iam.role_names is {"warmup":"vnf/edge"}: … 1 to 64 letters … Give such names',
        iam={"role_names": {"warmup": "vnf/edge"}},
    ),
    refuse(
        "root",
        "iam.role_names is … one name twice … Give each role a name of its own",
        iam={"role_names": {"warmup": "edge", "instance": "EDGE"}},
    ),
    refuse(
        "root",
        "iam.role_arns has handler, … may have hook_handler, … Remove the others",
        iam=BROUGHT_ROLES | {"role_arns": BROUGHT_ROLES["role_arns"] | {"handler": "edge"}},
    ),
    refuse(
        "root",
        'iam.role_arns is {…"warmup":"edge"}: each must be the ARN of an IAM role',
        iam=BROUGHT_ROLES | {"role_arns": BROUGHT_ROLES["role_arns"] | {"warmup": "edge"}},
    ),
    refuse(
        "root",
        f'iam.instance_profile_arn is "{IAM}:role/edge", … Give … not that of the role',
        iam=BROUGHT_ROLES | {"instance_profile_arn": f"{IAM}:role/edge"},
    ),
    refuse(
        "root",
        'permissions_boundary_arn is "limit" … Give arn:aws:iam',
        permissions_boundary_arn="limit",
    ),
    refuse(
        "root",
        "lambda_packages has handler: it may have hook_handler, warmup and prober",
        lambda_packages={"handler": "nowhere.zip"},
    ),
    refuse(
        "appliance",
        "first_boot has host_name, which no appliance knows. It may have hostname",
        vnf="VyOS",
        first_boot={"host_name": "edge"},
    ),
    refuse(
        "appliance",
        "vnf is CiscoC8000V, whose login ec2-user … nobody could log in. Set key_name",
        vnf="CiscoC8000V",
    ),
    refuse("appliance", "root_volume has size, which … It may have", root_volume={"size": 20}),
    refuse(
        "appliance", "root_volume.type is st1: EC2 boots from … Choose", root_volume={"type": "st1"}
    ),
    refuse(
        "appliance",
        "root_volume has size_gib 20.5 … whole number",
        root_volume={"size_gib": 20.5},
    ),
    refuse("appliance", "root_volume.encrypted is maybe: use", root_volume={"encrypted": "maybe"}),
    refuse(
        "appliance",
        "root_volume.kms_key_arn is alias/ebs … Give arn:aws:kms",
        root_volume={"kms_key_arn": "alias/ebs"},
    ),
    refuse(
        "appliance",
        "root_volume of type gp2: iops is 3000, and it takes none. Choose",
        root_volume={"type": "gp2", "iops": 3000},
    ),
    refuse(
        "appliance",
        "root_volume.type is io1, which needs iops … Set it to",
        root_volume={"type": "io1"},
    ),
    refuse(
        "appliance",
        "root_volume.throughput_mibps is 751 … there are 3000. Lower it, or set",
        root_volume={"throughput_mibps": 751},
    ),
    refuse("root", "tags is … Write them so, since the roles carry", tags={"Team": "a\nb"}),
    refuse("root", "tags has the keys Team, team … Keep one", tags={"Team": "a", "team": "b"}),
    refuse(
        "security_group",
        "has end_port, which no rule knows: it may have cidrs",
        **rule(protocol="udp", from_port=1, end_port=2),
    ),
    refuse(
        "security_group",
        'has from_port "sip", no number: write ports',
        **rule(protocol="udp", from_port="sip"),
    ),
    refuse(
        "security_group",
        "has a to_port (5060) and no from_port: give both",
        **rule(protocol="udp", to_port=5060),
    ),
    refuse(
        "security_group",
        "has ICMP type and code 256 to -1: each is a whole number",
        **rule(protocol="icmp", from_port=256),
    ),
    refuse(
        "security_group",
        "has prefix_list_ids PL-1: write ids as AWS does",
        **rule(protocol="esp", prefix_list_ids=["PL-1"]),
    ),
    refuse(
        "security_group",
        "has security_group_ids default: write ids as AWS does",
        **rule(protocol="esp", security_group_ids=["default"]),
    ),
    refuse(
        "security_group",
        "_ingress_rules is no list of rules. Write",
        ingress_rules={"description": "Peer", "protocol": "esp"},
    ),
    refuse(
        "security_group",
        "_ingress_rules has a rule whose cidrs … are no lists. Write them in brackets",
        **rule(protocol="esp", cidrs="203.0.113.0/24"),
    ),
    refuse(
        "security_group",
        "_egress_rules is no list of rules. Write",
        egress_rules={"description": "Peer", "protocol": "esp"},
    ),
    refuse(
        "security_group",
        "_egress_rules has a rule whose cidrs … are no lists. Write them in brackets",
        egress_rules=[{"description": "Peer", "protocol": "esp", "cidrs": "203.0.113.0/24"}],
    ),
    refuse(
        "routes",
        "wan_routes has 1 routes … exactly one destination: a cidr, or … Set one of the two",
        routes=[{"gateway_id": "vgw-0123456789abcdef0"}],
    ),
    refuse(
        "routes",
        "wan_routes has the prefix_list_ids carrier: write ids as AWS does, pl-",
        routes=[{"prefix_list_id": "carrier", "gateway_id": "vgw-0123456789abcdef0"}],
    ),
    refuse(
        "routes",
        "wan_routes has a route with transit_gateway_id = null: leave the attribute out",
        routes=[
            {
                "cidr": "192.168.0.0/16",
                "gateway_id": "vgw-0123456789abcdef0",
                "transit_gateway_id": None,
            }
        ],
    ),
    refuse(
        "vip",
        "vips.access.routes leads to 192.168.0.0/16, and network.vip_route_table_id … Give that",
        brought_route_table_ids=["rtb-0123456789abcdef0"],
        routes=[{"cidr": "192.168.0.0/16", "gateway_id": "vgw-0123456789abcdef0"}],
    ),
    refuse(
        "vip",
        "vips.access.propagating_vgws is vgw-0123456789abcdef0, and network.vip_route … Let the",
        brought_route_table_ids=["rtb-0123456789abcdef0"],
        propagating_vgws=["vgw-0123456789abcdef0"],
    ),
    refuse("existing_vpc", "network has no attributes: … Write it like", network="vpc-01234567"),
    refuse(
        "existing_vpc",
        'network.vpc_id is "shared", which is not the id of a VPC. Write vpc-',
        network=network(vpc_id="shared"),
    ),
    refuse(
        "existing_vpc",
        "network.wan_subnet_ids has no names: it is a map of 1 to 3 subnets … Write it like",
        network=network(wan_subnet_ids=["subnet-01234567"]),
    ),
    refuse(
        "existing_vpc",
        "network.wan_subnet_ids is a = eu-west-1a: write ids of subnets",
        network=network(wan_subnet_ids={"a": "eu-west-1a"}),
    ),
    refuse(
        "existing_vpc",
        "network.wan_subnet_ids is a = subnet-01234567, b = … once. Name others, or fewer",
        network=network(wan_subnet_ids=dict.fromkeys("ab", "subnet-01234567")),
    ),
    refuse(
        "existing_vpc",
        "network.prober_subnet_ids has no names: it is a map of 1 or 2 subnets … or leave it out",
        network=network(prober_subnet_ids=["subnet-01234567"]),
    ),
    refuse(
        "existing_vpc",
        "network.prober_subnet_ids is a = eu-west-1a: write ids of subnets",
        network=network(prober_subnet_ids={"a": "eu-west-1a"}),
    ),
    refuse(
        "existing_vpc",
        "network.prober_subnet_ids is a = subnet-0123456789abcdef0: … none that is in "
        "wan_subnet_ids, … Name others, or fewer",
        network=network(prober_subnet_ids={"a": "subnet-0123456789abcdef0"}),
    ),
    refuse(
        "existing_vpc",
        "network has vpc_id, wan_subnet_ids and no prober_subnet_ids, and there are service_checks"
        " … Add them like … or remove service_checks",
        has_prober=True,
        network=network(),
    ),
    refuse(
        "existing_vpc",
        'network.vip_route_table_id is "null", … Write rtb- … or leave the attribute out',
        network=network(vip_route_table_id=None),
    ),
    refuse(
        "existing_vpc",
        'network.vip_network_acl_id is "default", … Write acl- … or leave the attribute out',
        network=network(vip_network_acl_id="default"),
    ),
    refuse(
        "root",
        "wan_routes has 1 routes, and network names WAN subnets of yours … Give those tables",
        network=network(),
        wan_routes=[{"cidr": "192.168.0.0/16", "gateway_id": "vgw-0123456789abcdef0"}],
    ),
    refuse(
        "root",
        "enable_ssm_endpoints is true, and network names a VPC of yours … Make them there yourself",
        network=network(),
        enable_ssm_endpoints=True,
    ),
    refuse("root", 'standby is "warm": use none or hot', standby="warm"),
    refuse(
        "root",
        "standby is hot and launch_before_terminate is true … Set launch_before_terminate = false",
        standby="hot",
        launch_before_terminate=True,
    ),
    refuse(
        "root",
        "standby is hot … in eu-west-1a: … Give availability_zones a second zone, or … none",
        standby="hot",
        availability_zones=["eu-west-1a"],
        wan_subnet_cidrs=["10.16.1.0/24"],
    ),
    refuse(
        "root",
        'evacuate is ["eu-west-1d"]: each has to be one of availability_zones (eu-west-1a, … Name',
        evacuate=["eu-west-1d"],
    ),
    refuse(
        "root",
        'evacuate is ["eu-west-1a","eu-west-1b","eu-west-1c"], … at least one zone … Keep one',
        evacuate=["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    ),
    refuse(
        "lifecycle",
        "maintenance_hours is 169: give whole hours from 1 to 168",
        maintenance_hours=169,
    ),
    refuse(
        "lifecycle",
        "impaired_after_seconds is 30: give whole seconds from 60 to 86340 … once a minute",
        impaired_after_seconds=30,
    ),
    refuse(
        "lifecycle",
        'service_alarm_arns is {"noc":"sip"}: each must be the ARN of a CloudWatch alarm … own arn',
        service_alarm_arns={"noc": "sip"},
    ),
    refuse(
        "lifecycle",
        "service_alarm_arns has the names The NOC … Use 1 to 32 lower-case letters, digits",
        service_alarm_arns={"The NOC": "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip"},
    ),
    refuse(
        "lifecycle",
        'service_alarm_arns is {"a":"arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip","b":… '
        "with one alarm twice. Keep one of them",
        service_alarm_arns=dict.fromkeys(
            "ab", "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip"
        ),
    ),
    refuse(
        "lifecycle",
        "service_alarm_arns has 21 alarms: … room for 20. Join some in one alarm",
        service_alarm_arns={
            f"check-{number}": f"arn:aws:cloudwatch:eu-west-1:123456789012:alarm:{number}"
            for number in range(21)
        },
    ),
    refuse(
        "lifecycle",
        "max_replacements_per_hour is 0: give a whole number from 1 to 20. To replace nobody early",
        max_replacements_per_hour=0,
    ),
    refuse(
        "lifecycle",
        'storm_cleared_at is "yesterday", which is no time. Write it like 2026-01-31T08:00:00Z',
        storm_cleared_at="yesterday",
    ),
    refuse(
        "lifecycle",
        "end_slow_shutdown_after_seconds is 5: give whole seconds from 10, which a healthy guest "
        "needs, to 450 … or null to leave every guest all the time it takes",
        end_slow_shutdown_after_seconds=5,
    ),
]

# The runs of `terraform test` whose refusal needs an answer of AWS, and what it must say.
MOCKED = {
    "twenty_alarms_and_a_check": (
        "service_checks has 1 checks whose mode is replace, and service_alarm_arns 20 alarms: … "
        "room for 20 together. Let some of the checks observe, or join some alarms"
    ),
    "many_checks_of_many_words": (
        "service_checks is too large: … edge-prober takes … bytes … Give fewer checks, or shorter"
    ),
    "an_account_without_room": (
        "service_checks keeps a function running all day, and this account may run 99 at a time in "
        "eu-west-1 … Ask AWS for more, or remove service_checks"
    ),
    "nobodys": "iam.role_arns has warmup and no prober, … Add it, or remove service_checks",
    "another_ones_package_runs": "edge-prober does not run the code of this checkout … -replace",
    "a_prober_of_another_vpc": (
        "network.prober_subnet_ids has subnet-0ffffffffffffffff, which is no subnet of "
        "vpc-0123456789abcdef0 … Name subnets of that VPC"
    ),
    "a_prober_without_ipv4": (
        "network.prober_subnet_ids.a is subnet-0dddddddddddddddd, a subnet without an IPv4 range … "
        "Name another one"
    ),
    "a_prober_in_the_vip_subnet": (
        "network.prober_subnet_ids.a is subnet-0dddddddddddddddd with the range 10.16.10.0/24, in "
        "which a VIP subnet is to be (10.16.10.0/24) … Name another one"
    ),
    "shorter_than_the_grace": (
        "impaired_after_seconds is 1199, and health_check_grace_seconds, of the profile or yours, "
        "is 1200 … Give impaired_after_seconds at least that"
    ),
    "an_alarm_of_another_account": (
        'service_alarm_arns is {"noc":"arn:aws:cloudwatch:eu-west-1:210987654321:alarm:sip"}, and '
        "this account is 123456789012 … Make an alarm here, on the same metric"
    ),
    "longer_than_half_of_a_run": (
        "end_slow_shutdown_after_seconds is 61, and function_timeout_seconds is 120 … at least 122"
    ),
    "not_attached": (
        "wan_routes has the target tgw-0123456789abcdef0, to which vpc-0123456789abcdef0 has no "
        "attachment that is available. Attach the VPC first"
    ),
    "attached_in_other_zones": (
        "wan_routes has the target tgw-0123456789abcdef0, whose attachment tgw-attach-… has no "
        "subnet in eu-west-1a … would cut off … Add a subnet of eu-west-1a to the attachment"
    ),
    "no_such_vpc": (
        "network.vpc_id is vpc-0123456789abcdef0, and there is no such VPC … Give the id of one"
    ),
    "of_another_account": (
        "network.vpc_id is vpc-0123456789abcdef0, which account 111122223333 owns and shares with "
        "this one (123456789012) … cannot make the VIP subnet … Deploy in the owner's account"
    ),
    "a_range_outside": (
        "vips has the ranges 10.16.10.0/24: each must lie inside one of the ranges of "
        "vpc-0123456789abcdef0 (10.17.0.0/16). Choose another range, or associate one"
    ),
    "a_range_that_somebody_uses": (
        "vips has the ranges 10.16.10.0/24, which overlap subnet-0dddddddddddddddd. … of its own … "
        "Choose one"
    ),
    "a_subnet_of_another_vpc": (
        "network.wan_subnet_ids has subnet-0bbbbbbbbbbbbbbbb, which is no subnet of "
        "vpc-0123456789abcdef0 … Name subnets of that VPC"
    ),
    "a_subnet_without_ipv4": (
        "network.wan_subnet_ids.a is subnet-0aaaaaaaaaaaaaaaa, a subnet without an IPv4 range … "
        "Name another one"
    ),
    "a_wan_subnet_in_a_local_zone": (
        "network.wan_subnet_ids has a in eu-west-1-lon-1a … local or wavelength zone … Name subnets"
    ),
    "a_table_of_another_vpc": (
        "network.vip_route_table_id is rtb-0123456789abcdef0, and vpc-… has no such route table. "
        "Name one of that VPC, or leave vip_route_table_id out"
    ),
    "a_table_without_the_default_route": (
        "network.vip_route_table_id is rtb-0123456789abcdef0, which has no route of its own to "
        "::/0: the VIP reaches … what other routes lead to, and nothing else. Add the route, to a "
        "gateway of vpc-0123456789abcdef0, or leave vip_route_table_id out"
    ),
    "an_acl_of_another_vpc": (
        "network.vip_network_acl_id is acl-0123456789abcdef0, and vpc-… has no such network ACL. "
        "Name one of that VPC, or leave vip_network_acl_id out"
    ),
    "an_acl_that_allows_nothing": (
        "network ACL (the default one of vpc-0123456789abcdef0) has no rule that allows anything: "
        "nobody will reach the VIP. Add rules"
    ),
    "instance_type_with_one_interface": (
        "instance_types has t3.micro, which takes 1 network interface(s) … needs 2 … Choose a type"
    ),
    "image_of_another_architecture": (
        "instance_types has t3.micro, which runs arm64 … image … built for x86_64. Choose"
    ),
    "a_type_too_small": (
        "instance_types has c5.large with 2 vCPU and 4095 MiB, but JunipervSRX needs 2 vCPU and "
        "4096 MiB … Choose a larger type"
    ),
    "no_such_version": (
        "vnf is CiscoC8000V (vnf_version 99, vnf_license byol) … no image Cisco-C8K-99* with "
        "product code 3ycwqehancx46bkpb3xkifiz5 in eu-west-1. Choose … ami_id"
    ),
    "an_appliance_without_a_lookup": (
        "vnf is JunipervMX … no way to look up … Give the image's id in ami_id"
    ),
    "a_region_the_original_sample_did_not_know": (
        "use_original_sample_image is true … no image of CiscoCSR1000v for me-south-1. Choose"
    ),
    "a_key_pair_whose_key_aws_does_not_tell": (
        "key_name is vnf … JunipervMX needs it … Give the public key in first_boot.ssh_public_key"
    ),
    "a_key_that_the_login_does_not_take": (
        "key_name is vnf, a key of type ed25519: CiscoC8000V's login ec2-user takes rsa only … "
        "Name a key pair of that type"
    ),
    "panorama_without_a_key": (
        "extra_config of PaloAltoVMSeries has panorama-server without vm-auth-key … Add what is"
    ),
    "panorama_with_its_key": (
        "extra_config of PaloAltoVMSeries … at every heal … vm-auth-key, which Panorama made for "
        "1 to 8760 hours. Write down until when"
    ),
    "a_token_in_user_data_of_ones_own": (
        "user_data of FortiGate has what must … a token of FortiFlex, which is good for one "
        "activation: each heal needs a new one"
    ),
    "no_way_out_at_first_boot": (
        "vnf is FortiGate (vnf_license payg), which fetches its licence from FortiCare on its "
        "first boot … assign_public_ip is false … Set assign_public_ip = true"
    ),
    "a_family_that_nobody_tried": (
        "instance_types has m7i.large: … JunipervSRX … c5, c5n … see there before you apply"
    ),
    "the_original_samples_image": (
        "use_original_sample_image is true … created 2026-01-01 … April 2022 … Give a newer one"
    ),
    "an_elastic_ip_that_nobody_has": (
        "elastic_ip.allocation_id is eipalloc-0fedcba9876543210, … no such Elastic IP … Give the id"
    ),
    "a_name_that_is_taken": (
        "name is edge, and a VNF of that name exists in eu-west-1 (/aws/lambda/edge-hook-handler"
        " … choose another name, or use the state that made it"
    ),
    "another_account": (
        "speaks to account 210987654321 in eu-west-1, … account 123456789012 … Set the provider's"
    ),
    "a_login_with_a_password_that_everybody_knows": (
        "key_name is null: VyOS then makes the login vyos with the password vyos … Set key_name"
    ),
    "a_deprecated_image": "deprecated since 2024-01-01 … Choose a newer one",
    "user_data_of_16385_bytes": "user_data … has 16385 bytes … at most 16384. Shorten it",
    "a_type_that_is_offered_nowhere": (
        "instance_types has t9.micro, which EC2 does not offer in eu-west-1 … Choose another type"
    ),
    "a_zone_that_does_not_offer_the_type": (
        "instance_types has t3.micro, which EC2 does not offer in eu-west-1d (availability_zones) "
        "… It is offered in eu-west-1a, eu-west-1b, eu-west-1c: name zones of these"
    ),
    "more_addresses_than_an_interface_takes": (
        "instance_types has t3.micro, which takes 2 IPv4 addresses on an interface: a VIP has 3. "
        "Choose a type … or move addresses to another VIP"
    ),
    "times_of_connections_on_a_type_without_nitro": (
        "instance_types has t2.micro, … not on Nitro … connection_tracking of vips core, vip … "
        "Choose a Nitro type, or remove connection_tracking"
    ),
    "an_image_without_ena_on_a_type_that_needs_it": (
        "instance_types has t3.micro, which starts only images … ENA … the image edge … is not. "
        "Choose a type"
    ),
    "smaller_than_the_image": (
        "root_volume.size_gib is 19, but the image edge … 20 GiB … Set it to 20 at least"
    ),
    "a_volume_in_the_place_of_the_root": (
        "data_volumes has /dev/sda, but /dev/xvda is the root volume of the image … Choose another"
    ),
    "more_iops_than_its_size_gives": (
        "root_volume.iops is 10001: gp3 gives 500 for each GiB, and the volume has 20 GiB. Lower"
    ),
    "a_zone_of_another_region": (
        "availability_zones has us-east-1a … region eu-west-1 does not have. Name zones of that"
    ),
    "tags_that_do_not": (
        "vips and tags are too large … edge-hook-handler takes 4 … bytes … Give fewer"
    ),
    "a_hook_too_short_for_two_audits": (
        "audit_interval_minutes is 5: … up to 810 seconds … launch_hook_timeout_seconds is 809. "
        "Give launch_hook_timeout_seconds at least that, or shorten audit_interval_minutes."
    ),
    "a_package_that_is_there": (
        "edge-warmup does not run the code of this checkout … Apply again with -replace"
    ),
    "no_role_for_the_flow_logs": "iam.role_arns has no flow_logs, … Add it, or set enable_flow",
    "a_boundary_for_brought_roles": (
        "permissions_boundary_arn is arn:aws:iam::123456789012:policy/boundary, … Remove it here"
    ),
    "policies_for_a_brought_role": (
        "instance_policy_arns has licences, but … brought … Attach them there, and remove them here"
    ),
    "one_elastic_ip_twice": "vips brings one Elastic IP twice … Bring each once",
    "one_next_hop_twice": "vips has one of the next_hop_routes twice: … keep one",
    "a_next_hop_in_a_table_of_ours": "a route that Terraform keeps in a VIP's own table. Remove it",
    "the_vip_moves": (
        "What this plan interrupts of edge: - The VIP moves from 10.16.10.20 to 10.16.10.21"
    ),
}

RULES = [rule for module in MODULES for rule in rules(module)]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The module, in a folder that Terraform may write to."""
    folder = tmp_path_factory.mktemp("messages")
    copy_without_code(folder)
    return folder


@pytest.fixture(scope="module")
def sentences(copy: Path) -> dict[str, str]:
    """The error texts of all refusals, by the call that provoked them."""
    return provoke(copy, REFUSALS)


@pytest.fixture(scope="module")
def mocked_sentences(copy: Path) -> dict[str, str]:
    """Those of all refusals that need an answer of AWS, by the run of `terraform test`."""
    return provoke_mocked(
        copy, (run for module in MODULES for run in runs(module) if run.name in MOCKED)
    )


@pytest.mark.parametrize(
    ("number", "refusal"), list(enumerate(REFUSALS)), ids=[refusal.label for refusal in REFUSALS]
)
def test_a_refusal_says_what_to_do(
    sentences: dict[str, str], number: int, refusal: Refusal
) -> None:
    texts = [sentences.get(f"case_{number}", ""), *sentences.get("", "").splitlines()]
    assert any(says(text, refusal.words) for text in texts), texts[0]


@pytest.mark.parametrize("name", MOCKED)
def test_a_refusal_after_asking_aws_says_what_to_do(
    mocked_sentences: dict[str, str], name: str
) -> None:
    assert says(mocked_sentences[name], words(MOCKED[name])), mocked_sentences[name]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_every_rule_has_been_heard(
    sentences: dict[str, str], mocked_sentences: dict[str, str], rule: Rule
) -> None:
    heard = [*sentences.values(), *mocked_sentences.values()]
    assert any(rule.says(text) for text in heard)


def says(text: str, wanted: tuple[str, ...]) -> bool:
    """True if the words are in the text, one after the other."""
    place = 0
    for word in wanted:
        found = text.find(word, place)
        if found < 0:
            return False
        place = found + len(word)
    return True

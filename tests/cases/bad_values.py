"""What people write by mistake, by kind of value, for every variable of the root module.

Each kind has values that AWS would refuse late, or read otherwise than we do.
"""

from __future__ import annotations

import json
from typing import Any

from tests.cases import bad_checks

ADDRESS = [
    "10.16.10.020",
    "010.16.10.20",
    "10.16.10.20 ",
    "::ffff:10.16.10.20",
    "10.16.10",
    "0x0a101014",
    "",
]
RANGE = [
    "10.16.010.0/24",
    "10.16.10.0/024",
    "10.16.10.0/24 ",
    "::ffff:10.16.10.0/120",
    "10.16.10.0",
    "10.16.10.1/24",
    "",
]
ARN = [
    "admins",
    "arn:aws:iam::123456789012:role/admins",
    "ARN:AWS:IAM::123456789012:POLICY/ADMINS",
    "",
]
POLICY = [
    *ARN,
    "arn:aws:iam::123456789012:policy/admins ",
    "arn:aws:iam::12345678901:policy/admins",
]
KEY = [
    "alias/mine",
    "11111111-2222-3333-4444-555555555555",
    "arn:aws:kms:eu-west-1:123456789012:alias/mine",
    "arn:aws:kms:eu-west-1:123456789012:key/mine\n",
    "",
]

ALARM_ARN = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip"
ALARM = ["sip", f"{ALARM_ARN}\n", ALARM_ARN.replace(":alarm:", ":metric:"), f"{ALARM_ARN[:-3]}", ""]
TIMES = [
    "yesterday",
    "2026-01-31",
    "2026-01-31 08:00:00Z",
    "2026-01-31T08:00:00",
    "2026-02-30T08:00:00Z",
    "2026-01-31T25:00:00Z",
    "",
]

TOPIC = "arn:aws:sns:eu-west-1:123456789012:operations"
RESERVATION = "cr-0123456789abcdef0"
RESERVATION_GROUP = "arn:aws:resource-groups:eu-west-1:123456789012:group/edge"
ONLY_RESERVED = {"preference": "capacity-reservations-only"}


def identifier(prefix: str, *others: str) -> list[str]:
    """Bad ids of a resource whose ids begin with the prefix, and those of other resources."""
    good = f"{prefix}-0123456789abcdef0"
    return [good.upper(), f"{good} ", f"{prefix}-0123", f"{prefix}-xyz", prefix, *others]


def seconds(lowest: int, highest: int) -> list[float]:
    return [lowest - 1, highest + 1, lowest + 0.5]


# Rules with one attribute wrong, and what the sentence has to say of each. All stand in one list.
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"end_port": 20000}, "end_port"),
    ({"cidr": "203.0.113.0/24"}, "has cidr,"),
    ({"cidrs": ["203.0.113.07/32"]}, "203.0.113.07/32"),
    ({"cidrs": ["203.0.113.0/024"]}, "203.0.113.0/024"),
    ({"cidrs": [" 203.0.113.0/24"]}, "has cidrs  203.0.113.0/24"),
    ({"cidrs": ["::ffff:203.0.113.0/120"]}, "::ffff:203.0.113.0/120"),
    ({"cidrs": {"carrier": "203.0.113.7"}}, "has cidrs 203.0.113.7:"),
    ({"prefix_list_ids": ["PL-0123456789abcdef0"]}, "PL-0123456789abcdef0"),
    ({"security_group_ids": ["default"]}, "security_group_ids default"),
    ({"protocol": "006"}, "protocol 006"),
    ({"protocol": "6.0"}, "protocol 6.0"),
    ({"protocol": "udp "}, "protocol udp :"),
    ({"protocol": "icmpv6", "from_port": None}, "icmpv6"),
    ({"protocol": "58"}, "protocol icmpv6"),
    ({"protocol": None}, "protocol none"),
    ({"from_port": 5060.5}, "5060.5"),
    ({"from_port": "sip"}, 'from_port "sip"'),
    ({"from_port": -2}, "-2"),
    ({"from_port": None, "to_port": 5061}, "5061"),
    ({"to_port": 65536}, "65536"),
    ({"protocol": "icmp", "from_port": 256}, "256"),
    ({"description": "peer\t1"}, "has a description that AWS refuses"),
    ({"description": ""}, "has a description that AWS refuses"),
    ({"cidrs": []}, "names no peer"),
]


def rule(number: int, fault: dict[str, Any]) -> dict[str, Any]:
    good = {"description": f"Fault {number}", "protocol": "udp", "from_port": 5060}
    return good | {"cidrs": [f"203.0.113.{number}/32"]} | fault


FAULTY = [rule(number, fault) for number, (fault, _) in enumerate(FAULTS)]
RULES: list[tuple[Any, str]] = [
    *((FAULTY, told) for _, told in FAULTS),
    ([rule(0, {"cidrs": "203.0.113.0/24"})], "cidrs"),
    (rule(0, {}), "list"),
    ("udp 5060", "list"),
    (["udp 5060"], "list"),
]


def route(**fault: Any) -> list[dict[str, Any]]:
    return [{"cidr": "192.168.0.0/16", "gateway_id": "vgw-0123456789abcdef0"} | fault]


ROUTES = [
    (route(destination="192.168.0.0/16"), "destination"),
    (route(gateway_id=None), "192.168.0.0/16"),
    (route(gateway_id=""), "gateway_id"),
    (route(gateway_id="tgw-0123456789abcdef0"), "tgw-0123456789abcdef0"),
    (route(gateway_id="igw-0123456789abcdef0"), "igw-0123456789abcdef0"),
    (route(gateway_id=None, transit_gateway_id="tgw-attach-0123456789abcdef0"), "tgw-attach"),
    (route(gateway_id=None, network_interface_id="i-0123456789abcdef0"), "i-0123456789abcdef0"),
    (route(gateway_id=None, vpc_peering_connection_id="vpc-0123456789abcdef0"), "vpc-01234"),
    (route(gateway_id=None, core_network_arn="core-network-0123456789abcdef0"), "core-network-0"),
    (route(transit_gateway_id=None), "transit_gateway_id = null"),
    (route(cidr=None, prefix_list_id="carrier"), "prefix_list_ids carrier"),
    (route(cidr=None), "exactly one destination"),
    (route(prefix_list_id="pl-0123456789abcdef0"), "exactly one destination"),
    *((route(cidr=cidr), cidr) for cidr in RANGE[:2]),
    (route(cidr="0.0.0.0/0"), "0.0.0.0/0"),
    (route(cidr="10.16.0.0/16"), "10.16.0.0/16"),
    (route() * 2, "192.168.0.0/16"),
]


def network(**fault: Any) -> dict[str, Any]:
    subnets = {"a": "subnet-0123456789abcdef0"}
    return {"vpc_id": "vpc-0123456789abcdef0", "wan_subnet_ids": subnets} | fault


NETWORKS: list[tuple[Any, str]] = [
    ("vpc-0123456789abcdef0", "has no attributes"),
    ({"vpc_id": "vpc-0123456789abcdef0"}, "network has vpc_id:"),
    (network(subnet_ids=[]), "subnet_ids"),
    *((network(vpc_id=bad), f'vpc_id is "{bad}"') for bad in identifier("vpc", "")[::2]),
    (network(vpc_id=None), 'vpc_id is "null"'),
    (network(wan_subnet_ids=["subnet-0123456789abcdef0"]), "has no names"),
    (network(wan_subnet_ids={}), "it is a map of 1 to 3 subnets"),
    (network(wan_subnet_ids={key: f"subnet-0000000{key}" for key in "abcd"}), "a, b, c, d"),
    *(
        (network(wan_subnet_ids={"a": bad}), f"a = {bad}")
        for bad in identifier("subnet", "eu-west-1a")[1::2]
    ),
    (network(wan_subnet_ids=dict.fromkeys("ab", "subnet-0123456789abcdef0")), "there once"),
    (network(prober_subnet_ids=["subnet-0123456789abcdef1"]), "prober_subnet_ids has no names"),
    (network(prober_subnet_ids={}), "it is a map of 1 or 2 subnets"),
    (network(prober_subnet_ids={key: f"subnet-0000000{key}" for key in "abc"}), "has a, b, c"),
    *(
        (network(prober_subnet_ids={"p": bad}), f"p = {bad}")
        for bad in identifier("subnet", "eu-west-1a")[1::2]
    ),
    (network(prober_subnet_ids=dict.fromkeys("pq", "subnet-0123456789abcdef1")), "p = subnet-01"),
    (network(prober_subnet_ids={"p": "subnet-0123456789abcdef0"}), "none that is in wan_subnet"),
    *(
        (network(vip_route_table_id=bad), f'vip_route_table_id is "{bad}"')
        for bad in identifier("rtb", "main")[::2]
    ),
    (network(vip_route_table_id=None), 'vip_route_table_id is "null"'),
    *(
        (network(vip_network_acl_id=bad), f'vip_network_acl_id is "{bad}"')
        for bad in identifier("acl", "default")[1::2]
    ),
]

# All that is wrong with a check is told at once.
CHECKS: list[tuple[Any, str]] = [
    *(
        ({"vip": checks}, told.partition(" …")[0])
        for checks, of_these in bad_checks.together()
        for told in of_these
    ),
    ("sip", "is no map"),
    ([bad_checks.SIP], "is no map"),
    ({"sbc": [bad_checks.SIP]}, "has the keys sbc: each has to be a key of vips (vip)"),
    ({"vip": bad_checks.SIP}, 'has vip with {"type":"sip"}'),
    ({"vip": ["sip"]}, 'has vip with ["sip"]'),
    ({"vip": "sip"}, 'has vip with "sip"'),
    ({"vip": None}, "has vip with null"),
    ({"vip": [{"type": "tcp", "port": port} for port in range(1, 22)]}, "has 21 checks"),
    ({"vip": [bad_checks.TLS] * 2}, 'has name "tls-443", and another alarm is called edge-service'),
]

SETTINGS: list[dict[str, Any]] = [
    {"hostname": hostname, "addressing": addressing, "mtu": mtu}
    for hostname, addressing, mtu in [
        ("edge_1", "DHCP", 575),
        ("-edge", "manual", 9002),
        ("edge.example.com", "dhcp ", 1500.5),
        ("edge ", "", "jumbo"),
        ("", "none", ""),
        ("a" * 64, "STATIC", -1500),
    ]
]
VOLUMES: list[dict[str, Any]] = [
    dict.fromkeys(("size_gib", "iops", "throughput_mibps"), number)
    | {"type": kind, "encrypted": answer, "kms_key_arn": key}
    for number, kind, answer, key in zip(
        [20.5, 0, -1, "many", ""],
        ["GP3", "ssd", "st1", "sc1", ""],
        ["yes", "on", "TRUE ", "2", ""],
        KEY,
        strict=True,
    )
]


def says(value: Any) -> str:
    """A value as a sentence tells it."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def plain(values: list[Any]) -> list[tuple[Any, str]]:
    return [(value, says(value)) for value in values]


def within(attribute: str, values: list[Any]) -> list[tuple[Any, str]]:
    return [({attribute: value}, says(value) or attribute) for value in values]


def brought(attribute: str, values: list[str]) -> list[tuple[Any, str]]:
    """Of what is made, or brought by the attribute."""
    return [
        *(({"from": "bring", attribute: value}, f'{attribute} is "{value}"') for value in values),
        ({"from": "find"}, 'from is "find"'),
        ({"from": "BRING", attribute: values[0]}, 'from is "BRING"'),
        ({attribute: values[0]}, f"has {attribute}:"),
        ({"from": "bring"}, "has from:"),
        ({"id": values[0]}, "has id:"),
        (values[0], "has no attributes"),
    ]


def listed(values: list[Any]) -> list[tuple[Any, str]]:
    return [([value], says(value)) for value in values]


# The last are all that there are by default.
EVACUATED = [
    ["eu-west-1d"],
    ["EU-WEST-1A"],
    ["a"],
    [""],
    [None],
    ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
]
ALLOCATIONS = identifier("eipalloc", "198.51.100.1", "eipassoc-0123456789abcdef0", "")


def of_a_vip(attribute: str, bad: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Bad values of an attribute, each in a VIP that is good otherwise."""
    good = {"cidr": "10.16.10.0/24", "address": "10.16.10.20"}
    return [({"vip": good | {attribute: value}}, told) for value, told in bad]


IAM = "arn:aws:iam::123456789012"
BROUGHT = {
    "from": "bring",
    "role_arns": {"hook_handler": f"{IAM}:role/a", "warmup": f"{IAM}:role/b"},
    "instance_profile_arn": f"{IAM}:instance-profile/c",
}
ROLES: list[tuple[Any, str]] = [
    ("/vnf/", "no attributes"),
    ({"prefix": "edge-"}, "has prefix"),
    *(({"from": source}, f'from is "{source}"') for source in ("find", "BRING", " make")),
    *(
        ({"path": path}, f'path is "{path}"')
        for path in ("", "vnf", "/vnf", "vnf/", "//", "/v*f/", f"/{'a' * 511}/")
    ),
    *(({"role_names": {"warmup": name}}, f'"{name}"') for name in ("", "a b", "a/b", "a" * 65)),
    ({"role_names": "edge"}, "role_names has no attributes"),
    (BROUGHT | {"path": "/vnf/"}, "path"),
    ({"role_arns": BROUGHT["role_arns"]}, "role_arns"),
    ({"from": "bring"}, "brings no role_arns"),
    *(
        (BROUGHT | {"role_arns": {"hook_handler": f"{IAM}:role/a", "warmup": arn}}, f'"{arn}"')
        for arn in ("b", f"{IAM}:user/b", f"{IAM}:role/", f"{IAM}:role/b ", "")
    ),
    *(
        (BROUGHT | {"instance_profile_arn": arn}, f'"{arn}"')
        for arn in ("c", f"{IAM}:role/c", f"{IAM}:instance-profile/", f"{IAM.upper()}:role/c")
    ),
]

# Every variable of the root module: bad values, each with the words by which the sentence tells it.
# Empty: true or false, which Terraform's own type tells.
BOOL: list[tuple[Any, str]] = []
BAD: dict[str, list[tuple[Any, str]]] = {
    "name": plain(["Edge", "edge_1", "edge ", "e", "-edge", "edge\n", "a" * 33, ""]),
    "tags": [
        ({"PersistentVnf": "edge"}, "PersistentVnf"),
        ({"AWS:owner": "edge"}, "AWS:owner"),
        ({"Team": "a\nb"}, "Team"),
        ({"": "edge"}, "tags"),
        ({"Team": "a" * 257}, "Team"),
        ({"Team": "a", "team": "b"}, "team"),
        ({"Team<1>": "edge"}, "Team<1>"),
    ],
    "iam": ROLES,
    "permissions_boundary_arn": plain(POLICY),
    "network": NETWORKS,
    "wan_routes": ROUTES,
    "availability_zones": listed(
        ["EU-WEST-1A", "euw1-az1", "eu-west-1", "eu-west-1a ", "us-west-2-lax-1a", ""]
    ),
    "vpc_cidr": plain([*RANGE, "10.0.0.0/8", "10.16.0.0/29", "169.254.0.0/16", "224.0.0.0/16"]),
    "wan_subnet_cidrs": listed(RANGE),
    "prober_subnet_cidrs": [
        *listed(RANGE),
        ([], "has 0 entries"),
        (["10.16.0.0/28", "10.16.0.0/27"], "10.16.0.0/28, 10.16.0.0/27"),
        ([f"10.16.0.{place * 16}/28" for place in range(3)], "has 3 entries"),
    ],
    "assign_public_ip": BOOL,
    "enable_ssm_endpoints": BOOL,
    "vips": [
        *of_a_vip("cidr", plain([*RANGE, "10.16.0.0/29", "10.99.0.0/24", "10.16.1.0/24"])),
        *of_a_vip(
            "address",
            plain([*ADDRESS, "10.16.10.0", "10.16.10.255", "10.16.11.20", "10.16.10.20/24"]),
        ),
        *of_a_vip("elastic_ip", brought("allocation_id", ALLOCATIONS)),
        *of_a_vip("secondary_addresses", [({each: {}}, each) for each in (*ADDRESS, "10.16.10.0")]),
        *of_a_vip("ingress_rules", RULES),
        *of_a_vip("egress_rules", RULES),
        *of_a_vip("routes", ROUTES),
        *of_a_vip("propagating_vgws", listed(identifier("vgw", "tgw-0123456789abcdef0", ""))),
        *of_a_vip("next_hop_routes", [({"a": {"destination": "10.0.0.0/8"}}, "destination")]),
        *of_a_vip("connection_tracking", within("udp_seconds", seconds(30, 60))),
        *of_a_vip(
            "interface_tags",
            [({each: "x"}, each) for each in ("PersistentVip", "PersistentVipRepairedAt")],
        ),
    ],
    "vnf": plain(["custom", "Custom ", "Cisco", ""]),
    "instance_types": [
        *listed(["C5.LARGE", "c5", "c5.large "]),
        ([""], 'instance_types has ""'),
        ([], "instance_types has 0"),
        (["c5.large", "c5.large"], "c5.large, c5.large"),
    ],
    "ami_ssm_parameter": plain(["/a path", "/edge/image ", "", "/edge//image"]),
    "ami_id": plain(identifier("ami", "/images/edge", "")),
    "vnf_version": plain(["*", " 17.12", "17.12\n", ""]),
    "vnf_license": plain(["BYOL", "free", ""]),
    "use_original_sample_image": BOOL,
    "first_boot": [
        *(
            (settings, f"first_boot.{setting} is {says(value)}".strip())
            for settings in SETTINGS
            for setting, value in settings.items()
        ),
        ({"technology_package": "ax"}, "technology_package"),
        ({"ssh_public_key": "ssh-dss AAAA"}, "ssh_public_key"),
        ({"ssh_public_key": "ecdsa-sha2-nistp224 AAAA"}, "ssh_public_key"),
        ({"host_name": "edge"}, "host_name"),
    ],
    "extra_config": [("anything", "extra_config")],
    "user_data": [("", "user_data")],
    "user_data_base64": [
        (text, "user_data_base64") for text in ("plain text", "QUI\n", "QUJD=", "")
    ],
    "root_volume": [
        *(
            (volume, f"{attribute} {says(value)}".strip())
            for volume in VOLUMES
            for attribute, value in volume.items()
            if attribute in ("size_gib", "iops", "throughput_mibps") and value != ""
        ),
        *(
            (volume, f"{attribute} is {says(value)}".strip())
            for volume in VOLUMES
            for attribute, value in volume.items()
            if attribute in ("type", "encrypted", "kms_key_arn") and value != ""
        ),
        ({"iops": 2999, "throughput_mibps": 2001, "size_gib": 65537}, "iops is 2999"),
        ({"iops": 2999, "throughput_mibps": 2001, "size_gib": 65537}, "throughput_mibps is 2001"),
        ({"iops": 2999, "throughput_mibps": 2001, "size_gib": 65537}, "size_gib is 65537"),
        ({"throughput_mibps": 751}, "751"),
        ({"type": "gp2", "iops": 3000}, "3000"),
        ({"type": "io1"}, "iops"),
        ({"type": "standard", "size_gib": 1025}, "1025"),
        ({"size": 20}, "size"),
    ],
    "data_volumes": [
        ({"data": {"size_gib": 20}}, "device names data:"),
        ({"/dev/nvme1n1": {"size_gib": 20}}, "device names /dev/nvme1n1:"),
        *(
            ({"/dev/sdf": {"size_gib": 20} | fault}, told)
            for fault, told in [
                ({"encrypted": False}, "/dev/sdf with encrypted"),
                ({"size": 20}, "/dev/sdf with size"),
                ({"type": "ssd"}, "types ssd"),
                ({"size_gib": 20.5}, "size_gib 20.5"),
                ({"iops": "many"}, "iops many"),
                ({"throughput_mibps": -1}, "throughput_mibps -1"),
                ({"iops": 2999}, "iops is 2999"),
                ({"type": "st1"}, "size_gib is 20"),
                ({"throughput_mibps": 751}, "751"),
                ({"type": "io2"}, "iops"),
                ({"iops": 10001}, "10001"),
                ({"snapshot_id": "vol-0123456789abcdef0"}, '"vol-0123456789abcdef0"'),
                *(({"kms_key_arn": key}, f'"{key}"') for key in KEY if key),
            ]
        ),
        ({"/dev/sdf": {"type": "gp3"}}, "/dev/sdf with type"),
    ],
    "http_tokens": plain(["Required", "on", ""]),
    "detailed_monitoring": BOOL,
    "tenancy": plain(["host", "Dedicated", ""]),
    "capacity_reservation": [
        ({"id": RESERVATION}, "has id:"),
        *within("preference", ["open", "None", "capacity-reservations"]),
        *(
            (ONLY_RESERVED | {"capacity_reservation_id": value}, f'_id is "{value}"')
            for value in identifier("cr", "crg-0123456789abcdef0", "")
        ),
        *(
            (ONLY_RESERVED | {"resource_group_arn": value}, f'_arn is "{value}"')
            for value in ["edge", f"{RESERVATION_GROUP} ", "arn:aws:ec2:eu-west-1:1:group/edge", ""]
        ),
        (
            ONLY_RESERVED
            | {"capacity_reservation_id": RESERVATION, "resource_group_arn": RESERVATION_GROUP},
            "capacity_reservation_id and resource_group_arn",
        ),
        ({"resource_group_arn": RESERVATION_GROUP}, "the preference default"),
        (
            {
                "preference": "capacity-reservations-first",
                "capacity_reservation_id": RESERVATION,
            },
            "the preference capacity-reservations-first",
        ),
    ],
    "enable_session_manager": BOOL,
    "instance_policy_arns": [
        *(({"read": arn}, arn or "read") for arn in POLICY),
        ({"session_manager": "arn:aws:iam::aws:policy/ReadOnlyAccess"}, "session_manager"),
        (dict.fromkeys("ab", "arn:aws:iam::aws:policy/ReadOnlyAccess"), "a, b"),
    ],
    "key_name": plain([" ops", "ops ", "ops\n", "schlüssel", "", "k" * 256]),
    "check_key_pair": BOOL,
    "public_ssh_access": BOOL,
    "jump_host_cidrs": [
        *listed([*RANGE, "10.0.0.0/7"]),
        ("203.0.113.0/24", "list"),
        ({"a": "203.0.113.7"}, "203.0.113.7"),
    ],
    "allow_ssh_from_anywhere": BOOL,
    "wan_ingress_rules": RULES,
    "wan_egress_rules": RULES,
    "cooldown_seconds": plain(seconds(1, 86400)),
    "health_check_grace_seconds": plain(seconds(0, 7200)),
    "impaired_after_seconds": plain(seconds(60, 86340)),
    "service_alarm_arns": [
        *(({"noc": arn}, f'"noc":{json.dumps(arn)}') for arn in ALARM),
        ({"NOC": ALARM_ARN}, "names NOC"),
        (dict.fromkeys("ab", ALARM_ARN), '"a"'),
        ({f"check-{number}": f"{ALARM_ARN}-{number}" for number in range(21)}, "21 alarms"),
    ],
    "service_checks": CHECKS,
    "service_check_interval_seconds": plain(seconds(5, 30)),
    "check_lambda_quota": BOOL,
    "max_replacements_per_hour": plain(seconds(1, 20)),
    "storm_cleared_at": plain(TIMES),
    "end_slow_shutdown_after_seconds": plain(seconds(10, 450)),
    "launch_hook_timeout_seconds": plain([*seconds(30, 7200), 539]),
    "terminate_hook_timeout_seconds": plain([*seconds(30, 7200), 539]),
    "maintenance": BOOL,
    "maintenance_hours": plain(seconds(1, 168)),
    "evacuate": [
        *((zones, f"evacuate is {json.dumps(zones, separators=(',', ':'))}") for zones in EVACUATED)
    ],
    "reboot_after_attach": BOOL,
    "reboot_delay_seconds": plain(seconds(0, 300)),
    "launch_before_terminate": BOOL,
    "standby": [(each, f'standby is "{each}"') for each in ("Hot", "warm", "", "true")],
    "enable_instance_refresh": BOOL,
    "warmup_grace_seconds": plain(seconds(0, 3600)),
    "subnet_creation_attempts": plain(seconds(1, 100)),
    "function_timeout_seconds": plain(seconds(60, 900)),
    "wait_until_serving_seconds": plain([841, 239, 300.5]),
    "audit_interval_minutes": plain(seconds(1, 15)),
    "notification_topic": [
        *brought("arn", ["operations", f"{TOPIC}.fifo", f"{TOPIC} ", f"{TOPIC}:noc", ""]),
        *(
            ({"from": "bring", "arn": TOPIC, "kms_key_arn": key}, f'kms_key_arn is "{key}"')
            for key in KEY
        ),
        ({"kms_key_arn": KEY[1]}, "has kms_key_arn:"),
    ],
    "notification_emails": [
        *(
            ({"noc": address}, f'"noc":"{address.partition("<")[0]}')
            for address in (
                *("noc", "noc@example", "noc@example.com ", "a@b@example.com", ""),
                "NOC <noc@example.com>",
            )
        ),
        (dict.fromkeys("ab", "noc@example.com"), "Give each address once"),
    ],
    "log_level": plain(["info", "TRACE", "INFO ", ""]),
    "log_retention_days": plain([0, 8, 30.5, -1]),
    "enable_dashboard": BOOL,
    "enable_flow_logs": BOOL,
    "kms_key": brought("arn", KEY),
    "lambda_architecture": plain(["ARM64", "x86-64", "amd64", ""]),
    "lambda_packages": [
        *within("warmup", ["nowhere.zip", ""]),
        ({"prober": "nowhere.zip"}, 'prober = "nowhere.zip"'),
        ({"handler": "nowhere.zip"}, "has handler"),
    ],
}

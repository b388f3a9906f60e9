"""Calls of the module with inputs that are known after the apply only, in one configuration.

Planned by `terraform test` with a mocked AWS. Each call is a module of its own, so that an error
names the case. What decides how many of something there are must be known; whatever only passes
through need not: https://developer.hashicorp.com/terraform/language/meta-arguments/count#using-expressions-in-count
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.cases.refusing import GIVEN, copy_without_code
from tests.support import offline
from tests.support.project import PROJECT

LATER = "${terraform_data.later.output}"
SIP = {"description": "SIP", "protocol": "udp", "from_port": 5060}
PEERS = SIP | {
    "cidrs": {"carrier": LATER},
    "prefix_list_ids": [LATER],
    "security_group_ids": [LATER],
}
UNCHECKED = {"check_key_pair": False}

ROUTED = (
    "gateway_id",
    "transit_gateway_id",
    "core_network_arn",
    "network_interface_id",
    "vpc_peering_connection_id",
)

# A VIP with all that may be unknown of it.
VIP = {
    "cidr": "10.16.10.0/24",
    "address": "10.16.10.20",
    "elastic_ip": {"from": "bring", "allocation_id": LATER},
    "secondary_addresses": {
        "10.16.10.21": {"elastic_ip": {"from": "bring", "allocation_id": LATER}}
    },
    "ingress_rules": [PEERS],
    "egress_rules": [PEERS],
    "security_group_ids": {"monitoring": LATER},
    "routes": [{"cidr": f"192.168.{n}.0/24", kind: LATER} for n, kind in enumerate(ROUTED)],
    "propagating_vgws": [LATER, LATER],
    "ipv6": {"cidr": LATER, "address": LATER},
    "interface_tags": {"Team": LATER},
    "next_hop_routes": {"branch": {"route_table_id": LATER, "destination": "172.16.0.0/12"}},
}
NETWORK = {"vpc_id": LATER, "wan_subnet_ids": {"a": LATER, "b": LATER}}
BROUGHT = {"vip_route_table_id": LATER, "vip_network_acl_id": LATER}
OF_THE_PROBER = {"prober_subnet_ids": {"a": LATER, "b": LATER}}
CHECKED = {"service_checks": {"vip": [{"type": "sip", "mode": "replace"}]}}

BROUGHT_ROLES = {
    "from": "bring",
    "role_arns": dict.fromkeys(("hook_handler", "warmup", "flow_logs", "prober"), LATER),
    "instance_profile_arn": LATER,
}

# By the root's variable, one or more calls: the variable itself and what it needs beside it.
PASSES_THROUGH: dict[str, list[dict[str, Any]]] = {
    "tags": [{"tags": {"Team": LATER}}],
    "iam": [
        {"iam": {"role_names": {"hook_handler": LATER, "instance": LATER}}},
        {"iam": BROUGHT_ROLES},
    ],
    "service_alarm_arns": [{"service_alarm_arns": {"outside": LATER, "noc": LATER}}],
    "storm_cleared_at": [{"impaired_after_seconds": 60, "storm_cleared_at": LATER}],
    "permissions_boundary_arn": [{"permissions_boundary_arn": LATER}],
    "kms_key": [{"kms_key": {"from": "bring", "arn": LATER}}],
    "notification_topic": [
        {"notification_topic": {"from": "bring", "arn": LATER, "kms_key_arn": LATER}}
    ],
    "notification_emails": [{"notification_emails": {"noc": LATER, "night": LATER}}],
    "wan_ingress_rules": [{"wan_ingress_rules": [PEERS]}],
    "wan_egress_rules": [{"wan_egress_rules": [PEERS]}],
    "vips": [{"vips": {"vip": VIP}}],
    "wan_routes": [
        {
            "wan_routes": [
                {"cidr": f"192.168.{n}.0/24", kind: LATER} for n, kind in enumerate(ROUTED)
            ]
        }
    ],
    "network": [
        {"network": NETWORK},
        {"network": NETWORK | BROUGHT},
        {"network": NETWORK | OF_THE_PROBER, "has_prober": True},
    ],
    "instance_types": [{"instance_types": [LATER, LATER]}],
    "ami_id": [{"ami_id": LATER}, {"vnf": "VyOS", "ami_id": LATER, "key_name": "vnf"}],
    "ami_ssm_parameter": [{"ami_ssm_parameter": LATER}],
    "key_name": [UNCHECKED | {"key_name": LATER}, UNCHECKED | {"vnf": "VyOS", "key_name": LATER}],
    "first_boot": [
        {"vnf": "VyOS", "key_name": "vnf", "first_boot": {"hostname": LATER}},
        {
            "vnf": "JunipervMX",
            "ami_id": "ami-0123456789abcdef0",
            "first_boot": {"ssh_public_key": LATER},
        },
    ],
    "extra_config": [{"vnf": "VyOS", "key_name": "vnf", "extra_config": LATER}],
    "user_data": [{"user_data": LATER}, {"vnf": "VyOS", "user_data": LATER}],
    "user_data_base64": [{"user_data_base64": LATER}],
    "root_volume": [{"root_volume": {"kms_key_arn": LATER}}],
    "data_volumes": [{"data_volumes": {"/dev/sdf": {"snapshot_id": LATER, "kms_key_arn": LATER}}}],
    "http_tokens": [{"http_tokens": LATER}],
    "capacity_reservation": [
        {"capacity_reservation": {"preference": preference, "resource_group_arn": LATER}}
        for preference in ("capacity-reservations-first", "capacity-reservations-only")
    ],
    "instance_policy_arns": [{"instance_policy_arns": {"read": LATER}}],
}
# What cannot stand beside the others: the image is named once, user data replaces the first boot.
APART = {
    *("ami_ssm_parameter", "first_boot", "extra_config", "user_data_base64", "network"),
    "notification_topic",  # whose subscriptions are not ours to make
}
ALL_TOGETHER = {
    name: value
    for variable, (call, *_more) in PASSES_THROUGH.items()
    if variable not in APART
    for name, value in call.items()
}


CALLED_BY_THE_ROOT = (
    *("key", "vpc", "existing_vpc", "wan_access", "flow_logs"),
    *("vip", "appliance", "lifecycle", "asg"),
)


def calls() -> dict[str, dict[str, Any]]:
    """The variables of each call, by the name of the case."""
    found = {
        f"{variable}_{number}": call
        for variable, cases in PASSES_THROUGH.items()
        for number, call in enumerate(cases)
    }
    in_ours = ALL_TOGETHER | CHECKED
    in_yours = in_ours | {"wan_routes": [], "network": NETWORK | OF_THE_PROBER}
    return found | {
        "all_together": in_ours,
        "all_together_in_your_vpc": in_yours,
        "brought_roles_and_checks": CHECKED | {"iam": BROUGHT_ROLES},
    }


def called(case: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The call: of the one submodule that the variable is for, else of the root module."""
    variable = case.rpartition("_")[0]
    takers = [
        module
        for module in CALLED_BY_THE_ROOT
        if f'variable "{variable}" {{'
        in (PROJECT / "modules" / module / "variables.tf").read_text()
    ]
    if len(takers) != 1:
        return {"source": "../"} | GIVEN["root"] | given
    return {"source": f"../modules/{takers[0]}"} | GIVEN[takers[0]] | given


def errors(folder: Path, cases: Mapping[str, dict[str, Any]]) -> dict[str, list[str]]:
    """What Terraform says is wrong, by case; under "" what it says of none. `folder`: empty."""
    copy_without_code(folder)
    shutil.copytree(PROJECT / "tests/plan/mocks", folder / "tests/plan/mocks")
    root = folder / "calling"
    root.mkdir()
    modules = {case: called(case, given) for case, given in cases.items()}
    providers = {name: {"source": f"hashicorp/{name}"} for name in ("aws", "archive")}
    config = {
        "terraform": {"required_providers": providers},
        "resource": {"terraform_data": {"later": {"input": "known after the apply"}}},
        "module": modules,
    }
    (root / "main.tf.json").write_text(json.dumps(config))
    mocked = 'mock_provider "{0}" {{\n  source = "../tests/plan/mocks/{0}"\n}}\n'
    (root / "unknown.tftest.hcl").write_text(
        mocked.format("aws") + mocked.format("archive") + 'run "plan" {\n  command = plan\n}\n'
    )
    offline.init(root, "-test-directory=.")
    told: dict[str, list[str]] = {}
    for found in offline.errors(root, "test", "-test-directory=."):
        if found["summary"] == "Check block assertion known after apply":
            continue  # an error of a test's plan only; elsewhere it is a warning
        named = re.search(r"module\.(\w+)", json.dumps(found))
        text = f"{found['summary']}: {found['detail']} {found.get('snippet', {}).get('code')}"
        told.setdefault(named.group(1) if named else "", []).append(text)
    return told

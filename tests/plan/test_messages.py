"""What a person reads who gives a value that cannot work.

Every refusal names the variable, the value, the rule and the fix. They are provoked together, by a
configuration that calls each submodule once for each bad value, against a provider that can reach
nothing: no rule here needs AWS to be asked.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.lab.terraform import copy_module
from tests.plan import project

PROVIDER = {
    "region": "eu-west-1",
    "access_key": "test",
    "secret_key": "test",
    "skip_credentials_validation": True,
    "skip_requesting_account_id": True,
    "skip_metadata_api_check": True,
    "skip_region_validation": True,
    "max_retries": 1,
    "endpoints": dict.fromkeys(("ec2", "ssm", "sts", "iam"), "http://127.0.0.1:9"),
}

# Stands for the name of the call: a precondition's message does not say which call it is about, so
# the message itself must.
CALL = "the call's name"

REFUSED = ("Invalid value for variable", "Resource precondition failed")

# What each submodule needs besides the variable under test.
GIVEN: dict[str, dict[str, Any]] = {
    "vpc": {"name": "edge"},
    "vip": {
        "name": "edge",
        "vpc_id": "vpc-0123456789abcdef0",
        "vpc_cidr": "10.16.0.0/16",
        "wan_subnet_cidrs": ["10.16.1.0/24"],
    },
    "asg": {
        "name": "edge",
        "group_name": "edge",
        "launch_hook_name": "edge-launch",
        "terminate_hook_name": "edge-terminate",
        "vpc_id": "vpc-0123456789abcdef0",
        "subnet_ids": ["subnet-0123456789abcdef0"],
        "vip_cidr": "10.16.10.0/24",
        "vip_address": "10.16.10.20",
    },
    "lifecycle": {
        "name": "edge",
        "group_name": "edge",
        "group_arn": "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:0:edge",
        "launch_hook_name": "edge-launch",
        "launch_hook_timeout_seconds": 600,
        "terminate_hook_name": "edge-terminate",
        "terminate_hook_timeout_seconds": 600,
        "vpc_id": "vpc-0123456789abcdef0",
        "vip_cidr": "10.16.10.0/24",
        "vip_address": "10.16.10.20",
        "vip_route_table_id": "rtb-0123456789abcdef0",
        "vip_security_group_ids": ["sg-0123456789abcdef0"],
        "eip_allocation_id": "eipalloc-0123456789abcdef0",
        "owner_tag": {"key": "PersistentVnf", "value": "edge"},
    },
    "security_group": {
        "name": "edge",
        "label": CALL,
        "description": "edge",
        "vpc_id": "vpc-0123456789abcdef0",
    },
    "root": {},
}


@dataclass(frozen=True)
class Refusal:
    """A bad value, and the words that the sentence about it must hold, in their order."""

    module: str
    variables: dict[str, Any]
    words: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.module}: {json.dumps(self.variables)[:70]}"


def rule(**fields: Any) -> dict[str, Any]:
    return {"ingress_rules": [{"description": "Peer", "cidrs": ["203.0.113.0/24"]} | fields]}


def refuse(module: str, words: str, **variables: Any) -> Refusal:
    """`words` are separated by an ellipsis, standing for whatever is between them."""
    return Refusal(module, variables, tuple(word.strip() for word in words.split("…")))


REFUSALS = [
    refuse("root", "name is Edge_1 … Use 2 to 32 lower-case letters", name="Edge_1"),
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
    refuse("vpc", "vpc_cidr is 10.16.0.1/16 … host bits. Write it like", vpc_cidr="10.16.0.1/16"),
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
        "vip_routes to 192.168.0.0/16 … exactly one target. Set one of",
        vip_routes=[{"cidr": "192.168.0.0/16"}],
    ),
    refuse(
        "vpc",
        "vip_routes … 0.0.0.0/0 … the Elastic IP needs the default route … Route",
        vip_routes=[{"cidr": "0.0.0.0/0", "gateway_id": "vgw-0123456789abcdef0"}],
    ),
    refuse("vip", "vip_cidr is 10.16.10.0 … CIDR form … Write it like", vip_cidr="10.16.10.0"),
    refuse(
        "vip",
        "vip_cidr is 10.9.0.0/24 … inside vpc_cidr (10.16.0.0/16) … Choose",
        vip_cidr="10.9.0.0/24",
    ),
    refuse(
        "vip",
        "vip_cidr is 10.16.1.0/25 … overlaps … wan_subnet_cidrs: 10.16.1.0/24 … choose",
        vip_cidr="10.16.1.0/25",
    ),
    refuse("vip", "vip_address is ten … not an IPv4 address. Write it like", vip_address="ten"),
    refuse(
        "vip",
        "vip_address is 10.9.9.9 … inside vip_cidr (10.16.10.0/24) … 10.16.10.4 to 10.16.10.254",
        vip_address="10.9.9.9",
    ),
    refuse(
        "vip",
        "vip_address is 10.16.10.1 … reserves the first four … 10.16.10.4 to 10.16.10.254",
        vip_address="10.16.10.1",
    ),
    refuse(
        "vip",
        "eip_allocation_id is 198.51.100.1 … Give the eipalloc-",
        eip_allocation_id="198.51.100.1",
    ),
    refuse("asg", "vnf is Cisco … no profile. Use Custom", vnf="Cisco"),
    refuse("asg", "ami_id is /a/path … ami_ssm_parameter", ami_id="/a/path"),
    refuse(
        "asg",
        "ami_id is ami-1 and ami_ssm_parameter /a/path … named twice. Set one",
        ami_id="ami-1",
        ami_ssm_parameter="/a/path",
    ),
    refuse(
        "asg",
        "user_data and user_data_base64 are both set … Set user_data for",
        user_data="#!/bin/sh",
        user_data_base64="IyEvYmluL3No",
    ),
    refuse("asg", "user_data_base64 is not base64 … Encode it", user_data_base64="plain text"),
    refuse("asg", "http_tokens is on … required and optional. Use", http_tokens="on"),
    refuse("asg", "cooldown_seconds is 0 … give 1 or more", cooldown_seconds=0),
    refuse(
        "asg",
        "health_check_grace_seconds is 7201 … give 0 to 7200",
        health_check_grace_seconds=7201,
    ),
    refuse(
        "asg",
        "launch_hook_timeout_seconds is 29 … 30 to 7200 … Choose",
        launch_hook_timeout_seconds=29,
    ),
    refuse(
        "asg",
        "terminate_hook_timeout_seconds is 7201 … 30 to 7200 … Choose",
        terminate_hook_timeout_seconds=7201,
    ),
    refuse("asg", "reboot_delay_seconds is 301 … give 0 to 300", reboot_delay_seconds=301),
    refuse(
        "asg",
        "launch_before_terminate is true … Custom reboots … Set launch_before_terminate = false",
        launch_before_terminate=True,
        reboot_after_attach=True,
    ),
    refuse("lifecycle", "subnet_creation_attempts is 0 … 1 to 100", subnet_creation_attempts=0),
    refuse("lifecycle", "warmup_grace_seconds is 3601 … 0 to 3600", warmup_grace_seconds=3601),
    refuse(
        "lifecycle", "function_timeout_seconds is 901 … 60 to 900", function_timeout_seconds=901
    ),
    refuse(
        "lifecycle",
        "lambda_architecture is arm … arm64 and x86_64. Use",
        lambda_architecture="arm",
    ),
    refuse(
        "lifecycle",
        "lambda_packages names nowhere.zip … Give paths",
        packages={"warmup": "nowhere.zip"},
    ),
    refuse("lifecycle", "log_level is TRACE … use DEBUG", log_level="TRACE"),
    refuse("lifecycle", "log_retention_days is 8 … Use 1, 3, 5, 7", log_retention_days=8),
    refuse("lifecycle", "notification_email is noc … Write it like", notification_email="noc"),
    refuse("lifecycle", "kms_key_arn is alias/mine … not an alias", kms_key_arn="alias/mine"),
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
        "has ports 2000-1000: they lie between 0 and 65535",
        **rule(protocol="udp", from_port=2000, to_port=1000),
    ),
    refuse(
        "security_group",
        "has cidrs 203.0.113.7/24: write IPv4 ranges without host bits",
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
]


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The error texts of all refusals, by the call that provoked them.

    In rounds: rules of a single variable already end Terraform's validation, before it comes to
    the rules that join several.
    """
    copy = tmp_path_factory.mktemp("messages")
    copy_module(copy)
    told: dict[str, str] = {}
    left = {f"case_{number}": refusal for number, refusal in enumerate(REFUSALS)}
    while left:
        said = _plan(copy / f"round_{len(left)}", left)
        if not said:
            break
        told |= said
        left = {call: refusal for call, refusal in left.items() if call not in told}
    return told


def _plan(folder: Path, refusals: dict[str, Refusal]) -> dict[str, str]:
    calls = {
        call: {"source": _source(refusal.module)} | _given(refusal, call) | refusal.variables
        for call, refusal in refusals.items()
    }
    folder.mkdir()
    config = {"provider": {"aws": PROVIDER}, "module": calls}
    (folder / "main.tf.json").write_text(json.dumps(config))
    project.init(folder)
    return _by_call(project.errors(folder, "plan", "-refresh=false"))


def _given(refusal: Refusal, call: str) -> dict[str, Any]:
    given = GIVEN[refusal.module]
    return {name: call if value == CALL else value for name, value in given.items()}


def _source(module: str) -> str:
    return "../" if module == "root" else f"../modules/{module}"


def _by_call(diagnostics: list[dict[str, Any]]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for found in diagnostics:
        if found["summary"] in REFUSED:
            place = f"{(found.get('snippet') or {}).get('context')} {found['detail']}"
            for call in re.findall(r"case_\d+", place)[:1]:
                texts[call] = texts.get(call, "") + " ".join(found["detail"].split()) + "\n"
    return texts


@pytest.mark.parametrize(
    ("number", "refusal"), list(enumerate(REFUSALS)), ids=[refusal.label for refusal in REFUSALS]
)
def test_a_refusal_says_what_to_do(
    sentences: dict[str, str], number: int, refusal: Refusal
) -> None:
    text = sentences.get(f"case_{number}", "")
    place = 0
    for word in refusal.words:
        found = text.find(word, place)
        assert found >= 0, f"{word!r} is missing after {text[:place]!r} in {text!r}"
        place = found + len(word)

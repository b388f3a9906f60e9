"""The root module hands on what it is given, under the names it has; only the root has defaults.

Read from the files as `terraform fmt` writes them: a variable that was declared and forgotten
plans as well as any other.
"""

from __future__ import annotations

import re

import pytest

from tests.support.module import SUBMODULES
from tests.support.module.variables import variables
from tests.support.project import PROJECT

ROOT = "".join(
    (PROJECT / name).read_text() for name in ("main.tf", "iam.tf", "network.tf", "interruptions.tf")
)
CALLS = {
    name: dict(re.findall(r"^  (\w+) += ([^#\n]+?)(?: +#.*)?$", body, re.MULTILINE))
    for name, body in re.findall(r'^module "(\w+)" {\n(.*?)^}$', ROOT, re.MULTILINE | re.DOTALL)
}
# Each attribute of a VIP; the root has their defaults.
OF_A_VIP = (
    *("cidr", "address", "device_index", "secondary_addresses", "elastic_ip", "ipv6"),
    *("ingress_rules", "egress_rules", "security_group_ids", "routes", "propagating_vgws"),
    *("next_hop_routes", "connection_tracking", "interface_tags"),
)
# What a submodule gets of another one, or of a name that is decided before both.
FROM_ANOTHER = {
    "service_checks": {
        "vips": '{ for key, vip in local.vips : key => trimsuffix(vip.address, "/32") }',
    },
    "key": {"log_group_names": "local.log_group_names"},
    "vpc": {
        "count": "local.own_vpc ? 1 : 0",
        "has_ipv6": "length(local.ipv6_ways) > 0",
        "has_egress_only_gateway": 'contains(local.ipv6_ways, "out")',
        "has_prober": "local.has_prober",
    },
    "existing_vpc": {
        "count": "local.own_vpc ? 0 : 1",
        "vip_cidrs": "[for vip in local.vips : vip.cidr]",
        "default_routes": "local.default_routes",
        "needs_internet_gateway": "local.needs_internet_gateway",
        "has_prober": "local.has_prober",
    },
    "wan_access": {"vpc_id": "local.network.vpc_id"},
    "flow_logs": {
        "count": "local.enable_flow_logs ? 1 : 0",
        "vpc_id": "local.network.vpc_id",
        "flow_log_group_name": "local.flow_log_group_name",
        "kms_key_arn": "module.key.arn",
        "encrypt_logs_statement": "module.key.encrypt_logs_statement",
        "iam": "local.iam",
    },
    "vip": {
        "for_each": "local.vips",
        "key": "each.key",
        "vpc_id": "local.network.vpc_id",
        "vpc_cidr": "local.own_vpc_cidr",
        "wan_subnet_cidrs": "local.own_wan_subnet_cidrs",
        "prober_subnet_cidrs": "local.own_prober_subnet_cidrs",
        "vpc_cidrs": "local.vpc_cidrs",
        "vpc_ipv6_cidr": "local.network.ipv6_cidr",
        "wan_zones": "local.wan_zones",
        "internet_gateway_ids": "local.network.internet_gateway_ids",
        "egress_only_gateway_ids": "local.network.egress_only_gateway_ids",
        "brought_route_table_ids": "local.brought_route_table_ids",
        "network_acl_id": "local.network.vip_network_acl_id",
    }
    | {attribute: f"each.value.{attribute}" for attribute in OF_A_VIP},
    "appliance": {
        "availability_zones": "local.zones",
        "assign_public_ip": "local.assign_public_ip",
        "wan_subnet_cidrs": "local.wan_subnet_cidrs",
        "vips": "{ for key, vip in module.vip : key => vip.guest }",
        "addresses_of_vips": (
            "[for vip in local.vips : 1 + try(length(vip.secondary_addresses), 0)]"
        ),
        "tracked_vips": "[for key, vip in local.vips : key if vip.connection_tracking != null]",
    },
    "lifecycle": {
        "function_names": "local.function_names",
        "log_group_names": "local.function_log_group_names",
        "group_name": "local.group_name",
        "launch_hook_name": "local.launch_hook_name",
        "terminate_hook_name": "local.terminate_hook_name",
        "vpc_id": "local.network.vpc_id",
        "vips": "flatten([for index in range(1, 15) : [for vip in module.vip : vip.handler"
        " if vip.handler.device_index == index]])",
        "owner_tag": "local.owner_tag",
        "own_vpc": "local.own_vpc",
        "wan_security_group_id": "module.wan_access.security_group_id",
        "swept_before": "concat(local.wan_subnet_ids, local.wan_routes,"
        " [module.wan_access.security_group_id])",
        "reboot_after_attach": "module.appliance.this.reboot_after_attach",
        "reboot_delay_seconds": "module.appliance.this.reboot_delay_seconds",
        "kms_key_arn": "module.key.arn",
        "encrypt_logs_statement": "module.key.encrypt_logs_statement",
        "encrypt_messages_statement": "module.key.encrypt_messages_statement",
        "health_check_grace_seconds": "module.appliance.this.health_check_grace_seconds",
        "service_check_alarms": "module.service_checks.this.replacing",
        "prober_alarm_names": (
            "local.has_prober ? concat(values(module.service_checks.this.alarms)[*].alarm_name,"
            " values(local.prober_alarm_names)) : []"
        ),
        "flow_logs_statements": "flatten(module.flow_logs[*].statements)",
        "iam": "local.iam",
    },
    "asg": {
        "group_name": "local.group_name",
        "launch_hook_name": "local.launch_hook_name",
        "terminate_hook_name": "local.terminate_hook_name",
        "wait_for": "module.lifecycle.ready",
        "vpc_id": "local.network.vpc_id",
        "wan_subnet_ids": "local.launch_subnet_ids",
        "wan_security_group_id": "module.wan_access.security_group_id",
        "appliance": "module.appliance.this",
        "user_data": "module.appliance.user_data",
        "iam": "local.iam",
    },
    "warmup": {
        "group_name": "local.group_name",
        "group_arn": "module.asg.group_arn",
        "automation": "module.lifecycle.warmup",
        "vips": "{ for key, vip in module.vip : key => vip.this }",
        "launch_template_version": "module.asg.launch_template_version",
    },
    "prober": {
        "count": "local.has_prober ? 1 : 0",
        "function_name": "local.prober_function_name",
        "log_group_name": "local.prober_log_group_name",
        "alarm_names": "local.prober_alarm_names",
        "wait_for": "module.lifecycle.ready",
        "automation": "module.lifecycle.prober",
        "vpc_id": "local.network.vpc_id",
        "prober_subnet_ids": "local.prober_subnet_ids",
        "vip_security_group_ids": (
            "{ for key, vip in module.vip : key => vip.this.security_group_id }"
        ),
        "owner_tag": "local.owner_tag",
        "service_checks": "module.service_checks.this.asked",
        "openings": "module.service_checks.this.openings",
        "alarms": "module.service_checks.this.alarms",
        "kms_key_arn": "module.key.arn",
        "encrypt_logs_statement": "module.key.encrypt_logs_statement",
        "iam": "local.iam",
    },
    "interruptions": {
        "owner_tag": "local.owner_tag",
        "settings": "{",
        "health_check_grace_seconds": "module.appliance.this.health_check_grace_seconds",
        "applied_after": "[module.lifecycle.ready, module.asg.group_arn]",
    },
}


def shape(body: str) -> str:
    """Type, default, nullability and sensitivity of a variable: all but its words and its rules."""
    for left_out in (
        r"^  description = <<-EOT\n.*?^  EOT$",
        r"^  description = [^\n]*$",
        r"^  validation {\n.*?^  }$",
    ):
        body = re.sub(left_out, "", body, flags=re.MULTILINE | re.DOTALL)
    return " ".join(body.split())


def without_default(shape: str) -> str:
    return re.sub(r"default = .*?(?=nullable|sensitive|$)", "", shape).strip()


HANDED_ON = [
    (module, name, value.removeprefix("var."))
    for module, call in CALLS.items()
    for name, value in call.items()
    if value.startswith("var.") and name != "count"
]


def test_the_calls_are_read() -> None:
    assert CALLS.keys() == FROM_ANOTHER.keys()
    assert len(HANDED_ON) > 50


@pytest.mark.parametrize("module", CALLS)
def test_a_submodule_gets_every_variable_that_it_has(module: str) -> None:
    assert CALLS[module].keys() - {"source", "count", "for_each"} == variables(module).keys()


@pytest.mark.parametrize("module", CALLS)
def test_it_gets_the_very_variable_or_what_another_submodule_tells(module: str) -> None:
    """A literal in place of either, or the wrong one, plans as well."""
    own = CALLS[module].keys() - {"source"} - FROM_ANOTHER[module].keys()
    wanted = {name: f"var.{name}" for name in own}
    assert CALLS[module] == {"source": f'"./modules/{module}"'} | wanted | FROM_ANOTHER[module]


@pytest.mark.parametrize("name", variables(""))
def test_a_variable_of_the_root_goes_somewhere(name: str) -> None:
    used = rf"\bvar\.{name}\b"
    assert re.search(used, ROOT)


@pytest.mark.parametrize(("module", "name", "root_name"), HANDED_ON)
def test_it_goes_there_under_its_name_with_the_same_type(
    module: str, name: str, root_name: str
) -> None:
    assert root_name == name
    assert without_default(shape(variables("")[name])) == shape(variables(module)[name])


@pytest.mark.parametrize("module", SUBMODULES)
def test_a_submodule_is_internal(module: str) -> None:
    """Defaults and explanations stand once, in the root: a second copy would drift from it."""
    assert "Internal:" in (PROJECT / "modules" / module / "README.md").read_text()
    for body in variables(module).values():
        assert not re.search(r"^  default\b", body, re.MULTILINE)
        assert re.search(r'^  description = ".{1,120}"$', body, re.MULTILINE)

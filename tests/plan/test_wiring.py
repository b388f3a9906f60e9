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

ROOT = "".join((PROJECT / name).read_text() for name in ("main.tf", "interruptions.tf"))
CALLS = {
    name: dict(re.findall(r"^  (\w+) += ([^#\n]+?)(?: +#.*)?$", body, re.MULTILINE))
    for name, body in re.findall(r'^module "(\w+)" {\n(.*?)^}$', ROOT, re.MULTILINE | re.DOTALL)
}
# What a submodule gets of another one, or of a name that is decided before both.
FROM_ANOTHER = {
    "key": {"log_group_names": "local.log_group_names"},
    "vpc": {
        "flow_log_group_name": "local.flow_log_group_name",
        "kms_key_arn": "module.key.arn",
        "encrypt_logs_statement": "module.key.encrypt_logs_statement",
    },
    "vip": {"vpc_id": "module.vpc.vpc_id"},
    "appliance": {
        "vip_cidr": "module.vip.vip_cidr",
        "vip_address": "module.vip.vip_address",
        "vip_interfaces": "1",
        "addresses_of_a_vip": "1",
    },
    "lifecycle": {
        "function_names": "local.function_names",
        "log_group_names": "local.function_log_group_names",
        "group_name": "local.group_name",
        "launch_hook_name": "local.launch_hook_name",
        "terminate_hook_name": "local.terminate_hook_name",
        "vpc_id": "module.vpc.vpc_id",
        "vip_cidr": "module.vip.vip_cidr",
        "vip_address": "module.vip.vip_address",
        "vip_route_table_id": "module.vpc.vip_route_table_id",
        "vip_security_group_ids": "[module.vip.security_group_id]",
        "eip_allocation_id": "module.vip.eip_allocation_id",
        "owner_tag": "module.vip.owner_tag",
        "swept_before": "concat(module.vpc.wan_subnet_ids, [module.vpc.wan_security_group_id])",
        "reboot_after_attach": "module.appliance.this.reboot_after_attach",
        "reboot_delay_seconds": "module.appliance.this.reboot_delay_seconds",
        "kms_key_arn": "module.key.arn",
        "encrypt_logs_statement": "module.key.encrypt_logs_statement",
        "encrypt_messages_statement": "module.key.encrypt_messages_statement",
        "flow_logs_statements": "module.vpc.flow_logs_statements",
    },
    "asg": {
        "group_name": "local.group_name",
        "launch_hook_name": "local.launch_hook_name",
        "terminate_hook_name": "local.terminate_hook_name",
        "wait_for": "module.lifecycle.ready",
        "vpc_id": "module.vpc.vpc_id",
        "wan_subnet_ids": "module.vpc.wan_subnet_ids",
        "wan_security_group_id": "module.vpc.wan_security_group_id",
        "appliance": "module.appliance.this",
        "user_data": "module.appliance.user_data",
    },
    "warmup": {
        "group_name": "local.group_name",
        "group_arn": "module.asg.group_arn",
        "automation": "module.lifecycle.warmup",
        "vip_cidr": "module.vip.vip_cidr",
        "vip_address": "module.vip.vip_address",
        "eip_allocation_id": "module.vip.eip_allocation_id",
        "launch_template_version": "module.asg.launch_template_version",
    },
    "interruptions": {
        "owner_tag": "module.vip.owner_tag",
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
    if value.startswith("var.")
]


def test_the_calls_are_read() -> None:
    assert CALLS.keys() == FROM_ANOTHER.keys()
    assert len(HANDED_ON) > 50


@pytest.mark.parametrize("module", CALLS)
def test_a_submodule_gets_every_variable_that_it_has(module: str) -> None:
    assert CALLS[module].keys() - {"source"} == variables(module).keys()


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

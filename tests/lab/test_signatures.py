"""Every piece of moto the lab replaces is still there, and takes what moto passes to it.

The replaced pieces are found, not listed: whatever in moto's modules comes from `lab`. moto
as it is without the lab is read in a process of its own. So an upgrade of moto that moves or
renames something fails here, by name.
"""

from __future__ import annotations

import importlib
import inspect
import json
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from typing import Any

import pytest
from moto.core.base_backend import BaseBackend
from moto.core.responses import BaseResponse

from lab import boot

MODULES = [
    "moto.core.common_models",
    "moto.core.errors",
    "moto.core.responses",
    "moto.core.utils",
    "moto.autoscaling.models",
    "moto.autoscaling.responses",
    "moto.awslambda.models",
    "moto.awslambda.responses",
    "moto.cloudwatch.models",
    "moto.cloudwatch.responses",
    "moto.ec2.models",
    "moto.ec2.models.core",
    "moto.ec2.models.elastic_ip_addresses",
    "moto.ec2.models.elastic_network_interfaces",
    "moto.ec2.models.instance_types",
    "moto.ec2.models.instances",
    "moto.ec2.models.launch_templates",
    "moto.ec2.models.network_acls",
    "moto.ec2.models.route_tables",
    "moto.ec2.models.security_groups",
    "moto.ec2.models.subnets",
    "moto.ec2.models.vpcs",
    "moto.ec2.responses",
    "moto.ec2.utils",
    "moto.events.models",
    "moto.events.responses",
    "moto.logs.models",
    "moto.logs.responses",
    "moto.servicequotas.models",
    "moto.servicequotas.responses",
    "moto.sqs.models",
    "moto.sts.responses",
]

# What the lab adds, because moto has nothing of the kind. If moto gains it: remove ours.
ADDED = {
    "moto.cloudwatch.responses:CloudWatchResponse.describe_alarm_history",
    "moto.ec2.models.instances:Instance.state_code_text",
    "moto.ec2.models.route_tables:Route.instance_owner_id",
    "moto.ec2.models.subnets:Subnet.block_public_access_states",
    "moto.ec2.models.vpcs:VPC.block_public_access_states",
    "moto.logs.responses:LogsResponse.associate_kms_key",
    "moto.logs.responses:LogsResponse.disassociate_kms_key",
    "moto.servicequotas.responses:ServiceQuotasResponse.get_aws_default_service_quota",
}

# Methods of the lab's backends and responses that moto has not.
OWN = {
    *("arguments", "engine", "groups"),
    *("begin_interface", "discard_interface"),
    *("require_creatable", "require_deletable", "require_groups", "require_subscription"),
    # Actions that moto does not know.
    *("cancel_instance_refresh", "describe_instance_refreshes", "start_instance_refresh"),
    *("complete_lifecycle_action", "record_lifecycle_action_heartbeat"),
    *("disable_vgw_route_propagation", "enable_vgw_route_propagation"),
    "create_vpc_block_public_access_exclusion",
    "delete_vpc_block_public_access_exclusion",
    "describe_vpc_block_public_access_exclusions",
    "describe_vpc_block_public_access_options",
    "modify_vpc_block_public_access_options",
}

Pieces = dict[str, Any]


def pieces(modules: list[str]) -> Pieces:
    """Functions of modules, and methods and properties of the classes they define, by name."""
    found: Pieces = {}
    for name in modules:
        module = importlib.import_module(name)
        for owner in [module, *vars(module).values()]:
            if owner is module:
                found |= {f"{name}:{key}": piece for key, piece in vars(module).items()}
            elif inspect.isclass(owner) and owner.__module__ == name:
                prefix = f"{name}:{owner.__name__}"
                found |= {f"{prefix}.{key}": piece for key, piece in vars(owner).items()}
    return {key: piece for key, piece in found.items() if _function(piece) is not None}


def _function(piece: Any) -> Any:
    function = piece.fget if isinstance(piece, property) else getattr(piece, "__func__", piece)
    return function if inspect.isfunction(function) or inspect.isbuiltin(function) else None


def parameters(piece: Any) -> list[str]:
    try:
        return list(inspect.signature(_function(piece)).parameters)
    except ValueError:  # some builtins do not tell
        return []


def of_the_lab(piece: Any) -> bool:
    return str(_function(piece).__module__).startswith("lab")


@cache
def of_moto() -> dict[str, list[str]]:
    """Parameters of moto's own pieces, without the lab."""
    code = (
        "import json; from tests.lab.test_signatures import MODULES, parameters, pieces;"
        "print(json.dumps({key: parameters(each) for key, each in pieces(MODULES).items()}))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    read: dict[str, list[str]] = json.loads(answer.stdout)
    return read


@cache
def of_lab() -> Pieces:
    boot.install()
    return {key: piece for key, piece in pieces(MODULES).items() if of_the_lab(piece)}


def takes(piece: Any, wanted: list[str]) -> bool:
    """True if `piece` can be called like the original, by position or by name."""
    own = inspect.signature(_function(piece)).parameters.values()
    kinds = {each.kind for each in own}
    if inspect.Parameter.VAR_POSITIONAL in kinds:
        return True
    # The first one is self, under whatever name; `**` takes what moto passes by name; what the lab
    # adds must be optional.
    wanted = wanted[1:]
    named = [each for each in own if each.kind != inspect.Parameter.VAR_KEYWORD][1:]
    shared, added = named[: len(wanted)], named[len(wanted) :]
    return (
        [each.name for each in shared] == wanted[: len(shared)]
        and (len(shared) == len(wanted) or inspect.Parameter.VAR_KEYWORD in kinds)
        and all(each.default is not inspect.Parameter.empty for each in added)
    )


def test_moto_is_the_version_the_lab_was_written_for() -> None:
    assert version("moto") == "5.2.5"


def test_every_replaced_piece_takes_what_moto_passes() -> None:
    replaced = {key: piece for key, piece in of_lab().items() if key in of_moto()}
    assert len(replaced) > 20
    wrong = {
        key: (parameters(piece), of_moto()[key])
        for key, piece in replaced.items()
        if not takes(piece, of_moto()[key])
    }
    assert wrong == {}


def test_what_moto_does_not_have_is_added_on_purpose() -> None:
    assert {key for key in of_lab() if key not in of_moto()} == ADDED


def test_no_module_with_a_replaced_piece_is_overlooked() -> None:
    boot.install()
    loaded = [name for name, module in sys.modules.items() if module and name.startswith("moto.")]
    holding = {
        key.partition(":")[0]
        for key, piece in pieces(loaded).items()
        # The clock is replaced wherever moto has imported it.
        if of_the_lab(piece) and not key.endswith(":utcnow")
    }
    assert holding <= set(MODULES)


def is_moto(owner: type) -> bool:
    """Not told by its module: some of the lab's name one of moto's, which derives URLs of it."""
    return getattr(sys.modules[owner.__module__], owner.__name__, None) is owner and (
        owner.__module__.startswith("moto.")
    )


@cache
def methods() -> list[tuple[str, Any, Any]]:
    """What the lab's subclasses of moto's backends and responses define, and moto's own of it."""
    boot.install()
    modules = [module for name, module in sys.modules.items() if name.startswith("lab.")]
    classes = {
        each for module in modules for each in vars(module).values() if inspect.isclass(each)
    }
    return [
        (f"{owner.__module__}.{owner.__name__}.{name}", piece, of_base(owner, name))
        for owner in classes
        if issubclass(owner, (BaseBackend, BaseResponse)) and not is_moto(owner)
        for name, piece in vars(owner).items()
        if _function(piece) is not None and not name.startswith("__")
    ]


def of_base(owner: type, name: str) -> Any:
    """moto's piece of that name, if it has one."""
    bases = [base for base in owner.__mro__ if is_moto(base) and name in vars(base)]
    return vars(bases[0])[name] if bases else None


def test_every_overriding_method_takes_what_moto_passes() -> None:
    overriding = [(name, piece, base) for name, piece, base in methods() if base is not None]
    assert len(overriding) > 50
    wrong = [name for name, piece, base in overriding if not takes(piece, parameters(base))]
    assert wrong == []


def test_a_method_that_overrides_nothing_is_the_labs_own_on_purpose() -> None:
    """If moto renames what one of them overrides, the lab's would never be called again."""
    names = {name.rpartition(".")[2] for name, _, base in methods() if base is None}
    assert {name for name in names if not name.startswith("_")} <= OWN


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("moto.core.base_backend", "BackendDict"),
        ("moto.core.parse", "PROTOCOL_PARSERS"),
        ("moto.core.request", "determine_request_protocol"),
        ("moto.moto_api._internal", "mock_random"),
        ("moto.moto_server.werkzeug_app", "DomainDispatcherApplication"),
        ("moto.moto_server.werkzeug_app", "MotoRequestHandler"),
        ("moto.moto_server.werkzeug_app", "create_backend_app"),
        ("botocore.endpoint", "time"),
    ],
)
def test_what_the_core_relies_on_exists(module: str, name: str) -> None:
    assert hasattr(importlib.import_module(module), name)


@pytest.mark.parametrize(
    "name",
    [
        "_enrich_response",
        "_get_action",
        "boto3_service_name",
        "call_action",
        "serialized",
    ],
)
def test_what_the_call_hook_uses_of_a_response_exists(name: str) -> None:
    from moto.core.responses import BaseResponse

    assert hasattr(BaseResponse, name)

"""Every piece of moto the lab replaces is still there, and takes what moto passes to it.

The replaced pieces are found, not listed: whatever in moto's modules comes from `tests.lab`. moto
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

from tests.lab import lab

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
    "moto.ec2.models.elastic_ip_addresses",
    "moto.ec2.models.elastic_network_interfaces",
    "moto.ec2.models.instances",
    "moto.ec2.models.launch_templates",
    "moto.ec2.models.security_groups",
    "moto.ec2.models.subnets",
    "moto.ec2.responses",
    "moto.events.models",
    "moto.events.responses",
]

# What the lab adds, because moto has nothing of the kind. If moto gains it: remove ours.
ADDED = {
    "moto.cloudwatch.models:Alarm.alarm_rule",
    "moto.cloudwatch.responses:CloudWatchResponse.put_composite_alarm",
    "moto.ec2.models.instances:Instance.state_code_text",
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
    lab.install()
    return {
        key: piece
        for key, piece in pieces(MODULES).items()
        if str(_function(piece).__module__).startswith("tests.lab")
    }


def takes(piece: Any, wanted: list[str]) -> bool:
    """True if `piece` can be called like the original, by position or by name."""
    own = inspect.signature(_function(piece)).parameters.values()
    kinds = {each.kind for each in own}
    if inspect.Parameter.VAR_POSITIONAL in kinds:
        return True
    named = [each.name for each in own]
    return named[1:] == wanted[1:]  # the first one is self, under whatever name


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

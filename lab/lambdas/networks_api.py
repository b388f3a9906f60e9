"""VpcConfig of a function: moto stores it and asks nothing.

docs/aws-behaviour.md#interfaces-of-a-function
"""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import LambdaBackend, LambdaFunction

from lab import context
from lab.patching import replace

_moto_create = LambdaBackend.create_function
_moto_update = LambdaBackend.update_function_configuration
_moto_delete = LambdaBackend.delete_function

Config = dict[str, Any]


def _create(backend: LambdaBackend, spec: Config) -> LambdaFunction:
    _require(spec["Role"], spec.get("VpcConfig") or {})
    function = _moto_create(backend, spec)
    context.current().lambdas.networks_changed()
    return function


def _update(
    backend: LambdaBackend, function_name: str, qualifier: str, body: Config
) -> Config | None:
    """What the call does not name of the VpcConfig stays.

    docs/aws-behaviour.md#deleting-what-lambda-holds
    """
    function = backend.get_function(function_name, qualifier)
    if "VpcConfig" in body:
        body = body | {"VpcConfig": (function._vpc_config or {}) | body["VpcConfig"]}
        _require(body.get("Role") or function.role, body["VpcConfig"])
    changed = _moto_update(backend, function_name, qualifier, body)
    context.current().lambdas.networks_changed()
    return changed


def _delete(backend: LambdaBackend, function_name: str, qualifier: str | None = None) -> None:
    _moto_delete(backend, function_name, qualifier)
    context.current().lambdas.networks_changed()


def _require(role_arn: str, config: Config) -> None:
    subnets, groups = config.get("SubnetIds") or [], config.get("SecurityGroupIds") or []
    context.current().lambdas.require_network(role_arn, subnets, groups)


def _vpc_config(function: LambdaFunction) -> Config | None:
    """moto gives every function the same VPC."""
    config: Config | None = function._vpc_config
    if not config:
        return None
    subnets = config.get("SubnetIds")
    ec2 = context.current().ec2.backend
    return config | {"VpcId": ec2.get_subnet(subnets[0]).vpc_id if subnets else ""}


def install() -> None:
    """Patch moto's classes, once per process."""
    replace(LambdaBackend, "create_function", _create)
    replace(LambdaBackend, "update_function_configuration", _update)
    replace(LambdaBackend, "delete_function", _delete)
    replace(LambdaFunction, "vpc_config", property(_vpc_config))
